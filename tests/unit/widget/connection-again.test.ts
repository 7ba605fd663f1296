/** The widget's connection over lines that break: how long it waits, whom it tells, and that it dials once. */
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type Socket } from 'socket.io';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Refusal } from '#protocol/refusals.ts';
import { type Connection, connect } from '#widget/connection.ts';

let http: HttpServer;
let io: Server;
let line: Connection | undefined;
let seats: Socket[];
let shut: boolean;
let refusal: Refusal | undefined;
/** What came, in order; `heard` resolves when it is as many. */
let told: unknown[];
let heard: (() => void) | undefined;
const tell = (what: unknown) => {
  told.push(what);
  heard?.();
};
async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise<void>((resolve) => (heard = resolve));
}
beforeEach(async () => {
  shut = false;
  refusal = undefined;
  seats = [];
  told = [];
  http = createServer();
  io = new Server(http, { allowRequest: (_request, answer) => answer(null, !shut) });
  io.of('/learner').use((_socket, next) => next(refusal && Object.assign(new Error('no'), { data: refusal })));
  io.of('/learner').on('connection', (socket) => {
    seats.push(socket);
    socket.on('act', () => tell('asked'));
    tell('seat');
  });
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  // All of the jitter: the waits are the longest there are.
  vi.spyOn(Math, 'random').mockReturnValue(0.999_999_9);
  line = connect(
    {
      server: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
      site: 'school',
      fetch: () => import('#widget/polling.ts') as unknown as Promise<Record<string, unknown>>,
    },
    () => 'a-token',
    {
      up: () => tell('up'),
      down: (again) => tell(again ?? 'stopped'),
      refused: ({ code }) => tell(code),
      entries: () => tell('entries'),
      head: () => tell('head'),
      view: () => tell('view'),
      typing: () => tell('typing'),
    },
  );
});
afterEach(async () => {
  line?.stop();
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  await io.close();
});
const waits = () => told.filter((one) => typeof one === 'number');
const request = { conversation: 'c', cid: 'a', command: { type: 'end' } } as const;

test('W10 each failure doubles the longest wait, and a line that came up begins anew', async () => {
  shut = true;
  for (const count of [1, 2, 3]) {
    line?.start();
    await until(() => waits().length === count);
  }
  shut = false;
  line?.start();
  await until(() => told.includes('up'));
  seats[0]?.conn.close();
  await until(() => waits().length === 4);
  expect(waits()).toEqual([1_000, 2_000, 4_000, 1_000]);
});

test('W10 hurried, it dials once: the wait it cut short dials no second line; stopped, none at all', async () => {
  // What waits for the next dial, by its length; all other timers are the line's own and run.
  const dials = new Map<unknown, () => void>();
  const [set, clear] = [setTimeout, clearTimeout];
  vi.mocked(Math.random).mockReturnValue(0.75);
  vi.stubGlobal('setTimeout', (work: () => void, ms: number) => {
    const timer = set(ms === 800 ? () => {} : work, ms);
    if (ms === 800) dials.set(timer, work);
    return timer;
  });
  vi.stubGlobal('clearTimeout', (timer: NodeJS.Timeout) => {
    dials.delete(timer);
    clear(timer);
  });
  const time = () => {
    for (const dial of dials.values()) dial();
  };
  line?.start();
  await until(() => told.includes('seat') && told.includes('up'));
  line?.drop();
  expect(waits()).toEqual([800]);
  line?.start();
  line?.start();
  time();
  await until(() => told.filter((one) => one === 'up').length === 2);
  line?.drop();
  line?.stop();
  time();
  line?.start();
  await until(() => told.filter((one) => one === 'up').length === 3);
  expect([seats.length, told.filter((one) => one === 'stopped').length]).toEqual([3, 1]);
});

test('W8 a question gets none as its answer as soon as the line is gone, is stopped, or was never there', async () => {
  const { ask } = line as Connection;
  expect(await ask('act', request)).toBeUndefined();
  for (const end of [() => seats.at(-1)?.conn.close(), () => line?.stop()]) {
    line?.start();
    await until(() => told.at(-1) === 'up');
    const answer = ask('act', request);
    await until(() => told.at(-1) === 'asked');
    const ends = told.length;
    end();
    await until(() => told.length > ends);
    const late = new Promise((resolve) => setImmediate(resolve, 'late'));
    expect(await Promise.race([answer, late])).toBeUndefined();
  }
});

test('P46 a line on which something was heard meanwhile is kept, though a question got no answer', async () => {
  line?.start();
  await until(() => told.includes('up'));
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  vi.setSystemTime(Date.now() + 5);
  const answer = line?.ask('act', request);
  await until(() => told.includes('asked'));
  for (const event of ['entries', 'head', 'view', 'typing', 'up', 'constructor']) seats[0]?.emit(event, {});
  await until(() => told.includes('typing'));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await answer).toBeUndefined();
  expect(line?.connected()).toBe(true);
  expect(told.slice(told.indexOf('asked') + 1)).toEqual(['entries', 'head', 'view', 'typing']);
});

test('P6 the token goes along, and a refusal at the handshake is told by its code', async () => {
  refusal = { code: 'outdated' };
  line?.start();
  await until(() => waits().length === 1);
  expect(told).toEqual(['outdated', 1_000]);
  refusal = undefined;
  line?.start();
  await until(() => told.includes('seat'));
  expect(seats[0]?.handshake.auth).toEqual({ v: 1, site: 'school', token: 'a-token' });
});
