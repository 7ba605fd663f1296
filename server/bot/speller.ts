/** Mends single typos: edit distance 1 towards the table's own words, else towards common ones, and only for words that are no English words. */
import { asCommonWord } from './common-words.ts';
import { listOf, numberOf, type StringList, type StringTable, stringAt, tabulate } from './string-table.ts';
import { isEnglish } from './tokens.ts';

/** The table's words, and which of them are left when one letter is taken out. Plain data. */
export interface Spelling {
  readonly words: StringList;
  /** How often each stands in the table. */
  readonly counts: Int32Array;
  readonly byWord: StringTable;
  readonly byDeletion: StringTable;
  /** Where each deletion's run of words starts in `candidates`; one more than there are deletions. */
  readonly starts: Int32Array;
  readonly candidates: Int32Array;
}

/** `frequency` counts how often each word stands in the table. */
export function learnSpelling(frequency: ReadonlyMap<string, number>): Spelling {
  const words = [...frequency.keys()];
  const lists = new Map<string, number[]>();
  words.forEach((word, number) => {
    if (word.length < SHORTEST || !PLAIN.test(word)) return;
    for (const key of new Set([word, ...deletions(word)])) {
      const list = lists.get(key);
      if (list === undefined) lists.set(key, [number]);
      else list.push(number);
    }
  });
  let end = 0;
  return {
    words: listOf(words),
    counts: Int32Array.from(frequency.values()),
    byWord: tabulate(words),
    byDeletion: tabulate(lists.keys()),
    starts: Int32Array.from([[], ...lists.values()], (list) => (end += list.length)),
    candidates: Int32Array.from([...lists.values()].flat()),
  };
}
const SHORTEST = 4;
const LONGEST = 20;
const PLAIN = /^[a-z]+$/;

/** "vidoe" -> "video". Shorter than 4 letters is left alone. */
export function correct(spelling: Spelling, word: string): string {
  if (word.length < SHORTEST || word.length > LONGEST || !PLAIN.test(word)) return word;
  if (numberOf(spelling.byWord, word) >= 0 || isEnglish(word)) return word;
  let best = word;
  let bestCount = 0;
  for (const key of [word, ...deletions(word)]) {
    const list = numberOf(spelling.byDeletion, key);
    if (list < 0) continue;
    for (let at = spelling.starts[list] ?? 0; at < (spelling.starts[list + 1] ?? 0); at++) {
      const number = spelling.candidates[at] ?? -1;
      const count = spelling.counts[number] ?? 0;
      const candidate = count > bestCount ? stringAt(spelling.words, number) : null;
      if (candidate === null || !withinOne(word, candidate)) continue;
      best = candidate;
      bestCount = count;
    }
  }
  return best === word ? asCommonWord(word) : best;
}

const deletions = (word: string): string[] => Array.from(word, (_, i) => word.slice(0, i) + word.slice(i + 1));

/** One letter more, less, other, or two neighbours swapped; of words that have a deletion in common. */
function withinOne(a: string, b: string): boolean {
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
