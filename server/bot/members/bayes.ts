/** Naive Bayes over weighted features: crude, but it learns from the first example and errs elsewhere than the separators. */
import type { Classifier } from '#bot/classifier.ts';
import type { Vector } from '#bot/vectors.ts';

/** What every class is taken to have seen of every feature. */
const BEFORE = 0.1;

/** The weights are log probabilities of features. */
export function bayes(vectors: readonly Vector[], labels: readonly number[], classes: number, features: number): Classifier {
  const weights = new Float32Array(features * classes).fill(BEFORE);
  const totals = new Float32Array(classes).fill(BEFORE * features);
  vectors.forEach(({ ids, values }, i) => {
    const label = labels[i] ?? 0;
    for (let f = 0; f < ids.length; f++) {
      const at = (ids[f] ?? 0) * classes + label;
      weights[at] = (weights[at] ?? 0) + (values[f] ?? 0);
      totals[label] = (totals[label] ?? 0) + (values[f] ?? 0);
    }
  });
  for (let at = 0; at < weights.length; at++) weights[at] = Math.log((weights[at] ?? 0) / (totals[at % classes] ?? 1));
  return { classes, weights, bias: new Float32Array(classes) };
}
