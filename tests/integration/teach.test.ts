/** The owner's loop over HTTP, on a real bot with the fixture's table in a folder of its own. */
import { appendFileSync, chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createBot, type RunningBot } from '#bot/engine.ts';
import { addAgent, cid, openLearner, type Signed, setUp, type TestLearner, value } from '#tests/support/people.ts';
import { startServer, type TestServer } from '#tests/support/start-server.ts';
import { FIXTURE } from '#tests/unit/bot/fixture.ts';

let home: string;
let dir: string;
let bot: RunningBot;
let server: TestServer;
let admin: Signed;
const quiet = { info: () => undefined, warn: () => undefined };

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'handraise-teach-'));
  dir = join(home, 'intents');
  cpSync(FIXTURE, dir, { recursive: true });
  mkdirSync(join(home, 'tests/en'), { recursive: true });
  writeFileSync(
    join(home, 'tests/en/shop.yaml'),
    'shop.hours:\n  - what time do you close\nshop.refund:\n  - i would like my money returned\n',
  );
  writeFileSync(join(home, 'tests/oos.en.yaml'), '- who won the world cup\n');
  bot = await createBot({ dir, cacheDir: join(home, 'data'), trainer: null, log: quiet, watch: false, light: true });
  server = await startServer({ bot, env: { INTENTS_DIR: dir, INTENTS_TESTS_DIR: join(home, 'tests') } });
  admin = await setUp(server);
}, 60_000);
afterAll(async () => {
  await server.close();
  rmSync(home, { recursive: true, force: true });
});
beforeEach(() => cpSync(FIXTURE, dir, { recursive: true }));

interface Question {
  readonly id: number;
  readonly text: string;
  readonly reply: string | null;
}
interface Lesson {
  readonly open: number;
  readonly groups: { ids: number[]; questions: Question[]; nearest: { intent: string }[]; tongue: string }[];
  readonly drafts: { id: string; intent: string; examples: string[]; by: string }[];
  readonly intents: { id: string; titles: Record<string, string> }[];
}
async function ask<T = Record<string, never>>(method: string, path: string, body?: unknown) {
  const answer = await admin.api(method, path, body);
  const text = await answer.text();
  return {
    status: answer.status,
    body: (text.startsWith('{') ? JSON.parse(text) : text) as T & { refusal?: { detail: string } },
  };
}
const lesson = async () => (await ask<Lesson>('GET', '/teach')).body;
const idsOf = async (text: string) => (await lesson()).groups.find((g) => g.questions.some((q) => q.text === text))?.ids ?? [];
/** A learner nobody could help; returns what the page then lists of it. */
async function missedBy(...texts: string[]): Promise<{ learner: TestLearner; ids: number[] }> {
  const learner = await openLearner(server.url);
  for (const text of texts) value(await learner.say(text));
  learner.close();
  return { learner, ids: await idsOf(texts.at(-1) ?? '') };
}
type Tested = {
  key: string;
  files: string[];
  comparisons: {
    heldOut: number;
    rightBefore: number;
    fixes: { text: string }[];
    breaks: { text: string }[];
    stuck: unknown[];
  }[];
};
const said = async (learner: TestLearner) => {
  const answer = await fetch(`${server.url}/console/api/state`);
  expect(answer.ok).toBe(true);
  return value(await learner.ask('sync', { conversation: learner.conversation, since: 0 })).entries;
};

describe("the owner's loop", () => {
  it('L20 from an unknown question to a live answer: grouped, drafted, tested, published, exact lines in git', async () => {
    const { ids } = await missedBy('zorp wumpus vouchers anywhere', 'vouchers for zorp wumpus?');
    expect(ids).toHaveLength(2);
    const before = readFileSync(join(dir, 'en/shop.yaml'), 'utf8');
    const made = await ask('POST', '/teach/drafts', { tongue: 'en', intent: 'shop.hours', from: ids });
    expect(made.status).toBe(200);
    const after = await lesson();
    expect(after.drafts).toMatchObject([{ intent: 'shop.hours', by: 'Ada', examples: { length: 2 } }]);
    expect(after.groups.flatMap((g) => g.ids)).not.toContain(ids[0]);

    const tested = (await ask<Tested>('POST', '/teach/test', {})).body;
    expect(tested.files).toEqual(['en/shop.yaml']);
    expect(tested.comparisons).toMatchObject([{ heldOut: 3, stuck: [] }]);
    expect(tested.comparisons[0]?.fixes.map(({ text }) => text).sort()).toEqual([
      'vouchers for zorp wumpus?',
      'zorp wumpus vouchers anywhere',
    ]);
    expect(readFileSync(join(dir, 'en/shop.yaml'), 'utf8')).toBe(before);
    const exported = await ask<string>('GET', '/teach/files?path=en/shop.yaml');

    const published = await ask('POST', '/teach/publish', { key: tested.key });
    expect(published.body).toEqual({ files: ['en/shop.yaml'], handled: 2 });
    const now = readFileSync(join(dir, 'en/shop.yaml'), 'utf8');
    expect(exported.body).toBe(now);
    const lines = now.split('\n').filter((line) => !before.split('\n').includes(line));
    expect(lines).toEqual(['      - zorp wumpus vouchers anywhere', '      - vouchers for zorp wumpus?']);
    expect(await lesson()).toMatchObject({ drafts: [] });
    const learner = await openLearner(server.url);
    value(await learner.say('zorp wumpus vouchers anywhere'));
    expect(JSON.stringify(await said(learner))).toContain('We are open');
    learner.close();
    expect(server.logged.map(({ fields }) => fields['audit'])).toEqual(
      expect.arrayContaining(['draft-made', 'table-exported', 'table-published']),
    );
  });

  it("L21 a new intent with its answer; the agent's reply stands beside the question", async () => {
    const learner = await openLearner(server.url);
    value(await learner.say('is there wheelchair parking blip'));
    value(await learner.act({ type: 'ask-person', lang: 'en', context: {} }));
    const agent = await admin.dial();
    const act = (command: { type: 'take' } | { type: 'reply'; text: string }) =>
      agent.ask('act', { conversation: learner.conversation, cid: cid(), command });
    value(await act({ type: 'take' }));
    value(await act({ type: 'reply', text: 'Yes, behind the house.' }));
    agent.close();
    learner.close();
    const group = (await lesson()).groups.find((g) => g.questions.some((q) => q.text.includes('wheelchair')));
    expect(group?.questions[0]).toMatchObject({ reply: 'Yes, behind the house.', reason: 'not-known' });
    const create = { kind: 'other', title: 'Parking', answer: 'Yes, behind the house.' };
    const wanted = { tongue: 'en', intent: 'shop.parking', from: group?.ids, create };
    expect((await ask('POST', '/teach/drafts', { ...wanted, intent: 'Parking' })).body.refusal?.detail).toContain(
      '<topic>.<name>',
    );
    expect((await ask('POST', '/teach/drafts', { ...wanted, intent: 'shop.hours' })).body.refusal?.detail).toContain('exists');
    expect((await ask('POST', '/teach/drafts', wanted)).status).toBe(200);
    const tested = (await ask<Tested>('POST', '/teach/test', {})).body;
    expect(tested.files.sort()).toEqual(['catalogue/shop.yaml', 'en/shop.yaml']);
    expect((await ask('POST', '/teach/publish', { key: tested.key })).status).toBe(200);
    const asks = await openLearner(server.url);
    value(await asks.say('is there wheelchair parking blip'));
    expect(JSON.stringify(await said(asks))).toContain('behind the house');
    asks.close();
  });

  it('L21 an intent that speaks one language only learns the other, and is not declared again', async () => {
    const add = (path: string, lines: string) => appendFileSync(join(dir, path), lines);
    add('catalogue/shop.yaml', '  shop.machines:\n    kind: other\n');
    add('en/shop.yaml', '  shop.machines:\n    title: Machines\n    examples: [fix my machine]\n    answer: Downstairs.\n');
    await bot.reload();
    const { ids } = await missedBy('咕噜咕噜怪兽票');
    const wanted = { tongue: 'zh', intent: 'shop.machines', from: ids };
    expect((await ask('POST', '/teach/drafts', wanted)).body.refusal?.detail).toContain('make it a new one with this name');
    const create = { kind: 'other', title: '修机器', answer: '在一楼修。' };
    expect((await ask('POST', '/teach/drafts', { ...wanted, create })).status).toBe(200);
    const tested = (await ask<Tested>('POST', '/teach/test', {})).body;
    expect(tested.files).toEqual(['zh/shop.yaml']);
    expect((await ask('POST', '/teach/publish', { key: tested.key })).status).toBe(200);
    const asks = await openLearner(server.url);
    value(await asks.say('咕噜咕噜怪兽票'));
    expect(JSON.stringify(await said(asks))).toContain('在一楼修');
    asks.close();
  });

  it('L22 nothing is published that was not tested as it is now', async () => {
    const first = await missedBy('wibble wobble alpha');
    await ask('POST', '/teach/drafts', { tongue: 'en', intent: 'shop.hours', from: first.ids });
    expect((await ask('POST', '/teach/publish', { key: '0'.repeat(20) })).status).toBe(409);
    const { key } = (await ask<Tested>('POST', '/teach/test', {})).body;
    const second = await missedBy('quux corge omega');
    await ask('POST', '/teach/drafts', { tongue: 'en', intent: 'shop.refund', from: second.ids });
    expect(await ask('POST', '/teach/publish', { key })).toMatchObject({
      status: 409,
      body: { refusal: { detail: expect.stringContaining('test again') } },
    });
    const again = (await ask<Tested>('POST', '/teach/test', {})).body.key;
    writeFileSync(join(dir, 'en/help.yaml'), `${readFileSync(join(dir, 'en/help.yaml'), 'utf8')}# edited\n`);
    expect((await ask('POST', '/teach/publish', { key: again })).status).toBe(409);
    for (const { id } of (await lesson()).drafts) expect((await ask('DELETE', `/teach/drafts/${id}`)).status).toBe(200);
    expect(await idsOf('quux corge omega')).toEqual(second.ids);
  });

  it('L23 the test shows what a change would break', async () => {
    const { ids } = await missedBy('who won the world cup final yesterday');
    const wanted = { tongue: 'en', intent: 'shop.hours', from: ids };
    await ask('POST', '/teach/drafts', wanted);
    const breaking = await missedBy('who won the world cup');
    if (breaking.ids.length > 0) await ask('POST', '/teach/drafts', { ...wanted, from: breaking.ids });
    const tested = (await ask<Tested>('POST', '/teach/test', {})).body;
    expect(tested.comparisons[0]?.breaks).toEqual([
      {
        text: 'who won the world cup',
        expected: null,
        before: { verdict: expect.not.stringMatching('^sure$'), intent: null },
        after: { verdict: 'sure', intent: 'shop.hours' },
      },
    ]);
    for (const { id } of (await lesson()).drafts) await ask('DELETE', `/teach/drafts/${id}`);
  });

  it('L24 a group is dismissed once; what is handled cannot be drafted', async () => {
    const { ids } = await missedBy('frobnicate the blorp');
    expect((await ask('POST', '/teach/dismiss', { questions: ids })).body).toEqual({ handled: 1 });
    expect((await ask('POST', '/teach/dismiss', { questions: ids })).body).toEqual({ handled: 0 });
    expect(await idsOf('frobnicate the blorp')).toEqual([]);
    expect((await ask('POST', '/teach/drafts', { tongue: 'en', intent: 'shop.hours', from: ids })).status).toBe(409);
    expect((await ask('POST', '/teach/test', {})).status).toBe(400);
  });

  it('L25 a read-only table is not written: the refusal says to export, and the drafts stay', async () => {
    const { ids } = await missedBy('plugh xyzzy readonly');
    await ask('POST', '/teach/drafts', { tongue: 'en', intent: 'shop.hours', from: ids });
    const { key } = (await ask<Tested>('POST', '/teach/test', {})).body;
    for (const folder of [home, dir, join(dir, 'en')]) chmodSync(folder, 0o555);
    // Root may write anywhere, so it steps down for this; what it has open stays open.
    const root = process.getuid?.() === 0;
    if (root) process.seteuid?.(65_534);
    try {
      const refused = await ask('POST', '/teach/publish', { key });
      expect(refused).toMatchObject({
        status: 403,
        body: { refusal: { detail: expect.stringContaining('export the files') } },
      });
      expect((await lesson()).drafts).toHaveLength(1);
    } finally {
      if (root) process.seteuid?.(0);
      for (const folder of [home, dir, join(dir, 'en')]) chmodSync(folder, 0o755);
      for (const { id } of (await lesson()).drafts) await ask('DELETE', `/teach/drafts/${id}`);
    }
  });

  it('L26 agents who are no admins neither see nor teach; a foreign path is no file', async () => {
    const agent = await addAgent(server.url, admin, 'Tess');
    expect((await agent.api('GET', '/teach')).status).toBe(403);
    expect((await agent.api('POST', '/teach/dismiss', { questions: [1] })).status).toBe(403);
    for (const path of ['../../etc/passwd', 'en/voice.yaml'])
      expect([400, 404]).toContain((await ask('GET', `/teach/files?path=${encodeURIComponent(path)}`)).status);
  });
});
