import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { instant } from '#domain/time.ts';
import { identityOf, SECRET } from '#tests/support/jwt.ts';
import { cid, code, dialLearner, openLearner, setUp, value } from '#tests/support/people.ts';
import { fakeClock } from '#tests/support/samples.ts';
import { startServer, type TestServer } from '#tests/support/start-server.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Each call of the tool is a process of its own. */
const SLOW_MS = 90_000;
const CANARY = 'quetzalcanary';

const tool = (dataDir: string, ...args: string[]) =>
  spawnSync(process.execPath, ['--import', 'tsx', 'scripts/learner.ts', ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, DATA_DIR: dataDir },
  });
/** Which files of the database hold the canary, in any letter case. */
const traces = (dataDir: string) =>
  readdirSync(dataDir)
    .filter((name) => name.startsWith('handraise.db'))
    .filter((name) => readFileSync(join(dataDir, name)).toString('latin1').toLowerCase().includes(CANARY));
const rowsIn = (server: TestServer, sql: string) => {
  const db = new Database(join(server.dataDir, 'handraise.db'), { readonly: true });
  try {
    return db.prepare(sql).pluck().get() as number;
  } finally {
    db.close();
  }
};

/** A signed learner with the canary in everything that can hold text, and a bystander. */
async function seeded() {
  const server = await startServer({
    env: { IDENTITY_SECRETS: SECRET, LIMIT_MESSAGES: '1000/1s', LIMIT_SOCKET: '1000/1s', LIMIT_COMMANDS: '1000/1s' },
  });
  const ada = await setUp(server);
  const place = (n: number) => ({
    course: { id: `${CANARY}course${n}`, title: `${CANARY}title` },
    page: { url: `https://x.org/${CANARY}`, title: `${CANARY}page` },
  });
  const line = await dialLearner(server.url);
  const claims = { name: `${CANARY}name`, email: `${CANARY}@x.org`, role: `${CANARY}role`, enrolment: `${CANARY}enrol` };
  const identity = identityOf(`${CANARY}sub`, { ...claims, lesson: `${CANARY}lesson` });
  const { conversation } = value(await line.ask('open', { lang: 'en', context: place(0), identity }));
  const act = (command: object) => line.raw('act', { conversation: conversation.id, cid: cid(), command });
  const say = (text: string, n = 0) => act({ type: 'say', text, lang: 'en', context: place(n) });
  for (let i = 0; i < 40; i += 1) value(await say(`${CANARY}word${i} and ${CANARY} 安娜?`, i));
  value(await act({ type: 'leave-contact', email: `${CANARY}two@x.org`, name: `${CANARY}other`, text: `${CANARY}call` }));
  const agent = await ada.dial();
  const tell = (command: object) => agent.raw('act', { conversation: conversation.id, cid: cid(), command });
  for (const command of [{ type: 'take' }, { type: 'note', text: `${CANARY}note` }, { type: 'reply', text: `${CANARY}reply` }])
    value(await tell(command));
  value(await agent.ask('signal', { conversation: conversation.id, signal: { type: 'read', seq: 5 } }));
  value(await tell({ type: 'close', resolved: true }));
  value(await act({ type: 'rate', stars: 4, reasons: ['fast'], comment: `${CANARY}comment` }));
  const other = await openLearner(server.url);
  value(await other.say('I am somebody else?'));
  for (const one of [line, agent, other]) one.close();
  return { server, ada, conversation: conversation.id, other };
}

describe('a learner’s rights', () => {
  it(
    'E1 the export holds every row about a learner, and nobody else’s',
    async () => {
      const { server, conversation, other } = await seeded();
      const done = tool(server.dataDir, 'export', `${CANARY.toUpperCase()}@X.org`);
      expect(done.stderr).toBe('');
      const { learners } = JSON.parse(done.stdout) as { learners: Record<string, Record<string, unknown>[]>[] };
      const [all] = learners;
      expect(learners).toHaveLength(1);
      for (const part of [
        'name',
        'sub',
        'role',
        'enrol',
        'lesson',
        'title',
        'page',
        'word0',
        'word39',
        'two@x.org',
        'note',
        'reply',
        'comment',
      ])
        expect(done.stdout, part).toContain(`${CANARY}${part}`);
      const events = rowsIn(
        server,
        `SELECT count(*) FROM event WHERE conversation = (SELECT nr FROM conversation WHERE id = '${conversation}')`,
      );
      expect(all?.['event']).toHaveLength(events);
      expect(events).toBeGreaterThan(80);
      expect([all?.['learner'], all?.['pass'], all?.['rating'], all?.['reading']].map((rows) => rows?.length)).toEqual([
        1, 1, 1, 1,
      ]);
      expect(done.stdout).not.toContain('somebody else');
      expect(done.stdout).not.toContain(other.opened.token);
      // A table that gets a column about a conversation or a learner must be thought of here.
      const db = new Database(join(server.dataDir, 'handraise.db'), { readonly: true });
      const about = db
        .prepare(
          `SELECT DISTINCT t.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c
         WHERE t.type = 'table' AND (c.name IN ('learner', 'conversation') OR t.name = 'learner') ORDER BY 1`,
        )
        .pluck()
        .all();
      db.close();
      expect(about).toEqual(Object.keys(all ?? {}).sort());
      await server.close();
    },
    SLOW_MS,
  );

  it(
    'E2 erasure leaves not one byte in database, log and search, beside a running server and for good',
    async () => {
      const { server, ada, conversation, other } = await seeded();
      expect(traces(server.dataDir)).not.toEqual([]);
      const warned = tool(server.dataDir, 'erase', `${CANARY}sub`);
      expect([warned.status, warned.stderr]).toEqual([1, expect.stringContaining('Add --yes')]);
      const done = tool(server.dataDir, 'erase', `${CANARY}sub`, '--yes');
      expect([done.stderr, done.stdout]).toEqual(['', '{"erased":1}\n']);
      expect(traces(server.dataDir)).toEqual([]);
      const agent = await ada.dial();
      expect(value(await agent.ask('inbox', { folder: 'all', search: CANARY })).items).toEqual([]);
      expect(value(await agent.ask('inbox', { folder: 'closed', search: '' })).counts.closed).toBe(0);
      expect(code(await agent.ask('watch', { conversation }))).toBe('not-yours');
      // The server goes on, and the bystander is whole.
      const back = await openLearner(server.url, other.opened.token);
      expect(back.opened.conversation.head).toBe(3);
      value(await back.say('still here?'));
      expect(value(await agent.ask('inbox', { folder: 'all', search: 'somebody' })).items).toHaveLength(1);
      for (const one of [agent, back]) one.close();
      await server.close();
      expect(tool(server.dataDir, 'erase', `${CANARY}sub`, '--yes').stderr).toMatch(/no database|Nobody/);
    },
    SLOW_MS,
  );

  it(
    'D49 erasing names the copies that still hold the learner, and --in erases there, too',
    async () => {
      const { server } = await seeded();
      const script = (name: string, ...args: string[]) =>
        spawnSync(process.execPath, ['--import', 'tsx', `scripts/${name}.ts`, ...args], {
          cwd: root,
          encoding: 'utf8',
          env: { ...process.env, DATA_DIR: server.dataDir },
        });
      const backup = JSON.parse(script('backup').stdout).backup as string;
      const old = join(server.dataDir, 'handraise.db.before-schema-1');
      const first = new Database(old);
      first.exec("CREATE TABLE learner (id TEXT, email TEXT); INSERT INTO learner VALUES ('x', 'Quetzalcanary@X.org')");
      first.pragma('application_id = 1214344804');
      first.close();
      const done = tool(server.dataDir, 'erase', `${CANARY}@x.org`, '--yes');
      expect(done.stdout).toBe('{"erased":1}\n');
      for (const copy of [backup, old]) expect(done.stderr).toContain(copy);
      expect(tool(server.dataDir, 'erase', `${CANARY}@x.org`, '--yes', '--in', old).stderr).toContain('Delete it');
      const there = tool(server.dataDir, 'erase', `${CANARY}@x.org`, '--yes', '--in', backup);
      expect([there.stderr, there.stdout]).toEqual(['', '{"erased":1}\n']);
      expect(readFileSync(backup).toString('latin1').toLowerCase()).not.toContain(CANARY);
      expect(readdirSync(join(server.dataDir, 'backups'))).toEqual([basename(backup)]);
      // Who is gone here is still looked for there.
      const again = tool(server.dataDir, 'erase', `${CANARY}@x.org`, '--yes').stderr;
      expect([again.includes('Nobody'), again.includes(old), again.includes(backup)]).toEqual([true, true, false]);
      await server.close();
    },
    SLOW_MS,
  );

  it(
    'E4 a chat erased by hand goes from the console that has it open, too',
    async () => {
      const clock = fakeClock(instant(1_800_000_000_000));
      const server = await startServer({ clock, env: { IDENTITY_SECRETS: SECRET } });
      const ada = await (await setUp(server)).dial();
      const line = await dialLearner(server.url);
      const identity = identityOf('ann', {}, clock.now());
      const { conversation } = value(await line.ask('open', { lang: 'en', context: {}, identity }));
      const command = { type: 'say', text: 'my secret', lang: 'en', context: {} };
      value(await line.raw('act', { conversation: conversation.id, cid: cid(), command }));
      value(await ada.ask('watch', { conversation: conversation.id }));
      expect(tool(server.dataDir, 'erase', 'ann', '--yes').stdout).toBe('{"erased":1}\n');
      clock.advance(15_001);
      expect((await ada.next('removed')).conversations).toEqual([conversation.id]);
      // Told once; nothing of it stays behind.
      await expect.poll(() => rowsIn(server, "SELECT count(*) FROM setting WHERE key = 'erased'")).toBe(0);
      for (const one of [line, ada]) one.close();
      await server.close();
    },
    SLOW_MS,
  );

  it(
    'E3 a wrong call says what to write; nobody is found by a part of an address',
    async () => {
      const server = await startServer();
      (await openLearner(server.url)).close();
      for (const args of [[], ['export'], ['delete', 'x']])
        expect(tool(server.dataDir, ...args).stderr).toContain('npm run learner');
      expect(tool(server.dataDir, 'export', '@x.org').stderr).toContain('Nobody');
      expect(tool('/nonexistent', 'export', 'x').stderr).toContain('Set DATA_DIR');
      await server.close();
    },
    SLOW_MS,
  );
});
