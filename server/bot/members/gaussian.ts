/**
 * Classes as normal distributions in a projected space (two-covariance PLDA, Ioffe 2006): how far members of a class lie apart, and
 * classes from each other, is learnt once from public corpora. Training is a mean per class, so that one example
 * already counts for what it is worth.
 */
import type { Space } from './projection.ts';

export interface Gaussian {
  readonly dimensions: number;
  /** The middle of all examples. */
  readonly centre: Float32Array;
  /** One row of `dimensions` per class. */
  readonly means: Float32Array;
  /** Inverse variance of a further member of the class, same layout. */
  readonly precision: Float32Array;
  /** Half the log determinant of `precision`, per class. */
  readonly constant: Float32Array;
  readonly space: Space;
}

/** `points` are projected and of length sqrt(dimensions). */
export function gaussians(points: readonly Float32Array[], labels: readonly number[], classes: number, space: Space): Gaussian {
  const { scale, between } = space;
  const dimensions = between.length;
  const centre = new Float32Array(dimensions);
  for (const point of points)
    for (let j = 0; j < dimensions; j++) centre[j] = (centre[j] ?? 0) + ((point[j] ?? 0) * (scale[j] ?? 1)) / points.length;
  const means = new Float32Array(classes * dimensions);
  const counts = new Int32Array(classes);
  points.forEach((point, i) => {
    const k = labels[i] ?? 0;
    counts[k] = (counts[k] ?? 0) + 1;
    for (let j = 0; j < dimensions; j++)
      means[k * dimensions + j] = (means[k * dimensions + j] ?? 0) + (point[j] ?? 0) * (scale[j] ?? 1) - (centre[j] ?? 0);
  });
  const precision = new Float32Array(classes * dimensions);
  const constant = new Float32Array(classes);
  for (let k = 0; k < classes; k++) {
    let log = 0;
    for (let j = 0; j < dimensions; j++) {
      const at = k * dimensions + j;
      const doubt = 1 / (1 / (between[j] ?? 1) + (counts[k] ?? 0));
      means[at] = (centre[j] ?? 0) + doubt * (means[at] ?? 0);
      precision[at] = 1 / (1 + doubt);
      log -= Math.log(1 + doubt);
    }
    constant[k] = log / 2;
  }
  return { dimensions, centre, means, precision, constant, space };
}

/** Fills `into` with the log likelihood ratio of each class against "some class never seen". */
export function likelihoods(g: Gaussian, point: Float32Array, into: Float32Array): void {
  const { dimensions, means, precision, constant, space } = g;
  const scaled = point.map((v, j) => v * (space.scale[j] ?? 1));
  const other = unseen(g, point);
  for (let k = 0; k < into.length; k++) {
    let sum = 0;
    const row = k * dimensions;
    for (let j = 0; j < dimensions; j++) {
      const off = (scaled[j] as number) - (means[row + j] as number);
      sum += off * off * (precision[row + j] as number);
    }
    into[k] = (constant[k] ?? 0) + other - sum / 2;
  }
}

/** The negative log likelihood of "some class never seen": what `likelihoods` are told apart from. */
export function unseen({ dimensions, centre, space }: Gaussian, point: Float32Array): number {
  let sum = 0;
  for (let j = 0; j < dimensions; j++) {
    const wide = 1 + (space.between[j] ?? 1);
    const off = (point[j] ?? 0) * (space.scale[j] ?? 1) - (centre[j] ?? 0);
    sum += (off * off) / wide + Math.log(wide);
  }
  return sum / 2;
}
