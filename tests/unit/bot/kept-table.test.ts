import { mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { work } from '#bot/jobs.ts';
import { type KeepingTable, parseOnce } from '#bot/kept-table.ts';
import { changed, fixtureFiles } from '#tests/unit/bot/fixture.ts';

let dir: string;
let parses: number;
let keeping: KeepingTable;
let parser: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'handraise-'));
  parser = join(dir, 'trainer.js');
  await writeFile(parser, 'one');
  keeping = { dir: join(dir, 'models'), parser: pathToFileURL(parser), warn: (error) => expect.unreachable(String(error)) };
  parses = 0;
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const start = (files = fixtureFiles(), kept = keeping) =>
  parseOnce(files, kept, () => {
    parses++;
    return work({ type: 'parse', files }, null);
  });

describe('the table at a start', () => {
  test('B126 a second start parses nothing, and its table and lessons are the same', async () => {
    const first = await start();
    expect(await start()).toEqual(first);
    expect(first.ok).toBe(true);
    expect(parses).toBe(1);
    expect(await readdir(join(dir, 'models'))).toEqual(['table.parsed']);
  });

  test('B126 other files, another program and a damaged file are parsed anew', async () => {
    await start();
    await start(changed({ 'en/zz.yaml': 'language: en\ntopic: shop\nintents:\n  shop.video:\n    examples: [a film]\n' }));
    expect(parses).toBe(2);
    await start();
    await writeFile(parser, 'another');
    await start();
    expect(parses).toBe(4);
    await truncate(join(dir, 'models', 'table.parsed'), 2_000);
    expect((await start()).ok).toBe(true);
    expect(parses).toBe(5);
    await start();
    expect(parses).toBe(5);
  });

  test('B126 a faulty table is not kept, and where nothing can be kept the table is there all the same', async () => {
    expect((await start(changed({ 'en/voice.yaml': 'x' }))).ok).toBe(false);
    expect(await readdir(dir)).not.toContain('models');
    const warned: unknown[] = [];
    await writeFile(join(dir, 'models'), '');
    expect((await start(fixtureFiles(), { ...keeping, warn: (error) => void warned.push(error) })).ok).toBe(true);
    expect(warned).toHaveLength(1);
    expect((await start(fixtureFiles(), { ...keeping, dir: null })).ok).toBe(true);
  });
});
