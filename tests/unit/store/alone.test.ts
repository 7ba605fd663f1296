import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { keepAlone } from '#store/sqlite-alone.ts';

it('D70 a DATA_DIR that cannot be made is named, with what to write', () => {
  const home = mkdtempSync(join(tmpdir(), 'handraise-alone-'));
  const file = join(home, 'file');
  writeFileSync(file, '');
  try {
    expect(() => keepAlone(join(file, 'data'))).toThrow(/^DATA_DIR: ".*file\/data" cannot be made \(.*\); write a folder/);
    expect(() => keepAlone(file)).toThrow(/^DATA_DIR: ".*file" cannot be made/);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});
