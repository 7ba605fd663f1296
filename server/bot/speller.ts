/** Mends single typos: edit distance 1 towards the table's own words, and only for words that are no English words. */
import { isEnglish } from './tokens.ts';

/** "vidoe" -> "video". `frequency` counts how often each word stands in the table. Shorter than 4 letters is left alone. */
export class Speller {
  readonly #frequency: ReadonlyMap<string, number>;
  readonly #byDeletion = new Map<string, string[]>();

  constructor(frequency: ReadonlyMap<string, number>) {
    this.#frequency = frequency;
    for (const word of frequency.keys()) {
      if (word.length < 4 || !/^[a-z]+$/.test(word)) continue;
      for (const key of [word, ...deletions(word)]) {
        const list = this.#byDeletion.get(key);
        if (list === undefined) this.#byDeletion.set(key, [word]);
        else list.push(word);
      }
    }
  }

  correct(word: string): string {
    if (word.length < 4 || word.length > 20 || !/^[a-z]+$/.test(word) || this.#frequency.has(word) || isEnglish(word))
      return word;
    let best = word;
    let bestCount = 0;
    for (const key of [word, ...deletions(word)]) {
      for (const candidate of this.#byDeletion.get(key) ?? []) {
        const count = this.#frequency.get(candidate) ?? 0;
        if (count > bestCount && withinOne(word, candidate)) {
          best = candidate;
          bestCount = count;
        }
      }
    }
    return best;
  }
}

const deletions = (word: string): string[] => Array.from(word, (_, i) => word.slice(0, i) + word.slice(i + 1));

/** One letter more, less, other, or two neighbours swapped. */
function withinOne(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  const restA = a.slice(i);
  const restB = b.slice(i);
  return (
    restA.slice(1) === restB.slice(1) ||
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
  );
}
