import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rawSocket } from '#tests/support/raw-socket.ts';
import { startServer, type TestServer } from '#tests/support/start-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

it('P20 a whole conversation on a bare WebSocket, following protocol/README.md alone', async () => {
  const ws = await rawSocket(server.url, { Origin: server.url });
  expect(ws.status).toBe('HTTP/1.1 101 Switching Protocols');
  const hello = await ws.next();
  expect(hello[0]).toBe('0');
  expect(JSON.parse(hello.slice(1))).toMatchObject({ sid: expect.any(String), pingInterval: 25_000, pingTimeout: 20_000 });
  ws.send('40/learner,{"v":1,"site":"default"}');
  expect(await ws.next()).toMatch(/^40\/learner,\{"sid":"[^"]+"\}$/);

  let number = 0;
  const pushed: { entries: { seq: number; type: string; text?: string }[]; view: { status: string } }[] = [];
  /** Sends an event and reads on to its answer; events of the server's come in between. */
  async function ask(
    event: string,
    payload: object,
  ): Promise<Record<string, never> & { token: string; seq: number; conversation: { id: string } }> {
    number += 1;
    ws.send(`42/learner,${number}${JSON.stringify([event, payload])}`);
    for (;;) {
      const text = await ws.next();
      if (text === '2') ws.send('3');
      const mine = `43/learner,${number}`;
      if (text.startsWith(mine)) {
        const [answer] = JSON.parse(text.slice(mine.length));
        if (!answer.ok) throw new Error(text);
        return answer.value;
      }
      if (text.startsWith('42/learner,[')) {
        const [name, packet] = JSON.parse(text.slice('42/learner,'.length));
        if (name === 'entries') pushed.push(packet);
      }
    }
  }
  const opened = await ask('open', { lang: 'en', context: {} });
  const conversation = opened.conversation.id;
  const act = (command: object) => ask('act', { conversation, cid: randomBytes(16).toString('hex'), command });
  expect((await act({ type: 'say', text: 'how much?', lang: 'en', context: {} })).seq).toBe(1);
  await act({ type: 'helped', seq: 3, helped: true });
  await act({ type: 'end' });
  await act({ type: 'rate', stars: 5, reasons: ['clear'], comment: '' });
  const page = await ask('sync', { conversation, since: 0 });
  const entries = page['entries'] as unknown as { seq: number; type: string; text?: string }[];
  expect(entries.map((entry) => [entry.seq, entry.type])).toEqual([
    [1, 'hidden'],
    [2, 'message'],
    [3, 'message'],
    [4, 'helped'],
    [5, 'ended'],
    [6, 'rated'],
  ]);
  expect(entries[2]?.text).toBe('re: how much?');
  expect(pushed.flatMap((packet) => packet.entries)).toEqual(entries);
  ws.close();

  const back = await rawSocket(server.url, { Origin: server.url });
  await back.next();
  back.send(`40/learner,{"v":1,"site":"default","token":"${opened.token}"}`);
  expect(await back.next()).toMatch(/^40\/learner,/);
  back.close();
  const refused = await rawSocket(server.url, { Origin: server.url });
  await refused.next();
  refused.send('40/learner,{"v":2,"site":"default"}');
  expect(await refused.next()).toMatch(/^44\/learner,.*"data":\{"code":"outdated"/);
  refused.close();
});

it('P21 polling carries the same conversation where WebSocket is blocked', async () => {
  const { dial } = await import('#tests/support/people.ts');
  const line = await dial<import('#protocol/events.ts').LearnerToServer, import('#protocol/events.ts').ServerToLearner>(
    server.url,
    '/learner',
    { v: 1, site: 'default' },
    {},
    'polling',
  );
  const opened = await line.ask('open', { lang: 'en', context: {} });
  expect(opened.ok).toBe(true);
  line.close();
});
