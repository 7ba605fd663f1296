/** Linear classifiers over sparse vectors, as data. */
import type { Vector } from './vectors.ts';

/** `weights` holds one row of `classes` numbers per feature. */
export interface Classifier {
  readonly classes: number;
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

/** Fills `into` (one number per class) with unnormalised log-odds. */
export function logits({ classes, weights, bias }: Classifier, { ids, values }: Vector, into: Float32Array): void {
  into.set(bias);
  for (let f = 0; f < ids.length; f++) {
    const row = (ids[f] ?? 0) * classes;
    const value = values[f] ?? 0;
    for (let k = 0; k < classes; k++) into[k] = (into[k] as number) + value * (weights[row + k] as number);
  }
}
