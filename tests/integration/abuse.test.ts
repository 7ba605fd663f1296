import { expect, it } from 'vitest';
import { instant } from '#domain/time.ts';
import { cid, code, dialLearner, openLearner, setUp, value } from '#tests/support/people.ts';
import { type RawSocket, rawSocket } from '#tests/support/raw-socket.ts';
import { fakeClock } from '#tests/support/samples.ts';
import { startServer } from '#tests/support/start-server.ts';

async function joined(url: string): Promise<RawSocket> {
  const ws = await rawSocket(url, { Origin: url });
  await ws.next();
  ws.send('40/learner,{"v":1,"site":"default"}');
  await ws.next();
  return ws;
}

it('G39 what breaks the frame rules is cut within a second, and the others notice nothing', async () => {
  const server = await startServer();
  const other = await openLearner(server.url);
  const attacks: Record<string, (ws: RawSocket) => void> = {
    'a frame of 70 KiB': (ws) => ws.frame(1, Buffer.alloc(70 * 1024, 'a')),
    '10,000 fragments': (ws) => {
      ws.frame(1, Buffer.from('4'), false);
      for (let i = 0; i < 10_000; i += 1) ws.frame(0, Buffer.from('x'), false);
    },
    'a binary frame': (ws) => ws.frame(2, Buffer.from([1, 2, 3])),
    'an announced attachment': (ws) => ws.send('451-/learner,["open",{"_placeholder":true,"num":0}]'),
    'no packet at all': (ws) => ws.send('42/learner,1["open"'),
    'an unmasked length': (ws) => ws.tcp.write(Buffer.from([0x81, 0x05, 0x68, 0x65, 0x6c, 0x6c, 0x6f])),
  };
  for (const [name, attack] of Object.entries(attacks)) {
    const ws = await joined(server.url);
    attack(ws);
    expect(await ws.ended(), name).toBeLessThan(1_000);
  }
  const before = process.memoryUsage().rss;
  for (const bomb of [
    `42/learner,1["open",${'['.repeat(10_000)}${']'.repeat(10_000)}]`,
    `42/learner,1["open",${'{"a":'.repeat(8_000)}1${'}'.repeat(8_000)}]`,
    `42/learner,1["open",{${Array.from({ length: 7_000 }, (_, i) => `"${i}":1`).join(',')}}]`,
  ]) {
    const ws = await joined(server.url);
    ws.send(bomb);
    expect(await ws.next()).toContain('"bad-request"');
    ws.close();
  }
  expect((process.memoryUsage().rss - before) / 2 ** 20).toBeLessThan(60);
  value(await other.say('unharmed'));
  expect(server.logged.filter((line) => line.level === 'error')).toEqual([]);
  other.close();
  await server.close();
});

it('G40 more than thirty events in a second close the socket', async () => {
  const server = await startServer({ clock: fakeClock() });
  const line = await dialLearner(server.url);
  for (let i = 0; i < 40; i += 1) line.socket.emit('signal', {});
  expect(await line.gone).toMatch(/transport|server/);
  await server.close();
});

it('G42 a learner who floods is told to wait, by how long, and goes on after it; nobody else is', async () => {
  const clock = fakeClock();
  const server = await startServer({ clock });
  const flooder = await openLearner(server.url);
  const quiet = await openLearner(server.url);
  const codes: string[] = [];
  for (let i = 0; i < 15; i += 1) codes.push(code(await flooder.say(`x${i}`)));
  expect(codes.filter((name) => name === 'ok')).toHaveLength(10);
  const refused = await flooder.say('y');
  expect(refused).toMatchObject({ ok: false, refusal: { code: 'too-fast', retryAfterMs: 1_000 } });
  value(await quiet.say('me?'));
  clock.advance(1_000);
  value(await flooder.say('y'));
  flooder.close();
  quiet.close();
  await server.close();
});

it('G42 a page that reports places all the time takes nothing from what its learner may say', async () => {
  const server = await startServer({ clock: fakeClock(), env: { LIMIT_SOCKET: '1000/1s', LIMIT_COMMANDS: '20/10s' } });
  const learner = await openLearner(server.url);
  const { conversation } = learner;
  const codes: string[] = [];
  for (let progress = 1; progress <= 25; progress += 1)
    codes.push(code(await learner.ask('signal', { conversation, signal: { type: 'context', context: { progress } } })));
  expect(codes.filter((name) => name === 'ok')).toHaveLength(20);
  expect(codes.at(-1)).toBe('too-fast');
  value(await learner.say('still heard?'));
  learner.close();
  await server.close();
});

it('G42 two hundred messages an hour, and no more', async () => {
  const clock = fakeClock();
  const server = await startServer({ clock });
  const learner = await openLearner(server.url);
  let stored = 0;
  for (let i = 0; i < 230; i += 1) {
    clock.advance(1_000);
    if ((await learner.say(`m${i}`)).ok) stored += 1;
  }
  // 200 at first, and what an hour's refill gives back in 230 seconds.
  expect(stored).toBe(200 + Math.floor((230 * 200) / 3_600));
  learner.close();
  await server.close();
}, 30_000);

it('G43 a class of two hundred behind one address chats; the flood of new learners from it is cut', async () => {
  const clock = fakeClock();
  const server = await startServer({ clock, env: { LIMIT_NEW_LEARNERS: '250/1m' } });
  const pupils = await Promise.all(Array.from({ length: 200 }, () => openLearner(server.url)));
  for (let round = 0; round < 3; round += 1) {
    clock.advance(3_000);
    const answers = await Promise.all(pupils.map((pupil) => pupil.say(`round ${round}?`)));
    expect(answers.every((answer) => answer.ok)).toBe(true);
  }
  const codes: string[] = [];
  for (let i = 0; i < 120; i += 1) {
    const answer = await fetch(`${server.url}/api/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ v: 1, site: 'default', lang: 'en', context: {} }),
    });
    codes.push(answer.ok ? 'ok' : ((await answer.json()) as { refusal: { code: string } }).refusal.code);
  }
  expect(codes.filter((name) => name === 'ok').length).toBeLessThan(90);
  expect(codes.at(-1)).toBe('too-fast');
  clock.advance(2_000);
  value((await pupils[0]?.say('I still can')) ?? { ok: false, refusal: { code: 'internal' } });
  for (const pupil of pupils) pupil.close();
  await server.close();
}, 60_000);

it('G44 a forged X-Forwarded-For buys nothing, unless a proxy of ours is configured', async () => {
  const session = (url: string, forwarded: string) =>
    fetch(`${url}/api/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': forwarded },
      body: JSON.stringify({ v: 1, site: 'default', lang: 'en', context: {} }),
    }).then((answer) => answer.status);
  const bare = await startServer({ clock: fakeClock(), env: { LIMIT_NEW_LEARNERS: '2/1m' } });
  expect([await session(bare.url, '1.1.1.1'), await session(bare.url, '2.2.2.2'), await session(bare.url, '3.3.3.3')]).toEqual([
    200, 200, 429,
  ]);
  await bare.close();
  const behind = await startServer({ clock: fakeClock(), env: { LIMIT_NEW_LEARNERS: '2/1m', TRUST_PROXY: '1' } });
  // The client's own forgery stands to the left of what our proxy wrote.
  expect([
    await session(behind.url, '9.9.9.1, 5.5.5.5'),
    await session(behind.url, '9.9.9.2, 5.5.5.5'),
    await session(behind.url, '9.9.9.3, 5.5.5.5'),
  ]).toEqual([200, 200, 429]);
  expect(await session(behind.url, '9.9.9.9, 6.6.6.6')).toBe(200);
  await behind.close();
});

it('G45 a throw in a handler is logged under an incident, answered in general words, and the process stays', async () => {
  const server = await startServer({
    wrap: (store) => ({
      ...store,
      conversations: { ...store.conversations, owner: () => Promise.reject(new Error('SECRET detail')) },
    }),
  });
  const learner = await openLearner(server.url);
  const refused = await learner.say('boom');
  expect(refused).toMatchObject({ ok: false, refusal: { code: 'internal', detail: expect.stringMatching(/^[0-9a-f]{12}$/) } });
  expect(JSON.stringify(refused)).not.toContain('SECRET');
  const incident = refused.ok ? '' : refused.refusal.detail;
  expect(server.logged.find((line) => line.fields['incident'] === incident)).toMatchObject({
    level: 'error',
    fields: { what: '/learner act' },
  });
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  learner.close();
  await server.close();
});

it('G46 a full disk refuses with storage-full, readiness says so, and work goes on when there is room', async () => {
  const clock = fakeClock();
  let full = false;
  const { StorageFull } = await import('#store/store.ts');
  const check = async () => {
    if (full) throw new StorageFull('disk full');
  };
  const server = await startServer({
    clock,
    wrap: (store) => ({
      ...store,
      probe: () => check().then(() => store.probe()),
      conversations: { ...store.conversations, append: (...all) => check().then(() => store.conversations.append(...all)) },
      learners: { ...store.learners, create: (...all) => check().then(() => store.learners.create(...all)) },
    }),
  });
  const learner = await openLearner(server.url);
  const ready = async () => (await fetch(`${server.url}/readyz`)).status;
  expect(await ready()).toBe(200);
  full = true;
  clock.advance(2_000);
  const key = cid();
  const say = { type: 'say', text: 'kept?', lang: 'en', context: {} } as const;
  expect(code(await learner.act(say, key))).toBe('storage-full');
  await expect(openLearner(server.url)).rejects.toThrow('storage-full');
  expect(await ready()).toBe(503);
  full = false;
  clock.advance(2_000);
  expect(value(await learner.act(say, key)).seq).toBe(1);
  expect(await ready()).toBe(200);
  learner.close();
  await server.close();
});

it('G53 logs hold no address, token, password or message text', async () => {
  const server = await startServer({ clock: { ...fakeClock(instant(Date.now())) } });
  const ada = await setUp(server);
  const learner = await openLearner(server.url);
  value(await learner.say('CANARY-TEXT person'));
  const agent = await ada.dial();
  await ada.api('POST', '/password', { current: 'wrong CANARY-PASS', next: 'x' });
  agent.close();
  const all = JSON.stringify(server.logged.filter((line) => line.level !== 'debug'));
  expect(server.logged.some((line) => line.fields['audit'] === 'set-up')).toBe(true);
  for (const canary of [
    'CANARY',
    '127.0.0.1',
    learner.opened.token,
    ada.cookie.split('=')[1] ?? '',
    'ada@example.com',
    server.setupToken,
  ])
    expect(all).not.toContain(canary);
  learner.close();
  await server.close();
});
