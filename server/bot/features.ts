/** A message as named features in blocks; each block is scaled to length 1, so that long words do not outshout short sentences. */
import type { Tongue } from '#domain/understanding.ts';
import { isHan } from './normalise.ts';
import { soundOf } from './pinyin.ts';
import { stem } from './tokens.ts';

/** Feature names per block, repeats included: words, runs of words, word pairs with a gap, letters inside words; in Chinese sounds. */
export type Blocks = readonly (readonly string[])[];

const MAX_TOKENS = 120;

/** `tokens` as `read` gives them, after the speller. */
export function blocksOf(tongue: Tongue, tokens: readonly string[]): Blocks {
  const some = tokens.slice(0, MAX_TOKENS);
  return tongue === 'zh' ? chinese(some) : english(some);
}

function english(tokens: readonly string[]): Blocks {
  const stems = tokens.map((token) => (/^\d+$/.test(token) ? '0' : stem(token)));
  const pairs: string[] = [];
  const skip: string[] = [];
  const letters: string[] = [];
  for (let i = 0; i < stems.length; i++) {
    const here = stems[i] ?? '';
    pairs.push(`${stems[i - 1] ?? '^'} ${here}`);
    for (let gap = 2; gap <= 4 && i + gap < stems.length; gap++) skip.push(`${here}_${stems[i + gap]}`);
    letterGrams(tokens[i] ?? '', 2, 5, letters);
  }
  return [stems, pairs, skip, letters];
}

/** Without word boundaries: runs of one to three characters beat any segmenter on short messages. */
function chinese(tokens: readonly string[]): Blocks {
  const runs: string[] = [];
  const skip: string[] = [];
  const letters: string[] = [];
  const sounds: string[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const here = tokens[i] ?? '';
    if (i + 1 < tokens.length) runs.push(`${here}${tokens[i + 1]}`);
    if (i + 2 < tokens.length) {
      runs.push(`${here}${tokens[i + 1]}${tokens[i + 2]}`);
      skip.push(`${here}_${tokens[i + 2]}`);
    }
    if (i + 3 < tokens.length) skip.push(`${here}_${tokens[i + 3]}`);
    if (isHan(here)) sounds.push(`${soundOf(tokens[i - 1] ?? '')} ${soundOf(here)}`, soundOf(here));
    else letterGrams(here, 3, 4, letters);
  }
  return [tokens, runs, skip, letters, sounds];
}

function letterGrams(word: string, min: number, max: number, into: string[]): void {
  const framed = `<${word.slice(0, 24)}>`;
  for (let n = min; n <= max; n++) for (let i = 0; i + n <= framed.length; i++) into.push(`.${framed.slice(i, i + n)}`);
}
