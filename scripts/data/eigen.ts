/** Eigenvectors of a symmetric matrix, by cyclic Jacobi rotations on rows. Slow and sure: 612 dimensions take a minute. */

/** `matrix` holds n rows of n. Largest eigenvalue first; `vectors[i]` belongs to `values[i]`. */
export function eigen(matrix: Float64Array, n: number): { values: number[]; vectors: Float64Array[] } {
  const a = Array.from({ length: n }, (_, i) => Float64Array.from(matrix.subarray(i * n, (i + 1) * n)));
  const v = Array.from({ length: n }, (_, i) => Float64Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)));
  const at = (i: number, j: number): number => a[i]?.[j] ?? 0;
  for (let sweep = 0; sweep < 12; sweep++) {
    let off = 0;
    let on = 0;
    for (let i = 0; i < n; i++) {
      on += at(i, i) ** 2;
      for (let j = 0; j < i; j++) off += at(i, j) ** 2;
    }
    if (off < 1e-14 * on) break;
    for (let p = 0; p < n - 1; p++) for (let q = p + 1; q < n; q++) rotate(a, v, p, q, n);
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => at(j, j) - at(i, i));
  return { values: order.map((i) => at(i, i)), vectors: order.map((i) => v[i] ?? new Float64Array(n)) };
}

/** Makes element (p, q) zero. `v` collects the rotations, one eigenvector per row. */
function rotate(a: readonly Float64Array[], v: readonly Float64Array[], p: number, q: number, n: number): void {
  const [ap, aq, vp, vq] = [a[p], a[q], v[p], v[q]];
  if (ap === undefined || aq === undefined || vp === undefined || vq === undefined) return;
  const [app, aqq, apq] = [ap[p] ?? 0, aq[q] ?? 0, ap[q] ?? 0];
  if (Math.abs(apq) < 1e-12 * Math.sqrt(Math.abs(app * aqq))) return;
  const theta = (aqq - app) / (2 * apq);
  const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < n; k++) {
    const [x, y] = [ap[k] ?? 0, aq[k] ?? 0];
    ap[k] = c * x - s * y;
    aq[k] = s * x + c * y;
    const [f, g] = [vp[k] ?? 0, vq[k] ?? 0];
    vp[k] = c * f - s * g;
    vq[k] = s * f + c * g;
  }
  for (let k = 0; k < n; k++) {
    const row = a[k];
    if (row === undefined) continue;
    const [x, y] = [row[p] ?? 0, row[q] ?? 0];
    row[p] = c * x - s * y;
    row[q] = s * x + c * y;
  }
}
