/** Backup and restore as the owner runs them: the scripts themselves, on a database that a server is writing to. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fold } from '#domain/conversation.ts';
import { commandKey, conversationId, learnerId } from '#domain/ids.ts';
import { MIGRATIONS } from '#store/migrations/list.ts';
import { openSqliteStore } from '#store/sqlite.ts';
import type { Store } from '#store/store.ts';
import { at, countingIds, LEARNER, SITE, said, started } from '#tests/support/samples.ts';
import { talk } from '#tests/support/store-talk.ts';

const ids = countingIds();
let dir: string;
let store: Store;
let seq = 0;
let state: ReturnType<typeof fold>;
const C = conversationId('c'.repeat(32));

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'handraise-backup-'));
  store = await openSqliteStore({ path: join(dir, 'handraise.db'), ids });
  await store.learners.create(
    { id: LEARNER, site: SITE, name: null, email: null, lang: 'en', device: 'test', firstSeenAt: at(0) },
    'token',
  );
  await store.conversations.current(learnerId(LEARNER), false, C, at(0));
  seq = 0;
  state = undefined;
});
afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

async function write(count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const events = state ? [said(`message ${seq}`)] : [started];
    state = fold(state, events, seq, at(seq));
    if (!state) throw new Error('no state');
    const done = await store.conversations.append(C, seq, events, commandKey(ids.hex(16)), at(seq), state);
    if (done.outcome !== 'stored') throw new Error(done.outcome);
    seq = done.last;
  }
}

interface Ran {
  readonly code: number;
  readonly out: Record<string, unknown>;
  readonly err: string;
}
const script = (name: string, ...args: string[]): Promise<Ran> =>
  new Promise((resolve) => {
    const all = ['--import', 'tsx', `scripts/${name}.ts`, ...args];
    execFile(process.execPath, all, { env: { ...process.env, DATA_DIR: dir } }, (error, stdout, stderr) => {
      const out = stdout.startsWith('{') ? (JSON.parse(stdout) as Record<string, unknown>) : {};
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err: stderr });
    });
  });
const eventsIn = (path: string) => {
  const db = new Database(path, { readonly: true });
  try {
    return db.prepare<[], number>('SELECT seq FROM event ORDER BY seq').pluck().all();
  } finally {
    db.close();
  }
};
const change = (sql: string) => {
  const db = new Database(join(dir, 'handraise.db'));
  try {
    db.exec(sql);
  } finally {
    db.close();
  }
};
/** The row of a file that a message carried. */
const sent = (id: string) =>
  `INSERT INTO attachment (id, conversation, name, type, bytes, at, said) SELECT '${id}', nr, 'a.txt', 'text', 1, 0, 1 FROM conversation LIMIT 1`;

it('D16 a backup taken while the server writes is whole, and nothing but the owner may read it', async () => {
  await write(200);
  let running = true;
  const writing = (async () => {
    while (running) await write(1);
  })();
  const { code, out, err } = await script('backup', join(dir, 'kept', 'one.db'));
  running = false;
  await writing;
  expect(err).toBe('');
  expect(code).toBe(0);
  const kept = eventsIn(join(dir, 'kept', 'one.db'));
  expect(kept.length).toBeGreaterThanOrEqual(200);
  expect(kept.length).toBeLessThanOrEqual(seq);
  expect(kept).toEqual(kept.map((_, index) => index + 1));
  expect(out).toMatchObject({ rows: { conversation: 1, learner: 1, event: kept.length } });
  expect(statSync(join(dir, 'kept', 'one.db')).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(dir, 'kept'))).toEqual(['one.db']);
  expect((await script('backup', join(dir, 'kept', 'one.db'))).err).toContain('never overwritten');
});

it('D45 rows that retention removes while a backup runs do not spoil it: it holds what was there when it began', async () => {
  await write(10);
  for (let i = 0; i < 40; i += 1) await talk(store, `old${i}`, [said('x')], at(i));
  // Copied in some twenty steps: time enough for the sweeps.
  change("INSERT INTO setting VALUES ('ballast', hex(randomblob(10000000)))");
  const running = script('backup', join(dir, 'one.db'));
  await expect.poll(() => existsSync(join(dir, 'one.db.partial')), { interval: 1, timeout: 15_000 }).toBe(true);
  while ((await store.retention.sweep(at(3_600_000), 10)).length > 0);
  const { code, out, err } = await running;
  expect([err, code]).toEqual(['', 0]);
  expect(eventsIn(join(dir, 'handraise.db'))).toEqual([]);
  expect(out).toMatchObject({ rows: { conversation: 41, learner: 41, event: 90 } });
  expect(eventsIn(join(dir, 'one.db'))).toHaveLength(90);
});

it('D45 a backup that fails leaves neither a copy nor a folder of files behind', async () => {
  await write(1);
  const [whole, odd] = ['1'.repeat(32), '2'.repeat(32)];
  for (const id of [whole, odd]) change(sent(id));
  mkdirSync(join(dir, 'attachments', odd), { recursive: true });
  writeFileSync(join(dir, 'attachments', whole), 'a');
  expect((await script('backup', join(dir, 'kept', 'one.db'))).code).toBe(1);
  expect(readdirSync(join(dir, 'kept'))).toEqual([]);
});

it('D16 restore brings back exactly the backup, with a new epoch, and keeps what was there', async () => {
  await write(50);
  const { epoch } = store;
  await script('backup', join(dir, 'one.db'));
  await write(30);
  await store.close();
  const { code, out, err } = await script('restore', join(dir, 'one.db'));
  expect(err).toBe('');
  expect(code).toBe(0);
  expect(eventsIn(join(dir, 'handraise.db'))).toHaveLength(50);
  expect(eventsIn(String(out['before']))).toHaveLength(80);
  store = await openSqliteStore({ path: join(dir, 'handraise.db'), ids });
  expect(store.epoch).toBe(out['epoch']);
  expect(store.epoch).not.toBe(epoch);
  expect((await store.conversations.load(C))?.seq).toBe(50);
});

it('D16 restore refuses while a server has the database, and changes nothing', async () => {
  await write(10);
  await script('backup', join(dir, 'one.db'));
  await write(5);
  const { code, err } = await script('restore', join(dir, 'one.db'));
  expect(code).toBe(1);
  expect(err).toContain('Stop the server');
  await write(1);
  expect((await store.conversations.load(C))?.seq).toBe(16);
  expect(existsSync(join(dir, 'handraise.db.restoring'))).toBe(false);
});

it('D50 restore keeps servers from starting while it runs, by the lock they hold, and does not run beside one', async () => {
  await write(10);
  await script('backup', join(dir, 'one.db'));
  await store.close();
  const server = new Database(join(dir, 'server.lock'));
  server.exec('BEGIN EXCLUSIVE');
  const before = readdirSync(dir).sort();
  const { code, err } = await script('restore', join(dir, 'one.db'));
  expect([code, err]).toEqual([1, `A server is running on ${dir}. Stop the server, restore, start it again.\n`]);
  expect(readdirSync(dir).sort()).toEqual(before);
  server.close();
  expect((await script('restore', join(dir, 'one.db'))).code).toBe(0);
});

it('D16 restore refuses what is damaged or no backup of ours, with a sentence', async () => {
  await write(300);
  await script('backup', join(dir, 'one.db'));
  await store.close();
  const bytes = readFileSync(join(dir, 'one.db'));
  writeFileSync(join(dir, 'cut.db'), bytes.subarray(0, bytes.length / 2));
  bytes.fill(0x5a, 8_192, 24_576);
  writeFileSync(join(dir, 'torn.db'), bytes);
  writeFileSync(join(dir, 'words.db'), 'not a database at all, but long enough to be looked at twice'.repeat(100));
  const other = new Database(join(dir, 'other.db'));
  other.exec('CREATE TABLE t (x)');
  other.close();
  for (const name of ['cut.db', 'torn.db', 'words.db', 'other.db', 'missing.db']) {
    const { code, err } = await script('restore', join(dir, name));
    expect([name, code]).toEqual([name, 1]);
    expect(err.trim().split('\n'), name).toHaveLength(1);
  }
  expect(eventsIn(join(dir, 'handraise.db'))).toHaveLength(300);
});

describe('files people sent', () => {
  const [one, two] = ['1'.repeat(32), '2'.repeat(32)];
  const present = () => join(dir, 'attachments');
  const kept = () => join(dir, 'one.db.files');
  const restore = async (...more: string[]) => {
    await store.close();
    return script('restore', join(dir, 'one.db'), ...more);
  };
  beforeEach(async () => {
    await write(1);
    mkdirSync(present());
    for (const id of [one, two]) {
      change(sent(id));
      writeFileSync(join(present(), id), `bytes of ${id}`);
    }
  });

  it('P60 a backup goes on where a file is missing, and says how many are', async () => {
    rmSync(join(present(), two));
    expect(await script('backup', join(dir, 'one.db'))).toMatchObject({ code: 0, out: { files: 1, missing: 1 } });
    expect(readdirSync(kept())).toEqual([one]);
  });

  it('P61 what the folder of a backup lacks is taken from the files at hand, which also stay with what was there', async () => {
    await script('backup', join(dir, 'one.db'));
    rmSync(kept(), { recursive: true });
    const { err, out } = await restore();
    expect([err, out['files'], out['missing']]).toEqual(['', 2, 0]);
    expect(readdirSync(present()).sort()).toEqual([one, two]);
    expect(readFileSync(join(present(), two), 'utf8')).toBe(`bytes of ${two}`);
    expect(readdirSync(`${out['before']}.files`).sort()).toEqual([one, two]);
  });

  it('P62 a forgotten folder of files is a refusal that names it and changes nothing; --without-files goes on', async () => {
    await script('backup', join(dir, 'one.db'));
    rmSync(kept(), { recursive: true });
    rmSync(join(present(), two));
    await store.close();
    const before = readdirSync(dir).sort();
    const refused = await restore();
    expect(refused.code).toBe(1);
    expect(refused.err).toContain(kept());
    expect(refused.err).toContain('--without-files');
    expect(readdirSync(dir).sort()).toEqual(before);
    expect(await restore('--without-files')).toMatchObject({ code: 0, err: '', out: { files: 1, missing: 1 } });
    expect(readdirSync(present())).toEqual([one]);
    expect((await script('restore', join(dir, 'one.db'), '--without-fils')).err).toContain('npm run restore');
  });

  it('P62 where the folder is there and a file is in neither, restore goes on and says how many are missing', async () => {
    await script('backup', join(dir, 'one.db'));
    for (const folder of [kept(), present()]) rmSync(join(folder, two));
    expect(await restore()).toMatchObject({ code: 0, err: '', out: { files: 1, missing: 1 } });
    expect(readdirSync(present())).toEqual([one]);
  });

  it('D56 where there is no database but files, they are kept, too, and a restore can be done again', async () => {
    await script('backup', join(dir, 'one.db'));
    for (const word of ['first', 'second']) {
      await store.close();
      rmSync(join(dir, 'handraise.db'));
      writeFileSync(join(present(), one), word);
      const { code, err, out } = await restore();
      expect([code, err, out['files']]).toEqual([0, '', 2]);
      expect(readFileSync(join(present(), one), 'utf8')).toBe(`bytes of ${one}`);
      store = await openSqliteStore({ path: join(dir, 'handraise.db'), ids });
    }
    const kept = readdirSync(dir).filter((name) => /^handraise\.db\.before-.*\.files$/.test(name));
    expect(kept.sort().map((name) => readFileSync(join(dir, name, one), 'utf8'))).toEqual(['first', 'second']);
  });

  it('P53 one from before there were attachments is backed up and restored', async () => {
    await store.close();
    const path = join(dir, 'handraise.db');
    rmSync(path);
    const old = new Database(path);
    for (const step of MIGRATIONS.slice(0, 4)) old.exec(step);
    old.exec('PRAGMA application_id = 1214344804; PRAGMA user_version = 4');
    old.close();
    const made = await script('backup', join(dir, 'old.db'));
    expect(made).toMatchObject({ code: 0, out: { files: 0, missing: 0 } });
    expect(await script('restore', join(dir, 'old.db'))).toMatchObject({ code: 0, out: { files: 0 } });
    // The server brings it up to date.
    store = await openSqliteStore({ path, ids });
    expect(await store.agents.list()).toEqual([]);
  });
});
