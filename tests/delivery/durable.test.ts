/** An acknowledgement is a row on the disk: killed in the middle of writing, and asked the same thing a thousand times. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createDesk } from '#desk/create-desk.ts';
import { commandKey } from '#domain/ids.ts';
import { openSqliteStore } from '#store/sqlite.ts';
import { fakeBot } from '#tests/support/fake-bot.ts';
import { noFiles } from '#tests/support/no-files.ts';
import { at, countingIds, fakeClock, LEARNER, SITE } from '#tests/support/samples.ts';
import { seeded } from './random.ts';

const ROUNDS = 8;
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'handraise-durable-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Lines that the writer said before it was killed, `ms` after its first. */
function killedAfter(path: string, ms: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'tests/delivery/writer.ts', path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    let armed = false;
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (armed) return;
      armed = true;
      setTimeout(() => child.kill('SIGKILL'), ms);
    });
    child.on('error', reject);
    child.on('close', (_code, signal) => {
      if (signal !== 'SIGKILL') return reject(new Error(`the writer ended by itself: ${said.slice(-500)}`));
      // The last line may be torn; the others are whole.
      resolve(said.split('\n').slice(0, -1));
    });
  });
}

it('D12 kill -9 while writing, again and again: every acknowledged row is there and the file is sound', {
  timeout: 120_000,
}, async () => {
  const random = seeded(12);
  const path = join(dir, 'handraise.db');
  let acked = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const lines = await killedAfter(path, random.whole(5, 250));
    const db = new Database(path);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    const row = db.prepare<[string, number], string>(
      'SELECT e.key FROM event e JOIN conversation c ON c.nr = e.conversation WHERE c.id = ? AND e.seq = ?',
    );
    for (const line of lines) {
      const [id = '', seq = '', key] = line.split(' ');
      expect(row.pluck().get(id, Number(seq)), `round ${round}: ${line}`).toBe(key);
    }
    // A state that is ahead of its log, or behind it, would be folded wrongly ever after.
    const torn = 'SELECT count(*) FROM conversation c WHERE seq <> (SELECT count(*) FROM event WHERE conversation = c.nr)';
    expect(db.prepare<[], number>(torn).pluck().get()).toBe(0);
    db.close();
    acked += lines.length;
  }
  expect(acked).toBeGreaterThan(ROUNDS * 16);
});

it('D7 one command sent a thousand times, before and after restarts, is one row with one number', {
  timeout: 60_000,
}, async () => {
  const path = join(dir, 'handraise.db');
  const ids = countingIds();
  const key = commandKey('f'.repeat(32));
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const schedule = { isOpen: () => true, nextOpen: () => null, today: () => '', next: () => '' };
  const learner = { id: LEARNER, site: SITE, name: null, email: null, lang: 'en', device: '', firstSeenAt: at(0) };
  const answers: unknown[] = [];
  for (let life = 0; life < 4; life++) {
    const store = await openSqliteStore({ path, ids });
    if (life === 0) await store.learners.create(learner, 'token');
    const clock = fakeClock(at(life * 30 * 24 * 3_600_000));
    const desk = await createDesk({
      store,
      files: noFiles,
      bot: fakeBot(),
      clock,
      ids,
      log: quiet,
      schedule,
      siteName: 'School',
      idleCloseMs: 1e9,
      retentionMs: 1e12,
      awayMs: 1e9,
    });
    const { id } = await desk.open(learner, 'en', {}, false);
    const say = (text: string, cid: typeof key) =>
      desk.actAsLearner(learner, SITE, 'widget', id, cid, { type: 'say', text, lang: 'en', place: {} });
    const all = Array.from({ length: 250 }, (_, index) => [
      say('how much?', key),
      ...(index % 50 === 0 ? [say(`something else ${life}-${index}?`, commandKey(ids.hex(16)))] : []),
    ]);
    answers.push(...(await Promise.all(all.map(([first]) => first))));
    await desk.settled();
    await store.close();
  }
  expect(answers).toHaveLength(1_000);
  expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(new Set(['{"ok":true,"value":{"seq":1}}']));
  const db = new Database(path, { readonly: true });
  expect(db.prepare<[string], number>('SELECT count(*) FROM event WHERE key = ? AND leads = 1').pluck().get(key)).toBe(1);
  expect(db.prepare<[], number>("SELECT count(*) FROM event WHERE body ->> '$.text' = 'how much?'").pluck().get()).toBe(1);
  db.close();
});
