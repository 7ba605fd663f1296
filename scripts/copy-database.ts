/** What backup and restore share: where the database is, what counts as one of ours, and what is in it. */
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { MIGRATIONS } from '#store/migrations/list.ts';
import { sync } from '#store/sync-file.ts';

const APPLICATION_ID = 0x48616e64;
/** Tables whose rows a copy has to have one by one. */
const COUNTED = ['learner', 'conversation', 'event', 'rating', 'agent'] as const;
export type Counts = Readonly<Record<(typeof COUNTED)[number], number>>;

/** Ends a script with one sentence that says what to do. */
export class Refusal extends Error {}

export function databaseIn(dataDir: string): string {
  const path = join(dataDir, 'handraise.db');
  if (!existsSync(path)) throw new Refusal(`There is no database at ${path}. Set DATA_DIR to the folder the server uses.`);
  return path;
}

export function countsOf(db: Database.Database): Counts {
  const count = (table: string) => db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0;
  return Object.fromEntries(COUNTED.map((table) => [table, count(table)])) as Record<(typeof COUNTED)[number], number>;
}

export const sameCounts = (a: Counts, b: Counts) => COUNTED.every((table) => a[table] === b[table]);

/** Opens `path` read-only and refuses what is damaged, foreign or too new. The caller closes it. */
export function openSound(path: string): Database.Database {
  if (!existsSync(path)) throw new Refusal(`There is no file ${path}.`);
  let db: Database.Database | undefined;
  try {
    db = new Database(path, { readonly: true, fileMustExist: true });
    const simple = (name: string) => db?.pragma(name, { simple: true });
    if (simple('application_id') !== APPLICATION_ID) throw new Refusal(`${path} is not a database of Handraise.`);
    const schema = simple('user_version') as number;
    if (schema > MIGRATIONS.length)
      throw new Refusal(
        `${path} was written by a newer Handraise (schema ${schema}; this one knows ${MIGRATIONS.length}). Use that version.`,
      );
    const found = simple('integrity_check');
    if (found !== 'ok')
      throw new Refusal(`${path} is damaged: ${String(found).replace(/\s+/g, ' ').slice(0, 200)}. Use another backup.`);
    const orphans = db.pragma('foreign_key_check') as readonly unknown[];
    if (orphans.length > 0) throw new Refusal(`${path} is damaged: ${orphans.length} rows point nowhere. Use another backup.`);
    return db;
  } catch (error) {
    db?.close();
    if (error instanceof Database.SqliteError && /^SQLITE_(NOTADB|CORRUPT)/.test(error.code))
      throw new Refusal(`${path} is not a database of Handraise, or it is damaged.`, { cause: error });
    throw error;
  }
}

/** Ids of the files that messages in a database speak of; none in one from before there were any. */
export function filesSaid(db: Database.Database): readonly string[] {
  const knows = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'attachment'").get() !== undefined;
  return knows ? db.prepare<[], string>('SELECT id FROM attachment WHERE said = 1').pluck().all() : [];
}

/** False where there is no such file, or no more: erased or too old since the database was looked at. */
function copied(from: string, to: string): boolean {
  try {
    copyFileSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}

/** Copies each file from the first of the folders that has it; `missing` is how many are in none. */
export function copyFiles(ids: readonly string[], from: readonly string[], to: string): { files: number; missing: number } {
  if (ids.length === 0) return { files: 0, missing: 0 };
  // Made even where all are missing: a folder that is not there was left behind somewhere.
  mkdirSync(to, { recursive: true, mode: 0o700 });
  const there = ids.filter((id) => from.some((folder) => copied(join(folder, id), join(to, id))));
  for (const id of there) sync(join(to, id));
  sync(to);
  return { files: there.length, missing: ids.length - there.length };
}

/** Runs a script's work: a Refusal, or the system's, becomes one line and exit code 1. */
export async function perform(work: () => Promise<string> | string): Promise<void> {
  try {
    process.stdout.write(`${await work()}\n`);
  } catch (error) {
    // A full disk, or a folder that may not be written, is nothing a stack trace would explain.
    const usual = error instanceof Refusal || (error instanceof Error && 'code' in error);
    process.stderr.write(
      `${error instanceof Error && !usual ? error.stack : error instanceof Error ? error.message : error}\n`,
    );
    process.exitCode = 1;
  }
}
