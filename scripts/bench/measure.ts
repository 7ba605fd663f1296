/** The measurements, each on a server that is already running. */
import { readFileSync } from 'node:fs';
import type { Measured } from './load.ts';
import type { Load } from './load-process.ts';
import type { ServerProcess } from './server-process.ts';

export interface Figures {
  readonly messagesPerSecond: number;
  /** At half of `messagesPerSecond`. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly rssPerConnectionKb: number;
  readonly connectsPerSecond: number;
}

/** Resident memory in kB. */
export function rssOf(server: ServerProcess): number {
  const status = readFileSync(`/proc/${server.pid()}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0);
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const SETTLE_MS = 1_000;
const STEP_MS = 1_500;
/** A rate counts as kept while this share of it is answered in time. */
const KEPT = 0.92;
const LATE_MS = 500;

/** The highest rate that is answered, found by raising it by half until it is not; one slip may be chance, or code still cold. */
async function capacity(load: Load, from: number, most: number): Promise<number> {
  let best = 0;
  let slips = 0;
  for (let rate = from; rate <= most && slips < 2; ) {
    const got = await load.send(rate, STEP_MS);
    best = Math.max(best, got.perSecond);
    if (got.perSecond < rate * KEPT || got.p99 > LATE_MS || got.refused > 0) slips += 1;
    else {
      slips = 0;
      rate = Math.round(rate * 1.5);
    }
  }
  return best;
}

export interface Crowd {
  /** Who send. */
  readonly connections: number;
  /** Who only stay connected, for the memory figure. */
  readonly idle: number;
  readonly isOurs: boolean;
}

export async function figures(server: ServerProcess, load: Load, { connections, idle, isOurs }: Crowd): Promise<Figures> {
  // Warm: code compiled, first pages read; so that memory below is of connections alone.
  await load.connect(server.port, 20, isOurs);
  await load.send(200, 1_000);
  await pause(SETTLE_MS);
  const before = rssOf(server);
  const { ms, failed } = await load.connect(server.port, idle, isOurs);
  if (failed > 0) throw new Error(`${failed} of ${idle} connections failed`);
  await pause(SETTLE_MS);
  const rssPerConnectionKb = Math.round(((rssOf(server) - before) / idle) * 10) / 10;
  await load.clear();
  await load.connect(server.port, connections, isOurs);
  const messagesPerSecond = await capacity(load, isOurs ? 250 : 1_000, 60_000);
  await pause(SETTLE_MS);
  const half = await load.send(Math.max(1, Math.round(messagesPerSecond / 2)), 4_000);
  await load.clear();
  return {
    messagesPerSecond,
    p50Ms: half.p50,
    p99Ms: half.p99,
    rssPerConnectionKb,
    connectsPerSecond: Math.round((idle / ms) * 1_000),
  };
}

export interface Step {
  readonly n: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly rssMb: number;
  /** From the start after kill -9 until it takes messages. */
  readonly readyMs?: number;
}

export const GROWTH_RATE = 100;
export const step = (n: number, measured: Measured, server: ServerProcess): Step => ({
  n,
  p50Ms: measured.p50,
  p99Ms: measured.p99,
  rssMb: Math.round(rssOf(server) / 1_024),
});
