/** Feature names to weighted numbers (TF-IDF), with a vocabulary learnt from the table. */
import type { Blocks } from './features.ts';
import { numberOf, type StringTable, tabulate } from './string-table.ts';

/** A sparse vector: `ids` into the vocabulary, ascending order not promised. */
export interface Vector {
  readonly ids: Int32Array;
  readonly values: Float32Array;
  /** Share of the message's weight that the vocabulary knows, 0 to 1: mean of words alone and of all features. */
  readonly known: number;
}
/** Plain data. */
export interface Vocabulary {
  readonly ids: StringTable;
  /** Inverse document frequency by id. */
  readonly idf: Float32Array;
  /** The weight a feature gets that the table never uses. */
  readonly strange: number;
}

/** How loudly each block speaks: found by cross-validation on the table. */
const LOUDNESS = [1.5, 1, 0.7, 0.9, 1.3];
/** Word pairs and letter runs that stand in one text only teach nothing; the first block, words, is kept whole. */
const MIN_TEXTS = 2;

/** Features are kept apart per block by their first character. */
const named = (block: number, feature: string): string => `${block}${feature}`;

export function learnVocabulary(texts: readonly Blocks[]): Vocabulary {
  const seenIn = new Map<string, number>();
  for (const blocks of texts) {
    const own = new Set(blocks.flatMap((features, block) => features.map((feature) => named(block, feature))));
    for (const feature of own) seenIn.set(feature, (seenIn.get(feature) ?? 0) + 1);
  }
  const kept: string[] = [];
  const idf: number[] = [];
  const total = texts.length + 1;
  for (const [feature, count] of seenIn) {
    if (count < MIN_TEXTS && !feature.startsWith('0')) continue;
    kept.push(feature);
    idf.push(Math.log(total / (count + 1)) + 1);
  }
  return { ids: tabulate(kept), idf: Float32Array.from(idf), strange: Math.log(total) + 1 };
}

/** Features outside the vocabulary count for the length: a message full of strange words stays far from everything. */
export function vectorOf(vocabulary: Vocabulary, blocks: Blocks): Vector {
  const ids: number[] = [];
  const values: number[] = [];
  const filled = blocks.filter((features) => features.length > 0).length || 1;
  let share = 0;
  let wordShare = 0;
  blocks.forEach((features, block) => {
    const counts = new Map<string, number>();
    for (const feature of features) counts.set(feature, (counts.get(feature) ?? 0) + 1);
    const from = ids.length;
    let square = 0;
    let knownSquare = 0;
    for (const [feature, count] of counts) {
      const id = numberOf(vocabulary.ids, named(block, feature));
      const value = (1 + Math.log(count)) * (id < 0 ? vocabulary.strange : (vocabulary.idf[id] ?? 0));
      square += value * value;
      if (id < 0) continue;
      ids.push(id);
      values.push(value);
      knownSquare += value * value;
    }
    share += knownSquare / (square || 1) / filled;
    if (block < 2) wordShare += knownSquare / (square || 1) / Math.min(filled, 2);
    const scale = (LOUDNESS[block] ?? 1) / (Math.sqrt(square) * Math.sqrt(filled) || 1);
    for (let i = from; i < values.length; i++) values[i] = (values[i] ?? 0) * scale;
  });
  return { ids: Int32Array.from(ids), values: Float32Array.from(values), known: (share + wordShare) / 2 };
}
