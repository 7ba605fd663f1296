/**
 * Group commit: all that arrives within a few milliseconds becomes one transaction, because an fsync costs far more than a row; in a
 * rush, all that has arrived by the end of the event loop's turn.
 * Each piece of work has its own outcome; its promise settles only after COMMIT.
 */
import Database from 'better-sqlite3';
import type { Db } from './sqlite-open.ts';
import { StorageFull } from './store.ts';

export interface GroupCommit {
  /** Longest time a piece of work waits for company, in milliseconds. */
  readonly maxWaitMs: number;
  /** So many wait no longer than the rest of this turn. */
  readonly maxItems: number;
}

export interface Writer {
  /**
   * Runs `work`, which is synchronous SQL and may be run only once, inside the next transaction. Rejects with StorageFull when
   * the disk refuses, and with the error of `work` when that throws; in both cases nothing of it was stored.
   */
  write<T>(work: () => T): Promise<T>;
  /**
   * Called inside `work`: runs `last` after all other work of the transaction, if this work succeeds. For the search indexes:
   * FTS5 gathers what a transaction adds, and every savepoint in between would make it write that out, which costs ten times more.
   */
  atEnd(last: () => void): void;
  /** As `write`, past a shut gate: for the probe that finds out whether it may open. */
  try(work: () => unknown): Promise<unknown>;
  /** Commits what waits, now. */
  flush(): void;
}

/** Shut while the disk refuses: then nothing is tried but the probe. */
interface Gate {
  isShut(): boolean;
  shut(error: Error): void;
}

interface Job {
  readonly work: () => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** The disk is full, gone, locked by another program, or read-only: nothing was stored, and it may pass. */
const REFUSED = /^SQLITE_(FULL|IOERR|READONLY|BUSY|LOCKED|CANTOPEN|PERM|NOMEM)/;
/** Somebody else holds the file for a moment: the next write may well succeed. */
const HELD = /^SQLITE_(BUSY|LOCKED)/;
/** After these nobody knows what is on the disk; only a restart, which reads it again, can tell. */
const BROKEN = /^SQLITE_(IOERR_FSYNC|IOERR_DIR_FSYNC|CORRUPT|NOTADB)/;

/** One transaction holds no more, whatever the rush. */
const MOST = 512;

const codeOf = (error: unknown) => (error instanceof Database.SqliteError ? error.code : '');

export function openWriter(db: Db, group: GroupCommit, gate: Gate, onBroken: (error: Error) => void): Writer {
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const rollback = db.prepare('ROLLBACK');
  const enter = db.prepare('SAVEPOINT job');
  const leave = db.prepare('RELEASE job');
  const undo = db.prepare('ROLLBACK TO job');
  let waiting: Job[] = [];
  let atEnd: (() => void)[] = [];
  let timer: NodeJS.Timeout | undefined;
  let soon: NodeJS.Immediate | undefined;
  let broken: Error | undefined;

  /** One job inside the open transaction: how to settle it once the transaction is on disk. */
  function attempt(job: Job): () => void {
    enter.run();
    const before = atEnd.length;
    try {
      const value = job.work();
      leave.run();
      return () => job.resolve(value);
    } catch (error) {
      if (REFUSED.test(codeOf(error)) || BROKEN.test(codeOf(error)) || !db.inTransaction) throw error;
      atEnd.length = before;
      undo.run();
      leave.run();
      return () => job.reject(error);
    }
  }

  function commitAll(jobs: readonly Job[]): void {
    let committing = false;
    atEnd = [];
    try {
      begin.run();
      const settle = jobs.map(attempt);
      for (const last of atEnd) last();
      committing = true;
      commit.run();
      for (const done of settle) done();
    } catch (error) {
      if (db.inTransaction) rollback.run();
      const code = codeOf(error);
      if (BROKEN.test(code) || (committing && code.startsWith('SQLITE_IOERR'))) {
        broken = error as Error;
        onBroken(broken);
      }
      const refusal =
        REFUSED.test(code) || broken
          ? new StorageFull(`The database refuses to write (${code}): nothing was stored.`, { cause: error })
          : error;
      if (refusal instanceof StorageFull && !HELD.test(code)) gate.shut(refusal);
      for (const job of jobs) job.reject(refusal);
    }
  }

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    clearImmediate(soon);
    soon = undefined;
    while (waiting.length > 0) {
      const jobs = waiting.slice(0, MOST);
      waiting = waiting.slice(MOST);
      commitAll(jobs);
    }
  }

  function enqueue<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (!db.open) return reject(new Error('The store is closed.'));
      if (broken) return reject(new StorageFull('The database failed to sync; restart the server.', { cause: broken }));
      waiting.push({ work, resolve: (value) => resolve(value as T), reject });
      if (waiting.length >= group.maxItems) soon ??= setImmediate(flush);
      else timer ??= setTimeout(flush, group.maxWaitMs);
    });
  }

  return {
    flush,
    atEnd: (last) => atEnd.push(last),
    try: enqueue,
    write<T>(work: () => T): Promise<T> {
      if (!gate.isShut()) return enqueue(work);
      return Promise.reject(new StorageFull('The disk is full or cannot be written: nothing was stored.'));
    },
  };
}
