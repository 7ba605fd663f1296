import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { corpusOf } from '#bot/corpus.ts';
import { SENTENCE_DIMENSIONS } from '#bot/members/encoder.ts';
import type { Encoding } from '#bot/members/encoding.ts';
import { openSchool, type School } from '#bot/members/school.ts';
import { type Syllabus, syllabusOf } from '#bot/members/syllabus.ts';
import { changed, FIXTURE, fixtureFiles, tableOf } from '#tests/unit/bot/fixture.ts';

let home: string;
let encoded: number;
/** The encoder is not there yet. */
let absent: boolean;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'handraise-school-'));
  encoded = 0;
  absent = false;
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** Vectors that tell sentences apart, and no more. */
const encoding: Encoding = {
  encode: async (sentences) => {
    if (absent) return null;
    encoded += sentences.length;
    return sentences.map((sentence) =>
      Float32Array.from({ length: SENTENCE_DIMENSIONS }, (_, i) =>
        Math.sin((i + 1) * (sentence.length + sentence.charCodeAt(0))),
      ),
    );
  },
  close: () => undefined,
};
const trouble = (what: unknown) => expect.unreachable(String(what));
const open = (withEncoder: boolean): School =>
  openSchool({
    trainer: null,
    encoding: withEncoder ? encoding : null,
    trouble,
    cacheDir: home,
    warn: trouble,
    firstLearning: () => undefined,
  });
const { signal } = new AbortController();

const SHOP = readFileSync(join(FIXTURE, 'en/shop.yaml'), 'utf8');
/** The fixture with one more example. */
const taught = (example: string): Syllabus => {
  const text = SHOP.replace('      - when are you open\n', `      - when are you open\n      - ${example}\n`);
  return syllabusOf(corpusOf(tableOf(changed({ 'en/shop.yaml': text })), 'en'));
};
const files = () => (existsSync(join(home, 'models')) ? readdirSync(join(home, 'models')).sort() : []);
const onDisk = (word: string) => files().filter((name) => readFileSync(join(home, 'models', name)).includes(word));

for (const withEncoder of [false, true])
  test(`B108 a table that is tried leaves no word on disk; published, it is not trained anew (encoder: ${withEncoder})`, async () => {
    const school = open(withEncoder);
    const served = await school.learn(syllabusOf(corpusOf(tableOf(fixtureFiles()), 'en')), undefined, signal);
    const before = files();
    const all = encoded;

    const draft = taught('zorpian wumpus vouchers');
    const tried = await school.attempt(draft, served, signal);
    expect(tried.full === null).toBe(!withEncoder);
    expect(files()).toEqual(before);
    expect(onDisk('zorpian')).toEqual([]);
    // What is in service is on disk: only the new sentence went through the encoder.
    expect(encoded - all).toBe(withEncoder ? 1 : 0);
    expect(await school.attempt(draft, served, signal)).toBe(tried);

    expect(await school.learn(draft, served, signal)).toBe(tried);
    expect(onDisk('zorpian')).toEqual([`en-${tried.key}.model`]);
    expect((await open(withEncoder).learn(draft, undefined, signal)).key).toBe(tried.key);
    expect(await school.attempt(draft, tried, signal)).toBe(tried);
  });

test('B108 one that was tried without the encoder does not take the place of one with it', async () => {
  const school = open(true);
  const syllabus = syllabusOf(corpusOf(tableOf(fixtureFiles()), 'en'));
  absent = true;
  const light = await school.learn(syllabus, undefined, signal);
  const draft = taught('zorpian wumpus vouchers');
  expect((await school.attempt(draft, light, signal)).full).toBeNull();
  absent = false;
  const full = await school.deepen(syllabus, light, signal);
  if (full === null) return expect.unreachable();
  expect((await school.attempt(draft, full, signal)).full).not.toBeNull();
  expect((await school.attempt(taught('quite another'), full, signal)).full).not.toBeNull();
  expect(onDisk('zorpian')).toEqual([]);
});
