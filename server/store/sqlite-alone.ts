/** One server to a folder: a second one would tell its own sockets only, and takes the first one's half-received files for leftovers. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** A server that is being replaced may still be closing. Milliseconds. */
const PATIENCE_MS = 2_000;

/** Somebody else has the folder. */
export class TakenFolder extends Error {}

/**
 * Keeps the folder until this process ends, however it ends: the system lets go of the lock, so that none is ever left behind.
 * Throws an Error that says what to do where another server has it; nothing in the folder is touched before.
 */
export function keepAlone(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    // The system's own sentence says neither which variable it is nor what to write.
    throw new Error(
      `DATA_DIR: "${dataDir}" cannot be made (${error instanceof Error ? error.message : String(error)}); write a folder in which the user who runs the server may write`,
      { cause: error },
    );
  }
  const path = join(dataDir, 'server.lock');
  const lock = open(path);
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY'))
      throw new TakenFolder(
        `another Handraise, or a restore, is running on ${dataDir}; stop it, or give this one a folder of its own, e.g. DATA_DIR=./data-2`,
        { cause: error },
      );
    throw unusable(path, error);
  }
  // Held by this listener: a handle that nobody holds is closed by the garbage collector, and the lock with it.
  process.once('exit', () => lock.close());
}

function open(path: string): Database.Database {
  try {
    return new Database(path, { timeout: PATIENCE_MS });
  } catch (error) {
    throw unusable(path, error);
  }
}

/** SQLite's own sentence names no file. */
const unusable = (path: string, error: unknown) =>
  new Error(
    `${path} cannot be written (${error instanceof Error ? error.message : String(error)}); let the user who runs the server write to that folder`,
    { cause: error },
  );
