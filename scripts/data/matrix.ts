/** As much of linear algebra as learning the maps takes. */
import { MULTIPLE, Multiplier, packInto } from '#bot/members/multiply.ts';

/** Rows one after the other. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

export function transposed({ rows, columns, values }: Matrix): Matrix {
  const turned = new Float32Array(values.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) turned[j * rows + i] = values[i * columns + j] as number;
  return { rows: columns, columns: rows, values: turned };
}

/** By the encoder's kernel, in single precision. */
export function multiply(a: Matrix, b: Matrix): Matrix {
  const { multiplier, left, right, product, inner, columns } = roomFor(a.rows, a.columns, b.columns);
  for (let i = 0; i < a.rows; i++) left.set(a.values.subarray(i * a.columns, (i + 1) * a.columns), i * inner);
  const wide = new Float32Array(inner * columns);
  for (let k = 0; k < b.rows; k++) wide.set(b.values.subarray(k * b.columns, (k + 1) * b.columns), k * columns);
  packInto(wide, columns, right.weights);
  multiplier.multiply(left, right, product, a.rows);
  const values = new Float32Array(a.rows * b.columns);
  for (let i = 0; i < a.rows; i++) values.set(product.subarray(i * columns, i * columns + b.columns), i * b.columns);
  return { rows: a.rows, columns: b.columns, values };
}

interface Room {
  readonly multiplier: Multiplier;
  readonly left: Float32Array;
  readonly right: ReturnType<Multiplier['matrix']>;
  readonly product: Float32Array;
  readonly inner: number;
  readonly columns: number;
}
/** Learning asks for the same few sizes again and again. What fills a row up to the kernel's multiples stays 0. */
const rooms = new Map<string, Room>();
function roomFor(rows: number, inside: number, across: number): Room {
  const key = `${rows} ${inside} ${across}`;
  const had = rooms.get(key);
  if (had !== undefined) return had;
  const inner = Math.ceil(inside / MULTIPLE.inner) * MULTIPLE.inner;
  const columns = Math.ceil(across / MULTIPLE.columns) * MULTIPLE.columns;
  const multiplier = new Multiplier(inner * columns + columns + rows * (inner + columns));
  const right = multiplier.matrix(new Float32Array(inner * columns), new Float32Array(columns));
  const room = {
    multiplier,
    left: multiplier.place(rows * inner),
    right,
    product: multiplier.place(rows * columns),
    inner,
    columns,
  };
  rooms.set(key, room);
  return room;
}
