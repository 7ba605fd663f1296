import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '#store/store.ts';
import { addAgent, cid, code, openLearner, PASSWORD, post, setUp, value } from '#tests/support/people.ts';
import { rawSocket } from '#tests/support/raw-socket.ts';
import { fakeClock, T0 } from '#tests/support/samples.ts';
import { startServer, type TestServer } from '#tests/support/start-server.ts';

describe('pages', () => {
  const web = mkdtempSync(join(tmpdir(), 'handraise-web-'));
  let server: TestServer;
  beforeAll(async () => {
    const files: Record<string, string | Buffer> = {
      'widget/handraise.js': 'loader',
      'widget/app-ABCD1234.js': 'app',
      'widget/app-ABCD1234.js.br': brotliCompressSync('app'),
      'widget/.secret': 'no',
      'console/index.html': '<!doctype html>console',
      'console/main-ABCD1234.js': 'console app',
      'demo/index.html': '<!doctype html>demo',
      'demo/en/index.html': '<!doctype html>course',
      'demo/en/lesson.html': '<!doctype html>lesson',
      'outside.txt': 'no',
    };
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(join(web, name, '..'), { recursive: true });
      writeFileSync(join(web, name), content);
    }
    server = await startServer({ webDir: web });
  });
  afterAll(async () => {
    await server.close();
    rmSync(web, { recursive: true });
  });
  const get = (path: string, headers: Record<string, string> = {}) => fetch(server.url + path, { headers, redirect: 'manual' });

  it('P40 the widget is for every site; the loader for five minutes, hashed files for ever, packed where packed', async () => {
    const loader = await get('/widget/handraise.js');
    expect(loader.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(loader.headers.get('cache-control')).toBe('public, max-age=300');
    expect(loader.headers.get('access-control-allow-origin')).toBe('*');
    expect(loader.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    const app = await get('/widget/app-ABCD1234.js', { 'accept-encoding': 'gzip, br' });
    expect(app.headers.get('cache-control')).toContain('immutable');
    expect(app.headers.get('content-encoding')).toBe('br');
    expect(app.headers.get('vary')).toContain('Accept-Encoding');
    expect(await app.text()).toBe('app');
    const plain = await get('/widget/app-ABCD1234.js', { 'accept-encoding': 'identity' });
    expect([plain.headers.get('content-encoding'), await plain.text()]).toEqual([null, 'app']);
  });

  it('P40 nothing outside the folders, no dot files', async () => {
    for (const path of [
      '/widget/../outside.txt',
      '/widget/%2e%2e/outside.txt',
      '/widget/..%2foutside.txt',
      '/widget/.secret',
      '/widget/%00',
      '/widget/%ff',
      '/widget/',
      '/demo/../../etc/passwd',
      '/console/missing.js',
    ]) {
      const ws = await get(path);
      expect([400, 404], path).toContain(ws.status);
    }
  });

  it('P41 the console answers its own addresses, the demo with and without .html, the root leads to the demo', async () => {
    for (const path of ['/console', '/console/', '/console/setup', '/console/c/123'])
      expect(await (await get(path)).text(), path).toContain('console');
    expect(await (await get('/console/main-ABCD1234.js')).text()).toBe('console app');
    for (const path of ['/demo', '/demo/']) expect(await (await get(path)).text(), path).toContain('demo');
    for (const path of ['/demo/en/lesson', '/demo/en/lesson.html'])
      expect(await (await get(path)).text(), path).toContain('lesson');
    const folder = await get('/demo/en');
    expect([folder.status, folder.headers.get('location')]).toEqual([302, '/demo/en/']);
    expect(await (await get('/demo/en/')).text()).toContain('course');
    const root = await get('/');
    expect([root.status, root.headers.get('location')]).toEqual([302, '/demo']);
    expect((await get('/nowhere')).status).toBe(404);
  });

  it('P42 a page nobody has is 404: told to a person in words, to a program in the status', async () => {
    writeFileSync(join(web, 'demo', 'elsewhere.html'), 'yours to have');
    const person = await get('/refunds', { accept: 'text/html,*/*;q=0.8' });
    expect([person.status, await person.text()]).toEqual([404, 'yours to have']);
    const program = await get('/refunds', { accept: '*/*' });
    expect([program.status, await program.text()]).toEqual([404, 'Not found\n']);
  });
});

describe('time', () => {
  it('P16 every open conversation gets its head every ten seconds', async () => {
    const clock = fakeClock();
    const server = await startServer({ clock });
    const learner = await openLearner(server.url);
    value(await learner.say('a?'));
    await learner.next('entries');
    clock.advance(10_000);
    expect(await learner.next('head')).toEqual({ conversation: learner.conversation, epoch: server.store.epoch, seq: 3 });
    learner.close();
    await server.close();
  });

  it('P17 a chat left with the bot is closed by the round; the learner is told', async () => {
    const clock = fakeClock();
    const server = await startServer({ clock, env: { IDLE_CLOSE_HOURS: '1' } });
    const learner = await openLearner(server.url);
    value(await learner.say('a?'));
    clock.advance(3_600_000);
    // The round that was due at once arms the next one after it has run.
    value(await learner.ask('sync', { conversation: learner.conversation, since: 0 }));
    clock.advance(16_000);
    const closed = await learner.next('entries', ({ view }) => view.status === 'closed');
    expect(closed.entries.at(-1)).toMatchObject({ type: 'ended', by: 'system' });
    learner.close();
    await server.close();
  });

  it('P18 an agent who stays away gives the chat back to the queue, not before a minute', async () => {
    const clock = fakeClock();
    const server = await startServer({ clock });
    const ada = await setUp(server);
    const learner = await openLearner(server.url);
    const agent = await ada.dial();
    value(await learner.act({ type: 'ask-person', lang: 'en', context: {} }));
    value(await agent.ask('act', { conversation: learner.conversation, cid: cid(), command: { type: 'take' } }));
    await learner.next('entries', ({ view }) => view.status === 'with-agent');
    agent.close();
    const ben = await (await addAgent(server.url, ada, 'Ben')).dial();
    await ben.ask('hello', { v: 1 });
    clock.advance(45_000);
    await server.app.settled();
    expect(learner.got('entries').at(-1)?.view.status).toBe('with-agent');
    clock.advance(30_000);
    const back = await learner.next('entries', ({ entries }) => entries.some((entry) => entry.type === 'left'));
    expect(back.view.status).toBe('waiting');
    ben.close();
    learner.close();
    await server.close();
  });

  it('R6 who waits is told when business hours end and begin, and nothing in between', async () => {
    // Monday, nine o'clock.
    const clock = fakeClock();
    const server = await startServer({ clock, env: { BUSINESS_HOURS: 'Mon 09:00-10:00 11:00-12:00' } });
    const agent = await (await setUp(server)).dial();
    const learner = await openLearner(server.url);
    value(await learner.act({ type: 'ask-person', lang: 'en', context: {} }));
    const waits = await learner.next('entries', ({ view }) => view.status === 'waiting');
    expect(waits.view.queue).toMatchObject({ staffed: true, nextOpenAt: null });
    /** Lets the rounds that are due run, and the next ones be armed. */
    const pass = async (ms: number) => {
      clock.advance(ms);
      await server.app.settled();
      value(await learner.ask('sync', { conversation: learner.conversation, since: 0 }));
    };
    await pass(59 * 60_000);
    const before = learner.got('view').length;
    await pass(30_000);
    expect(learner.got('view')).toHaveLength(before);
    await pass(30_000);
    await pass(15_000);
    const closed = await learner.next('view', ({ view }) => view.queue?.staffed === false);
    expect(closed.view.queue).toEqual({ position: 1, etaMs: null, staffed: false, nextOpenAt: T0 + 2 * 3_600_000 });
    await pass(60 * 60_000);
    await pass(15_000);
    await learner.next('view', ({ view }) => view.queue?.staffed === true);
    expect(learner.got('view')).toHaveLength(before + 2);
    agent.close();
    learner.close();
    await server.close();
  });

  it('G27 a session ends after twelve idle hours, after seven days whatever is done, and its socket with it', async () => {
    const clock = fakeClock();
    const server = await startServer({ clock });
    const ada = await setUp(server);
    const status = async (caller: typeof ada) => (await caller.api('GET', '/agents')).status;
    clock.advance(11 * 3_600_000);
    expect(await status(ada)).toBe(200);
    clock.advance(11 * 3_600_000);
    expect(await status(ada)).toBe(200);
    const line = await ada.dial();
    clock.advance(12 * 3_600_000);
    expect(code(await line.ask('hello', { v: 1 }))).toBe('signed-out');
    expect(await line.next('signed-out')).toEqual({ why: 'expired' });
    await line.gone;
    expect(await status(ada)).toBe(401);
    const answer = await post(server.url, '/console/api/sign-in', { login: 'ada@example.com', password: PASSWORD });
    const { signed } = await import('#tests/support/people.ts');
    const again = await signed(server.url, answer);
    for (let h = 0; h < 7 * 24 - 10; h += 10) {
      clock.advance(10 * 3_600_000);
      expect(await status(again), String(h)).toBe(200);
    }
    clock.advance(10 * 3_600_000);
    expect(await status(again)).toBe(401);
    await server.close();
  });

  it('G27 a socket that says nothing is cut within a minute of its session’s end; looking renews nothing and asks once per session', async () => {
    const clock = fakeClock();
    const asked: string[] = [];
    const wrap = (store: Store): Store => ({
      ...store,
      agents: {
        ...store.agents,
        session(hash, ...rest) {
          asked.push(hash);
          return store.agents.session(hash, ...rest);
        },
      },
    });
    const server = await startServer({ clock, wrap });
    const ada = await setUp(server);
    const ben = await (await addAgent(server.url, ada, 'Ben')).dial();
    const silent = [await ada.dial(), await ada.dial()];
    clock.advance(12 * 3_600_000 - 90_000);
    value(await ben.ask('hello', { v: 1 }));
    asked.length = 0;
    clock.advance(60_000);
    value(await ben.ask('hello', { v: 1 }));
    // Ada's two sockets once, Ben's once, and Ben's own word.
    expect([asked.length, new Set(asked).size]).toEqual([3, 2]);
    clock.advance(60_000);
    for (const line of silent) {
      expect(await line.next('signed-out')).toEqual({ why: 'expired' });
      await line.gone;
    }
    await ben.next('agents', ({ agents }) => agents.some((agent) => agent.id === ada.id && !agent.online));
    value(await ben.ask('hello', { v: 1 }));
    ben.close();
    await server.close();
  });
});

describe('those who do not read', () => {
  it('D6 a stalled reader is cut when more than a megabyte waits for it; another reader notices nothing', async () => {
    const roomy = {
      LIMIT_MESSAGES: '100000/1s',
      LIMIT_MESSAGES_LONG: '100000/1s',
      LIMIT_SOCKET: '100000/1s',
      LIMIT_COMMANDS: '100000/1s',
    };
    const server = await startServer({ env: roomy });
    const learner = await openLearner(server.url);
    const stalled = await rawSocket(server.url, { Origin: server.url });
    await stalled.next();
    stalled.send(`40/learner,{"v":1,"site":"default","token":"${learner.opened.token}"}`);
    await stalled.next();
    stalled.send('42/learner,1["open",{"lang":"en","context":{}}]');
    await stalled.next();
    for (let i = 0; i < 100; i += 1) value(await learner.say('x'.repeat(3_990)));
    stalled.tcp.pause();
    // 60 answers of 400 KiB that nobody reads: well beyond what the kernel buffers for one line.
    for (let i = 0; i < 60; i += 1)
      stalled.send(`42/learner,2${i}["sync",{"conversation":"${learner.conversation}","since":${i}}]`);
    const cut = () => server.logged.some((line) => line.message === 'a slow reader was cut');
    await expect.poll(cut, { timeout: 10_000, interval: 100 }).toBe(true);
    value(await learner.say('still well?'));
    await learner.next('entries', ({ entries }) =>
      entries.some((entry) => entry.type === 'message' && entry.text === 'still well?'),
    );
    stalled.close();
    learner.close();
    await server.close();
  }, 60_000);

  it('G41 two thousand sockets that say nothing do not keep a learner out', async () => {
    const server = await startServer();
    const idle = await Promise.all(Array.from({ length: 2_000 }, () => rawSocket(server.url, { Origin: server.url })));
    const times: number[] = [];
    for (let i = 0; i < 20; i += 1) {
      const from = performance.now();
      const learner = await openLearner(server.url);
      times.push(performance.now() - from);
      learner.close();
    }
    expect(times.sort((a, b) => a - b)[18]).toBeLessThan(1_000);
    for (const ws of idle) ws.close();
    await server.close();
  }, 60_000);
});
