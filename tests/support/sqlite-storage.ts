/** SQLite stores on files of their own, in a folder that goes when the test is over. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '#store/sqlite.ts';
import type { Storage } from './store-talk.ts';

export const realIds = { hex: (bytes: number) => randomBytes(bytes).toString('hex') };

export function sqliteStorage(): Storage & { readonly path: string } {
  const folder = mkdtempSync(join(tmpdir(), 'handraise-store-'));
  const path = join(folder, 'data', 'handraise.db');
  return {
    path,
    open: () => openSqliteStore({ path, ids: realIds }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
