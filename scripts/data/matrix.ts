/** As much of linear algebra as learning the maps takes. */

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

/** Row by row, so that memory is read in order, four rows of `b` at a time. */
export function multiply(a: Matrix, b: Matrix): Matrix {
  const n = b.columns;
  const values = new Float32Array(a.rows * n);
  const sum = new Float64Array(n);
  const from = (k: number): number => Math.min(k, a.columns - 1) * n;
  for (let i = 0; i < a.rows; i++) {
    sum.fill(0);
    for (let k = 0; k < a.columns; k += 4) {
      const at = i * a.columns + k;
      const left = a.columns - k;
      const f0 = a.values[at] as number;
      const f1 = left > 1 ? (a.values[at + 1] as number) : 0;
      const f2 = left > 2 ? (a.values[at + 2] as number) : 0;
      const f3 = left > 3 ? (a.values[at + 3] as number) : 0;
      if (f0 === 0 && f1 === 0 && f2 === 0 && f3 === 0) continue;
      const [r0, r1, r2, r3] = [from(k), from(k + 1), from(k + 2), from(k + 3)];
      for (let j = 0; j < n; j++)
        sum[j] =
          (sum[j] as number) +
          f0 * (b.values[r0 + j] as number) +
          f1 * (b.values[r1 + j] as number) +
          f2 * (b.values[r2 + j] as number) +
          f3 * (b.values[r3 + j] as number);
    }
    values.set(sum, i * n);
  }
  return { rows: a.rows, columns: n, values };
}
