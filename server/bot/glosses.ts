/** Chinese in English words, one after the other: no translation, but enough to be near in meaning. */
import { readData } from './data-files.ts';
import { listOf, numberOf, type StringList, type StringTable, stringAt, tabulate } from './string-table.ts';

const LONGEST_WORD = 6;
/** What a token costs that is no word of the dictionary: more than any word in it. */
const UNKNOWN = 255;
interface Dictionary {
  readonly words: StringTable;
  readonly glosses: StringList;
  /** How rare each word is, as `scripts/data/glosses.ts` says. */
  readonly costs: Uint8Array;
}
let dictionary: Dictionary | null = null;
/** A hundred thousand words: read when the first Chinese sentence asks for them. */
function load(): Dictionary {
  if (dictionary !== null) return dictionary;
  const lines = readData('glosses.zh.txt').toString('utf8').trimEnd().split('\n');
  // A word, its gloss, its cost.
  const gloss = (line: string): number => line.indexOf('\t') + 1;
  const cost = (line: string): number => line.lastIndexOf('\t') + 1;
  const glosses = listOf(lines.map((line) => line.slice(gloss(line), cost(line) - 1)));
  dictionary = {
    words: tabulate(lines.map((line) => line.slice(0, gloss(line) - 1))),
    // By way of bytes, for a string joined of parts keeps all of its parts in memory.
    glosses: { ...glosses, joined: Buffer.from(glosses.joined).toString('latin1') },
    costs: Uint8Array.from(lines, (line) => Number(line.slice(cost(line)))),
  };
  return dictionary;
}

/** `tokens` are single simplified characters and other words, as `read` gives them; the others are kept. */
export function glossesOf(tokens: readonly string[]): readonly string[] {
  const { words, glosses, costs } = load();
  // The split into words that is likeliest if each is said as often as in the language as a whole, whatever its neighbours.
  const total = new Float64Array(tokens.length + 1).fill(Number.POSITIVE_INFINITY);
  const from = new Int32Array(tokens.length + 1);
  total[0] = 0;
  for (let at = 0; at < tokens.length; at++) {
    let word = '';
    for (let to = at + 1; to <= tokens.length && to - at <= LONGEST_WORD; to++) {
      word += tokens[to - 1] ?? '';
      const number = numberOf(words, word);
      if (to > at + 1 && number < 0) continue;
      const price = (total[at] ?? 0) + (costs[number] ?? UNKNOWN);
      if (price >= (total[to] ?? 0)) continue;
      total[to] = price;
      from[to] = at;
    }
  }
  const parts: (readonly string[])[] = [];
  for (let to = tokens.length; to > 0; to = from[to] ?? 0) {
    const word = tokens.slice(from[to], to).join('');
    const gloss = stringAt(glosses, numberOf(words, word));
    // A word that says nothing by itself has an empty one.
    if (gloss !== null) parts.push(gloss === '' ? [] : gloss.split(' '));
    else if (/^[a-z]/.test(word)) parts.push([word]);
  }
  return parts.reverse().flat();
}
