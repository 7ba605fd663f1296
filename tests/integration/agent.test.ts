import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addAgent, cid, code, dial, openLearner, post, type Signed, setUp, signIn, value } from '#tests/support/people.ts';
import { startServer, type TestServer } from '#tests/support/start-server.ts';

let server: TestServer;
let ada: Signed;
let ben: Signed;
beforeAll(async () => {
  server = await startServer();
  ada = await setUp(server);
  ben = await addAgent(server.url, ada, 'Ben');
});
afterAll(() => server.close());

describe('agents on the socket', () => {
  it('P10 the whole way: learner waits, agent takes, replies, notes, closes; learner sees all but the note', async () => {
    const learner = await openLearner(server.url);
    const agent = await ada.dial();
    const welcome = value(await agent.ask('hello', { v: 1 }));
    expect(welcome.me).toEqual({ id: ada.id, name: 'Ada', role: 'admin', online: true, available: true });
    value(await learner.say('what is a loop?'));
    value(await learner.act({ type: 'ask-person', lang: 'en', context: { course: { id: 'py', title: 'Python' } } }));
    const { conversation } = learner;
    const row = await agent.next('row', ({ item }) => item.id === conversation && item.status === 'waiting');
    expect(row.item).toMatchObject({ reason: 'asked', unread: 1, agent: null, lastFrom: 'learner' });
    const inbox = value(await agent.ask('inbox', { folder: 'waiting', search: '' }));
    expect(inbox.items.map((item) => item.id)).toContain(conversation);

    const watched = value(await agent.ask('watch', { conversation }));
    expect(watched.entries.map((entry) => entry.seq)).toEqual([2, 3, 4]);
    expect(watched.entries[1]).toMatchObject({ trace: { how: 'likeness', sentence: expect.any(String) } });
    expect(watched.view.looking).toEqual([ada.id]);

    const act = (command: Parameters<typeof agent.ask<'act'>>[1]['command']) =>
      agent.ask('act', { conversation, cid: cid(), command });
    value(await act({ type: 'take' }));
    value(await act({ type: 'note', text: 'SECRET-NOTE' }));
    value(await act({ type: 'reply', text: 'A loop repeats.' }));
    const joined = await learner.next('entries', ({ entries }) => entries.some((entry) => entry.type === 'joined'));
    expect(joined.view).toMatchObject({ status: 'with-agent', agent: { name: 'Ada' } });
    await learner.next('entries', ({ entries }) =>
      entries.some((entry) => entry.type === 'message' && entry.text === 'A loop repeats.'),
    );
    value(await act({ type: 'close', resolved: true }));
    const ended = await learner.next('entries', ({ view }) => view.status === 'closed');
    expect(ended.view.rating).toBe('ask');

    const mine = value(await learner.ask('sync', { conversation, since: 0 }));
    expect(mine.entries.map((entry) => entry.seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(mine.entries[5]).toEqual({ seq: 6, at: expect.any(Number), type: 'hidden' });
    const theirs = value(await agent.ask('sync', { conversation, since: 0 }));
    expect(theirs.entries.find((entry) => entry.seq === 6)).toMatchObject({ type: 'note', name: 'Ada', text: 'SECRET-NOTE' });
    agent.close();
    learner.close();
  });

  it('P11 who is slower is told who took it', async () => {
    const learner = await openLearner(server.url);
    const [a, b] = [await ada.dial(), await ben.dial()];
    value(await learner.act({ type: 'ask-person', lang: 'en', context: {} }));
    const take = (line: typeof a) =>
      line.ask('act', { conversation: learner.conversation, cid: cid(), command: { type: 'take' } });
    const answers = await Promise.all([take(a), take(b)]);
    expect(answers.map(code).sort()).toEqual(['ok', 'taken']);
    const loser = answers.find((answer) => !answer.ok);
    expect(loser).toMatchObject({ refusal: { code: 'taken', detail: answers[0]?.ok ? 'Ada' : 'Ben' } });
    for (const line of [a, b, learner]) line.close();
  });

  it('P12 read marks and typing travel both ways; only the owner is seen typing', async () => {
    const learner = await openLearner(server.url);
    const [a, b] = [await ada.dial(), await ben.dial()];
    const { conversation } = learner;
    value(await learner.act({ type: 'ask-person', lang: 'en', context: {} }));
    value(await a.ask('watch', { conversation }));
    value(await b.ask('watch', { conversation }));
    value(await a.ask('act', { conversation, cid: cid(), command: { type: 'take' } }));
    value(await learner.say('are you there'));
    value(await learner.ask('signal', { conversation, signal: { type: 'typing', on: true } }));
    expect(await a.next('typing')).toEqual({ conversation, who: 'learner', on: true });
    value(await b.ask('signal', { conversation, signal: { type: 'typing', on: true } }));
    await a.next('typing', ({ who }) => who === ben.id);
    value(await a.ask('signal', { conversation, signal: { type: 'typing', on: true } }));
    expect(await learner.next('typing')).toEqual({ conversation, name: 'Ada', on: true });
    expect(learner.got('typing')).toHaveLength(1);
    const page = value(await a.ask('sync', { conversation, since: 0 }));
    value(await a.ask('signal', { conversation, signal: { type: 'read', seq: page.view.item.head } }));
    await learner.next('view', ({ view }) => view.readByAgent === page.view.item.head);
    value(await learner.ask('signal', { conversation, signal: { type: 'read', seq: 2 } }));
    await a.next('view', ({ view }) => view.readByLearner === 2);
    for (const line of [a, b, learner]) line.close();
  });

  it('A86 agents of one name are told apart: each hears of the other looking and typing, and nobody of themselves', async () => {
    const other = await addAgent(server.url, ada, 'Eve');
    await ada.api('PATCH', `/agents/${other.id}`, { name: 'Ada' });
    const learner = await openLearner(server.url);
    const [a, b] = [await ada.dial(), await other.dial()];
    const { conversation } = learner;
    value(await learner.say('hm?'));
    value(await a.ask('watch', { conversation }));
    value(await b.ask('watch', { conversation }));
    const seen = await a.next('view', ({ view }) => view.looking.length > 1);
    expect(seen.view.looking).toEqual([ada.id, other.id].sort());
    value(await b.ask('signal', { conversation, signal: { type: 'typing', on: true } }));
    expect(await a.next('typing')).toEqual({ conversation, who: other.id, on: true });
    expect(b.got('typing')).toEqual([]);
    for (const line of [a, b, learner]) line.close();
  });

  it('P13 a page change is seen by the agent before the next message', async () => {
    const learner = await openLearner(server.url);
    const a = await ada.dial();
    const { conversation } = learner;
    value(await learner.say('hm?'));
    value(await a.ask('watch', { conversation }));
    const context = {
      lesson: { id: 'l2', title: 'Loops' },
      page: { url: 'https://learn.example.com/l2', kind: 'exam' as const },
    };
    value(await learner.ask('signal', { conversation, signal: { type: 'context', context } }));
    const seen = await a.next('view', ({ view }) => view.item.context.lesson?.id === 'l2');
    expect(seen.view.item.context).toEqual(context);
    a.close();
    learner.close();
  });

  it('P13 what is said without a word of where comes from where the learner was last heard of', async () => {
    const learner = await openLearner(server.url);
    const a = await ada.dial();
    const { conversation } = learner;
    const said = async (text: string) => {
      const command = { type: 'say', text, lang: 'en', context: {} } as const;
      value(await learner.ask('act', { conversation, cid: cid(), command }));
      const { entries } = value(await a.ask('sync', { conversation, since: 0 }));
      return entries.find((entry) => entry.type === 'message' && entry.text === text);
    };
    expect(await said('from nowhere')).toMatchObject({ context: {} });
    const context = { lesson: { id: 'l3' }, page: { url: 'https://learn.example.com/l3' } };
    value(await learner.ask('signal', { conversation, signal: { type: 'context', context } }));
    expect(await said('from a window')).toMatchObject({ context });
    a.close();
    learner.close();
  });

  it('W95 what the host page tracks reaches those who watch, on opening and at each change, and nobody else', async () => {
    const learner = await openLearner(server.url);
    const [a, b] = [await ada.dial(), await ben.dial()];
    const { conversation } = learner;
    value(await learner.say('hm?'));
    const tell = (...events: { id: string; name: string; props: Record<string, string | number>; agoMs?: number }[]) =>
      learner.ask('signal', { conversation, signal: { type: 'track', events } });
    value(await tell({ id: 'a1', name: 'video-played', props: { lesson: 3 }, agoMs: 60_000 }));
    value(await a.ask('watch', { conversation }));
    const { events } = await a.next('tracked');
    expect(events).toEqual([{ id: 'a1', name: 'video-played', props: { lesson: 3 }, at: expect.any(Number) }]);
    value(await tell({ id: 'a1', name: 'video-played', props: { lesson: 3 } }, { id: 'b2', name: 'quiz-failed', props: {} }));
    const next = await a.next('tracked', (packet) => packet.events.length > 1);
    // When it happened is not known of the second: it stands first.
    expect(next.events.map(({ name, at }) => [name, at === null])).toEqual([
      ['quiz-failed', true],
      ['video-played', false],
    ]);
    value(await tell({ id: 'b2', name: 'quiz-failed', props: {} }));
    const bad = await learner.ask('signal', {
      conversation,
      signal: { type: 'track', events: [{ id: 'c3', name: '', props: {} }] },
    });
    expect(code(bad)).toBe('bad-request');
    const other = await openLearner(server.url);
    expect(code(await other.ask('signal', { conversation, signal: { type: 'track', events: [] } }))).toBe('not-yours');
    // The thread and its numbers are as before.
    const page = value(await a.ask('sync', { conversation, since: 0 }));
    expect(JSON.stringify(page)).not.toContain('quiz-failed');
    expect([a.got('tracked').length, b.got('tracked').length, learner.got('view').length]).toEqual([2, 0, 0]);
    for (const line of [a, b, learner, other]) line.close();
  });

  it('P14 availability and presence are told to every agent', async () => {
    const [a, b] = [await ada.dial(), await ben.dial()];
    const card = (packet: { agents: readonly { id: string; online: boolean; available: boolean }[] }) =>
      packet.agents.find((agent) => agent.id === ben.id);
    value(await b.ask('available', { available: false }));
    await a.next('agents', (packet) => card(packet)?.available === false);
    b.close();
    await a.next('agents', (packet) => card(packet)?.online === false);
    a.close();
    const back = await ben.dial();
    value(await back.ask('available', { available: true }));
    back.close();
  });

  it('R9 who is away stays away when the server starts again and the console comes back', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'handraise-test-'));
    const first = await startServer({ dataDir });
    const line = await (await setUp(first)).dial();
    value(await line.ask('available', { available: false }));
    await first.close();
    const second = await startServer({ dataDir });
    const back = await (await signIn(second.url, 'ada@example.com')).dial();
    expect(value(await back.ask('hello', { v: 1 })).me).toMatchObject({ online: true, available: false });
    const learner = await openLearner(second.url);
    expect(learner.opened.staffed).toBe(false);
    for (const one of [line, back, learner]) one.close();
    await second.close();
    rmSync(dataDir, { recursive: true });
  });

  it('P15 the first word of another version is refused as outdated', async () => {
    const a = await ada.dial();
    expect(code(await a.ask('hello', { v: 9 }))).toBe('outdated');
    a.close();
  });
});

describe('sessions and sockets', () => {
  it('G26 signing in gives a new session and ends the one it came with', async () => {
    const answer = await post(
      server.url,
      '/console/api/sign-in',
      { login: 'ben@example.com', password: 'correct horse battery' },
      { cookie: ben.cookie },
    );
    const { signed } = await import('#tests/support/people.ts');
    const again = await signed(server.url, answer);
    expect(again.cookie).not.toBe(ben.cookie);
    expect((await ben.api('GET', '/agents')).status).toBe(401);
    ben = again;
  });

  it('G27 sign-out, a changed password and disabling cut open sockets at once and say why', async () => {
    const one = await signIn(server.url, 'ben@example.com');
    const line = await one.dial();
    expect((await one.api('POST', '/sign-out', {})).status).toBe(200);
    expect(await line.next('signed-out')).toEqual({ why: 'signed-out' });
    await line.gone;

    const two = await signIn(server.url, 'ben@example.com');
    const twoLine = await two.dial();
    const elsewhere = await (await signIn(server.url, 'ben@example.com')).dial();
    const changed = await two.api('POST', '/password', { current: 'correct horse battery', next: 'another horse battery' });
    expect(changed.status).toBe(200);
    await Promise.all([twoLine.gone, elsewhere.gone]);
    expect((await two.api('GET', '/agents')).status).toBe(401);

    const three = await signIn(server.url, 'ben@example.com', 'another horse battery');
    const threeLine = await three.dial();
    expect((await ada.api('PATCH', `/agents/${three.id}`, { disabled: true })).status).toBe(200);
    expect(await threeLine.next('signed-out')).toEqual({ why: 'disabled' });
    await threeLine.gone;
    expect(
      (await post(server.url, '/console/api/sign-in', { login: 'ben@example.com', password: 'another horse battery' })).status,
    ).toBe(403);
    await ada.api('PATCH', `/agents/${three.id}`, { disabled: false, password: 'correct horse battery' });
  });

  it('G28 the cookie is HttpOnly and SameSite=Strict, and Secure with the __Host- prefix under TLS', async () => {
    const plain = await post(server.url, '/console/api/sign-in', {
      login: 'ada@example.com',
      password: 'correct horse battery',
    });
    expect(plain.headers.getSetCookie()[0]).toMatch(
      /^handraise_session=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=604800$/,
    );
    const tls = await startServer({ env: { PUBLIC_URL: 'https://chat.example.com' } });
    const made = await post(
      tls.url,
      '/console/api/setup',
      { token: tls.setupToken, name: 'A', login: 'a@example.com', password: 'correct horse battery' },
      { origin: 'https://chat.example.com' },
    );
    expect(made.headers.getSetCookie()[0]).toMatch(
      /^__Host-handraise_session=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Strict; Secure; Max-Age=604800$/,
    );
    expect(made.headers.get('strict-transport-security')).toMatch(/max-age=\d{7,}/);
    await tls.close();
  });

  it('G16 a valid cookie from a foreign origin, or none, opens no agent socket', async () => {
    const port = new URL(server.url).port;
    for (const origin of [`http://localhost:${Number(port) + 1}`, `http://localhost:${port}`])
      await expect(dial(server.url, '/agent', {}, { cookie: ada.cookie, origin })).rejects.toMatchObject({
        refusal: { code: 'not-allowed' },
      });
    await expect(dial(server.url, '/agent', {}, { cookie: ada.cookie, origin: 'https://evil.example' })).rejects.toThrow();
    await expect(dial(server.url, '/agent', {})).rejects.toMatchObject({ refusal: { code: 'signed-out' } });
  });
});
