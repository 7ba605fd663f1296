/**
 * Intents of other people's, of all sorts: a message that lies nearer to one of them than to any of the table's is likely none of the table's
 * business (cohort normalisation, as speaker verification has it: Rosenberg et al. 1992). Learnt once, from what teaches the maps.
 */
import { readData } from '#bot/data-files.ts';
import type { Tongue } from '#domain/understanding.ts';
import { type Matrix, MULTIPLE, Multiplier, roundUp } from './multiply.ts';
import type { Space } from './projection.ts';

/** Where they lie in one space. Plain data. */
export interface Cohort {
  readonly count: number;
  /** A row per intent, scaled as `space` says: the middle of its members as far as so few tell. */
  readonly means: Float32Array;
}
/** Of one language, in the space of word vectors and in that of the encoder. */
export type Cohorts = Readonly<Record<'words' | 'sentence', Cohort>>;

/** So many members an intent is taken to have. */
const MEMBERS = 12;

/** `groups`: the points of one intent each; `space` is that of the map they went through. */
export function cohortOf(groups: readonly (readonly Float32Array[])[], { scale, between }: Space): Cohort {
  const dimensions = scale.length;
  const sums = groups.map((points) =>
    scale.map((by, j) => (points.reduce((sum, point) => sum + (point[j] ?? 0), 0) / (points.length || 1)) * by),
  );
  const means = new Float32Array(groups.length * dimensions);
  for (let j = 0; j < dimensions; j++) {
    const centre = sums.reduce((sum, mean) => sum + (mean[j] ?? 0), 0) / (sums.length || 1);
    const trusted = MEMBERS / (1 / (between[j] ?? 1) + MEMBERS);
    sums.forEach((mean, k) => {
      means[k * dimensions + j] = centre + trusted * ((mean[j] ?? 0) - centre);
    });
  }
  return { count: groups.length, means };
}

/** As the kernel takes it. */
interface Prepared {
  readonly multiplier: Multiplier;
  readonly matrix: Matrix;
  readonly point: Float32Array;
  readonly likely: Float32Array;
  /** Inverse variance of a further member, and the logarithm of its root over all dimensions. */
  readonly precision: Float32Array;
  readonly constant: number;
}
const prepared = new WeakMap<Cohort, Prepared>();

/** The log likelihood of `point` as a further member of the likeliest of these intents; as in gaussian.ts, without what all have in common. */
export function likeliestIn(cohort: Cohort, space: Space, point: Float32Array): number {
  const { multiplier, matrix, point: from, likely, precision, constant } = prepared.get(cohort) ?? prepare(cohort, space);
  let own = 0;
  for (let j = 0; j < precision.length; j++) {
    const value = (point[j] as number) * (space.scale[j] as number);
    from[j] = value;
    own += value * value * (precision[j] as number);
  }
  multiplier.multiply(from, matrix, likely, 1);
  let most = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < cohort.count; k++) most = Math.max(most, likely[k] as number);
  return most + constant - own / 2;
}

function prepare(cohort: Cohort, { between }: Space): Prepared {
  const { count, means } = cohort;
  const dimensions = between.length;
  const inner = roundUp(dimensions, MULTIPLE.inner);
  const columns = roundUp(count, MULTIPLE.columns);
  const doubts = between.map((variance) => 1 / (1 / variance + MEMBERS));
  const precision = doubts.map((doubt) => 1 / (1 + doubt));
  const weights = new Float32Array(inner * columns);
  const bias = new Float32Array(columns);
  for (let k = 0; k < count; k++)
    for (let j = 0; j < dimensions; j++) {
      const mean = means[k * dimensions + j] as number;
      const weight = mean * (precision[j] as number);
      weights[j * columns + k] = weight;
      bias[k] = (bias[k] as number) - (weight * mean) / 2;
    }
  const multiplier = new Multiplier((inner + 2) * (columns + 1));
  const made = {
    multiplier,
    matrix: multiplier.matrix(weights, bias),
    point: multiplier.place(inner),
    likely: multiplier.place(columns),
    precision,
    constant: -doubts.reduce((sum, doubt) => sum + Math.log(1 + doubt), 0) / 2,
  };
  prepared.set(cohort, made);
  return made;
}

const KINDS = ['words', 'sentence'] as const;
/** File: per space the count and the dimensions (uint32), a size per row (float32), the rows (int8), filled up to 4 bytes. */
export const readCohorts = (tongue: Tongue): Cohorts => decodeCohorts(readData(`cohorts.${tongue}.bin`));
export function decodeCohorts({ buffer, byteOffset }: Uint8Array): Cohorts {
  let at = byteOffset;
  const [words, sentence] = KINDS.map((): Cohort => {
    const [count = 0, dimensions = 0] = new Uint32Array(buffer, at, 2);
    const sizes = new Float32Array(buffer as ArrayBuffer, at + 8, count);
    const rows = new Int8Array(buffer as ArrayBuffer, at + 8 + sizes.byteLength, count * dimensions);
    at += 8 + sizes.byteLength + roundUp(rows.byteLength, 4);
    return { count, means: Float32Array.from(rows, (v, i) => v * (sizes[Math.floor(i / dimensions)] as number)) };
  });
  return { words, sentence } as Cohorts;
}
export function encodeCohorts(cohorts: Cohorts): Uint8Array {
  const parts = KINDS.flatMap((kind) => {
    const { count, means } = cohorts[kind];
    const dimensions = means.length / count;
    const sizes = new Float32Array(count);
    const rows = new Int8Array(roundUp(means.length, 4));
    for (let k = 0; k < count; k++) {
      const row = means.subarray(k * dimensions, (k + 1) * dimensions);
      const size = row.reduce((most, v) => Math.max(most, Math.abs(v)), 1e-9) / 127;
      sizes[k] = size;
      row.forEach((v, j) => {
        rows[k * dimensions + j] = Math.round(v / size);
      });
    }
    return [Uint32Array.of(count, dimensions), sizes, rows];
  });
  return Buffer.concat(parts.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)));
}
