/** The widget's connection against the real library: when it stays away, and how it finds out that a line is dead. */
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type Socket } from 'socket.io';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Connection, connect } from '#widget/connection.ts';

// The widget lives in pages: the polling listens there for what their policy forbids.
vi.stubGlobal('document', new EventTarget());

let http: HttpServer;
let io: Server;
let url: string;
let line: Connection | undefined;
let seats: Socket[];
beforeEach(async () => {
  http = createServer();
  io = new Server(http, { pingInterval: 25_000 });
  seats = [];
  io.of('/learner').on('connection', (socket) => {
    seats.push(socket);
    socket.on('signal', (_payload, ack) => ack({ ok: true, value: null }));
  });
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
});
afterEach(async () => {
  line?.stop();
  vi.useRealTimers();
  await io.close();
});

function dial(onDown: (again: number | undefined) => void = () => undefined) {
  let up = () => {};
  const ups: Promise<void>[] = [];
  const next = () => new Promise<void>((resolve) => (up = resolve));
  ups.push(next());
  const ignore = () => undefined;
  const fetch = () => import('#widget/polling.ts') as unknown as Promise<Record<string, unknown>>;
  line = connect({ server: url, site: 'school', fetch }, () => undefined, {
    up: () => up(),
    down: onDown,
    refused: ignore,
    entries: ignore,
    head: ignore,
    view: ignore,
    typing: ignore,
  });
  line.start();
  return { line, first: ups[0], next };
}
const signal = { conversation: 'c', signal: { type: 'typing', on: true } } as const;

test('P45 a server that is run over says when to come back, and is left alone until then', async () => {
  const busy = createServer((_request, response) => response.writeHead(503, { 'Retry-After': 7 }).end());
  await new Promise<void>((done) => busy.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(busy.address() as AddressInfo).port}`;
  const again = await new Promise<number | undefined>((resolve) => dial(resolve));
  expect(again).toBeGreaterThanOrEqual(7_200);
  expect(again).toBeLessThanOrEqual(8_000);
  busy.close();
});

test('P46 woken after a sleep, a line whose ping is overdue is dialled anew; a live one is kept', async () => {
  const { line: mine, first, next } = dial();
  await first;
  mine.start();
  expect(mine.connected()).toBe(true);
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.setSystemTime(Date.now() + 3_600_000);
  const back = next();
  mine.start();
  expect(mine.connected()).toBe(false);
  await back;
  expect(seats).toHaveLength(2);
  expect(await mine.ask('signal', signal)).toEqual({ ok: true, value: null });
});

test('P46 a line that neither answers nor pings is given up with the question', async () => {
  const waits: (number | undefined)[] = [];
  const { line: mine, first } = dial((again) => waits.push(again));
  await first;
  for (const seat of seats) seat.removeAllListeners('signal');
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  vi.setSystemTime(Date.now() + 5);
  const answer = mine.ask('signal', signal);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await answer).toBeUndefined();
  expect(mine.connected()).toBe(false);
  expect(waits).toHaveLength(1);
});
