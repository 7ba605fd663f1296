/** Chinese in English words, one after the other: no translation, but enough to be near in meaning. From CC-CEDICT. */
import { readData } from './data-files.ts';
import { listOf, numberOf, type StringList, type StringTable, stringAt, tabulate } from './string-table.ts';

const LONGEST_WORD = 4;
interface Dictionary {
  readonly words: StringTable;
  readonly glosses: StringList;
}
let dictionary: Dictionary | null = null;
/** A hundred thousand words: read when the first Chinese sentence asks for them. */
function load(): Dictionary {
  if (dictionary !== null) return dictionary;
  const lines = readData('glosses.zh.txt').toString('utf8').trimEnd().split('\n');
  const glosses = listOf(lines.map((line) => line.slice(line.indexOf('\t') + 1)));
  dictionary = {
    words: tabulate(lines.map((line) => line.slice(0, line.indexOf('\t')))),
    // By way of bytes, for a string joined of parts keeps all of its parts in memory.
    glosses: { ...glosses, joined: Buffer.from(glosses.joined).toString('latin1') },
  };
  return dictionary;
}

/** `tokens` are single simplified characters and other words, as `read` gives them; the others are kept. */
export function glossesOf(tokens: readonly string[]): readonly string[] {
  const { words, glosses } = load();
  // The split into the fewest words, unknown characters counting double.
  const cost = new Float64Array(tokens.length + 1).fill(Number.POSITIVE_INFINITY);
  const from = new Int32Array(tokens.length + 1);
  cost[0] = 0;
  for (let at = 0; at < tokens.length; at++) {
    let word = '';
    for (let to = at + 1; to <= tokens.length && to - at <= LONGEST_WORD; to++) {
      word += tokens[to - 1] ?? '';
      const known = numberOf(words, word) >= 0;
      if (to > at + 1 && !known) continue;
      const price = (cost[at] ?? 0) + (known ? 1 : 2);
      if (price > (cost[to] ?? 0)) continue;
      cost[to] = price;
      from[to] = at;
    }
  }
  const parts: (readonly string[])[] = [];
  for (let to = tokens.length; to > 0; to = from[to] ?? 0) {
    const word = tokens.slice(from[to], to).join('');
    const gloss = stringAt(glosses, numberOf(words, word));
    if (gloss !== null) parts.push(gloss.split(' '));
    else if (/^[a-z]/.test(word)) parts.push([word]);
  }
  return parts.reverse().flat();
}
