/** Opens the file so that an ack may rest on it, or refuses to start with a sentence. */
import { closeSync, existsSync, fchmodSync, mkdirSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { MIGRATIONS } from './migrations/list.ts';
import { keepBefore } from './sqlite-keep-before.ts';

export type Db = Database.Database;

/** "Hand" in ASCII: tells our files from any other SQLite file. */
const APPLICATION_ID = 0x48616e64;
/** The first release without the WAL-reset bug, which could lose committed transactions. */
const OLDEST_SQLITE = [3, 51, 3] as const;

/** Creates the file readable by its owner only; `-wal` and `-shm` get the same mode from SQLite. */
function reserve(path: string): void {
  mkdirSync(dirname(resolve(path)), { recursive: true, mode: 0o700 });
  const file = openSync(path, 'a', 0o600);
  try {
    fchmodSync(file, 0o600);
  } finally {
    closeSync(file);
  }
}

function schemaOf(db: Db): number {
  return db.pragma('user_version', { simple: true }) as number;
}

/** Brings the schema up to this code's, all or nothing; without `upgrade` refuses one that is not. */
function migrate(db: Db, path: string, upgrade: boolean): void {
  const tables = db.prepare<[], number>('SELECT count(*) FROM sqlite_schema').pluck().get() ?? 0;
  if (tables > 0 && db.pragma('application_id', { simple: true }) !== APPLICATION_ID)
    throw new Error(
      `${path} is an SQLite file of some other program. Name another folder by DATA_DIR, or put a database of Handraise there.`,
    );
  const before = schemaOf(db);
  if (before > MIGRATIONS.length)
    throw new Error(
      `${path} was written by a newer Handraise (schema ${before}; this one knows up to ${MIGRATIONS.length}). Start that newer version, or restore a backup made by this one.`,
    );
  if (before < MIGRATIONS.length && !upgrade)
    throw new Error(
      `${path} was written by an older Handraise (schema ${before}; this one needs ${MIGRATIONS.length}), whose server may be running. Stop it and start this version's server once (npm start), which upgrades the file; then try again.`,
    );
  if (before > 0 && before < MIGRATIONS.length) keepBefore(db, path, before);
  const bringUp = db.transaction(() => {
    const found = schemaOf(db);
    if (found >= MIGRATIONS.length) return;
    for (const sql of MIGRATIONS.slice(found)) db.exec(sql);
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma(`user_version = ${MIGRATIONS.length}`);
  });
  bringUp.immediate();
}

/** True when `version` ("3.53.2") is at least OLDEST_SQLITE. */
export function recentEnough(version: string): boolean {
  const parts = version.split('.').map(Number);
  for (const [index, least] of OLDEST_SQLITE.entries()) {
    const part = parts[index] ?? 0;
    if (part !== least) return part > least;
  }
  return true;
}

function insistOnVersion(db: Db): void {
  const version = db.prepare<[], string>('SELECT sqlite_version()').pluck().get() ?? '0';
  if (!recentEnough(version))
    throw new Error(`SQLite ${version} is too old: Handraise needs ${OLDEST_SQLITE.join('.')} or later. Run "npm ci" again.`);
}

/**
 * After the first write, because SQLite built for WAL falls back to synchronous=NORMAL there when FULL was not set by hand:
 * with NORMAL a power cut loses what was already acknowledged.
 */
function insistOnDurability(db: Db, path: string): void {
  db.prepare("INSERT INTO setting VALUES ('opened', '1') ON CONFLICT(key) DO UPDATE SET value = value + 1").run();
  const mode = db.pragma('journal_mode', { simple: true });
  if (mode !== 'wal')
    throw new Error(
      `${path} cannot use a write-ahead log (journal_mode is "${mode}"). Put it on a local disk, not a network share.`,
    );
  const synchronous = db.pragma('synchronous', { simple: true });
  if (synchronous !== 2)
    throw new Error(
      `${path} would not be synced before an acknowledgement (synchronous is ${synchronous}, not 2). Not starting.`,
    );
}

/** A restore that was ended between putting the old file aside and the new one in its place: an empty database would hide both. */
function insistOnWhole(path: string): void {
  if (!existsSync(path) && existsSync(`${path}.restoring`))
    throw new Error(
      `There is no ${path}, but a ${path}.restoring: a restore was interrupted. Run it again (npm run restore -- FILE); what was there before lies beside it as ${path}.before-….`,
    );
}

export interface OpenOptions {
  /** False for a command beside a server: the schema is the server's to change, and an older one that runs cannot go on with a newer file. */
  readonly upgrade?: boolean;
}

/** Opens (or creates) the file at `path`, migrated and durable. Throws an Error whose message says what to do. */
export function openDatabase(path: string, { upgrade = true }: OpenOptions = {}): Db {
  insistOnWhole(path);
  reserve(path);
  const db = new Database(path);
  try {
    insistOnVersion(db);
    db.pragma('busy_timeout = 5000');
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    db.pragma('trusted_schema = OFF');
    db.pragma(`journal_size_limit = ${64 * 1024 * 1024}`);
    migrate(db, path, upgrade);
    insistOnDurability(db, path);
    return db;
  } catch (error) {
    db.close();
    if (error instanceof Database.SqliteError && error.code === 'SQLITE_NOTADB')
      throw new Error(
        `${path} is not an SQLite file. Restore a backup (npm run restore), or name another folder by DATA_DIR.`,
        { cause: error },
      );
    throw error;
  }
}
