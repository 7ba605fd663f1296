/** The most similar examples of the table, by cosine, through an inverted index. */
import type { Vector } from './vectors.ts';

/** Per feature: which examples have it and how strongly. Plain data. */
export interface Postings {
  readonly count: number;
  /** Where each feature's run starts; one more than there are features. */
  readonly starts: Int32Array;
  readonly examples: Int32Array;
  readonly values: Float32Array;
}

export function postingsOf(vectors: readonly Vector[], features: number): Postings {
  const starts = new Int32Array(features + 1);
  for (const { ids } of vectors) for (const id of ids) starts[id + 1] = (starts[id + 1] ?? 0) + 1;
  for (let f = 0; f < features; f++) starts[f + 1] = (starts[f + 1] ?? 0) + (starts[f] ?? 0);
  const next = starts.slice();
  const examples = new Int32Array(starts[features] ?? 0);
  const values = new Float32Array(examples.length);
  vectors.forEach((vector, example) => {
    vector.ids.forEach((id, i) => {
      const at = next[id] ?? 0;
      examples[at] = example;
      values[at] = vector.values[i] ?? 0;
      next[id] = at + 1;
    });
  });
  return { count: vectors.length, starts, examples, values };
}

/** Cosine to every example, 0 to 1. */
export function cosines({ count, starts, examples, values }: Postings, vector: Vector): Float32Array {
  const sums = new Float32Array(count);
  for (let f = 0; f < vector.ids.length; f++) {
    const id = vector.ids[f] ?? 0;
    const value = vector.values[f] ?? 0;
    const end = starts[id + 1] ?? 0;
    for (let p = starts[id] ?? 0; p < end; p++) {
      const example = examples[p] as number;
      sums[example] = (sums[example] as number) + value * (values[p] as number);
    }
  }
  return sums;
}
