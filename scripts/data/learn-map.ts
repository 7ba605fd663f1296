/**
 * The map into the space where intents are round: whitening by the covariance within intents, then the axes along which intents
 * differ (probabilistic linear discriminant analysis). Learnt from many intents of other people's, it helps on new ones.
 */
import { type Projection, project, type Space } from '#bot/members/projection.ts';
import { eigen } from '#scripts/data/eigen.ts';

/** Share of a round covariance mixed in, within and between intents: few dimensions are well known. */
const ROUND_WITHIN = 0.4;
const ROUND_BETWEEN = 0.5;

/** `groups`: the vectors of one intent each. `to`: how many axes are kept. */
export function learnMap(groups: readonly (readonly Float32Array[])[], to: number): Projection {
  const n = groups[0]?.[0]?.length ?? 0;
  const middle = meanOf(groups.flat(), n);
  const within = new Float64Array(n * n);
  let freedom = 0;
  for (const group of groups) {
    const mean = meanOf(group, n);
    for (const vector of group) spreadInto(within, vector, mean, n);
    freedom += group.length - 1;
  }
  const factor = cholesky(round(mirror(within, n, freedom), n, ROUND_WITHIN), n);
  const means = groups.map((group) => meanOf(group, n)).map((mean) => forward(factor, mean, n));
  const centre = meanOf(means, n);
  const between = new Float64Array(n * n);
  for (const mean of means) spreadInto(between, mean, centre, n);
  mirror(between, n, groups.length);
  // A mean over m examples strays by 1/m of itself: that is not a difference between intents.
  const stray = groups.reduce((sum, group) => sum + 1 / group.length, 0) / groups.length;
  for (let i = 0; i < n; i++) between[i * n + i] = Math.max((between[i * n + i] ?? 0) - stray, 1e-3);
  const { values, vectors } = eigen(round(between, n, ROUND_BETWEEN), n);
  const rows = new Float32Array(to * n);
  for (let r = 0; r < to; r++) rows.set(backward(factor, vectors[r] ?? new Float64Array(n), n), r * n);
  return {
    from: n,
    to,
    middle: Float32Array.from(middle),
    rows,
    space: {
      scale: new Float32Array(to).fill(1),
      between: Float32Array.from(values.slice(0, to), (value) => Math.max(value, 1e-3)),
    },
  };
}

/** What the points of these intents are like; `map.space` is not asked. */
export function spaceOf(map: Projection, groups: readonly (readonly Float32Array[])[]): Space {
  const points = groups.map((group) => group.map((vector) => project(map, vector)));
  const within = new Float64Array(map.to);
  const means = points.map((group) => meanOf(group, map.to));
  points.forEach((group, g) => {
    for (const point of group)
      for (let j = 0; j < map.to; j++) within[j] = (within[j] ?? 0) + ((point[j] ?? 0) - (means[g]?.[j] ?? 0)) ** 2;
  });
  const freedom = points.reduce((sum, group) => sum + group.length - 1, 0);
  const stray = points.reduce((sum, group) => sum + 1 / group.length, 0) / points.length;
  const centre = meanOf(means, map.to);
  const between = centre.map(
    (middle, j) => means.reduce((sum, mean) => sum + ((mean[j] ?? 0) - middle) ** 2, 0) / means.length,
  );
  return {
    scale: Float32Array.from(within, (sum) => 1 / Math.sqrt(sum / freedom)),
    between: Float32Array.from(between, (value, j) => Math.max((value * freedom) / (within[j] ?? 1) - stray, 1e-3)),
  };
}

function meanOf(vectors: readonly (Float32Array | Float64Array)[], n: number): Float64Array {
  const mean = new Float64Array(n);
  for (const vector of vectors) for (let j = 0; j < n; j++) mean[j] = (mean[j] ?? 0) + (vector[j] ?? 0) / vectors.length;
  return mean;
}
/** Adds the outer product of (vector - mean) to the lower triangle. */
function spreadInto(sum: Float64Array, vector: Float32Array | Float64Array, mean: Float64Array, n: number): void {
  const off = Float64Array.from({ length: n }, (_, j) => (vector[j] ?? 0) - (mean[j] ?? 0));
  for (let i = 0; i < n; i++) {
    const x = off[i] ?? 0;
    for (let j = 0, at = i * n; j <= i; j++, at++) sum[at] = (sum[at] ?? 0) + x * (off[j] ?? 0);
  }
}
function mirror(matrix: Float64Array, n: number, divisor: number): Float64Array {
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      const value = (matrix[i * n + j] ?? 0) / divisor;
      matrix[i * n + j] = value;
      matrix[j * n + i] = value;
    }
  return matrix;
}
function round(matrix: Float64Array, n: number, share: number): Float64Array {
  let trace = 0;
  for (let i = 0; i < n; i++) trace += matrix[i * n + i] ?? 0;
  return matrix.map((value, at) => value * (1 - share) + (at % (n + 1) === 0 ? (share * trace) / n : 0));
}
/** Lower triangle L with L L' = matrix. */
function cholesky(matrix: Float64Array, n: number): Float64Array {
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j] ?? 0;
      for (let k = 0; k < j; k++) sum -= (lower[i * n + k] ?? 0) * (lower[j * n + k] ?? 0);
      lower[i * n + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / (lower[j * n + j] ?? 1);
    }
  return lower;
}
/** Solves L y = x: the vector whitened. */
function forward(lower: Float64Array, x: Float64Array, n: number): Float64Array {
  const y = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = x[i] ?? 0;
    for (let k = 0; k < i; k++) sum -= (lower[i * n + k] ?? 0) * (y[k] ?? 0);
    y[i] = sum / (lower[i * n + i] ?? 1);
  }
  return y;
}
/** Solves L' y = x: an axis of the whitened space as a row over the original dimensions. */
function backward(lower: Float64Array, x: Float64Array, n: number): Float64Array {
  const y = new Float64Array(n);
  for (let i = n - 1; i >= 0; i--) {
    let sum = x[i] ?? 0;
    for (let k = i + 1; k < n; k++) sum -= (lower[k * n + i] ?? 0) * (y[k] ?? 0);
    y[i] = sum / (lower[i * n + i] ?? 1);
  }
  return y;
}
