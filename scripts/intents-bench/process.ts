/**
 * The bot alone in a process, as it serves: the shipped table in both languages, the encoder in its thread. Bundled and started by
 * hold.ts with the built trainer, the table, the held-out sentences and an empty folder; prints one line of JSON.
 */
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { createBot } from '#bot/engine.ts';
import { readHeldOut } from '#bot/held-out.ts';
import type { Hints } from '#bot/matcher.ts';
import { read } from '#bot/normalise.ts';
import { SITE } from '#bot/table.ts';
import type { Tongue } from '#domain/understanding.ts';

/** What one process measured: times in microseconds, holds of the event loop in milliseconds. */
export interface Held {
  readonly sure: readonly [p50: number, p99: number];
  readonly unsure: readonly [p50: number, p99: number];
  /** Messages that waited for the encoder. */
  readonly asked: number;
  /** Longest hold while messages were answered, and while the table was reloaded and trained. */
  readonly answering: number;
  readonly learning: number;
  readonly rssMb: number;
}

const [, , trainer = '', dir = '', testsDir = '', cacheDir = ''] = process.argv;
const rows: { readonly text: string; readonly tongue: Tongue }[] = [];
for (const tongue of ['en', 'zh'] as const)
  for (const { text } of await readHeldOut(testsDir, tongue)) rows.push({ text, tongue });
let deep = 0;
const log = { info: (_: object, message: string) => void (message.includes('encoder') && deep++), warn: console.error };
const delay = monitorEventLoopDelay({ resolution: 1 });
const bot = await createBot({ dir, cacheDir, trainer: pathToFileURL(trainer), log, watch: false });
// From here the process serves; the encoder's part of the models is trained beside it.
delay.enable();
await setTimeout(50);
delay.reset();
while (deep < 2) await setTimeout(20);
const learning = delay.max / 1e6;

const micros: Record<'sure' | 'unsure', number[]> = { sure: [], unsure: [] };
for (const { text, tongue } of rows.slice(0, 50)) await bot.match(read(text), tongue, SITE);
delay.reset();
for (const { text, tongue } of rows) {
  // Each message comes by itself, as a socket brings it.
  await setImmediate();
  const hints: Hints = { vectors: new Map(), wanted: new Set() };
  const began = performance.now();
  bot.mind.matcher.hearing(hints).match(read(text), tongue, SITE);
  if (hints.wanted.size === 0) micros.sure.push((performance.now() - began) * 1000);
  else {
    const since = performance.now();
    await bot.match(read(text), tongue, SITE);
    micros.unsure.push((performance.now() - since) * 1000);
  }
}
const answering = delay.max / 1e6;
const at = (list: number[], share: number): number =>
  Math.round(list.sort((a, b) => a - b)[Math.floor(list.length * share)] ?? 0);
const held: Held = {
  sure: [at(micros.sure, 0.5), at(micros.sure, 0.99)],
  unsure: [at(micros.unsure, 0.5), at(micros.unsure, 0.99)],
  asked: micros.unsure.length,
  answering,
  learning,
  rssMb: Math.round(process.memoryUsage.rss() / 1e6),
};
console.log(JSON.stringify(held));
bot.close();
