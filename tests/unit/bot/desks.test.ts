import { describe, expect, test } from 'vitest';
import { sentenceKey, words } from '#bot/normalise.ts';
import { corpusFile, readRows } from '#scripts/data/corpora.ts';
import { TEACHERS } from '#scripts/data/maps.ts';
import { readDomains } from '#scripts/data/written.ts';
import { readDesks, TIDY } from '#scripts/intents-bench/desks.ts';

const key = (text: string): string => sentenceKey(words(text));

describe('desks that measure', () => {
  const [en, zh] = [readDesks('en'), readDesks('zh')];

  test('B99 both languages have the same desks and intents', () => {
    const names = (desks: typeof en): unknown =>
      desks.map(({ name, train }) => [name, [...new Set(train.map(({ intent }) => intent))]]);
    expect(names(zh)).toEqual(names(en));
    expect(en.length).toBeGreaterThanOrEqual(10);
  });

  test('B99 each is taught by its first messages and asked the others, and messages of the other desks as out of scope', () => {
    for (const { train, test: asked } of [...en, ...zh]) {
      expect(train).toHaveLength(12 * TIDY);
      const taught = new Set(train.map(({ text }) => text));
      expect(asked.filter(({ text }) => taught.has(text))).toEqual([]);
      expect(asked.filter(({ intent }) => intent === 'oos')).toHaveLength(100);
      expect(new Set(asked.map(({ intent }) => intent)).size).toBe(13);
    }
  });

  test('B99 none of their messages has taught the encoder or the maps', () => {
    const taught = [
      ...[...readDomains('en'), ...readDomains('zh')].flatMap(({ intents }) => [...intents.values()].flat()),
      ...TEACHERS.flatMap((name) => readRows(corpusFile(`${name}/train.jsonl`)).map(({ text }) => text)),
    ];
    const known = new Set(taught.map(key));
    const asked = [...en, ...zh].flatMap(({ train, test: rows }) => [...train, ...rows].map(({ text }) => text));
    expect(asked.filter((text) => known.has(key(text)))).toEqual([]);
  });
});
