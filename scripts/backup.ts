/**
 * `npm run backup [-- file]`: a copy of the database while the server runs, checked before it gets its name. DATA_DIR as for the
 * server; attachments go into a folder beside it, `<file>.files`. Without a file it goes to DATA_DIR/backups. Prints one JSON line.
 */
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { sync } from '#store/sync-file.ts';
import {
  type Counts,
  copyFiles,
  countsOf,
  databaseIn,
  filesSaid,
  openSound,
  perform,
  Refusal,
  sameCounts,
} from './copy-database.ts';
import { readArguments } from './read-arguments.ts';

/** Pages copied at a time; then what was written goes to the disk, and those who write meanwhile have their turn at it. */
const PAGES = 256;
const PAUSE_MS = 4;

/** Out of WAL mode: a backup is one file, also after somebody has looked into it. The server turns WAL on again. */
function oneFile(path: string): void {
  const db = new Database(path);
  try {
    db.pragma('journal_mode = DELETE');
  } finally {
    db.close();
  }
}

/**
 * Copies by small steps out of one snapshot, which a transaction holds: a busy server can neither change it nor make the copy start over.
 * Resolves with what is in it: counted outside, rows that come, or go by retention and erasure, would tell nothing about the copy.
 */
async function copyPages(db: Database.Database, target: string): Promise<Counts> {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  db.exec('BEGIN');
  try {
    // A transaction begins with its first reading, which is this one.
    const counts = countsOf(db);
    await db.backup(target, {
      progress() {
        sync(target);
        Atomics.wait(pause, 0, 0, PAUSE_MS);
        return PAGES;
      },
    });
    return counts;
  } finally {
    db.exec('COMMIT');
  }
}

const USAGE = 'Write: npm run backup, or: npm run backup -- file.db';

async function backUp(): Promise<string> {
  const { positionals } = readArguments({ allowPositionals: true, options: {} }, USAGE);
  const [given, ...more] = positionals;
  if (more.length > 0) throw new Refusal(USAGE);
  const dataDir = process.env['DATA_DIR'] || './data';
  const source = databaseIn(dataDir);
  const stamp = new Date().toISOString().replace(/[:.]/g, '-');
  const target = resolve(given ?? join(dataDir, 'backups', `handraise-${stamp}.db`));
  if (existsSync(target)) throw new Refusal(`${target} exists; a backup is never overwritten. Give another name.`);
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
  const partial = `${target}.partial`;
  const folder = `${target}.files`;
  const folderWasThere = existsSync(folder);
  rmSync(partial, { force: true });
  const began = performance.now();
  const db = new Database(source, { readonly: true, fileMustExist: true });
  try {
    db.pragma('busy_timeout = 5000');
    const wanted = await copyPages(db, partial);
    chmodSync(partial, 0o600);
    oneFile(partial);
    const copy = openSound(partial);
    const counts = countsOf(copy);
    const ids = filesSaid(copy);
    copy.close();
    if (!sameCounts(counts, wanted))
      throw new Refusal(
        `The copy holds ${JSON.stringify(counts)}, the database ${JSON.stringify(wanted)}: not kept. Try again.`,
      );
    const { files, missing } = copyFiles(ids, [join(dataDir, 'attachments')], folder);
    sync(partial);
    renameSync(partial, target);
    sync(dirname(target));
    const ms = Math.round(performance.now() - began);
    return JSON.stringify({ backup: target, bytes: statSync(target).size, rows: counts, files, missing, ms });
  } catch (error) {
    rmSync(partial, { force: true });
    // One that somebody had put there is not ours to remove.
    if (!folderWasThere) rmSync(folder, { recursive: true, force: true });
    throw error;
  } finally {
    db.close();
  }
}

// Conversations go first where processors are few.
setPriority(constants.priority.PRIORITY_LOW);
await perform(backUp);
