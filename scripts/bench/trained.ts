/** A bot that has learnt all it will: a server that still trains in another thread has only half the machine to answer with. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
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

/** Of the process and those it started, which train; in hundredths of a second. */
function processorTime(server: ServerProcess): number {
  const processes = readdirSync('/proc').flatMap((id) => {
    const fields = /^\d+$/.test(id) ? statOf(id) : undefined;
    return fields === undefined
      ? []
      : [{ id: Number(id), parent: Number(fields[1]), time: Number(fields[11]) + Number(fields[12]) }];
  });
  const family = new Set([server.pid()]);
  // A child may stand before its parent: as often as generations go.
  for (let size = 0; size < family.size; ) {
    size = family.size;
    for (const { id, parent } of processes) if (family.has(parent)) family.add(id);
  }
  return processes.reduce((sum, { id, time }) => sum + (family.has(id) ? time : 0), 0);
}

/** The fields after the name; undefined when the process has just ended. */
function statOf(id: string): readonly string[] | undefined {
  try {
    return readFileSync(`/proc/${id}/stat`, 'utf8').split(') ').at(-1)?.split(' ');
  } catch {
    return undefined;
  }
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
