/** Readers that stop reading: the server's memory stays bounded, it lets them go, and everybody else is served. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { rssOf } from '#scripts/bench/measure.ts';
import { createServerProcess } from '#scripts/bench/server-process.ts';
import { openThinSocket, type ThinSocket } from '#scripts/bench/socket.ts';
import { faulty } from './programs.ts';
import { until } from './until.ts';

const READERS = 100;
/** Each is a message and its echo, together some 7 kB: unbounded, the readers would cost about a gigabyte. */
const BROADCASTS = 1_500;
const TEXT = 'x'.repeat(3_500);
const MAX_GROWTH_MB = 100;
const CLOSED_WITHIN_MS = 5_000;

const ask = (socket: ThinSocket, event: string, payload: unknown) =>
  new Promise<{ ok: boolean; value: { token: string; conversation: { id: string } } }>((resolve) =>
    socket.ask(event, payload, (json) => resolve(JSON.parse(json))),
  );
async function learnersOf(port: number): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return Number(/^handraise_learner_sockets (\d+)/m.exec(text)?.[1] ?? -1);
}

it('D6 a hundred stalled readers cost less than 100 MB and are let go within five seconds', { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'handraise-slow-'));
  const server = await createServerProcess(faulty('none')(folder));
  const sockets: ThinSocket[] = [];
  try {
    await server.start(60_000);
    const writer = await openThinSocket(server.port);
    sockets.push(writer);
    const { value } = await ask(writer, 'open', { lang: 'en', context: {} });
    const conversation = value.conversation.id;
    const say = (text: string) =>
      ask(writer, 'act', {
        conversation,
        cid: randomBytes(16).toString('hex'),
        command: { type: 'say', text, lang: 'en', context: {} },
      });
    for (let i = 0; i < READERS; i++) {
      const reader = await openThinSocket(server.port, value.token);
      sockets.push(reader);
      await ask(reader, 'open', { lang: 'en', context: {} });
    }
    for (let i = 0; i < 50; i++) await say('warm');
    for (const reader of sockets.slice(1)) reader.stall();
    const before = rssOf(server);
    let most = before;
    let refused = 0;
    for (let i = 0; i < BROADCASTS; i++) {
      if (!(await say(TEXT)).ok) refused += 1;
      if (i % 10 === 0) most = Math.max(most, rssOf(server));
    }
    expect(refused).toBe(0);
    let left = -1;
    const watch = setInterval(async () => {
      left = await learnersOf(server.port).catch(() => -1);
      most = Math.max(most, rssOf(server));
    }, 200);
    try {
      await until('the stalled are let go', CLOSED_WITHIN_MS, () => left === 1);
    } finally {
      clearInterval(watch);
    }
    expect((most - before) / 1_024).toBeLessThan(MAX_GROWTH_MB);
    expect((await say('still here')).ok).toBe(true);
  } finally {
    for (const socket of sockets) socket.close();
    await server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
});
