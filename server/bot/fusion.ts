/** Three members vote: logistic regression, naive Bayes, and the nearest examples. Further ones add their log-odds here. */
import { type Classifier, logits, train } from './classifier.ts';
import type { Vector } from './vectors.ts';

/** Weights of the second and third member beside the first; the best of a coarse grid in cross-validation (+1 point together). */
const BAYES = 0.7;
const NEIGHBOURS = 0.5;

/** Trains regression and Bayes; both are linear in the vector, so they become one set of weights. */
export function learn(vectors: readonly Vector[], labels: readonly number[], classes: number, features: number): Classifier {
  const classifier = train(vectors, labels, classes, features);
  const { weights } = classifier;
  const counts = new Float32Array(features * classes).fill(0.1);
  const totals = new Float32Array(classes).fill(0.1 * features);
  vectors.forEach(({ ids, values }, i) => {
    const label = labels[i] ?? 0;
    for (let f = 0; f < ids.length; f++) {
      const at = (ids[f] ?? 0) * classes + label;
      counts[at] = (counts[at] ?? 0) + (values[f] ?? 0);
      totals[label] = (totals[label] ?? 0) + (values[f] ?? 0);
    }
  });
  for (let at = 0; at < counts.length; at++)
    weights[at] = (weights[at] ?? 0) + BAYES * Math.log((counts[at] ?? 0) / (totals[at % classes] ?? 1));
  return classifier;
}

/** Log-odds per class into `into`. `cosines` and `labels` run over the same examples. */
export function vote(
  classifier: Classifier,
  vector: Vector,
  cosines: Float32Array,
  labels: readonly number[],
  into: Float32Array,
): void {
  logits(classifier, vector, into);
  const near = new Float32Array(classifier.classes);
  // The fifth power lets a close example outweigh a crowd of distant ones.
  cosines.forEach((cosine, i) => {
    const label = labels[i] ?? 0;
    near[label] = (near[label] ?? 0) + cosine ** 5;
  });
  for (let k = 0; k < near.length; k++) into[k] = (into[k] ?? 0) + (NEIGHBOURS * Math.log((near[k] ?? 0) + 1e-4)) / 3;
}
