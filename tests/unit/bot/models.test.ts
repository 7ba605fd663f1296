import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { saveModel, touchModel } from '#bot/models.ts';

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
