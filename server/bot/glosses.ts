/** Chinese in English words, one after the other: no translation, but enough to be near in meaning. */
import { readData } from './data-files.ts';
import { cheapestSplit } from './split.ts';
import { listOf, numberOf, type StringList, type StringTable, stringAt, tabulate } from './string-table.ts';

/** The file says costs in parts of a nat. */
const PER_NAT = 12;
/** What a token costs that is no word of the dictionary, in nats: more than any word in it. */
const UNKNOWN = 255 / PER_NAT;
export interface Dictionary {
  readonly words: StringTable;
  readonly spelled: StringList;
  readonly glosses: StringList;
  /** How rare each word is, as `scripts/data/glosses.ts` says. */
  readonly costs: Uint8Array;
}
let dictionary: Dictionary | null = null;
/** A hundred thousand words: read when the first Chinese sentence asks for them. */
export function chineseDictionary(): Dictionary {
  if (dictionary !== null) return dictionary;
  const lines = readData('glosses.zh.txt').toString('utf8').trimEnd().split('\n');
  // A word, its gloss, its cost.
  const gloss = (line: string): number => line.indexOf('\t') + 1;
  const cost = (line: string): number => line.lastIndexOf('\t') + 1;
  const words = lines.map((line) => line.slice(0, gloss(line) - 1));
  const glosses = listOf(lines.map((line) => line.slice(gloss(line), cost(line) - 1)));
  dictionary = {
    words: tabulate(words),
    // By way of bytes, for a string joined of parts keeps all of its parts in memory.
    spelled: copied(listOf(words), 'utf16le'),
    glosses: copied(glosses, 'latin1'),
    costs: Uint8Array.from(lines, (line) => Number(line.slice(cost(line)))),
  };
  return dictionary;
}
const copied = (list: StringList, as: 'latin1' | 'utf16le'): StringList => ({
  ...list,
  joined: Buffer.from(list.joined, as).toString(as),
});

/** How rare a word is: -ln of its share of all that is said, in nats. Infinity where several tokens make no word. */
export function rarity(word: string, tokens: number): number {
  const { words, costs } = chineseDictionary();
  const number = numberOf(words, word);
  if (number < 0) return tokens > 1 ? Number.POSITIVE_INFINITY : UNKNOWN;
  return (costs[number] ?? 0) / PER_NAT;
}

/** `tokens` are single simplified characters and other words, as `read` gives them; the others are kept. */
export function glossesOf(tokens: readonly string[]): readonly string[] {
  const { words, glosses } = chineseDictionary();
  // The split into words that is likeliest if each is said as often as in the language as a whole, whatever its neighbours.
  return cheapestSplit(tokens, (word, from, to) => rarity(word, to - from)).flatMap(([from, to]) => {
    const word = tokens.slice(from, to).join('');
    const gloss = stringAt(glosses, numberOf(words, word));
    // A word that says nothing by itself has an empty one.
    if (gloss !== null) return gloss === '' ? [] : gloss.split(' ');
    return /^[a-z]/.test(word) ? [word] : [];
  });
}
