import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { pollingTransport } from '#widget/polling.ts';
import { openWire, type Wire } from '#widget/wire.ts';

// The widget lives in pages: the polling listens there for what their policy forbids.
vi.stubGlobal('document', new EventTarget());

/** The wire is our own, the other end is the real library. Node 20 has no WebSocket, so the polling fallback is what runs here. */
let http: HttpServer;
let io: Server;
let url: string;
let wire: Wire | undefined;
beforeEach(async () => {
  http = createServer();
  io = new Server(http, { pingInterval: 60, pingTimeout: 400 });
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
});
afterEach(async () => {
  wire?.close();
  await io.close();
});

const dial = (auth: unknown) => {
  const seen: string[] = [];
  const waiting: { readonly until: string; readonly done: () => void }[] = [];
  const note = (what: string) => {
    seen.push(what);
    for (const { until, done } of waiting) if (seen.includes(until)) done();
  };
  wire = openWire(url, '/learner', auth, async () => pollingTransport, {
    up: () => note('up'),
    event: (name, payload) => note(`${name} ${JSON.stringify(payload)}`),
    refused: (data) => note(`refused ${JSON.stringify(data)}`),
    down: () => note('down'),
  });
  const until = (what: string) =>
    new Promise<void>((done) => (seen.includes(what) ? done() : waiting.push({ until: what, done })));
  return { wire, seen, until };
};

test('W15 joins the namespace with its auth, gets events, and acks come back to the right question', async () => {
  io.of('/learner').on('connection', (socket) => {
    socket.emit('head', { seq: 7, auth: socket.handshake.auth, text: '你好, "quoted"' });
    socket.on('double', (n: number, ack: (answer: number) => void) => ack(n * 2));
  });
  const { wire: line, until } = dial({ v: 1, site: 'demo' });
  await until('head {"seq":7,"auth":{"v":1,"site":"demo"},"text":"你好, \\"quoted\\""}');
  const answers = await Promise.all([1, 2, 3].map((n) => new Promise((done) => line.emit('double', n, done))));
  expect(answers).toEqual([2, 4, 6]);
});

test('W15 a refused handshake gives its reason, then goes down', async () => {
  io.of('/learner').use((_, next) => next(Object.assign(new Error('no'), { data: { code: 'outdated' } })));
  const { seen, until } = dial({});
  await until('down');
  expect(seen).toEqual(['refused {"code":"outdated"}', 'down']);
});

test('W15 answers pings: it outlives several intervals; when the server goes it goes down once', async () => {
  io.of('/learner');
  let pings = 0;
  const fifth = new Promise<void>((done) => {
    io.engine.on('connection', (socket: { on(event: string, run: (packet: { type: string }) => void): void }) => {
      socket.on('packet', ({ type }) => {
        if (type === 'pong' && ++pings === 5) done();
      });
    });
  });
  const { wire: line, seen, until } = dial({});
  await until('up');
  await fifth;
  expect(line.up()).toBe(true);
  io.disconnectSockets(true);
  io.of('/learner').disconnectSockets(true);
  await until('down');
  expect(seen).toEqual(['up', 'down']);
  expect(line.emit('x', 1, () => {})).toBe(false);
});
