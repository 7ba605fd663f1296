/** Multinomial logistic regression over sparse vectors, trained with AdaGrad. Deterministic: same data, same weights. */
import type { Vector } from './vectors.ts';

/** `weights` holds one row of `classes` numbers per feature. */
export interface Classifier {
  readonly classes: number;
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}
export interface Training {
  readonly epochs: number;
  /** AdaGrad's step. */
  readonly rate: number;
}
export const TRAINING: Training = { epochs: 20, rate: 0.3 };
/** Classes less likely than this get no update: most of the work saved, nothing lost. */
const NEGLIGIBLE = 2e-4;

export function train(
  vectors: readonly Vector[],
  labels: readonly number[],
  classes: number,
  features: number,
  how: Training = TRAINING,
): Classifier {
  const weights = new Float32Array(features * classes);
  const squares = new Float32Array(features * classes);
  const bias = new Float32Array(classes);
  const biasSquares = new Float32Array(classes);
  const scores = new Float32Array(classes);
  const busy = new Int32Array(classes);
  const order = vectors.map((_, i) => i);
  let seed = 1;
  for (let epoch = 0; epoch < how.epochs; epoch++) {
    for (let i = order.length - 1; i > 0; i--) {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      const j = seed % (i + 1);
      [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
    }
    for (const index of order) {
      const vector = vectors[index];
      const label = labels[index] ?? 0;
      if (vector === undefined) continue;
      logits({ classes, weights, bias }, vector, scores);
      softmax(scores, 1);
      let count = 0;
      for (let k = 0; k < classes; k++) {
        const gradient = (scores[k] ?? 0) - (k === label ? 1 : 0);
        scores[k] = gradient;
        if (Math.abs(gradient) > NEGLIGIBLE) busy[count++] = k;
      }
      for (let b = 0; b < count; b++) {
        const k = busy[b] ?? 0;
        const g = scores[k] ?? 0;
        biasSquares[k] = (biasSquares[k] ?? 0) + g * g;
        bias[k] = (bias[k] ?? 0) - (0.1 * how.rate * g) / Math.sqrt((biasSquares[k] ?? 0) + 1e-6);
      }
      const { ids, values } = vector;
      for (let f = 0; f < ids.length; f++) {
        const row = (ids[f] ?? 0) * classes;
        const value = values[f] ?? 0;
        for (let b = 0; b < count; b++) {
          const k = busy[b] ?? 0;
          const at = row + k;
          const w = weights[at] ?? 0;
          const g = (scores[k] ?? 0) * value;
          const square = (squares[at] ?? 0) + g * g;
          squares[at] = square;
          weights[at] = w - (how.rate * g) / Math.sqrt(square + 1e-6);
        }
      }
    }
  }
  return { classes, weights, bias };
}

/** Fills `into` (one number per class) with unnormalised log-odds. */
export function logits({ classes, weights, bias }: Classifier, { ids, values }: Vector, into: Float32Array): void {
  into.set(bias);
  for (let f = 0; f < ids.length; f++) {
    const row = (ids[f] ?? 0) * classes;
    const value = values[f] ?? 0;
    for (let k = 0; k < classes; k++) into[k] = (into[k] ?? 0) + value * (weights[row + k] ?? 0);
  }
}

/** In place; `-Infinity` marks a class that may not be chosen. */
export function softmax(scores: Float32Array, temperature: number): void {
  let max = Number.NEGATIVE_INFINITY;
  for (const score of scores) if (score > max) max = score;
  let sum = 0;
  for (let k = 0; k < scores.length; k++) {
    const e = Math.exp(((scores[k] ?? 0) - max) / temperature);
    scores[k] = e;
    sum += e;
  }
  for (let k = 0; k < scores.length; k++) scores[k] = (scores[k] ?? 0) / sum;
}
