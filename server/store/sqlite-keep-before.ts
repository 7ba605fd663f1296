/** A copy of the file before its schema changes: whoever has to go back to the older version can. */
import { closeSync, existsSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { sync } from './sync-file.ts';

function isSound(path: string): boolean {
  const copy = new Database(path, { readonly: true });
  try {
    return copy.pragma('integrity_check', { simple: true }) === 'ok';
  } finally {
    copy.close();
  }
}

/** Where the copy goes: beside the file, named by the schema it has; an earlier one is never overwritten. */
function freeName(path: string, schema: number): string {
  const name = `${path}.before-schema-${schema + 1}`;
  for (let n = 1; ; n++) {
    const wanted = n === 1 ? name : `${name}-${n}`;
    if (!existsSync(wanted)) return wanted;
  }
}

/** Copies the open database, checked and synced. Throws an Error that says what to do; the database is then as it was. */
export function keepBefore(db: Database.Database, path: string, schema: number): void {
  const target = freeName(path, schema);
  const partial = `${target}.partial`;
  try {
    rmSync(partial, { force: true });
    // The new file must be its owner's alone from the first byte; SQLite takes an empty one.
    closeSync(openSync(partial, 'wx', 0o600));
    db.prepare('VACUUM INTO ?').run(partial);
    if (!isSound(partial)) throw new Error('the copy is damaged');
    sync(partial);
    renameSync(partial, target);
    sync(dirname(resolve(target)));
  } catch (error) {
    rmSync(partial, { force: true });
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(
      `${path} has to be upgraded from schema ${schema}, and the copy to be made before failed (${why}). Make room on the disk, or check the database with "npm run backup"; nothing was changed.`,
      { cause: error },
    );
  }
}
