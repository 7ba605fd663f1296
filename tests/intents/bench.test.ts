import { describe, expect, test } from 'vitest';
import { openEncoding } from '#bot/members/encoding.ts';
import { corpusFile, draw, readRows } from '#scripts/data/corpora.ts';
import { figuresOf } from '#scripts/intents-bench/figures.ts';
import { run } from '#scripts/intents-bench/run.ts';

/** Three of every ten intents keep the slice quick. */
function slice(corpus: string, perIntent: number) {
  const train = draw(readRows(corpusFile(`${corpus}/train.jsonl`)), perIntent, 1);
  const chosen = new Set([...new Set(train.map(({ intent }) => intent))].filter((_, i) => i % 10 < 3));
  const test = readRows(corpusFile(`${corpus}/test.jsonl`)).filter(
    ({ intent }, i) => chosen.has(intent) || (intent === 'oos' && i % 4 === 0),
  );
  return { train: train.filter(({ intent }) => chosen.has(intent)), test, tongue: 'en' as const, encoding: openEncoding(null) };
}

describe('understanding of strangers’ tables', () => {
  // Raise the floors when the bot gets better; never lower them to make a change pass.
  test('B62 light mode, ten examples per intent: accuracy, calibration, out of scope', async () => {
    const figures = await run({ ...slice('clinc150', 10), mode: 'light' });
    expect(figures.accuracy).toBeGreaterThan(0.9);
    expect(figures.ece).toBeLessThan(0.06);
    expect(figures.oosAuroc).toBeGreaterThan(0.9);
    expect(figures.accepted).toBeGreaterThan(0.9);
    expect(figures.oosCaught).toBeGreaterThan(0.5);
  }, 60_000);

  test('B62 the sentence encoder understands better than words alone', async () => {
    const setup = slice('hwu64', 5);
    const light = await run({ ...setup, mode: 'light' });
    const full = await run({ ...setup, mode: 'full' });
    expect(light.accuracy).toBeGreaterThan(0.72);
    expect(full.accuracy).toBeGreaterThan(light.accuracy + 0.02);
  }, 60_000);

  test('B62 the figures are what they say', () => {
    const row = { probability: 0.8, accepted: true };
    const figures = figuresOf([
      { ...row, expected: 'a', best: 'a', familiarity: 3 },
      { ...row, expected: 'a', best: 'b', familiarity: 1 },
      { ...row, expected: 'b', best: 'b', familiarity: 4 },
      { ...row, expected: null, best: 'b', familiarity: 2, accepted: false },
    ]);
    expect(figures.accuracy).toBeCloseTo(2 / 3);
    expect(figures.macroF1).toBeCloseTo(2 / 3);
    expect(figures.ece).toBeCloseTo(0.8 - 2 / 3);
    expect(figures.oosAuroc).toBeCloseTo(2 / 3);
    expect(figures.oosCaught).toBe(1);
    expect(figuresOf([{ ...row, expected: 'a', best: 'a', familiarity: 1 }]).oosAuroc).toBeNull();
  });
});
