/** Text without blanks into words: the split whose words cost least in all. */

/** Chinese words are hardly ever longer. */
const LONGEST_WORD = 6;

/**
 * From where to where each word goes, in the text's order. `price` of the word that `tokens` from `from` to before `to` make, in any
 * unit; Infinity where it is none. Single tokens must have a price.
 */
export function cheapestSplit(
  tokens: readonly string[],
  price: (word: string, from: number, to: number) => number,
): readonly (readonly [from: number, to: number])[] {
  const total = new Float64Array(tokens.length + 1).fill(Number.POSITIVE_INFINITY);
  const start = new Int32Array(tokens.length + 1);
  total[0] = 0;
  for (let from = 0; from < tokens.length; from++) {
    let word = '';
    for (let to = from + 1; to <= tokens.length && to - from <= LONGEST_WORD; to++) {
      word += tokens[to - 1] ?? '';
      const sum = (total[from] ?? 0) + price(word, from, to);
      if (sum >= (total[to] ?? 0)) continue;
      total[to] = sum;
      start[to] = from;
    }
  }
  const spans: [number, number][] = [];
  for (let to = tokens.length; to > 0; to = start[to] ?? 0) spans.push([start[to] ?? 0, to]);
  return spans.reverse();
}
