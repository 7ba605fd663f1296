import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { removeFormer, saveModel, touchModel } from '#bot/models.ts';

test('B53 the model in service stays on disk, however many drafts are tried beside it', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'handraise-models-'));
  try {
    const files = () => readdirSync(dir).sort();
    await saveModel(dir, 'en', 'served', new Uint8Array([7, 8]));
    for (let draft = 1; draft <= 9; draft++) {
      // Each an hour after the one before.
      for (const file of files()) utimesSync(join(dir, file), new Date(), new Date(Date.now() - 3_600_000 * (20 - draft)));
      await touchModel(dir, 'en', 'served');
      await saveModel(dir, 'en', `draft${draft}`, new Uint8Array(1));
    }
    expect(files()).toContain('en-served.model');
    expect([...readFileSync(join(dir, 'en-served.model'))]).toEqual([7, 8]);
    expect(files()).toContain('en-draft9.model');
    expect(files()).toHaveLength(4);
    await touchModel(dir, 'en', 'never');
    expect(files()).toHaveLength(4);
  } finally {
    rmSync(dir, { recursive: true });
  }
});

test('D61 models of former tables go by age, half written ones after an hour; what the table in service needs stays', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'handraise-models-'));
  const [HOUR, now] = [3_600_000, Date.now()];
  const place = (name: string, hours: number) => {
    writeFileSync(join(dir, name), '');
    utimesSync(join(dir, name), new Date(), new Date(now - hours * HOUR));
  };
  try {
    for (const name of ['en-served.model', 'zh-served.model', 'en.vectors', 'table.parsed', 'en-former.model'])
      place(name, 100);
    place('zh-former.model', 49);
    place('zh-younger.model', 47);
    place('en-served.model.4711.new', 2);
    place('table.parsed.4711.new', 2);
    place('en.vectors.new', 0.5);
    const removed = await removeFormer(dir, new Set(['served']), now, 48 * HOUR);
    expect(removed).toHaveLength(4);
    expect(readdirSync(dir).sort()).toEqual(
      ['en-served.model', 'en.vectors', 'en.vectors.new', 'table.parsed', 'zh-served.model', 'zh-younger.model'].sort(),
    );
    expect(await removeFormer(join(dir, 'none'), new Set(), now, 0)).toEqual([]);
  } finally {
    rmSync(dir, { recursive: true });
  }
});
