import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cid, code, openLearner, type Signed, setUp, value } from '#tests/support/people.ts';
import { rawSocket } from '#tests/support/raw-socket.ts';
import { startServer, type TestServer } from '#tests/support/start-server.ts';

let server: TestServer;
let ada: Signed;
beforeAll(async () => {
  server = await startServer();
  ada = await setUp(server);
});
afterAll(() => server.close());

const status = async (url: string, headers: Record<string, string>) => {
  const ws = await rawSocket(url, headers);
  ws.close();
  return Number(ws.status.split(' ')[1]);
};

describe('the handshake', () => {
  it('G13 a WebSocket from an unlisted, null, missing or look-alike origin gets 403', async () => {
    const listed = await startServer({
      env: { ALLOWED_ORIGINS: 'https://learn.example.com', PUBLIC_URL: 'https://chat.example.com' },
    });
    for (const origin of ['https://learn.example.com', 'https://chat.example.com'])
      expect(await status(listed.url, { Origin: origin }), origin).toBe(101);
    const bad = [
      'https://learn.example.com.evil.example',
      'https://xlearn.example.com',
      'https://learn.example.com@evil.example',
      'http://learn.example.com',
      'https://learn.example.com:8443',
      'https://evil.example',
      'null',
      'file://',
      'http://localhost:3000',
      listed.url,
    ];
    for (const origin of bad) expect(await status(listed.url, { Origin: origin }), origin).toBe(403);
    expect(await status(listed.url, {})).toBe(403);
    await listed.close();
  });

  it('G13 without PUBLIC_URL a rebound name is not the own origin; loopback is', async () => {
    expect(await status(server.url, { Origin: server.url })).toBe(101);
    expect(await status(server.url, { Origin: 'http://localhost:8080' })).toBe(101);
    expect(await status(server.url, { Origin: 'http://rebound.example', Host: 'rebound.example' })).toBe(403);
    expect(await status(server.url, { Origin: 'http://localhost.evil.example' })).toBe(403);
  });

  it('G13 polling from another page is refused, from the own page without Origin it is not', async () => {
    const poll = (headers: Record<string, string>) => fetch(`${server.url}/socket.io/?EIO=4&transport=polling`, { headers });
    expect((await poll({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await poll({})).status).toBe(403);
    expect((await poll({ origin: server.url })).status).toBe(200);
  });

  it('D52 a page that is not listed is told in the log once, with the setting that lets it in', async () => {
    const listed = await startServer({ env: { ALLOWED_ORIGINS: 'https://learn.example.com' } });
    const warned = () => listed.logged.filter(({ level }) => level === 'warn').map(({ fields }) => fields);
    const origin = 'https://courses.example.com';
    const set = `ALLOWED_ORIGINS=https://learn.example.com,${origin}`;
    expect(await status(listed.url, { Origin: origin })).toBe(403);
    expect(warned()).toEqual([{ origin, set }]);
    // The same page goes on by polling, or over plain HTTP.
    await fetch(`${listed.url}/socket.io/?EIO=4&transport=polling`, { headers: { origin } });
    await fetch(`${listed.url}/api/v1/sessions`, { method: 'POST', headers: { origin } });
    for (const nameless of [{ Origin: 'null' }, {}]) await status(listed.url, nameless as Record<string, string>);
    expect(warned()).toHaveLength(1);
    await fetch(`${listed.url}/api/v1/sessions`, { method: 'POST', headers: { origin: 'https://b.example' } });
    expect(warned().at(-1)).toMatchObject({ origin: 'https://b.example' });
    // The server's own page under a name the server was not told.
    const named = { Origin: 'https://chat.example.com', Host: 'chat.example.com' };
    expect(await status(listed.url, named)).toBe(403);
    expect(warned().at(-1)).toMatchObject({ set: 'PUBLIC_URL=https://chat.example.com' });
    for (let i = 0; i < 40; i += 1) await status(listed.url, { Origin: `https://x${i}.example` });
    expect(warned()).toHaveLength(21);
    await listed.close();
  });

  it('P22 too many handshakes at once get 503 with Retry-After', async () => {
    const tight = await startServer({ env: { LIMIT_HANDSHAKES: '2/1m' } });
    const answers = [];
    for (let i = 0; i < 3; i += 1) answers.push(await rawSocket(tight.url, { Origin: tight.url }));
    expect(answers.map((ws) => ws.status.split(' ')[1])).toEqual(['101', '101', '503']);
    expect(answers[2]?.head).toMatch(/Retry-After: \d+/);
    for (const ws of answers) ws.close();
    await tight.close();
  });

  it('P44 a page of an allowed origin can read when to come back', async () => {
    const origin = 'https://learn.example.com';
    const tight = await startServer({ env: { LIMIT_HANDSHAKES: '1/1m', ALLOWED_ORIGINS: origin } });
    const poll = (from: string) => fetch(`${tight.url}/socket.io/?EIO=4&transport=polling`, { headers: { origin: from } });
    expect((await poll(origin)).status).toBe(200);
    const refused = await poll(origin);
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.headers.get('access-control-allow-origin')).toBe(origin);
    expect(refused.headers.get('access-control-expose-headers')).toBe('Retry-After');
    expect((await poll('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
    await tight.close();
  });
});

describe('payloads', () => {
  const VALUES: readonly unknown[] = [
    undefined,
    null,
    0,
    -1,
    1.5,
    Number.MAX_VALUE,
    true,
    '',
    'x',
    [],
    {},
    [[]],
    { type: 'say' },
    { type: '__proto__' },
    'a'.repeat(9_000),
  ];

  it('G8 wrong types for every field of every event get a refusal, and the process stays quiet', async () => {
    const roomy = await startServer({
      env: { LIMIT_SOCKET: '100000/1s', LIMIT_COMMANDS: '100000/1s', LIMIT_MESSAGES: '100000/1s' },
    });
    const learner = await openLearner(roomy.url);
    const agent = await (await setUp(roomy)).dial();
    const { conversation } = learner;
    const say = { type: 'say', text: 't', lang: 'en', context: {} };
    const good: Record<string, readonly Record<string, unknown>[]> = {
      open: [{ lang: 'en', context: {} }],
      act: [
        { conversation, cid: cid(), command: say },
        { conversation, cid: cid(), command: { type: 'rate', stars: 9, reasons: ['x'], comment: 1 } },
        { conversation, cid: cid(), command: { type: 'helped', seq: 'x', helped: 'y' } },
        { conversation, cid: cid(), command: { type: 'leave-contact', email: 'x', name: 1, text: 2 } },
      ],
      sync: [{ conversation, since: 0 }],
      history: [{ conversation, before: 1 }],
      signal: [{ conversation, signal: { type: 'read', seq: 'x' } }],
    };
    for (const [event, payloads] of Object.entries(good))
      for (const payload of payloads) {
        for (const bad of VALUES.slice(0, 9)) {
          const answer = await learner.raw(event, bad);
          expect(answer.ok, `${event} ${JSON.stringify(bad)}`).toBe(false);
        }
        for (const name of Object.keys(payload))
          for (const bad of VALUES) {
            if (name === 'context' && JSON.stringify(bad) === '{}') continue;
            if ((name === 'since' || name === 'before') && bad === 0) continue;
            if (name === 'lang' && bad === 'x') continue;
            const answer = await learner.raw(event, { ...payload, [name]: bad });
            expect(['bad-request', 'too-long', 'too-fast', 'ok']).toContain(code(answer));
          }
      }
    for (const event of ['hello', 'inbox', 'watch', 'unwatch', 'act', 'sync', 'history', 'signal', 'available'])
      for (const bad of VALUES) {
        expect((await agent.raw(event, bad)).ok, `${event} ${JSON.stringify(bad)?.slice(0, 30)}`).toBe(false);
      }
    expect(roomy.logged.filter((line) => line.level === 'error')).toEqual([]);
    learner.close();
    agent.close();
    await roomy.close();
  }, 60_000);

  it('G8 no payload, many payloads, no acknowledgement: nothing breaks', async () => {
    const learner = await openLearner(server.url);
    expect(code(await learner.raw('sync'))).toBe('bad-request');
    expect(code(await learner.raw('sync', 1, 2, 3))).toBe('bad-request');
    learner.socket.emit('act');
    learner.socket.emit('sync', { conversation: 1 });
    learner.socket.emit('nobody listens', 1);
    value(await learner.say('still here'));
    learner.close();
  });

  it('G9 G37 names of prototypes and rooms as ids open nothing', async () => {
    const learner = await openLearner(server.url);
    const other = await openLearner(server.url);
    value(await other.say('mine'));
    for (const id of ['__proto__', 'constructor', 'prototype', `c:${other.conversation}`, other.socket.id ?? '', '*'])
      expect(code(await learner.raw('sync', { conversation: id, since: 0 })), id).toBe('bad-request');
    const raw = await rawSocket(server.url, { Origin: server.url });
    await raw.next();
    raw.send('40/learner,{"v":1,"site":"default","__proto__":{"token":"x"},"constructor":{"prototype":{"x":1}}}');
    expect(await raw.next()).toMatch(/^40\/learner/);
    raw.send('42/learner,1["open",{"lang":"en","context":{"__proto__":{"polluted":1}}}]');
    expect(await raw.next()).toContain('"ok":true');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    raw.close();
    expect(other.got('entries')).toHaveLength(1);
    learner.close();
    other.close();
  });

  it('G10 extra fields change nothing', async () => {
    const learner = await openLearner(server.url);
    const { conversation } = learner;
    const command = {
      type: 'say',
      text: 'plain',
      lang: 'en',
      context: { role: 'admin' },
      seq: 99,
      author: { role: 'agent' },
      site: 'x',
      at: 1,
    };
    value(await learner.raw('act', { conversation, cid: cid(), command, learner: 'someone', role: 'agent' }));
    const page = value(await learner.ask('sync', { conversation, since: 0 }));
    expect(page.entries[1]).toMatchObject({ seq: 2, author: { role: 'learner' }, text: 'plain' });
    learner.close();
  });

  it('G5 control and direction characters cannot dress a name up; text keeps its lines', async () => {
    const learner = await openLearner(server.url);
    const agent = await ada.dial();
    value(
      await learner.act({
        type: 'leave-contact',
        email: 'x@example.com',
        name: 'A\u202Edmi\u200Bn\u0000\n Support',
        text: 'a\nb\u0007 \uD800',
      }),
    );
    const page = value(await agent.ask('watch', { conversation: learner.conversation }));
    expect(page.entries.find((entry) => entry.type === 'contact-left')).toMatchObject({
      name: 'Admin Support',
      text: 'a\nb \uFFFD',
    });
    const context = { page: { url: 'javascript:alert(1)', title: 't\u202Eitle' }, course: { id: 'c', title: 'x'.repeat(500) } };
    value(await learner.act({ type: 'say', text: 'x', lang: 'en', context }));
    const after = value(await agent.ask('sync', { conversation: learner.conversation, since: 0 }));
    expect(after.view.item.context).toEqual({ course: { id: 'c', title: 'x'.repeat(200) } });
    agent.close();
    learner.close();
  });
});
