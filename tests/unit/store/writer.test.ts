/** Group commit alone, on a real file: what is together, what is apart, and what is left when something fails. */
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Db, openDatabase } from '#store/sqlite-open.ts';
import { type GroupCommit, openWriter } from '#store/sqlite-writer.ts';
import { StorageFull } from '#store/store.ts';
import { sqliteStorage } from '#tests/support/sqlite-storage.ts';

let storage: ReturnType<typeof sqliteStorage>;
let db: Db;
let shut: Error | undefined;
let broken: Error[];
beforeEach(() => {
  storage = sqliteStorage();
  db = openDatabase(storage.path);
  db.exec(
    'CREATE TABLE parent (id INTEGER PRIMARY KEY); CREATE TABLE child (parent INTEGER REFERENCES parent); CREATE TABLE word (text)',
  );
  shut = undefined;
  broken = [];
});
afterEach(() => {
  db.close();
  storage.remove();
});
const open = (group: Partial<GroupCommit> = {}, on = db) =>
  openWriter(
    on,
    { maxWaitMs: 1_000_000, maxItems: 1_000_000, ...group },
    { isShut: () => shut !== undefined, shut: (error) => (shut = error) },
    (error) => broken.push(error),
  );
const put = (word: string) => db.prepare('INSERT INTO word VALUES (?)').run(word);
const words = () => db.prepare<[], string>('SELECT text FROM word ORDER BY rowid').pluck().all();
const outcomes = async (list: readonly Promise<unknown>[]) =>
  (await Promise.allSettled(list)).map((one) => (one.status === 'fulfilled' ? 'done' : (one.reason as Error).message));

describe('group commit', () => {
  it('S5 of work that throws nothing is stored, neither what it wrote nor what it left for the end; the others are', async () => {
    const writer = open();
    const fails = () => {
      put('half');
      writer.atEnd(() => put('end of half'));
      throw new Error('no');
    };
    const works = (key: string) => () => {
      put(key);
      writer.atEnd(() => put(`end of ${key}`));
    };
    const all = [writer.write(works('a')), writer.write(fails), writer.write(works('b'))];
    writer.flush();
    expect(await outcomes(all)).toEqual(['done', 'no', 'done']);
    expect(words()).toEqual(['a', 'b', 'end of a', 'end of b']);
  });

  it('S5 where the end of a transaction fails all of it is refused, nothing of it is stored, and the next goes on', async () => {
    const writer = open();
    const orphan = () => {
      db.pragma('defer_foreign_keys = ON');
      db.prepare('INSERT INTO child VALUES (7)').run();
    };
    const all = [writer.write(() => put('a')), writer.write(orphan)];
    writer.flush();
    for (const said of await outcomes(all)) expect(said).toContain('FOREIGN KEY');
    const late = [
      writer.write(() => put('b')),
      writer.write(() =>
        writer.atEnd(() => {
          throw new Error('no index');
        }),
      ),
    ];
    writer.flush();
    expect(await outcomes(late)).toEqual(['no index', 'no index']);
    const next = writer.write(() => put('c'));
    writer.flush();
    await next;
    expect([words(), db.inTransaction, broken, shut]).toEqual([['c'], false, [], undefined]);
  });

  it('S4 in a rush all that arrived is written by the end of the turn, thousands too', async () => {
    const writer = open({ maxItems: 3 });
    let done = 0;
    const all = Array.from({ length: 2_000 }, (_, n) => writer.write(() => put(`${n}`)).then(() => (done += 1)));
    expect(done).toBe(0);
    await Promise.all(all);
    expect(words()).toHaveLength(2_000);
    // Two are no rush: they wait for company.
    const few = [writer.write(() => put('x')), writer.write(() => put('y'))];
    await new Promise((resolve) => setImmediate(resolve));
    expect(done).toBe(2_000);
    expect(words()).toHaveLength(2_000);
    writer.flush();
    await Promise.all(few);
  });

  it('S4 however great the rush, one transaction holds no more than 512', async () => {
    let commits = 0;
    const counting = Object.assign(Object.create(null), {
      prepare: (sql: string) => {
        const statement = db.prepare(sql);
        const run = () => {
          commits += 1;
          return statement.run();
        };
        return sql === 'COMMIT' ? { run } : statement;
      },
      open: true,
    }) as Db;
    Object.defineProperty(counting, 'inTransaction', { get: () => db.inTransaction });
    const writer = open({}, counting);
    const all = Array.from({ length: 1_025 }, (_, n) => writer.write(() => put(`${n}`)));
    writer.flush();
    await Promise.all(all);
    expect([commits, words().length]).toEqual([3, 1_025]);
  });

  it('S65 what the disk refuses one of them is refused all, and the gate is shut; what somebody holds is not', async () => {
    const writer = open();
    const refuses = (code: string) => () => {
      put('half');
      throw new Database.SqliteError('no', code);
    };
    const all = [writer.write(() => put('a')), writer.write(refuses('SQLITE_IOERR_WRITE')), writer.write(() => put('b'))];
    writer.flush();
    for (const said of await outcomes(all)) expect(said).toContain('SQLITE_IOERR_WRITE');
    expect([words(), shut instanceof StorageFull, broken]).toEqual([[], true, []]);
    shut = undefined;
    const held = writer.write(refuses('SQLITE_BUSY'));
    writer.flush();
    await expect(held).rejects.toBeInstanceOf(StorageFull);
    expect(shut).toBeUndefined();
  });

  it('D32 after a sync that failed, or an I/O error in COMMIT, nothing is written any more, and it is said once', async () => {
    const fails = (code: string) => {
      throw new Database.SqliteError('no', code);
    };
    const unsure = Object.assign(Object.create(null), {
      prepare: (sql: string) => (sql === 'COMMIT' ? { run: () => fails('SQLITE_IOERR_WRITE') } : db.prepare(sql)),
      open: true,
    }) as Db;
    Object.defineProperty(unsure, 'inTransaction', { get: () => db.inTransaction });
    for (const [on, work] of [
      [db, () => fails('SQLITE_IOERR_FSYNC')],
      [unsure, () => put('a')],
    ] as const) {
      const writer = open({}, on);
      const first = writer.write(work);
      writer.flush();
      await expect(first).rejects.toBeInstanceOf(StorageFull);
      shut = undefined;
      for (const write of [writer.write, writer.try]) await expect(write(() => put('b'))).rejects.toThrow('restart the server');
      writer.flush();
    }
    expect([words(), broken.length]).toEqual([[], 2]);
  });

  it('S68 behind a shut gate only the probe is tried', async () => {
    const writer = open();
    shut = new Error('full');
    await expect(writer.write(() => put('a'))).rejects.toBeInstanceOf(StorageFull);
    const probe = writer.try(() => put('probe'));
    writer.flush();
    await probe;
    expect(words()).toEqual(['probe']);
  });
});
