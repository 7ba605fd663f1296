/** From a message's tokens (and the encoder's vector, where there is one) to what the members judge by. */

import { blocksOf } from '#bot/features.ts';
import { glossesOf } from '#bot/glosses.ts';
import type { Tongue } from '#domain/understanding.ts';
import { type Cohorts, likeliestIn, readCohorts } from './cohort.ts';
import type { Meaning, Sense, Spaces } from './panel.ts';
import { type Projection, project, readProjection } from './projection.ts';
import { rankOf, wordVector } from './word-vectors.ts';

/** The learnt maps, by what goes into them. */
export interface Maps {
  readonly words: Projection;
  /** Of the encoder's vector followed by the word vector. */
  readonly sentence: Projection;
  /** Intents of other people's, where the maps put them. */
  readonly cohorts: Readonly<Record<Tongue, Cohorts>>;
}
let shipped: Maps | null = null;
/** Those that ship with the bot. */
export function shippedMaps(): Maps {
  shipped ??= {
    words: readProjection('words.map.bin'),
    sentence: readProjection('sentence.map.bin'),
    cohorts: { en: readCohorts('en'), zh: readCohorts('zh') },
  };
  return shipped;
}

/** `vector`: of `sentenceFor` the same tokens. */
export function senseOf(tongue: Tongue, tokens: readonly string[], vector: Float32Array | null, maps: Maps): Sense {
  const words = wordsOf(tongue, tokens);
  const sense = lightSense(tongue, tokens, words, maps);
  return vector === null ? sense : { ...sense, sentence: meaningOf(tongue, tokens, vector, words, maps) };
}
/** What can be had without the encoder. `words`: of `wordsOf` the same tokens. */
export const lightSense = (tongue: Tongue, tokens: readonly string[], words: Float32Array, maps: Maps): Sense => ({
  blocks: blocksOf(tongue, tokens),
  words: meant('words', tongue, tokens, words, maps),
  sentence: null,
});
/** What the encoder makes of it. `vector`: of `sentenceFor` the same tokens, `words`: of `wordsOf`. */
export const meaningOf = (
  tongue: Tongue,
  tokens: readonly string[],
  vector: Float32Array,
  words: Float32Array,
  maps: Maps,
): Meaning => meant('sentence', tongue, tokens, join(vector, words), maps);
function meant(
  kind: 'words' | 'sentence',
  tongue: Tongue,
  tokens: readonly string[],
  vector: Float32Array,
  maps: Maps,
): Meaning {
  const point = project(maps[kind], vector);
  return { point, elsewhere: isTold(tongue, tokens) ? likeliestIn(maps.cohorts[tongue][kind], maps[kind].space, point) : null };
}
/** Opens the data files that a language needs. */
export const prepare = (tongue: Tongue): void => void senseOf(tongue, ['我', 'ok'], null, shippedMaps());

/** Of gibberish with a "the" in it nobody can say whose business it is. */
function isTold(tongue: Tongue, tokens: readonly string[]): boolean {
  const english = inEnglish(tongue, tokens);
  return english.filter((word) => rankOf(word) >= 0).length * 2 >= Math.max(1, english.length);
}

export const spacesOf = (maps: Maps): Spaces => ({ words: maps.words.space, sentence: maps.sentence.space });

export function join(a: Float32Array, b: Float32Array): Float32Array {
  const both = new Float32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
/** The vectors are of English words: Chinese comes to them word by word through a dictionary. */
const inEnglish = (tongue: Tongue, tokens: readonly string[]): readonly string[] =>
  tongue === 'zh' ? glossesOf(tokens) : tokens;
export const wordsOf = (tongue: Tongue, tokens: readonly string[]): Float32Array => wordVector(inEnglish(tongue, tokens));
/** What the encoder reads: the tokens as understood, so that spelling, case and short forms do not matter. */
export const sentenceFor = (tongue: Tongue, tokens: readonly string[]): string => inEnglish(tongue, tokens).join(' ');
