/** A bot that has learnt all it will: a server that still trains in another thread has only half the machine to answer with. */
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerProcess } from './server-process.ts';

/** Between runs, so that only the first one trains; a changed table trains again. */
const KEPT = '.cache/bench-models';
const LOOK_MS = 1_000;
/** Processor time within LOOK_MS that still counts as rest, in hundredths of a second. */
const REST = 8;
const LONGEST_MS = 180_000;
/** The first start in a new folder trains the bot. */
const FIRST_START_MS = 240_000;

/** All threads of the process, in hundredths of a second. */
function processorTime(server: ServerProcess): number {
  const fields = readFileSync(`/proc/${server.pid()}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return Number(fields[11]) + Number(fields[12]);
}

async function atRest(server: ServerProcess): Promise<void> {
  let before = processorTime(server);
  let still = 0;
  for (const until = performance.now() + LONGEST_MS; still < 3 && performance.now() < until; ) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    const now = processorTime(server);
    still = now - before <= REST ? still + 1 : 0;
    before = now;
  }
}

/** Starts `server`, whose data folder `dir` is new, with a trained bot. */
export async function startTrained(server: ServerProcess, dir: string): Promise<void> {
  const models = join(dir, 'models');
  mkdirSync(dir, { recursive: true });
  if (existsSync(KEPT)) cpSync(KEPT, models, { recursive: true });
  await server.start(FIRST_START_MS);
  await atRest(server);
  cpSync(models, KEPT, { recursive: true });
}
