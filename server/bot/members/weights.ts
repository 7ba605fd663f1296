/** How much each member's opinion weighs: multinomial logistic regression over their scores, fitted on held-out examples. */

export interface HeldOut {
  readonly scores: readonly Float32Array[];
  readonly label: number;
}
const ROUNDS = 30;
/** Pulls weights towards `start`, so that a few dozen examples cannot run away with them. */
const PRIOR = 0.05;

/** Non-negative weights that make softmax(sum of weight x score) most likely. They carry the temperature. Newton, diagonal ridge. */
export function fitWeights(trials: readonly HeldOut[], start: readonly number[]): number[] {
  const m = start.length;
  let weights = [...start];
  let best = loss(trials, weights, start);
  let damping = 1e-3;
  for (let round = 0; round < ROUNDS; round++) {
    const { gradient, curvature } = slope(trials, weights, start);
    const step = solve(curvature, gradient, damping);
    const next = weights.map((w, a) => Math.max(0, w - (step[a] ?? 0)));
    const cost = loss(trials, next, start);
    if (cost < best) {
      const gain = best - cost;
      weights = next;
      best = cost;
      damping = Math.max(damping / 4, 1e-6);
      if (gain < 1e-6 * trials.length) break;
    } else damping *= 8;
    if (damping > 1e6) break;
  }
  return m === 0 ? [] : weights;
}

/** Probabilities over classes; `-Infinity` in `closed` classes keeps them out. */
export function fuse(scores: readonly Float32Array[], weights: readonly number[], open?: readonly boolean[]): Float32Array {
  const p = new Float32Array(scores[0]?.length ?? 0);
  let max = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < p.length; k++) {
    let sum = 0;
    for (let a = 0; a < weights.length; a++) sum += (weights[a] ?? 0) * (scores[a]?.[k] ?? 0);
    p[k] = open === undefined || open[k] === true ? sum : Number.NEGATIVE_INFINITY;
    if ((p[k] ?? 0) > max) max = p[k] ?? 0;
  }
  let total = 0;
  for (let k = 0; k < p.length; k++) {
    p[k] = Math.exp((p[k] ?? 0) - max);
    total += p[k] ?? 0;
  }
  for (let k = 0; k < p.length; k++) p[k] = (p[k] ?? 0) / total;
  return p;
}

function loss(trials: readonly HeldOut[], weights: readonly number[], start: readonly number[]): number {
  let sum = 0;
  for (const trial of trials) sum -= Math.log(Math.max(fuse(trial.scores, weights)[trial.label] ?? 0, 1e-12));
  return sum + pull(weights, start, trials.length);
}
const pull = (weights: readonly number[], start: readonly number[], n: number): number =>
  weights.reduce((sum, w, a) => sum + PRIOR * Math.sqrt(n) * ((w - (start[a] ?? 0)) / ((start[a] ?? 0) || 1)) ** 2, 0);

function slope(trials: readonly HeldOut[], weights: readonly number[], start: readonly number[]) {
  const m = weights.length;
  const gradient = weights.map(
    (w, a) => (2 * PRIOR * Math.sqrt(trials.length) * (w - (start[a] ?? 0))) / ((start[a] ?? 0) || 1) ** 2,
  );
  const curvature = Array.from({ length: m }, (_, a) =>
    Array.from({ length: m }, (_, b) => (a === b ? (2 * PRIOR * Math.sqrt(trials.length)) / ((start[a] ?? 0) || 1) ** 2 : 0)),
  );
  for (const { scores, label } of trials) {
    const p = fuse(scores, weights);
    const mean = scores.map((s) => s.reduce((sum, v, k) => sum + v * (p[k] ?? 0), 0));
    for (let a = 0; a < m; a++) {
      gradient[a] = (gradient[a] ?? 0) + (mean[a] ?? 0) - (scores[a]?.[label] ?? 0);
      for (let b = 0; b <= a; b++) {
        let both = 0;
        for (let k = 0; k < p.length; k++)
          both += (p[k] ?? 0) * ((scores[a]?.[k] ?? 0) - (mean[a] ?? 0)) * ((scores[b]?.[k] ?? 0) - (mean[b] ?? 0));
        const row = curvature[a];
        if (row !== undefined) row[b] = (row[b] ?? 0) + both;
        const mirror = curvature[b];
        if (mirror !== undefined && a !== b) mirror[a] = (mirror[a] ?? 0) + both;
      }
    }
  }
  return { gradient, curvature };
}

/** Gaussian elimination of (curvature with its diagonal raised) x = gradient; at most four unknowns. */
function solve(curvature: readonly (readonly number[])[], gradient: readonly number[], damping: number): number[] {
  const m = gradient.length;
  const rows = curvature.map((row, a) => [...row.map((v, b) => (a === b ? v * (1 + damping) + 1e-9 : v)), gradient[a] ?? 0]);
  for (let a = 0; a < m; a++) {
    const pivot = rows[a]?.[a] ?? 1;
    for (let b = a + 1; b < m; b++) {
      const factor = (rows[b]?.[a] ?? 0) / pivot;
      rows[b] = (rows[b] ?? []).map((v, c) => v - factor * (rows[a]?.[c] ?? 0));
    }
  }
  const x = new Array<number>(m).fill(0);
  for (let a = m - 1; a >= 0; a--) {
    let sum = rows[a]?.[m] ?? 0;
    for (let b = a + 1; b < m; b++) sum -= (rows[a]?.[b] ?? 0) * (x[b] ?? 0);
    x[a] = sum / (rows[a]?.[a] ?? 1);
  }
  return x;
}
