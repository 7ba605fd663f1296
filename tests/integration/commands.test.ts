/** What an owner's commands say to bad input: each as a process of its own, in a folder of its own. */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { MIGRATIONS } from '#store/migrations/list.ts';
import { openSqliteStore } from '#store/sqlite.ts';
import { PASSWORD, setUp } from '#tests/support/people.ts';
import { realIds } from '#tests/support/sqlite-storage.ts';
import { startServer } from '#tests/support/start-server.ts';
import { FIXTURE } from '#tests/unit/bot/fixture.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** Each call is a process. */
const SLOW_MS = 90_000;
let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'handraise-commands-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function run(script: string, args: readonly string[], env: Record<string, string> = {}) {
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const all = ['--import', join(root, 'node_modules/tsx/dist/esm/index.mjs'), join(root, 'scripts', `${script}.ts`), ...args];
    const given = { PATH: process.env['PATH'], DATA_DIR: home, ...env };
    execFile(process.execPath, all, { env: given, cwd: root }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
}
const nowhere = () => join(home, 'no-such-folder');

it.each([
  ['backup', ['--help'], 'npm run backup'],
  ['backup', ['a.db', 'b.db'], 'npm run backup'],
  ['ask', ['hello', '--bogus'], 'npm run ask'],
  ['intents-check', ['--bogus'], 'npm run intents:check'],
  ['intents-export', ['--bogus'], 'npm run intents:export'],
  ['intents-missed', ['--bogus'], 'npm run intents:missed'],
  ['intents-import', ['--bogus'], 'npm run intents:import'],
])(
  'D48 %s %j: one sentence and how to write it',
  async (script, args, usage) => {
    const store = await openSqliteStore({ path: join(home, 'handraise.db'), ids: realIds });
    await store.close();
    const { code, out, err } = await run(script, args);
    expect([code > 0, out]).toEqual([true, '']);
    expect(err).toContain(usage);
    expect(err).not.toMatch(/^ +at /m);
    expect(readdirSync(home)).toEqual(['handraise.db']);
    expect(existsSync(join(root, '--help'))).toBe(false);
  },
  SLOW_MS,
);

it.each([
  ['intents-missed', []],
  ['learner', ['export', 'ada@example.com']],
  ['agent', ['password', 'ada@example.com']],
])(
  'D55 %s %j leaves a database of an older schema to the server',
  async (script, args) => {
    const old = MIGRATIONS.length - 1;
    const db = new Database(join(home, 'handraise.db'));
    for (const sql of MIGRATIONS.slice(0, old)) db.exec(sql);
    db.exec(`PRAGMA application_id = 1214344804; PRAGMA user_version = ${old}`);
    const { code, out, err } = await run(script, args);
    expect([code > 0, out]).toEqual([true, '']);
    expect(err).toMatch(/^\S+handraise\.db was written by an older Handraise .*npm start.*\n$/);
    expect(db.pragma('user_version', { simple: true })).toBe(old);
    db.close();
    expect(readdirSync(home).filter((name) => name.includes('before'))).toEqual([]);
  },
  SLOW_MS,
);

it(
  'D48 a folder that is not there, and one that cannot be written, are named without a stack trace',
  async () => {
    const store = await openSqliteStore({ path: join(home, 'handraise.db'), ids: realIds });
    await store.close();
    // A file where a folder would have to be: nobody can write into it, root neither.
    const file = join(home, 'file');
    writeFileSync(file, '');
    for (const [script, args, words] of [
      ['ask', ['hello', '--dir', nowhere()], nowhere()],
      ['intents-check', ['--dir', nowhere()], `${nowhere()} cannot be read`],
      ['intents-missed', ['--dir', nowhere()], `${nowhere()} cannot be read`],
      ['intents-export', ['--dir', FIXTURE, '--out', join(file, 'a.csv')], `${join(file, 'a.csv')} cannot be written`],
      ['backup', [join(file, 'a.db')], file],
    ] as const) {
      const { code, err } = await run(script, args);
      expect([script, code > 0]).toEqual([script, true]);
      expect(err).toContain(words);
      expect(err, script).not.toMatch(/^ +at /m);
    }
  },
  SLOW_MS,
);

it(
  'D48 the commands look where the server does: INTENTS_DIR for the table, DATA_DIR for what it has learnt',
  async () => {
    const table = join(home, 'table');
    cpSync(FIXTURE, table, { recursive: true });
    const env = { INTENTS_DIR: table, DATA_DIR: join(home, 'data') };
    expect((await run('intents-export', ['--lang', 'en'], env)).out).toContain('shop.hours');
    expect((await run('ask', ['when are you open'], env)).out).toContain('> when are you open');
    expect(readdirSync(join(home, 'data'))).toContain('models');
  },
  SLOW_MS,
);

it(
  'P63 somebody who forgot the password gets a new one beside the running server; the old one and their sessions are over',
  async () => {
    const server = await startServer();
    const LOGIN = 'ada@example.com';
    const ada = await setUp(server, LOGIN);
    const signIn = async (password: string) => {
      const answer = await fetch(`${server.url}/console/api/sign-in`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: server.url },
        body: JSON.stringify({ login: LOGIN, password }),
      });
      return answer.status;
    };
    const env = { DATA_DIR: server.dataDir };
    expect(await signIn(PASSWORD)).toBe(200);
    for (const [args, words] of [
      [[], 'npm run agent'],
      [['password', 'nobody@x.org'], LOGIN],
    ] as const) {
      const { code, err } = await run('agent', args, env);
      expect([code, err]).toEqual([1, expect.stringContaining(words)]);
    }
    expect(await signIn(PASSWORD)).toBe(200);
    const { code, out, err } = await run('agent', ['password', LOGIN.toUpperCase()], env);
    expect([code, err]).toEqual([0, '']);
    const [, password = ''] = /now signs in with (\S{20})\n/.exec(out) ?? [];
    expect([await signIn(PASSWORD), await signIn(password)]).toEqual([403, 200]);
    expect((await ada.api('GET', '/canned')).status).toBe(401);
    await server.close();
  },
  SLOW_MS,
);
