/** The shipped table's held-out sentences: enough of them, each once, and none that was taught. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readTableFiles } from '#bot/files.ts';
import { readHeldOut, readStrangers } from '#bot/held-out.ts';
import { parseTable } from '#bot/parse-table.ts';

const DIR = 'tests/intents';
const plain = (text: string): string => {
  const letters = text.normalize('NFKC').toLowerCase();
  // Keyboard noise may be signs alone: then they are what counts.
  return letters.replace(/[^\p{L}\p{N}]+/gu, '') || letters;
};

describe.each(['en', 'zh'] as const)('held-out sentences (%s)', (tongue) => {
  test('B76 at least 400 are out of scope, of kinds by file, and none stands twice', async () => {
    const strangers = await readStrangers(DIR, tongue);
    expect(strangers.length).toBeGreaterThanOrEqual(400);
    expect([...new Set(strangers.map(({ kind }) => kind))]).toEqual(
      expect.arrayContaining(['general', 'chat', 'foreign', 'homework', 'near', 'noise', 'products', 'prompts', 'rude']),
    );
    const texts = strangers.map(({ text }) => plain(text));
    expect(texts.filter((text, i) => texts.indexOf(text) !== i)).toEqual([]);
  });

  test('B77 none is among the examples', async () => {
    const parsed = parseTable(await readTableFiles('intents'));
    if (!parsed.ok) throw new Error('the table has faults: npm run intents:check');
    const taught = new Map(
      parsed.table.phrases.flatMap(({ examples, intent }) => examples.map(({ text }) => [plain(text), intent] as const)),
    );
    const heldOut = [...(await readHeldOut(DIR, tongue)), ...(await readHeldOut(join(DIR, 'second'), tongue))];
    expect(heldOut.length).toBeGreaterThan(400);
    expect(
      heldOut.filter(({ text }) => taught.has(plain(text))).map(({ text }) => `${text} (${taught.get(plain(text))})`),
    ).toEqual([]);
  });
});

test('B76 a file in oos/ that is no list is named', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'held-out-'));
  try {
    mkdirSync(join(dir, 'oos'));
    writeFileSync(join(dir, 'oos/phones.en.yaml'), '- my phone is broken\n');
    expect(await readStrangers(dir, 'en')).toEqual([{ text: 'my phone is broken', expected: null, kind: 'phones' }]);
    writeFileSync(join(dir, 'oos/phones.en.yaml'), 'phones: broken\n');
    await expect(readStrangers(dir, 'en')).rejects.toThrow(/oos\/phones\.en\.yaml cannot be read/);
  } finally {
    rmSync(dir, { recursive: true });
  }
});
