/** The eye of `npm run bench:durability`: it must see what is gone. */
import { copyFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { learnerId } from '#domain/ids.ts';
import { differences, keptIn } from '#scripts/bench/lost.ts';
import type { Acked } from '#scripts/bench/pour.ts';
import { at, botSaid, said } from '#tests/support/samples.ts';
import { sqliteStorage } from '#tests/support/sqlite-storage.ts';
import { begin, newKey, stored, talk, tell } from '#tests/support/store-talk.ts';

const storage = sqliteStorage();
const acked: Acked[] = [];

beforeEach(async () => {
  acked.length = 0;
  const store = await storage.open();
  const conversation = await talk(store, 'c');
  for (const [nr, text] of ['first', 'second', 'third'].entries()) {
    const cid = newKey();
    const events = [...(nr === 0 ? [begin(learnerId('c'))] : []), said(text), botSaid('hi')];
    const { first } = stored(await tell(store, conversation, events, at(nr), cid));
    acked.push({ conversation, cid, seq: first, text });
  }
  await store.close();
});
afterEach(() => storage.remove());

const tampered = (path: string, sql: string) => {
  const db = new Database(path);
  expect(db.prepare(sql).run().changes).toBe(1);
  db.close();
};
const SECOND = `type = 'learner-said' AND body ->> '$.text' = 'second'`;

it('D41 a sound file holds all that was acknowledged', () => {
  expect(keptIn(storage.path, acked)).toEqual({ missing: 0, integrity: 'ok' });
});

it.each([
  ['a message gone', `DELETE FROM event WHERE ${SECOND}`],
  ['other words', `UPDATE event SET body = json_set(body, '$.text', 'else') WHERE ${SECOND}`],
  ['another number', `UPDATE event SET seq = 99 WHERE ${SECOND}`],
])('D41 %s is seen as missing', (_, sql) => {
  tampered(storage.path, sql);
  expect(keptIn(storage.path, acked).missing).toBe(1);
});

it('D42 a copy differs in no row, a changed one in the row as it was and as it is, wherever it is', () => {
  const copy = `${storage.path}.copy`;
  copyFileSync(storage.path, copy);
  expect(differences(storage.path, copy)).toBe(0);
  tampered(copy, `DELETE FROM event WHERE ${SECOND}`);
  expect(differences(storage.path, copy)).toBe(1);
  tampered(copy, `UPDATE conversation SET said = said + 1`);
  expect(differences(storage.path, copy)).toBe(3);
});
