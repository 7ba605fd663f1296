/** When files go, and when they come back: retention, erasure, backup. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { instant } from '#domain/time.ts';
import { jpeg, pdf, photo, png, SECRET } from '#tests/support/media.ts';
import { openLearner, type TestLearner, value } from '#tests/support/people.ts';
import { type FakeClock, fakeClock } from '#tests/support/samples.ts';
import { startServer, type TestServer } from '#tests/support/start-server.ts';
import { sayWith, uploadTo } from '#tests/support/uploads.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const DAY = 86_400_000;
let server: TestServer;
let clock: FakeClock;
beforeEach(async () => {
  clock = fakeClock(instant(1_800_000_000_000));
  server = await startServer({ clock, env: { ATTACHMENTS: 'on' } });
});
afterEach(() => server.close());

const upload = (who: TestLearner, body: Buffer, name?: string) => uploadTo(server.url, who, body, name);
const onDisk = () => readdirSync(join(server.dataDir, 'attachments'));

describe('what goes', () => {
  const rows = (sql: string) => {
    const db = new Database(join(server.dataDir, 'handraise.db'));
    try {
      return db.prepare(sql).pluck().all();
    } finally {
      db.close();
    }
  };
  const tool = (name: string, ...args: string[]) =>
    spawnSync(process.execPath, ['--import', 'tsx', `scripts/${name}.ts`, ...args], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, DATA_DIR: server.dataDir },
    });

  it('G76 a file that no message carries goes after a day, one that is said with its chat, one of nobody at the start', async () => {
    writeFileSync(join(server.dataDir, 'attachments', 'f'.repeat(32)), 'a kill came between the file and its row');
    const who = await openLearner(server.url);
    const kept = await upload(who, png);
    const lost = await upload(who, pdf);
    value(await sayWith(who, 'look', [kept.id]));
    clock.advance(DAY - 60_000);
    await expect.poll(() => onDisk().length).toBe(2);
    expect(onDisk().sort()).toEqual([kept.id, lost.id].sort());
    // Each round is planned when the one before is over: time goes on until it came.
    const later = () => {
      clock.advance(15_001);
      return onDisk();
    };
    clock.advance(120_000);
    await expect.poll(later).toEqual([kept.id]);
    expect(rows('SELECT id FROM attachment')).toEqual([kept.id]);
    clock.advance(200 * DAY);
    await expect.poll(later).toEqual([]);
    await expect.poll(() => rows('SELECT id FROM file_gone')).toEqual([]);
    who.close();
  });

  it('G76 export names the files of a learner, erasure takes them from the disk, also beside a running server', {
    timeout: 60_000,
  }, async () => {
    const who = await openLearner(server.url);
    const bystander = await openLearner(server.url);
    const theirs = await upload(bystander, png);
    value(await sayWith(bystander, 'mine', [theirs.id]));
    const file = await upload(who, Buffer.from('my secret homework'));
    value(await sayWith(who, 'look', [file.id]));
    const id = rows(`SELECT learner FROM conversation WHERE id = '${who.conversation}'`)[0] as string;
    expect(tool('learner', 'export', id).stdout).toContain(file.id);
    expect(tool('learner', 'erase', id, '--yes').stderr).toBe('');
    expect(onDisk()).toEqual([theirs.id]);
    const left = readdirSync(server.dataDir, { recursive: true, encoding: 'utf8' })
      .map((name) => join(server.dataDir, name))
      .filter((path) => existsSync(path) && statSync(path).isFile() && readFileSync(path).includes('my secret homework'));
    expect(left).toEqual([]);
    for (const one of [who, bystander]) one.close();
  });

  it('P53 backup and restore carry the files; those that were there before the restore stay beside', {
    timeout: 60_000,
  }, async () => {
    const who = await openLearner(server.url);
    const file = await upload(who, photo(1), 'a.jpg');
    value(await sayWith(who, 'look', [file.id]));
    const backup = JSON.parse(tool('backup').stdout) as { backup: string; files: number };
    expect(backup.files).toBe(1);
    const later = await upload(who, pdf);
    value(await sayWith(who, 'and', [later.id]));
    const { dataDir } = server;
    await server.app.close();
    await server.store.close();
    const back = tool('restore', backup.backup);
    expect(back.stderr).toBe('');
    const { before, files } = JSON.parse(back.stdout) as { before: string; files: number };
    expect([files, onDisk(), readdirSync(`${before}.files`).sort()]).toEqual([1, [file.id], [file.id, later.id].sort()]);
    const bytes = readFileSync(join(dataDir, 'attachments', file.id));
    expect([bytes.equals(jpeg), bytes.includes(SECRET)]).toEqual([true, false]);
    who.close();
  });
});
