/** Products of a few rows with large matrices that stay the same, in WebAssembly with SIMD (made by scripts/data/multiply.ts). */
import { readData } from '#bot/data-files.ts';

/** Weights in panels of eight columns, as the kernel walks over them. */
export interface Matrix {
  readonly weights: Float32Array;
  readonly bias: Float32Array;
  readonly inner: number;
  readonly columns: number;
}
/** What we use of WebAssembly, which Node's types leave to those of browsers. */
declare const WebAssembly: {
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Buffer) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Readonly<Record<string, unknown>> };
};
type Kernel = (
  a: number,
  b: number,
  bias: number,
  c: number,
  rows: number,
  inner: number,
  columns: number,
  positive: number,
) => void;

type Dot = (a: number, b: number, bytes: number) => number;
type Add = (into: number, from: number, step: number, bytes: number) => void;

const PANEL = 8;
/** What the length of a row must be a multiple of for `dot` and `add`. */
export const STRIDE = 16;
/** What the sizes of a matrix must be multiples of. */
export const MULTIPLE = { inner: 4, columns: PANEL } as const;
const PAGE = 65_536;

/** The next multiple of `to`: rows and matrices are filled up with zeros. */
export const roundUp = (n: number, to: number): number => Math.ceil(n / to) * to;

/** From row by row to panel by panel. */
export function packInto(weights: Float32Array, columns: number, packed: Float32Array): void {
  let to = 0;
  for (let panel = 0; panel < columns; panel += PANEL)
    for (let row = 0; row * columns < weights.length; row++)
      for (let i = 0; i < PANEL; i++) packed[to++] = weights[row * columns + panel + i] as number;
}

export class Multiplier {
  readonly #memory: ArrayBuffer;
  readonly #kernel: Kernel;
  readonly #dot: Dot;
  readonly #add: Add;
  #used = 0;

  /** Room for so many numbers in all, matrices and rows. Throws where the processor has no SIMD. */
  constructor(floats: number) {
    const memory = new WebAssembly.Memory({ initial: Math.max(1, Math.ceil((floats * 4) / PAGE)) });
    this.#memory = memory.buffer;
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readData('multiply.wasm')), { js: { memory } });
    this.#kernel = exports['multiply'] as Kernel;
    this.#dot = exports['dot'] as Dot;
    this.#add = exports['add'] as Add;
  }

  /** A place in the memory that both sides see: all that is multiplied must lie in such places. */
  place(floats: number): Float32Array {
    const place = new Float32Array(this.#memory, this.#used, floats);
    this.#used += place.byteLength;
    return place;
  }

  /** `weights`: inner x columns, row by row; both as MULTIPLE says. */
  matrix(weights: Float32Array, bias: Float32Array): Matrix {
    const columns = bias.length;
    const inner = weights.length / columns;
    if (inner % MULTIPLE.inner !== 0 || columns % MULTIPLE.columns !== 0)
      throw new Error(`a matrix of ${inner} x ${columns} cannot be cut into panels of ${PANEL}`);
    const packed = this.place(weights.length);
    packInto(weights, columns, packed);
    const kept = this.place(columns);
    kept.set(bias);
    return { weights: packed, bias: kept, inner, columns };
  }

  /** into = from x matrix + bias, for `rows` rows; `positive`: what is below 0 becomes 0. */
  multiply(from: Float32Array, matrix: Matrix, into: Float32Array, rows: number, positive = false): void {
    const { weights, bias, inner, columns } = matrix;
    this.#kernel(from.byteOffset, weights.byteOffset, bias.byteOffset, into.byteOffset, rows, inner, columns, positive ? 1 : 0);
  }

  /** The inner product of two rows as long as each other, a multiple of STRIDE; to the precision of float32. */
  dot(a: Float32Array, b: Float32Array): number {
    return this.#dot(a.byteOffset, b.byteOffset, a.byteLength);
  }

  /** into += step x from, rows as for `dot`. */
  add(into: Float32Array, from: Float32Array, step: number): void {
    this.#add(into.byteOffset, from.byteOffset, step, into.byteLength);
  }
}
