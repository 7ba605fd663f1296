/**
 * Low-rank additions to the encoder's matrices (LoRA, Hu et al. 2021): each matrix W becomes W + down x up. Learnt once from public
 * corpora by scripts/data/adapt-encoder.ts, so that questions with one intent lie nearer to each other than as published.
 */
import { Multiplier } from './multiply.ts';
import { type Dense, INSIDE, PIECE_WIDTH, type Weights, WIDTH } from './transformer.ts';

/** One panel of the kernel's. */
export const RANK = 8;
/** `down`: as many rows as the matrix, RANK columns; `up`: RANK rows, as many columns as the matrix. */
export interface Addition {
  readonly down: Float32Array;
  readonly up: Float32Array;
}

/** Rows and columns of the matrices, in the order of `matricesOf`. */
export const SHAPES: readonly (readonly [inner: number, columns: number])[] = [
  ...[PIECE_WIDTH, WIDTH].flatMap((width): [number, number][] => [
    [width, 3 * width],
    [width, WIDTH],
    [WIDTH, INSIDE],
    [INSIDE, WIDTH],
  ]),
  [PIECE_WIDTH, WIDTH],
];
export const matricesOf = ({ layers, lift }: Weights): Dense[] => [
  ...layers.flatMap(({ query, output, widen, narrow }) => [query, output, widen, narrow]),
  lift,
];

/** Weights + down x up. `into`: as long as the weights, may be the same. */
export function addTo(weights: Float32Array, { down, up }: Addition, into: Float32Array): void {
  const columns = up.length / RANK;
  const multiplier = new Multiplier((RANK + 1) * columns);
  const row = (values: Float32Array, from: number): Float32Array => values.subarray(from, from + columns);
  const ups = Array.from({ length: RANK }, (_, r) => {
    const place = multiplier.place(columns);
    place.set(row(up, r * columns));
    return place;
  });
  const sum = multiplier.place(columns);
  for (let at = 0, n = 0; at < weights.length; at += columns) {
    sum.set(row(weights, at));
    for (const one of ups) multiplier.add(sum, one, down[n++] as number);
    into.set(sum, at);
  }
}

/** Adds them to `weights` itself: nobody needs the published matrices beside the sums. */
export function adapt(weights: Weights, additions: readonly Addition[]): void {
  matricesOf(weights).forEach((dense, i) => {
    addTo(dense.weights, additions[i] as Addition, dense.weights);
  });
}

/** File: per matrix the sizes of a step of down and of up (float32), then both as int16. Throws when it is cut short. */
export function decodeAdditions({ buffer, byteOffset, length }: Uint8Array): Addition[] {
  const bytes = buffer.slice(byteOffset, byteOffset + length);
  let at = 0;
  return SHAPES.map(([inner, columns]) => {
    const sizes = new Float32Array(bytes, at, 2);
    at += sizes.byteLength;
    const [down, up] = [inner, columns].map((width, which) => {
      const steps = new Int16Array(bytes, at, width * RANK);
      at += steps.byteLength;
      return Float32Array.from(steps, (step) => step * (sizes[which] as number));
    }) as [Float32Array, Float32Array];
    return { down, up };
  });
}
export function encodeAdditions(additions: readonly Addition[]): Uint8Array {
  const parts = additions.flatMap(({ down, up }) => {
    const sizes = [down, up].map((part) => part.reduce((most, v) => Math.max(most, Math.abs(v)), 1e-9) / 32_767);
    return [
      Float32Array.from(sizes),
      ...[down, up].map((part, i) => Int16Array.from(part, (v) => Math.round(v / (sizes[i] as number)))),
    ];
  });
  return Buffer.concat(parts.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)));
}
