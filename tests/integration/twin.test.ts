import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { POLICY } from '#gateway/policy.ts';
import { cid, setUp, value } from '#tests/support/people.ts';
import { fakeClock, T0 } from '#tests/support/samples.ts';
import { startServer, type TestServer } from '#tests/support/start-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

interface Opened {
  token: string;
  conversation: { id: string; status: string };
}
interface Page {
  entries: { seq: number; type: string }[];
  view: { status: string; head: number };
}
async function call(method: string, path: string, body?: unknown, token?: string): Promise<{ status: number; body: never }> {
  const answer = await fetch(server.url + path, {
    method,
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as never };
}
const begin = async () =>
  (await call('POST', '/api/v1/sessions', { v: 1, site: 'default', lang: 'en', context: {} })).body as Opened;

describe('the HTTP twin', () => {
  it('P30 a whole conversation: session, message, long poll, command, rating, a fresh one', async () => {
    const { token, conversation } = await begin();
    const at = `/api/v1/conversations/${conversation.id}`;
    const polled = call('GET', `${at}/entries?since=0&wait=25`, undefined, token);
    const said = await call('POST', `${at}/messages`, { cid: cid(), text: 'price?', lang: 'en', context: {} }, token);
    expect(said).toMatchObject({ status: 200, body: { seq: 1, epoch: server.store.epoch } });
    expect(((await polled).body as Page).entries.map((entry) => entry.seq)).toEqual([1, 2, 3]);
    expect((await call('POST', `${at}/commands`, { cid: cid(), command: { type: 'end' } }, token)).status).toBe(200);
    const rated = await call('POST', `${at}/rating`, { cid: cid(), stars: 5, reasons: ['fast'], comment: '' }, token);
    expect(rated).toMatchObject({ status: 200, body: { seq: 5 } });
    expect(await call('POST', `${at}/messages`, { cid: cid(), text: 'x', lang: 'en', context: {} }, token)).toMatchObject({
      status: 409,
      body: { refusal: { code: 'closed' } },
    });
    const fresh = (await call('POST', '/api/v1/conversations', { lang: 'en', context: {} }, token)).body as Opened;
    expect(fresh.conversation.id).not.toBe(conversation.id);
    const back = await call('POST', '/api/v1/sessions', { v: 1, site: 'default', lang: 'en', context: {} }, token);
    expect((back.body as Opened).conversation.id).toBe(fresh.conversation.id);
  });

  it('P31 the same parsing and refusals as the socket', async () => {
    const { token, conversation } = await begin();
    const at = `/api/v1/conversations/${conversation.id}`;
    const refused = async (method: string, path: string, body?: unknown, as?: string) => {
      const answer = await call(method, path, body, as);
      return [answer.status, (answer.body as { refusal: { code: string } }).refusal.code];
    };
    expect(await refused('GET', `${at}/entries`)).toEqual([401, 'signed-out']);
    expect(await refused('GET', `${at}/entries`, undefined, 'f'.repeat(64))).toEqual([401, 'signed-out']);
    expect(await refused('GET', `${at}/entries?since=-1`, undefined, token)).toEqual([400, 'bad-request']);
    expect(await refused('GET', `${at}/entries?wait=26`, undefined, token)).toEqual([400, 'bad-request']);
    expect(await refused('GET', '/api/v1/conversations/nonsense/entries', undefined, token)).toEqual([404, 'not-yours']);
    expect(await refused('POST', `${at}/messages`, { cid: 'x', text: 't', lang: 'en', context: {} }, token)).toEqual([
      400,
      'bad-request',
    ]);
    const long = { cid: cid(), text: 'x'.repeat(4_001), lang: 'en', context: {} };
    expect(await refused('POST', `${at}/messages`, long, token)).toEqual([413, 'too-long']);
    expect(await refused('POST', '/api/v1/sessions', { v: 2, site: 'default', lang: 'en', context: {} })).toEqual([
      426,
      'outdated',
    ]);
    expect(await refused('POST', '/api/v1/sessions', { v: 1, site: 'other', lang: 'en', context: {} }, token)).toEqual([
      401,
      'signed-out',
    ]);
    expect(await refused('GET', '/api/v1/nowhere')).toEqual([404, 'not-yours']);
  });

  it('P32 a poll that nothing happens to ends by itself', async () => {
    const { token, conversation } = await begin();
    const from = performance.now();
    const { body } = await call('GET', `/api/v1/conversations/${conversation.id}/entries?since=0&wait=1`, undefined, token);
    expect((body as Page).entries).toEqual([]);
    expect(performance.now() - from).toBeGreaterThan(900);
  });

  it('P33 a stop answers waiting polls at once', async () => {
    const own = await startServer();
    const answer = await fetch(`${own.url}/api/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ v: 1, site: 'default', lang: 'en', context: {} }),
    });
    const { token, conversation } = (await answer.json()) as Opened;
    const polled = fetch(`${own.url}/api/v1/conversations/${conversation.id}/entries?since=0&wait=25`, {
      headers: { authorization: `Bearer ${token}` },
    });
    // A second request after it: by its answer the first has arrived.
    await fetch(`${own.url}/api/v1/conversations/${conversation.id}/entries`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const from = performance.now();
    await own.close();
    expect((await polled).status).toBe(200);
    expect(performance.now() - from).toBeLessThan(3_000);
  });
});

describe('a long poll of who waits for a person', () => {
  /** A server whose polls can be waited for: they arm their timer before they read. */
  async function waitingRoom(env: Record<string, string> = {}) {
    const clock = fakeClock();
    let armed = () => {};
    const own = await startServer({
      env,
      clock: {
        ...clock,
        later(wait, run) {
          if (wait === 25_000) armed();
          return clock.later(wait, run);
        },
      },
    });
    const agent = await (await setUp(own)).dial();
    const ask = async (method: string, path: string, body?: unknown, token = '') =>
      (
        await fetch(`${own.url}/api/v1${path}`, {
          method,
          headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        })
      ).json();
    const act = (who: Opened, command: unknown) =>
      ask('POST', `/conversations/${who.conversation.id}/commands`, { cid: cid(), command }, who.token);
    return {
      agent,
      clock,
      act,
      async waiter(): Promise<Opened> {
        const who = (await ask('POST', '/sessions', { v: 1, site: 'default', lang: 'en', context: {} })) as Opened;
        expect(await act(who, { type: 'ask-person', lang: 'en', context: {} })).toMatchObject({ seq: 1 });
        return who;
      },
      /** Resolves once the poll waits, with what gives its answer. */
      async poll({ conversation, token }: Opened, since = 2): Promise<{ answer: Promise<unknown> }> {
        // Nothing that came before may end it.
        await own.app.settled();
        const waits = new Promise<void>((resolve) => {
          armed = resolve;
        });
        const answer = ask('GET', `/conversations/${conversation.id}/entries?since=${since}&wait=25`, undefined, token);
        await waits;
        return { answer };
      },
      async close() {
        agent.close();
        await own.close();
      },
    };
  }

  it('P64 ends when the queue moves', async () => {
    const room = await waitingRoom();
    const first = await room.waiter();
    const second = await room.waiter();
    const { answer } = await room.poll(second);
    await room.act(first, { type: 'cancel-wait' });
    expect(await answer).toMatchObject({ entries: [], view: { status: 'waiting', queue: { position: 1 } } });
    await room.close();
  });

  it('P64 ends when the agent who has the chat has read it', async () => {
    const room = await waitingRoom();
    const who = await room.waiter();
    const { id } = who.conversation;
    const { seq } = value(await room.agent.ask('act', { conversation: id, cid: cid(), command: { type: 'take' } }));
    const { answer } = await room.poll(who, seq);
    value(await room.agent.ask('signal', { conversation: id, signal: { type: 'read', seq } }));
    expect(await answer).toMatchObject({ entries: [], view: { status: 'with-agent', readByAgent: seq } });
    await room.close();
  });

  it('P64 ends when business hours end and begin', async () => {
    // Monday, nine o'clock.
    const room = await waitingRoom({ BUSINESS_HOURS: 'Mon 09:00-10:00 11:00-12:00' });
    const who = await room.waiter();
    for (const [until, staffed] of [
      [60, false],
      [120, true],
    ] as const) {
      room.clock.advance(T0 + until * 60_000 - 10_000 - room.clock.now());
      const { answer } = await room.poll(who);
      room.clock.advance(15_000);
      expect(await answer).toMatchObject({ entries: [], view: { queue: { position: 1, staffed } } });
    }
    await room.close();
  });
});

describe('the OpenAPI document', () => {
  interface Operation {
    requestBody?: { content: { 'application/json': { example: Record<string, unknown> } } };
    responses: Record<string, unknown>;
  }
  const document = async () =>
    (await (await fetch(`${server.url}/api/openapi.json`)).json()) as {
      openapi: string;
      paths: Record<string, Record<string, Operation>>;
      components: unknown;
    };

  it('P34 covers every route of the twin, and no other', async () => {
    const { openapi, paths } = await document();
    expect(openapi).toBe('3.1.0');
    const described = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path.replace(/{(\w+)}/g, ':$1')}`),
    );
    expect(described.sort()).toEqual(
      Object.keys(POLICY)
        .filter((name) => name.includes(' /api/v1/'))
        .sort(),
    );
  });

  it('P34 every $ref leads somewhere', async () => {
    const whole = await document();
    const text = JSON.stringify(whole);
    const schemas = (whole.components as { schemas: Record<string, unknown> }).schemas;
    for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) expect(schemas[name], name).toBeDefined();
  });

  it('P34 the examples work, in the order they stand in', async () => {
    const { paths } = await document();
    const example = (path: string) => Object.values(paths[path] ?? {})[0]?.requestBody?.content['application/json'].example;
    const opened = (await call('POST', '/api/v1/sessions', example('/api/v1/sessions'))).body as Opened;
    for (const [path, operations] of Object.entries(paths)) {
      // Files are tried in attachments.test.ts.
      if (path === '/api/v1/sessions' || path.includes('/attachments')) continue;
      for (const [method, operation] of Object.entries(operations)) {
        const answer = await call(
          method.toUpperCase(),
          path.replace('{id}', opened.conversation.id),
          operation.requestBody?.content['application/json'].example,
          opened.token,
        );
        expect(answer.status, `${method} ${path} ${JSON.stringify(answer.body)}`).toBe(200);
      }
    }
  });

  it('P35 the page for people names every route and asks no other host', async () => {
    const answer = await fetch(`${server.url}/api`);
    const html = await answer.text();
    for (const name of Object.keys(POLICY).filter((known) => known.includes(' /api/v1/')))
      expect(html).toContain(name.replace(/:(\w+)/g, '{$1}'));
    expect(html).not.toMatch(/<script|https?:\/\/(?!127\.0\.0\.1)/);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});
