/** Carries the schedule out against a running server and its proxy. */

import type { ServerProcess } from '#scripts/bench/server-process.ts';
import type { FaultProxy } from './proxy.ts';
import type { Random } from './random.ts';
import type { Planned, Trouble } from './schedule.ts';
import { TooLong, until } from './until.ts';

export interface StormParts {
  readonly server: ServerProcess;
  readonly proxy: FaultProxy;
  readonly random: Random;
  /** Share of the messages acknowledged so far. */
  progress(): number;
  /** The work has ended before the schedule: what is left happens at once. */
  over(): boolean;
}

export interface Storm {
  readonly kills: number;
  readonly cuts: number;
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
/** Longest wait for an acknowledgement to pass, before the kill comes anyway. */
const ACK_MS = 1_500;
const LINES_MS = 15_000;

async function kill({ server, proxy }: StormParts, onAck: boolean, downMs: number): Promise<void> {
  if (onAck) {
    let passed = false;
    proxy.onNextAck(() => {
      passed = true;
      void server.kill();
    });
    await until('an acknowledgement', ACK_MS, () => passed).catch((error: unknown) => {
      if (!(error instanceof TooLong)) throw error;
    });
  }
  await server.kill();
  await pause(downMs);
  await server.start(120_000);
}

/** How many lines it hit. */
async function strike({ server, proxy, random }: StormParts, trouble: Trouble): Promise<void> {
  if (trouble.kind === 'freeze') {
    server.freeze();
    await pause(trouble.ms);
    server.thaw();
    return;
  }
  if (trouble.kind === 'network') {
    await until('lines to break', LINES_MS, () => proxy.size() > 0);
    const sure = random.whole(0, proxy.size() - 1);
    proxy.break(trouble.fault, (index) => index === sure || random.chance(trouble.share));
  }
}

/** Resolves when everything planned has happened. */
export async function storm(parts: StormParts, planned: readonly Planned[]): Promise<Storm> {
  let kills = 0;
  let cuts = 0;
  for (const { at, trouble } of planned) {
    while (parts.progress() < at && !parts.over()) await pause(5);
    if (trouble.kind === 'kill') {
      await kill(parts, trouble.onAck, trouble.downMs);
      kills += 1;
    } else {
      await strike(parts, trouble);
      if (trouble.kind === 'network' && trouble.counts) cuts += 1;
    }
  }
  return { kills, cuts };
}
