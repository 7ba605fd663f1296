/** A linear map into the space where classes are round and equally wide; learnt once from public corpora, never from a table. */
import { readData } from '#bot/data-files.ts';
import { type Matrix, MULTIPLE, Multiplier, roundUp } from './multiply.ts';

export interface Projection {
  readonly from: number;
  readonly to: number;
  /** Per input dimension, subtracted first. */
  readonly middle: Float32Array;
  /** `to` rows of `from` numbers. */
  readonly rows: Float32Array;
  readonly space: Space;
}
/** What the points are like, per output dimension. */
export interface Space {
  /** One over the deviation within a class. */
  readonly scale: Float32Array;
  /** Variance between classes, after scaling. */
  readonly between: Float32Array;
}

/** A projection as the kernel takes it: filled up with zeros to whole panels. */
interface Prepared {
  readonly multiplier: Multiplier;
  readonly matrix: Matrix;
  readonly vector: Float32Array;
  readonly point: Float32Array;
}
const prepared = new WeakMap<Projection, Prepared>();

/** The point of `vector` (`from` numbers), scaled to length sqrt(to): directions count, not lengths. */
export function project(p: Projection, vector: Float32Array): Float32Array {
  const { multiplier, matrix, vector: from, point: into } = prepared.get(p) ?? prepare(p);
  from.set(vector);
  multiplier.multiply(from, matrix, into, 1);
  const point = into.slice(0, p.to);
  let square = 0;
  for (const v of point) square += v * v;
  const scale = Math.sqrt(p.to / (square || 1));
  for (let r = 0; r < p.to; r++) point[r] = (point[r] as number) * scale;
  return point;
}

function prepare(p: Projection): Prepared {
  const { from, to, rows, middle } = p;
  const inner = roundUp(from, MULTIPLE.inner);
  const columns = roundUp(to, MULTIPLE.columns);
  const weights = new Float32Array(inner * columns);
  const bias = new Float32Array(columns);
  for (let r = 0; r < to; r++) {
    let moved = 0;
    for (let j = 0; j < from; j++) {
      const weight = rows[r * from + j] as number;
      weights[j * columns + r] = weight;
      moved += weight * (middle[j] as number);
    }
    bias[r] = -moved;
  }
  const multiplier = new Multiplier((inner + 1) * (columns + 1));
  const made = {
    multiplier,
    matrix: multiplier.matrix(weights, bias),
    vector: multiplier.place(inner),
    point: multiplier.place(columns),
  };
  prepared.set(p, made);
  return made;
}

/** File: from, to (uint32), then middle, scale, between (float32), a size per row (float32), the rows as int16. */
export function readProjection(name: string): Projection {
  const { buffer, byteOffset } = readData(name);
  const [from = 0, to = 0] = new Uint32Array(buffer, byteOffset, 2);
  let at = byteOffset + 8;
  const floats = (length: number): Float32Array => {
    const some = new Float32Array(buffer as ArrayBuffer, at, length);
    at += some.byteLength;
    return some;
  };
  const [middle, scale, between, sizes] = [floats(from), floats(to), floats(to), floats(to)];
  const small = new Int16Array(buffer as ArrayBuffer, at, from * to);
  const rows = Float32Array.from(small, (v, i) => v * (sizes[Math.floor(i / from)] ?? 0));
  return { from, to, middle, rows, space: { scale, between } };
}
export function encodeProjection({ from, to, middle, rows, space }: Projection): Uint8Array {
  const sizes = new Float32Array(to);
  const small = new Int16Array(from * to);
  for (let r = 0; r < to; r++) {
    const row = rows.subarray(r * from, (r + 1) * from);
    const size = row.reduce((most, v) => Math.max(most, Math.abs(v)), 1e-9) / 32767;
    sizes[r] = size;
    row.forEach((v, j) => {
      small[r * from + j] = Math.round(v / size);
    });
  }
  const parts = [Uint32Array.of(from, to), middle, space.scale, space.between, sizes, small];
  return Buffer.concat(parts.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)));
}
