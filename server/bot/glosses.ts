/** Chinese in English words, one after the other: no translation, but enough to be near in meaning. From CC-CEDICT. */
import { readData } from './data-files.ts';

const LONGEST_WORD = 4;
let dictionary: ReadonlyMap<string, string> | null = null;
/** A hundred thousand words: read when the first Chinese message asks for them. */
function load(): ReadonlyMap<string, string> {
  dictionary ??= new Map(
    readData('glosses.zh.txt')
      .toString('utf8')
      .trimEnd()
      .split('\n')
      .map((line) => {
        const tab = line.indexOf('\t');
        return [line.slice(0, tab), line.slice(tab + 1)] as const;
      }),
  );
  return dictionary;
}

/** `tokens` are single simplified characters and other words, as `read` gives them; the others are kept. */
export function glossesOf(tokens: readonly string[]): readonly string[] {
  const known = load();
  // The split into the fewest words, unknown characters counting double.
  const cost = new Float64Array(tokens.length + 1).fill(Number.POSITIVE_INFINITY);
  const from = new Int32Array(tokens.length + 1);
  cost[0] = 0;
  for (let at = 0; at < tokens.length; at++) {
    let word = '';
    for (let to = at + 1; to <= tokens.length && to - at <= LONGEST_WORD; to++) {
      word += tokens[to - 1] ?? '';
      if (to > at + 1 && !known.has(word)) continue;
      const price = (cost[at] ?? 0) + (known.has(word) ? 1 : 2);
      if (price > (cost[to] ?? 0)) continue;
      cost[to] = price;
      from[to] = at;
    }
  }
  const parts: (readonly string[])[] = [];
  for (let to = tokens.length; to > 0; to = from[to] ?? 0) {
    const word = tokens.slice(from[to], to).join('');
    const gloss = known.get(word);
    if (gloss !== undefined) parts.push(gloss.split(' '));
    else if (/^[a-z]/.test(word)) parts.push([word]);
  }
  return parts.reverse().flat();
}
