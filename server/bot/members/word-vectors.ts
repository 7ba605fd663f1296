/** What a sentence is about, as the weighted mean of its words' vectors (GloVe; SIF weights, Arora et al. 2017). */
import { readData } from '#bot/data-files.ts';
import { numberOf, type StringTable, tabulate } from '#bot/string-table.ts';

export const WORD_DIMENSIONS = 100;
/** Rare words count fully, the commonest hardly. */
const SIF = 1e-3;

interface Words {
  /** Row by word; rows are in order of frequency. */
  readonly rows: StringTable;
  readonly scales: Float32Array;
  readonly values: Int8Array;
}
let loaded: Words | null = null;

/** File: length of the word list in bytes (uint32), the list joined by spaces and padded to 4, scales (float32), rows (int8). */
function load(): Words {
  if (loaded !== null) return loaded;
  const bytes = readData('words.en.bin');
  const list = bytes.subarray(4, 4 + bytes.readUInt32LE(0));
  const words = list.toString('utf8').trimEnd().split(' ');
  const from = bytes.byteOffset + 4 + list.length;
  const buffer = bytes.buffer as ArrayBuffer;
  loaded = {
    rows: tabulate(words),
    scales: new Float32Array(buffer, from, words.length),
    values: new Int8Array(buffer, from + 4 * words.length, words.length * WORD_DIMENSIONS),
  };
  return loaded;
}

/** How many English words are more frequent; -1 where it is not known. */
export const rankOf = (word: string): number => numberOf(load().rows, word);

/** Length 1; all zeros when no word is known. */
export function wordVector(tokens: readonly string[]): Float32Array {
  const { rows, scales, values } = load();
  const sum = new Float32Array(WORD_DIMENSIONS);
  for (const token of tokens) {
    const row = numberOf(rows, token);
    if (row < 0) continue;
    // Zipf: the frequency of the n-th word is about 0.1 / n.
    const weight = (SIF / (SIF + 0.1 / (row + 3.7))) * (scales[row] ?? 0);
    for (let j = 0, at = row * WORD_DIMENSIONS; j < WORD_DIMENSIONS; j++, at++)
      sum[j] = (sum[j] as number) + weight * (values[at] as number);
  }
  let square = 0;
  for (const v of sum) square += v * v;
  if (square > 0) for (let j = 0; j < WORD_DIMENSIONS; j++) sum[j] = (sum[j] ?? 0) / Math.sqrt(square);
  return sum;
}
