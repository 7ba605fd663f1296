/**
 * The encoder's arithmetic (server/bot/members/transformer.ts) with what it takes to learn: every step keeps its numbers, and from the slope of a
 * loss by the vectors follow the slopes by the low-rank additions to its matrices (back-propagation).
 */
import { type Addition, addTo, matricesOf, RANK, SHAPES } from '#bot/members/adaptation.ts';
import { type Matrix, Multiplier, packInto } from '#bot/members/multiply.ts';
import { INSIDE, norm, PIECE_WIDTH, type Weights, WIDTH, writePiece } from '#bot/members/transformer.ts';
import { attend, attendBack, normBack } from '#scripts/data/layer-slopes.ts';

/** Pieces of a batch of some 170 sentences. */
const MOST_ROWS = 4_096;
/** So many go through a product together: they stay in the processor's cache. */
const TOGETHER = 96;

/** A matrix, its transpose, and the factors of its addition, as the kernel takes them. */
interface Learning {
  readonly inner: number;
  readonly columns: number;
  readonly published: Float32Array;
  readonly matrix: Matrix;
  readonly turned: Matrix;
  readonly down: Matrix;
  readonly upTurned: Matrix;
}
interface Kept {
  readonly start: Float32Array;
  readonly normed: Float32Array;
  readonly queries: Float32Array;
  readonly attended: Float32Array;
  readonly middle: Float32Array;
  readonly innerNormed: Float32Array;
  readonly inside: Float32Array;
  readonly end: Float32Array;
  chances: Float32Array;
}

export class LearningEncoder {
  readonly #weights: Weights;
  readonly #rows: number;
  readonly #multiplier: Multiplier;
  readonly #matrices: readonly Learning[];
  readonly #layers: readonly Kept[];
  readonly #slopes: { readonly wide: Float32Array; readonly rows: Float32Array[]; readonly few: Float32Array[] };
  #sentences: readonly (readonly number[])[] = [];

  /** `rows`: pieces of the largest batch. */
  constructor(weights: Weights, rows = MOST_ROWS) {
    this.#weights = weights;
    this.#rows = rows;
    const floats = SHAPES.reduce(
      (sum, [inner, columns]) => sum + 2 * inner * columns + (inner + columns) * (RANK + 2) + 4 * RANK,
      0,
    );
    const perRow = PIECE_WIDTH * 2 + 3 * PIECE_WIDTH + WIDTH * 16 + 3 * INSIDE + 4 * WIDTH + 2 * RANK;
    this.#multiplier = new Multiplier(floats + rows * perRow);
    const place = (width: number): Float32Array => this.#multiplier.place(rows * width);
    this.#matrices = matricesOf(weights).map(({ weights: published, bias }, i) => {
      const [inner, columns] = SHAPES[i] as readonly [number, number];
      const empty = (rows: number, wide: number): Matrix =>
        this.#multiplier.matrix(new Float32Array(rows * wide), new Float32Array(wide));
      return {
        inner,
        columns,
        published,
        matrix: this.#multiplier.matrix(published, bias),
        turned: empty(columns, inner),
        down: empty(inner, RANK),
        upTurned: empty(columns, RANK),
      };
    });
    const start = place(PIECE_WIDTH);
    this.#layers = [PIECE_WIDTH, WIDTH].map((width) => ({
      start,
      normed: place(width),
      queries: place(3 * width),
      attended: place(width),
      middle: place(WIDTH),
      innerNormed: place(WIDTH),
      inside: place(INSIDE),
      end: place(WIDTH),
      chances: new Float32Array(),
    }));
    this.#layers = this.#layers.map((kept, depth) => (depth === 0 ? kept : { ...kept, start: (this.#layers[0] as Kept).end }));
    this.#slopes = { wide: place(INSIDE), rows: [place(WIDTH), place(WIDTH), place(WIDTH)], few: [place(RANK), place(RANK)] };
  }

  /** Takes these additions from now on. */
  take(additions: readonly Addition[]): void {
    this.#matrices.forEach(({ inner, columns, published, matrix, turned, down, upTurned }, i) => {
      const addition = additions[i] as Addition;
      const sum = new Float32Array(published.length);
      addTo(published, addition, sum);
      packInto(sum, columns, matrix.weights);
      packInto(turn(sum, inner, columns), inner, turned.weights);
      packInto(addition.down, RANK, down.weights);
      packInto(turn(addition.up, RANK, columns), RANK, upTurned.weights);
    });
  }

  /** The vectors of the sentences (piece numbers), as `Transform` gives them. */
  forward(sentences: readonly (readonly number[])[]): Float32Array[] {
    this.#sentences = sentences;
    const count = sentences.reduce((sum, { length }) => sum + length, 0);
    if (count > this.#rows) throw new RangeError(`${count} pieces; at most ${this.#rows} go through at once`);
    const { layers } = this.#weights;
    let row = 0;
    for (const ids of sentences)
      ids.forEach((id, position) => {
        writePiece(this.#weights, id, position, (this.#layers[0] as Kept).start, row++ * PIECE_WIDTH);
      });
    this.#layers.forEach((kept, depth) => {
      const width = depth === 0 ? PIECE_WIDTH : WIDTH;
      const given = layers[depth as 0 | 1];
      const [query, output, widen, narrow] = this.#of(depth);
      norm(kept.start, given.before, kept.normed, count, width);
      this.#multiply(kept.normed, query.matrix, kept.queries, count);
      kept.chances = attend(kept.queries, width, sentences, kept.attended);
      this.#multiply(kept.attended, output.matrix, kept.middle, count);
      if (depth === 0) {
        const lifted = this.#slopes.rows[0] as Float32Array;
        this.#multiply(kept.start, (this.#matrices[8] as Learning).matrix, lifted, count);
        add(kept.middle, lifted, count * WIDTH);
      } else add(kept.middle, kept.start, count * WIDTH);
      norm(kept.middle, given.inner, kept.innerNormed, count, WIDTH);
      this.#multiply(kept.innerNormed, widen.matrix, kept.inside, count, true);
      this.#multiply(kept.inside, narrow.matrix, kept.end, count);
      add(kept.end, kept.middle, count * WIDTH);
    });
    const { end } = this.#layers[1] as Kept;
    let at = 0;
    return sentences.map(({ length }) => {
      const mean = new Float32Array(WIDTH);
      for (let i = 0; i < length; i++, at++)
        for (let j = 0; j < WIDTH; j++) mean[j] = (mean[j] as number) + (end[at * WIDTH + j] as number) / length;
      return mean;
    });
  }

  /** From the slopes by the vectors of the last `forward` to those by the additions. */
  backward(slopes: readonly Float32Array[]): Addition[] {
    const count = this.#sentences.reduce((sum, { length }) => sum + length, 0);
    const [out, inner, more] = this.#slopes.rows as [Float32Array, Float32Array, Float32Array];
    const { wide } = this.#slopes;
    const found: Addition[] = [];
    let at = 0;
    this.#sentences.forEach(({ length }, s) => {
      const slope = slopes[s] as Float32Array;
      for (let i = 0; i < length; i++, at++)
        for (let j = 0; j < WIDTH; j++) out[at * WIDTH + j] = (slope[j] as number) / length;
    });
    for (const depth of [1, 0] as const) {
      const kept = this.#layers[depth] as Kept;
      const given = this.#weights.layers[depth];
      const width = depth === 0 ? PIECE_WIDTH : WIDTH;
      const [query, output, widen, narrow] = this.#of(depth);
      found[depth * 4 + 3] = this.#factors(narrow, kept.inside, out, count);
      this.#multiply(out, narrow.turned, wide, count);
      for (let i = 0; i < count * INSIDE; i++) if (kept.inside[i] === 0) wide[i] = 0;
      found[depth * 4 + 2] = this.#factors(widen, kept.innerNormed, wide, count);
      this.#multiply(wide, widen.turned, inner, count);
      normBack(kept.middle, given.inner, inner, count, WIDTH);
      add(out, inner, count * WIDTH);
      // `out` is now the slope by what stands between attention and the feed-forward part.
      found[depth * 4 + 1] = this.#factors(output, kept.attended, out, count);
      this.#multiply(out, output.turned, inner, count);
      const ofQueries = wide.subarray(0, count * 3 * width);
      attendBack(kept.queries, width, this.#sentences, kept.chances, inner, ofQueries);
      found[depth * 4] = this.#factors(query, kept.normed, ofQueries, count);
      if (depth === 0) found[8] = this.#factors(this.#matrices[8] as Learning, kept.start, out, count);
      else {
        this.#multiply(ofQueries, query.turned, more, count);
        normBack(kept.start, given.before, more, count, WIDTH);
        add(out, more, count * WIDTH);
      }
    }
    return found;
  }

  #of(depth: number): [Learning, Learning, Learning, Learning] {
    return this.#matrices.slice(depth * 4, depth * 4 + 4) as [Learning, Learning, Learning, Learning];
  }
  #multiply(from: Float32Array, matrix: Matrix, into: Float32Array, rows: number, positive = false): void {
    for (let row = 0; row < rows; row += TOGETHER)
      this.#multiplier.multiply(
        from.subarray(row * matrix.inner),
        matrix,
        into.subarray(row * matrix.columns),
        Math.min(TOGETHER, rows - row),
        positive,
      );
  }
  /** Slopes by both factors of a matrix's addition; `from` went into the product, `slopes` are by what came out. */
  #factors({ inner, columns, down, upTurned }: Learning, from: Float32Array, slopes: Float32Array, rows: number): Addition {
    const [forth, back] = this.#slopes.few as [Float32Array, Float32Array];
    this.#multiply(from, down, forth, rows);
    this.#multiply(slopes, upTurned, back, rows);
    return { down: outer(from, inner, back, rows), up: turn(outer(slopes, columns, forth, rows), columns, RANK) };
  }
}

/** Sum over rows of a's row (as a column) times few's row: width x RANK. */
function outer(a: Float32Array, width: number, few: Float32Array, rows: number): Float32Array {
  const sum = new Float32Array(width * RANK);
  for (let row = 0; row < rows; row++)
    for (let i = 0, at = 0; i < width; i++) {
      const v = a[row * width + i] as number;
      if (v === 0) at += RANK;
      else for (let r = 0; r < RANK; r++, at++) sum[at] = (sum[at] as number) + v * (few[row * RANK + r] as number);
    }
  return sum;
}
function turn(values: Float32Array, rows: number, columns: number): Float32Array {
  const turned = new Float32Array(values.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) turned[j * rows + i] = values[i * columns + j] as number;
  return turned;
}
function add(into: Float32Array, more: Float32Array, length: number): void {
  for (let i = 0; i < length; i++) into[i] = (into[i] as number) + (more[i] as number);
}
