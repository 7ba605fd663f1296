/** A file of an older schema: copied first, upgraded all or nothing. */
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { MIGRATIONS } from '#store/migrations/list.ts';
import { sqliteStorage } from '#tests/support/sqlite-storage.ts';

const OLD = MIGRATIONS.length - 1;
let storage: ReturnType<typeof sqliteStorage>;
beforeEach(() => {
  storage = sqliteStorage();
});
afterEach(() => {
  vi.doUnmock('#store/migrations/list.ts');
  storage.remove();
});

/** A file as the version before this one left it, with one setting in it. */
function olderFile(): void {
  mkdirSync(dirname(storage.path), { recursive: true });
  const db = new Database(storage.path);
  for (const sql of MIGRATIONS.slice(0, OLD)) db.exec(sql);
  db.exec(`PRAGMA application_id = 1214344804; PRAGMA user_version = ${OLD}; INSERT INTO setting VALUES ('kept', 'yes');`);
  db.close();
}
const beside = () => readdirSync(dirname(storage.path)).filter((name) => name.startsWith(`${basename(storage.path)}.`));
const look = (path: string) => {
  const db = new Database(path, { readonly: true });
  try {
    const kept = db.prepare<[], string>("SELECT value FROM setting WHERE key = 'kept'").pluck().get();
    return { schema: db.pragma('user_version', { simple: true }), kept };
  } finally {
    db.close();
  }
};

it('S67 before an upgrade the file is copied, whole and for its owner alone; a second start copies nothing', async () => {
  olderFile();
  await (await storage.open()).close();
  const name = `${storage.path}.before-schema-${OLD + 1}`;
  expect(beside()).toEqual([basename(name)]);
  expect(look(name)).toEqual({ schema: OLD, kept: 'yes' });
  expect(look(storage.path)).toEqual({ schema: MIGRATIONS.length, kept: 'yes' });
  expect(statSync(name).mode & 0o777).toBe(0o600);
  await (await storage.open()).close();
  expect(beside()).toEqual([basename(name)]);
});

it('S67 a new file is not copied, and an earlier copy is never overwritten', async () => {
  await (await storage.open()).close();
  expect(beside()).toEqual([]);
  storage.remove();
  olderFile();
  const name = `${storage.path}.before-schema-${OLD + 1}`;
  const mark = new Database(name);
  mark.close();
  await (await storage.open()).close();
  expect(beside().sort()).toEqual([basename(name), `${basename(name)}-2`]);
});

it('S67 an upgrade that fails leaves the file as it was, beside its copy', async () => {
  await (await storage.open()).close();
  vi.resetModules();
  vi.doMock('#store/migrations/list.ts', () => ({
    MIGRATIONS: [...MIGRATIONS, 'CREATE TABLE half (x); INSERT INTO half VALUES (no_such_function())'],
  }));
  const { openDatabase } = await import('#store/sqlite-open.ts');
  expect(() => openDatabase(storage.path)).toThrow('no_such_function');
  const copy = `${storage.path}.before-schema-${MIGRATIONS.length + 1}`;
  for (const path of [storage.path, copy]) {
    const db = new Database(path, { readonly: true });
    expect(db.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length);
    expect(db.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'half'").pluck().get()).toBe(0);
    db.close();
  }
});

it('D58 missed questions keep their numbers and words through the upgrade that ends giving them again', async () => {
  mkdirSync(dirname(storage.path), { recursive: true });
  const db = new Database(storage.path);
  for (const sql of MIGRATIONS.slice(0, 5)) db.exec(sql);
  db.exec(`PRAGMA application_id = 1214344804; PRAGMA user_version = 5;
    INSERT INTO learner (id, token_hash, site, lang, device, first_seen_at) VALUES ('l', 'h', 's', 'en', '', 0);
    INSERT INTO conversation (nr, id, learner, created_at) VALUES (1, 'c', 'l', 0);
    INSERT INTO missed VALUES (3, 1, 2, 7, 'one', 'en', 'not-known', '[]', 'py', NULL, 'reply', 'dismissed', 'ada', 8),
      (7, 1, 4, 9, 'two', 'zh', 'unhelpful', '[]', NULL, '3', NULL, NULL, NULL, NULL);`);
  const rows = (held: Database.Database) => held.prepare('SELECT * FROM missed ORDER BY nr').all();
  const before = rows(db);
  db.close();
  await (await storage.open()).close();
  const upgraded = new Database(storage.path);
  expect(rows(upgraded)).toEqual(before);
  upgraded.exec('DELETE FROM missed WHERE nr = 7');
  const insert =
    "INSERT INTO missed (conversation, seq, at, text, tongue, reason, nearest) VALUES (1, 6, 9, 'x', 'en', 'unhelpful', '[]')";
  expect(upgraded.prepare(insert).run().lastInsertRowid).toBe(8);
  expect(upgraded.pragma('foreign_key_check')).toEqual([]);
  upgraded.close();
});
