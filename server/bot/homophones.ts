/**
 * Mends slips of Chinese input, where one character of a word gave way to another of its sound: 验正码 -> 验证码. A noisy channel
 * (Kernighan, Church and Gale 1990): the likeliest words, if each is said as often as in the table and in the language, and a slip is rare.
 */
import { chineseDictionary, rarity } from './glosses.ts';
import { isHan } from './normalise.ts';
import { soundOf } from './pinyin.ts';
import { cheapestSplit } from './split.ts';
import { numberOf, type StringTable, stringAt, tabulate } from './string-table.ts';

/** What a slip costs, in nats: one word in three thousand. */
const SLIP = 8;
/** Half of a message's words are taken to be of the table's kind; the rest are of the language as a whole. */
const OF_TABLE = 0.5;
/** Nothing behind is mended: a message's length must not hold up others. */
const MOST_TOKENS = 200;

/** The words in the owner's examples. Plain data. */
export interface Said {
  readonly words: StringTable;
  /** How often each is said, and all of them. */
  readonly counts: Int32Array;
  readonly total: number;
}

export function countSaid(sentences: Iterable<readonly string[]>): Said {
  const counts = new Map<string, number>();
  let total = 0;
  for (const tokens of sentences) {
    for (const [from, to] of cheapestSplit(tokens, (word, start, end) => rarity(word, end - start))) {
      const word = tokens.slice(from, to).join('');
      counts.set(word, (counts.get(word) ?? 0) + 1);
      total++;
    }
  }
  return { words: tabulate(counts.keys()), counts: Int32Array.from(counts.values()), total };
}

/** As many tokens as there were. Only words of two characters and more are mended, and of each one character. */
export function mendHomophones(said: Said, tokens: readonly string[]): readonly string[] {
  const some = tokens.slice(0, MOST_TOKENS);
  if (!some.some(isHan)) return tokens;
  const best = (from: number, to: number): { readonly cost: number; readonly word: readonly string[] } => {
    const word = some.slice(from, to);
    let found = { cost: costOf(said, word.join(''), to - from), word };
    for (const other of alike(word)) {
      const characters = [...other];
      if (characters.reduce((sum, one, i) => sum + (one === word[i] ? 0 : 1), 0) !== 1) continue;
      const cost = costOf(said, other, to - from) + SLIP;
      if (cost < found.cost) found = { cost, word: characters };
    }
    return found;
  };
  const mended = cheapestSplit(some, (_, from, to) => best(from, to).cost).flatMap(([from, to]) => best(from, to).word);
  return [...mended, ...tokens.slice(MOST_TOKENS)];
}

/** In nats; Infinity where it is no word. */
function costOf({ words, counts, total }: Said, word: string, tokens: number): number {
  const number = numberOf(words, word);
  const language = (1 - OF_TABLE) * Math.exp(-rarity(word, tokens));
  return -Math.log(language + (number < 0 ? 0 : (OF_TABLE * (counts[number] ?? 0)) / total));
}

/** Words by how they sound. */
interface Sounds {
  readonly keys: StringTable;
  /** Where each key's run starts in `numbers`; one more than there are keys. */
  readonly starts: Int32Array;
  /** Of words in the dictionary. */
  readonly numbers: Int32Array;
}
let sounds: Sounds | null = null;
/** Words of the dictionary that sound like this one, itself among them. */
function alike(word: readonly string[]): readonly string[] {
  if (word.length < 2 || !word.every(isHan)) return [];
  sounds ??= bySound();
  const key = numberOf(sounds.keys, keyOf(word));
  if (key < 0) return [];
  const { spelled } = chineseDictionary();
  const run = sounds.numbers.subarray(sounds.starts[key] ?? 0, sounds.starts[key + 1] ?? 0);
  return Array.from(run, (number) => stringAt(spelled, number) ?? '');
}
function bySound(): Sounds {
  const { spelled } = chineseDictionary();
  const runs = new Map<string, number[]>();
  for (let number = 0; number < spelled.ends.length; number++) {
    const word = [...(stringAt(spelled, number) ?? '')];
    if (word.length < 2 || !word.every(isHan)) continue;
    const key = keyOf(word);
    const run = runs.get(key);
    if (run === undefined) runs.set(key, [number]);
    else run.push(number);
  }
  let end = 0;
  return {
    keys: tabulate(runs.keys()),
    starts: Int32Array.from([[], ...runs.values()], (run) => (end += run.length)),
    numbers: Int32Array.from([...runs.values()].flat()),
  };
}
const keyOf = (word: readonly string[]): string => word.map(soundOf).join(' ');
