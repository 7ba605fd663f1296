import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { conversationId } from '#domain/ids.ts';
import { instant } from '#domain/time.ts';
import { openLearner, setUp, signIn, value } from '#tests/support/people.ts';
import { fakeClock } from '#tests/support/samples.ts';
import { startServer } from '#tests/support/start-server.ts';

const DAY = 86_400_000;

describe('retention', () => {
  it('E4 a chat without a word for RETENTION_DAYS goes by itself, on time, with its learner; younger ones stay', async () => {
    const clock = fakeClock(instant(1_800_000_000_000));
    const swept: number[] = [];
    const server = await startServer({
      clock,
      env: { RETENTION_DAYS: '30' },
      wrap: (store) => ({
        ...store,
        retention: {
          async sweep(before, limit) {
            const gone = await store.retention.sweep(before, limit);
            swept.push(gone.length);
            return gone;
          },
        },
      }),
    });
    /** Moves time; resolves with what the round that fell due removed. */
    const pass = async (ms: number) => {
      const rounds = swept.length;
      clock.advance(ms);
      await expect.poll(() => swept.length).toBeGreaterThan(rounds);
      return swept.at(-1);
    };
    await setUp(server);
    const old = await openLearner(server.url);
    value(await old.say('old?'));
    value(await old.act({ type: 'end' }));
    const silent = await openLearner(server.url);
    expect(await pass(20 * DAY)).toBe(0);
    const young = await openLearner(server.url);
    value(await young.say('young?'));
    expect(await pass(10 * DAY)).toBe(0);
    const ada = await (await signIn(server.url, 'ada@example.com')).dial();
    expect(await pass(15_001)).toBe(2);
    const told = await ada.next('removed');
    expect([...told.conversations].sort()).toEqual([old.conversation, silent.conversation].sort());
    expect(told.counts).toMatchObject({ all: 1, closed: 0 });
    ada.close();
    for (const gone of [old, silent]) {
      expect(await server.store.conversations.load(conversationId(gone.conversation))).toBeUndefined();
      await expect(openLearner(server.url, gone.opened.token)).rejects.toThrow('signed-out');
    }
    expect((await openLearner(server.url, young.opened.token)).opened.conversation.head).toBeGreaterThan(2);
    await server.close();
  });

  it('D57 copies that upgrades and restores kept go when all in them is too old, with their files; younger and others stay', async () => {
    const now = 1_800_000_000_000;
    const clock = fakeClock(instant(now));
    const server = await startServer({ clock, env: { RETENTION_DAYS: '30' } });
    const place = (name: string, days: number) => {
      const path = join(server.dataDir, name);
      if (name.endsWith('.files')) {
        mkdirSync(path);
        writeFileSync(join(path, '1'.repeat(32)), 'words');
      } else writeFileSync(path, 'words');
      utimesSync(path, (now - days * DAY) / 1000, (now - days * DAY) / 1000);
      return name;
    };
    const stamp = (day: number) => `handraise.db.before-2026-01-0${day}T10-11-12-345Z`;
    const kept = [
      place('handraise.db.before-schema-5-2', 29),
      // Of one copy the youngest part counts.
      place(stamp(2), 40),
      place(`${stamp(2)}.files`, 29),
      place('handraise.db.before-my-holidays', 400),
    ];
    for (const name of ['handraise.db.before-schema-5', stamp(1), `${stamp(1)}-wal`, `${stamp(1)}.files`, `${stamp(3)}.files`])
      place(name, 31);
    /** What is there after one more round; the round before may not have set its timer anew. */
    const beside = () => {
      clock.advance(60_001);
      return readdirSync(server.dataDir).filter((name) => name.startsWith('handraise.db.'));
    };
    await expect.poll(() => beside().sort()).toEqual([...kept].sort());
    const told = server.logged.find(({ message }) => message.startsWith('copies kept'));
    expect(told?.fields['removed']).toHaveLength(3);
    clock.advance(2 * DAY);
    await expect.poll(() => beside()).toEqual(['handraise.db.before-my-holidays']);
    await server.close();
  });

  it('D62 a backup that was killed goes after a day, with the files it had copied; others and one being made stay', async () => {
    const now = 1_800_000_000_000;
    const clock = fakeClock(instant(now));
    const server = await startServer({ clock });
    const folder = join(server.dataDir, 'backups');
    mkdirSync(folder);
    const place = (name: string, days: number) => {
      if (name.endsWith('.files')) mkdirSync(join(folder, name));
      else writeFileSync(join(folder, name), 'words');
      utimesSync(join(folder, name), (now - days * DAY) / 1000, (now - days * DAY) / 1000);
      return name;
    };
    const stamp = (day: number) => `handraise-2026-01-0${day}T10-11-12-345Z.db`;
    const kept = [`${stamp(1)}.files`, stamp(2), `${stamp(2)}.files`, 'mine.db.partial'].map((name) => place(name, 9));
    kept.push(place(`${stamp(3)}.partial`, 0.5));
    for (const tail of ['partial', 'partial-journal', 'files']) place(`${stamp(4)}.${tail}`, 2);
    await expect
      .poll(() => {
        clock.advance(60_001);
        return readdirSync(folder).sort();
      })
      .toEqual([...kept].sort());
    expect(server.logged.find(({ message }) => message.startsWith('backups were interrupted'))?.fields['removed']).toHaveLength(
      3,
    );
    await server.close();
  });

  it('D60 nothing that a restore or an upgrade leaves behind stays for ever: half done or without a database', async () => {
    const now = 1_800_000_000_000;
    const clock = fakeClock(instant(now));
    const server = await startServer({ clock, env: { RETENTION_DAYS: '30' } });
    const place = (name: string, days: number) => {
      const path = join(server.dataDir, name);
      if (/\.files$|^attachments/.test(name)) {
        mkdirSync(path);
        writeFileSync(join(path, '1'.repeat(32)), 'words');
      } else writeFileSync(path, 'words');
      utimesSync(path, (now - days * DAY) / 1000, (now - days * DAY) / 1000);
    };
    place('handraise.db.files', 29);
    place('handraise.db.before-schema-5.partial', 31);
    for (const name of ['handraise.db.restoring', 'handraise.db.restoring-wal', 'attachments.restoring']) place(name, 0);
    const left = () => {
      clock.advance(60_001);
      const known = ['handraise.db', 'handraise.db-wal', 'handraise.db-shm', 'attachments'];
      return readdirSync(server.dataDir).filter((name) => /^handraise\.db|^attachments/.test(name) && !known.includes(name));
    };
    await expect.poll(left).toEqual(['handraise.db.files']);
    clock.advance(2 * DAY);
    await expect.poll(left).toEqual([]);
    expect(readdirSync(server.dataDir)).toEqual(expect.arrayContaining(['handraise.db', 'attachments']));
    expect(server.logged.filter(({ message }) => message.startsWith('a restore was interrupted'))).toMatchObject([
      { fields: { removed: { length: 3 } } },
    ]);
    await server.close();
  });
});
