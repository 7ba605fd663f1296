/** The proxy breaks lines exactly as asked, and not otherwise. */

import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createFrames, isActAck, isBroadcast } from './frames.ts';
import { type FaultProxy, startProxy } from './proxy.ts';
import { seeded } from './random.ts';
import { until } from './until.ts';

let echo: Server;
let proxy: FaultProxy;
let clients: Client[] = [];
const heard: Buffer[] = [];

interface Client {
  readonly socket: Socket;
  text: string;
  closed: boolean;
  error: string | undefined;
}

async function begin(): Promise<void> {
  echo = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      heard.push(chunk);
      socket.write(chunk);
    });
  });
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
  proxy = await startProxy((echo.address() as AddressInfo).port);
}

async function join(): Promise<Client> {
  const socket = connect(proxy.port, '127.0.0.1');
  const client: Client = { socket, text: '', closed: false, error: undefined };
  clients.push(client);
  socket.on('data', (chunk) => {
    client.text += chunk.toString();
  });
  socket.on('close', () => {
    client.closed = true;
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    client.error = error.code;
  });
  socket.write('hello ');
  await until('the echo', 2_000, () => client.text === 'hello ' || client.closed);
  return client;
}

afterEach(async () => {
  for (const { socket } of clients) socket.destroy();
  clients = [];
  heard.length = 0;
  await proxy.close();
  await new Promise<void>((resolve) => echo.close(() => resolve()));
});

it('D20 the proxy passes everything in order, and can cut or reset a line', async () => {
  await begin();
  const [one, two] = [await join(), await join()];
  const long = 'x'.repeat(300_000);
  one.socket.write(long);
  await until('all of it', 2_000, () => one.text.length === long.length + 6);
  expect(proxy.break({ kind: 'cut' }, (index) => index === 0)).toBe(1);
  await until('the cut', 2_000, () => one.closed);
  expect(one.error).toBeUndefined();
  expect(two.closed).toBe(false);
  proxy.break({ kind: 'reset' });
  await until('the reset', 2_000, () => two.closed);
  expect(two.error).toBe('ECONNRESET');
  expect(proxy.size()).toBe(0);
});

it('D20 a black hole passes nothing and then breaks; one direction alone can vanish', async () => {
  await begin();
  const hole = await join();
  proxy.break({ kind: 'blackhole', ms: 150 });
  hole.socket.write('lost?');
  await until('the break', 2_000, () => hole.closed);
  expect(hole.text).toBe('hello ');

  const oneWay = await join();
  heard.length = 0;
  proxy.break({ kind: 'one-way', toward: 'client', ms: 150 });
  oneWay.socket.write('heard');
  await until('the break', 2_000, () => oneWay.closed);
  expect(Buffer.concat(heard).toString()).toBe('heard');
  expect(oneWay.text).toBe('hello ');
});

it('D20 slices and latency change when things arrive, never what arrives', async () => {
  await begin();
  const client = await join();
  proxy.break({ kind: 'slice', bytes: 3, forMs: 2_000 });
  proxy.break({ kind: 'latency', ms: 30, forMs: 2_000 });
  const began = performance.now();
  client.socket.write('abcdefghij');
  await until('all of it', 2_000, () => client.text === 'hello abcdefghij');
  expect(performance.now() - began).toBeGreaterThan(55);
  expect(client.closed).toBe(false);
});

it('D20 while it refuses nobody gets in, and healing lets them', async () => {
  await begin();
  proxy.refuse(true);
  expect((await join()).closed).toBe(true);
  proxy.heal();
  expect((await join()).text).toBe('hello ');
});

/** A server frame as RFC 6455 makes it. */
function frame(text: string): Buffer {
  const body = Buffer.from(text);
  const head =
    body.length < 126 ? Buffer.from([0x81, body.length]) : Buffer.from([0x81, 126, body.length >> 8, body.length & 255]);
  return Buffer.concat([head, body]);
}

it('D20 single messages can be lost: frames are found however the bytes are cut', () => {
  const ack = `43/learner,7[{"ok":true,"value":{"cid":"ab","seq":4,"epoch":"e"}}]`;
  const packet = `42/learner,["entries",{"text":"${'é'.repeat(200)}"}]`;
  const bytes = Buffer.concat([
    Buffer.from('HTTP/1.1 101 Switching Protocols\r\n\r\n'),
    frame('0{}'),
    frame(ack),
    frame(packet),
  ]);
  for (let size = 40; size < 300; size += 13) {
    const frames = createFrames();
    const pieces = [];
    for (let at = 0; at < bytes.length; at += size) pieces.push(...frames.push(bytes.subarray(at, at + size)));
    expect(Buffer.concat(pieces.map((piece) => piece.bytes)).equals(bytes)).toBe(true);
    expect(pieces.flatMap(({ text }) => text ?? [])).toEqual(['0{}', ack, packet]);
  }
  expect([isActAck(ack), isActAck(packet), isBroadcast(ack), isBroadcast(packet)]).toEqual([true, false, false, true]);
});

it('D20 the same seed gives the same faults', () => {
  const draw = (seed: number) => {
    const random = seeded(seed).fork('faults');
    return Array.from({ length: 20 }, () => random.whole(1, 1_000));
  };
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});
