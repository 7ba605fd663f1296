/**
 * The encoder's arithmetic: Universal Sentence Encoder Lite (Cer et al. 2018), two layers of a transformer (Vaswani et al. 2017) with the
 * norm before each part. The rows of several sentences go through the large products together, so no row is padding.
 */
import { type Matrix, Multiplier } from './multiply.ts';

export const WIDTH = 512;
/** Of a piece's vector, and inside the first attention. */
export const PIECE_WIDTH = 256;
/** Between the two products of the feed-forward part. */
export const INSIDE = 1_536;
export const HEADS = 4;
/** Rows that go through at once; a sentence has fewer. */
export const MOST_ROWS = 128;
export const EPSILON = 1e-6;

export interface Norm {
  readonly scale: Float32Array;
  readonly bias: Float32Array;
}
/** A matrix row by row, and what is added to each row of the product. */
export interface Dense {
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}
export interface LayerWeights {
  readonly before: Norm;
  /** To queries, keys and values, side by side. */
  readonly query: Dense;
  readonly output: Dense;
  readonly inner: Norm;
  readonly widen: Dense;
  readonly narrow: Dense;
}
export interface Weights {
  /** PIECE_WIDTH numbers per piece. */
  readonly pieces: Float32Array;
  /** Frequencies of the waves that tell a piece's position; half as many as PIECE_WIDTH. */
  readonly frequencies: Float32Array;
  readonly layers: readonly [LayerWeights, LayerWeights];
  /** Lifts what goes round the first attention to WIDTH. */
  readonly lift: Dense;
}

const floatsIn = (weights: Weights): number =>
  [weights.lift, ...weights.layers.flatMap((l) => [l.query, l.output, l.widen, l.narrow])].reduce(
    (sum, dense) => sum + dense.weights.length + dense.bias.length,
    MOST_ROWS * (PIECE_WIDTH + 3 * WIDTH + 3 * WIDTH + INSIDE),
  );

/** One vector of WIDTH per sentence, the mean over its pieces' last layer. A sentence: 1 to MOST_ROWS piece numbers; in all at most MOST_ROWS. */
export type Transform = (sentences: readonly (readonly number[])[]) => Float32Array[];

/** Keeps none of the matrices it was given. */
export function createTransform(given: Weights): Transform {
  const { pieces, frequencies } = given;
  const input = { pieces, frequencies };
  const multiplier = new Multiplier(floatsIn(given));
  const matrix = ({ weights, bias }: Dense): Matrix => multiplier.matrix(weights, bias);
  const layers = given.layers.map((l) => ({
    ...l,
    query: matrix(l.query),
    output: matrix(l.output),
    widen: matrix(l.widen),
    narrow: matrix(l.narrow),
  }));
  const lift = matrix(given.lift);
  const [start, rows, normed, added] = [PIECE_WIDTH, WIDTH, WIDTH, WIDTH].map((w) => multiplier.place(MOST_ROWS * w)) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const queries = multiplier.place(MOST_ROWS * 3 * WIDTH);
  const inside = multiplier.place(MOST_ROWS * INSIDE);
  const scores = new Float64Array(MOST_ROWS);

  return (sentences) => {
    let count = 0;
    for (const ids of sentences) {
      ids.forEach((id, position) => {
        writePiece(input, id, position, start, (count + position) * PIECE_WIDTH);
      });
      count += ids.length;
    }
    layers.forEach((layer, depth) => {
      const [from, width] = depth === 0 ? [start, PIECE_WIDTH] : [rows, WIDTH];
      norm(from, layer.before, normed, count, width);
      multiplier.multiply(normed, layer.query, queries, count);
      attend(queries, width, sentences, scores, normed);
      multiplier.multiply(normed, layer.output, added, count);
      if (depth === 0) multiplier.multiply(start, lift, rows, count);
      add(rows, added, count * WIDTH);
      norm(rows, layer.inner, normed, count, WIDTH);
      multiplier.multiply(normed, layer.widen, inside, count, true);
      multiplier.multiply(inside, layer.narrow, added, count);
      add(rows, added, count * WIDTH);
    });
    let at = 0;
    return sentences.map(({ length }) => {
      const sum = new Float32Array(WIDTH);
      for (let row = 0; row < length; row++, at++)
        for (let i = 0; i < WIDTH; i++) sum[i] = (sum[i] as number) + (rows[at * WIDTH + i] as number) / length;
      return sum;
    });
  };
}

/** The published graph adds a piece's vector to itself with the position's waves; so do we. */
export function writePiece(
  { pieces, frequencies }: Pick<Weights, 'pieces' | 'frequencies'>,
  id: number,
  position: number,
  into: Float32Array,
  at: number,
): void {
  const half = frequencies.length;
  for (let i = 0; i < half; i++) {
    const angle = Math.fround(position * (frequencies[i] as number));
    into[at + i] = 2 * (pieces[id * PIECE_WIDTH + i] as number) + Math.sin(angle);
    into[at + half + i] = 2 * (pieces[id * PIECE_WIDTH + half + i] as number) + Math.cos(angle);
  }
}

/** Each row to mean 0 and variance 1, then scaled and moved. */
export function norm(from: Float32Array, { scale, bias }: Norm, into: Float32Array, rows: number, width: number): void {
  for (let row = 0; row < rows; row++) {
    const at = row * width;
    let sum = 0;
    for (let i = 0; i < width; i++) sum += from[at + i] as number;
    const mean = sum / width;
    let square = 0;
    for (let i = 0; i < width; i++) square += ((from[at + i] as number) - mean) ** 2;
    const factor = 1 / Math.sqrt(square / width + EPSILON);
    for (let i = 0; i < width; i++)
      into[at + i] = ((from[at + i] as number) - mean) * factor * (scale[i] as number) + (bias[i] as number);
  }
}

function add(into: Float32Array, more: Float32Array, length: number): void {
  for (let i = 0; i < length; i++) into[i] = (into[i] as number) + (more[i] as number);
}

/** Scaled dot-product attention within each sentence. `queries`: per row its queries, keys and values, each of `width`. */
function attend(
  queries: Float32Array,
  width: number,
  sentences: readonly (readonly number[])[],
  scores: Float64Array,
  into: Float32Array,
): void {
  const stride = 3 * width;
  const part = width / HEADS;
  const scale = 1 / Math.sqrt(part);
  into.fill(0, 0, sentences.reduce((sum, { length }) => sum + length, 0) * width);
  let first = 0;
  for (const { length } of sentences) {
    for (let head = 0; head < width; head += part)
      for (let row = first; row < first + length; row++) {
        const query = row * stride + head;
        let most = Number.NEGATIVE_INFINITY;
        for (let other = 0; other < length; other++) {
          const key = (first + other) * stride + width + head;
          let dot = 0;
          for (let i = 0; i < part; i++) dot += (queries[query + i] as number) * (queries[key + i] as number);
          scores[other] = dot * scale;
          most = Math.max(most, dot * scale);
        }
        let sum = 0;
        for (let other = 0; other < length; other++) sum += scores[other] = Math.exp((scores[other] as number) - most);
        for (let other = 0; other < length; other++) {
          const weight = (scores[other] as number) / sum;
          const value = (first + other) * stride + 2 * width + head;
          const at = row * width + head;
          for (let i = 0; i < part; i++) into[at + i] = (into[at + i] as number) + weight * (queries[value + i] as number);
        }
      }
    first += length;
  }
}
