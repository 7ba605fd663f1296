/** What is SQLite's own: the file, its settings, its refusals, a full disk. */
import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { agentId } from '#domain/ids.ts';
import { storeOn } from '#store/sqlite.ts';
import { openDatabase, recentEnough } from '#store/sqlite-open.ts';
import { StorageFull, type Store } from '#store/store.ts';
import { at, said } from '#tests/support/samples.ts';
import { realIds, sqliteStorage } from '#tests/support/sqlite-storage.ts';
import { newKey, stored, talk, tell } from '#tests/support/store-talk.ts';

let storage: ReturnType<typeof sqliteStorage>;
beforeEach(() => {
  storage = sqliteStorage();
});
afterEach(() => storage.remove());

/** A closed store's file after `change` was made to it by hand. */
async function tampered(change: string): Promise<void> {
  await (await storage.open()).close();
  const db = openDatabase(storage.path);
  db.exec(change);
  db.close();
}

describe('SQLite: the file', () => {
  it('S60 only its owner may read the file, its log and its folder', async () => {
    const store = await storage.open();
    await talk(store, 'c', [said('private')]);
    for (const suffix of ['', '-wal', '-shm']) expect(statSync(storage.path + suffix).mode & 0o777).toBe(0o600);
    expect(statSync(storage.path.replace(/\/[^/]*$/, '')).mode & 0o777).toBe(0o700);
    await store.close();
  });

  it('S61 after the first write the file is still in WAL and synced before every acknowledgement', async () => {
    for (let round = 0; round < 2; round++) {
      const db = openDatabase(storage.path);
      const store = storeOn(db, { path: storage.path, ids: realIds });
      await store.putSetting('k', 'v');
      const pragmas = ['journal_mode', 'synchronous', 'foreign_keys', 'trusted_schema', 'busy_timeout', 'journal_size_limit'];
      expect(pragmas.map((name) => db.pragma(name, { simple: true }))).toEqual(['wal', 2, 1, 0, 5000, 64 * 1024 * 1024]);
      await store.close();
    }
  });

  it('S61 an SQLite older than 3.51.3 is refused', () => {
    expect(['3.51.3', '3.51.10', '3.53.2', '4.0.0'].map(recentEnough)).toEqual([true, true, true, true]);
    expect(['3.51.2', '3.50.9', '2.99.99', ''].map(recentEnough)).toEqual([false, false, false, false]);
  });

  it('S62 a file written by a newer version is refused with a sentence, and left as it is', async () => {
    await tampered('PRAGMA user_version = 99');
    const before = readFileSync(storage.path);
    await expect(storage.open()).rejects.toThrow(
      /newer Handraise \(schema 99; this one knows up to \d+\)\. Start that newer version/,
    );
    expect(readFileSync(storage.path).equals(before)).toBe(true);
  });

  it("S62 another program's file and a file that is no database are refused with a sentence", async () => {
    await tampered('PRAGMA application_id = 7');
    await expect(storage.open()).rejects.toThrow('is an SQLite file of some other program');
    writeFileSync(storage.path, 'Dear diary, '.repeat(1000));
    await expect(storage.open()).rejects.toThrow('is not an SQLite file');
    expect(readFileSync(storage.path, 'utf8')).toContain('Dear diary');
  });

  it('D51 after a restore that was killed before its last step no empty database hides what lies beside it', async () => {
    await (await storage.open()).close();
    renameSync(storage.path, `${storage.path}.restoring`);
    await expect(storage.open()).rejects.toThrow('a restore was interrupted. Run it again');
    expect(existsSync(storage.path)).toBe(false);
    renameSync(`${storage.path}.restoring`, storage.path);
    // One that was ended earlier left everything in its place.
    writeFileSync(`${storage.path}.restoring`, 'half a copy');
    await (await storage.open()).close();
  });

  it('S63 what was acknowledged another connection reads at once', async () => {
    const store = await storage.open();
    const other = openDatabase(storage.path);
    const count = other.prepare<[], number>('SELECT count(*) FROM event').pluck();
    const id = await talk(store, 'c', [said('x')]);
    for (let n = 3; n <= 20; n++) {
      const pending = tell(store, id, [said('x')]);
      await pending;
      expect(count.get()).toBe(n);
    }
    other.close();
    await store.close();
  });

  it('S64 the columns of the lists say what the log says', async () => {
    const db = openDatabase(storage.path);
    const store = storeOn(db, { path: storage.path, ids: realIds });
    for (const id of ['a', 'b', 'c']) {
      const made = await talk(store, id, [said('x'), said('y')], at(1));
      await tell(store, made, [{ type: 'handoff-requested', reason: 'asked' }], at(2));
      if (id !== 'a') await tell(store, made, [{ type: 'closed', by: 'learner', resolved: false }], at(3));
    }
    const wrong = db.prepare<[], number>(
      `SELECT count(*) FROM conversation c WHERE seq <> (SELECT max(seq) FROM event e WHERE e.conversation = c.nr)
         OR said <> (SELECT count(*) FROM event e WHERE e.conversation = c.nr AND type = 'learner-said')
         OR status <> json_extract(state, '$.phase.status')`,
    );
    expect(wrong.pluck().get()).toBe(0);
    const tally = db.prepare<[], { status: string; n: number }>(
      'SELECT status, n, (SELECT count(*) FROM conversation c WHERE c.status = t.status) AS counted FROM tally t WHERE n <> counted',
    );
    expect(tally.all()).toEqual([]);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    await store.close();
  });
});

describe('SQLite: removal', () => {
  it('E2 E4 what is removed leaves no row in any table that names a conversation or a learner', async () => {
    const db = openDatabase(storage.path);
    const store = storeOn(db, { path: storage.path, ids: realIds });
    const id = await talk(store, 'c', [said('x')], at(1));
    await tell(store, id, [{ type: 'closed', by: 'learner', resolved: true }], at(2));
    await tell(store, id, [{ type: 'rated', rating: { stars: 3, reasons: [], comment: 'x' } }], at(3));
    await store.conversations.mark(id, agentId('ada'), 2);
    const rows = () =>
      db
        .prepare<[], string>(
          `SELECT DISTINCT t.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c
           WHERE t.type = 'table' AND (c.name IN ('learner', 'conversation') OR t.name = 'learner')`,
        )
        .pluck()
        .all()
        .filter((table) => db.prepare(`SELECT 1 FROM "${table}" LIMIT 1`).get() !== undefined)
        .sort();
    expect(rows()).toEqual(['conversation', 'event', 'learner', 'rating', 'reading']);
    expect(await store.retention.sweep(at(10), 10)).toEqual([id]);
    expect(rows()).toEqual([]);
    await store.close();
  });
});

describe('SQLite: a full disk', () => {
  it('S65 nothing is acknowledged without its row, everything in the batch is refused, and writing resumes by itself', async () => {
    const db = openDatabase(storage.path);
    const broken: Error[] = [];
    const store: Store = storeOn(db, { path: storage.path, ids: realIds, onBroken: (error) => broken.push(error) });
    const id = await talk(store, 'c', [said('x')]);
    const pages = db.pragma('page_count', { simple: true }) as number;
    db.pragma(`max_page_count = ${pages + 4}`);
    let acked = 2;
    let refused: unknown;
    for (let n = 0; n < 100 && refused === undefined; n++) {
      const outcome = await tell(store, id, [said('y'.repeat(4000))]).catch((error: unknown) => {
        refused = error;
      });
      if (outcome) acked = stored(outcome).last;
    }
    expect(refused).toBeInstanceOf(StorageFull);
    expect((refused as Error).message).toContain('nothing was stored');
    const big = { type: 'learner-said', text: 'z'.repeat(40_000), lang: 'en', place: {} } as const;
    const state = (await store.conversations.load(id))?.state;
    if (!state) throw new Error('the conversation has a state');
    const batch = await Promise.allSettled([
      store.learners.update(state.learner, { name: 'Ana' }),
      store.conversations.append(id, acked, [big], newKey(), at(1), state),
    ]);
    expect(batch.map((one) => one.status === 'rejected' && one.reason instanceof StorageFull)).toEqual([true, true]);
    await expect(store.probe()).rejects.toThrow(StorageFull);
    expect((await store.learners.get(state.learner))?.name).toBeNull();
    expect((await store.conversations.since(id, 0, 1000)).map(({ seq }) => seq)).toEqual(
      Array.from({ length: acked }, (_, index) => index + 1),
    );

    db.pragma('max_page_count = 1000000');
    await store.probe();
    expect(stored(await tell(store, id, [said('back')])).first).toBe(acked + 1);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(broken).toEqual([]);
    await store.close();
  });

  it('S68 from the first refusal the store is read-only and says so; it opens by itself when there is room', async () => {
    const db = openDatabase(storage.path);
    const store = storeOn(db, { path: storage.path, ids: realIds });
    const id = await talk(store, 'c', [said('x')]);
    const told: boolean[] = [];
    const opened = new Promise<void>((resolve) => {
      store.onWritable((writable) => {
        told.push(writable);
        if (writable) resolve();
      });
    });
    expect(store.writable()).toBe(true);
    const pages = db.pragma('page_count', { simple: true }) as number;
    db.pragma(`max_page_count = ${pages}`);
    await expect(store.putSetting('big', 'z'.repeat(100_000))).rejects.toThrow(StorageFull);
    expect([store.writable(), told]).toEqual([false, [false]]);
    // It would fit; but what is refused is refused for all, until a probe finds room.
    await expect(store.putSetting('small', 'z')).rejects.toThrow(StorageFull);
    expect((await store.conversations.since(id, 0, 10)).length).toBe(2);
    db.pragma('max_page_count = 1000000');
    await opened;
    await store.putSetting('small', 'z');
    expect([store.writable(), told]).toEqual([true, [false, true]]);
    await store.close();
  });

  it('S69 a full disk keeps nobody from reading: an agent’s session holds although its use cannot be noted', async () => {
    const db = openDatabase(storage.path);
    const store = storeOn(db, { path: storage.path, ids: realIds });
    const agent = agentId('ada');
    const card = { id: agent, login: 'a@b.c', name: 'Ada', role: 'agent', passwordHash: '', disabled: false } as const;
    await store.agents.create({ ...card, createdAt: at(0) });
    await store.agents.openSession({ hash: 'h', agent, csrf: 'c', at: at(0), until: at(1e9) });
    db.pragma(`max_page_count = ${db.pragma('page_count', { simple: true })}`);
    await expect(store.putSetting('big', 'z'.repeat(100_000))).rejects.toThrow(StorageFull);
    expect(await store.agents.session('h', at(3_600_000), 1e8)).toEqual({ agent, csrf: 'c' });
    await store.close();
  });

  it('S66 while another program holds the file, writes are refused and not lost from sight', async () => {
    const db = openDatabase(storage.path);
    const store = storeOn(db, { path: storage.path, ids: realIds });
    const id = await talk(store, 'c', [said('x')]);
    db.pragma('busy_timeout = 1');
    const other = openDatabase(storage.path);
    other.exec('BEGIN IMMEDIATE');
    await expect(tell(store, id, [said('y')])).rejects.toThrow(StorageFull);
    other.exec('ROLLBACK');
    other.close();
    stored(await tell(store, id, [said('y')]));
    await store.close();
  });
});
