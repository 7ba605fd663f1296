/** A linear map into the space where classes are round and equally wide; learnt once from public corpora, never from a table. */
import { readData } from '#bot/data-files.ts';

export interface Projection {
  readonly from: number;
  readonly to: number;
  /** Per input dimension, subtracted first. */
  readonly middle: Float32Array;
  /** `to` rows of `from` numbers. */
  readonly rows: Float32Array;
  /** Variance between classes per output dimension; within a class it is one. */
  readonly between: Float32Array;
}

/** The point of `vector` (any length), scaled to length sqrt(to): directions count, not lengths. */
export function project(p: Projection, vector: Float32Array): Float32Array {
  const point = new Float32Array(p.to);
  let square = 0;
  for (let r = 0; r < p.to; r++) {
    let sum = 0;
    const row = r * p.from;
    for (let j = 0; j < p.from; j++) sum += (p.rows[row + j] ?? 0) * ((vector[j] ?? 0) - (p.middle[j] ?? 0));
    point[r] = sum;
    square += sum * sum;
  }
  const scale = Math.sqrt(p.to / (square || 1));
  for (let r = 0; r < p.to; r++) point[r] = (point[r] ?? 0) * scale;
  return point;
}

/** File: from, to (uint32), then middle, between (float32), a scale per row (float32), the rows as int16. */
export function readProjection(name: string): Projection {
  const bytes = readData(name);
  return decodeProjection(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer);
}
function decodeProjection(buffer: ArrayBuffer): Projection {
  const [from = 0, to = 0] = new Uint32Array(buffer, 0, 2);
  const middle = new Float32Array(buffer, 8, from);
  const between = new Float32Array(buffer, 8 + 4 * from, to);
  const scales = new Float32Array(buffer, 8 + 4 * (from + to), to);
  const small = new Int16Array(buffer, 8 + 4 * (from + 2 * to), from * to);
  return { from, to, middle, between, rows: Float32Array.from(small, (v, i) => v * (scales[Math.floor(i / from)] ?? 0)) };
}
export function encodeProjection({ from, to, middle, between, rows }: Projection): Uint8Array {
  const buffer = new ArrayBuffer(8 + 4 * (from + 2 * to) + 2 * from * to);
  new Uint32Array(buffer, 0, 2).set([from, to]);
  new Float32Array(buffer, 8, from).set(middle);
  new Float32Array(buffer, 8 + 4 * from, to).set(between);
  const scales = new Float32Array(buffer, 8 + 4 * (from + to), to);
  const small = new Int16Array(buffer, 8 + 4 * (from + 2 * to), from * to);
  for (let r = 0; r < to; r++) {
    const row = rows.subarray(r * from, (r + 1) * from);
    const scale = row.reduce((most, v) => Math.max(most, Math.abs(v)), 1e-9) / 32767;
    scales[r] = scale;
    row.forEach((v, j) => {
      small[r * from + j] = Math.round(v / scale);
    });
  }
  return new Uint8Array(buffer);
}
