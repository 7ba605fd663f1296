/** The most similar examples of the table, by cosine, through an inverted index. */
import type { Vector } from './vectors.ts';

export class Nearest {
  readonly #examples: number;
  /** Per feature: which examples have it and how strongly. */
  readonly #postings: { readonly examples: Int32Array; readonly values: Float32Array }[];

  constructor(vectors: readonly Vector[], features: number) {
    this.#examples = vectors.length;
    const lists: { examples: number[]; values: number[] }[] = Array.from({ length: features }, () => ({
      examples: [],
      values: [],
    }));
    vectors.forEach(({ ids, values }, example) => {
      ids.forEach((id, i) => {
        lists[id]?.examples.push(example);
        lists[id]?.values.push(values[i] ?? 0);
      });
    });
    this.#postings = lists.map((l) => ({ examples: Int32Array.from(l.examples), values: Float32Array.from(l.values) }));
  }

  /** Cosine to every example, 0 to 1. */
  cosines({ ids, values }: Vector): Float32Array {
    const sums = new Float32Array(this.#examples);
    for (let f = 0; f < ids.length; f++) {
      const list = this.#postings[ids[f] ?? 0];
      const value = values[f] ?? 0;
      if (list === undefined) continue;
      const { examples, values: strengths } = list;
      for (let p = 0; p < examples.length; p++) {
        const example = examples[p] as number;
        sums[example] = (sums[example] as number) + value * (strengths[p] as number);
      }
    }
    return sums;
  }
}
