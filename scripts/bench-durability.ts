/**
 * `npm run bench:durability`: what the disk keeps. The server is killed (-9) again and again under load and its file is searched for
 * every message it had acknowledged; then, with a million stored messages, how soon it is ready after such a kill, what a backup
 * costs those who write meanwhile, and what a restore takes and changes. One JSON line; exit code 1 when something is lost.
 */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs, promisify } from 'node:util';
import { differences, keptIn } from './bench/lost.ts';
import { pour } from './bench/pour.ts';
import { product } from './bench/product.ts';
import { seedMessages } from './bench/seed.ts';
import { createServerProcess } from './bench/server-process.ts';
import { writeBetween } from './bench/table.ts';
import { startTrained } from './bench/trained.ts';
import { dice } from './data/corpora.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '50' },
    rate: { type: 'string', default: '300' },
    stored: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    server: { type: 'string', default: 'dist/server/main.js' },
    readme: { type: 'boolean', default: false },
  },
});
const [rounds, rate, stored] = [Number(values.rounds), Number(values.rate), Number(values.stored)];
const LEARNERS = 30;
/** A round lives between one and two seconds of load. */
const ROUND_MS = 1_000;
const STARTS = 3;
const START_MS = 60_000;
/** How long the load goes on without a backup, before and after it. */
const PLAIN_MS = 10_000;
const BACKUP_RATE = 100;

const run = promisify(execFile);
const say = (words: string) => void process.stderr.write(`${words}\n`);
const folder = mkdtempSync(join(tmpdir(), 'handraise-durability-'));
const chance = dice(Number(values.seed));
const share = (list: readonly number[], part: number): number =>
  Math.round(list.toSorted((a, b) => a - b)[Math.floor((list.length - 1) * part)] ?? 0);
const script = async (name: string, dir: string, ...rest: readonly string[]) => {
  const args = ['--import', 'tsx', `scripts/${name}.ts`, ...rest];
  const { stdout } = await run(process.execPath, args, { env: { ...process.env, DATA_DIR: dir } });
  return JSON.parse(stdout) as { ms: number; backup: string; bytes: number };
};

async function kills() {
  const dir = join(folder, 'killed');
  const server = await createServerProcess(product(values.server)(dir));
  await startTrained(server, dir);
  let acked = 0;
  let missing = 0;
  const damaged: string[] = [];
  for (let round = 0; round < rounds; round++) {
    if (round > 0) await server.start(START_MS);
    const talk = await pour(server.port, LEARNERS, rate);
    await setTimeout(ROUND_MS * (1 + chance()));
    await server.kill();
    talk.stop();
    const kept = keptIn(join(dir, 'handraise.db'), talk.acked);
    acked += talk.acked.length;
    missing += kept.missing;
    if (kept.integrity !== 'ok') damaged.push(kept.integrity);
    if (round % 10 === 9) say(`${round + 1} kills, ${acked} acknowledged, ${missing} missing`);
  }
  return { rounds, perSecond: rate, acked, missing, damaged: damaged.length };
}

async function million() {
  const dir = join(folder, 'stored');
  mkdirSync(dir);
  cpSync(join(folder, 'killed', 'models'), join(dir, 'models'), { recursive: true });
  cpSync(join(folder, 'killed', 'handraise.db'), join(dir, 'handraise.db'));
  seedMessages(join(dir, 'handraise.db'), stored);
  const server = await createServerProcess(product(values.server)(dir));
  await server.start(START_MS);
  const ready: number[] = [];
  for (let start = 0; start < STARTS; start++) {
    const talk = await pour(server.port, LEARNERS, rate);
    await setTimeout(ROUND_MS);
    await server.kill();
    talk.stop();
    const killed = performance.now();
    await server.start(START_MS);
    ready.push(performance.now() - killed);
  }
  say(`ready after ${ready.map(Math.round).join(', ')} ms`);

  const talk = await pour(server.port, LEARNERS, BACKUP_RATE);
  // Cold code and first pages are not what is asked here.
  await setTimeout(PLAIN_MS / 2);
  const from = talk.latencies.length;
  await setTimeout(PLAIN_MS);
  const until = talk.latencies.length;
  const backup = await script('backup', dir, join(folder, 'backup.db'));
  const during = talk.latencies.slice(until);
  await setTimeout(PLAIN_MS);
  const plain = [...talk.latencies.slice(from, until), ...talk.latencies.slice(until + during.length)];
  talk.stop();
  await server.stop();
  const [p99Ms, p99MsPlain] = [share(during, 0.99), share(plain, 0.99)];
  say(`backup ${backup.ms} ms: acknowledged within ${p99Ms} ms, without ${p99MsPlain}`);

  const restored = join(folder, 'restored');
  const restore = await script('restore', restored, backup.backup);
  const differ = differences(backup.backup, join(restored, 'handraise.db'));
  return {
    stored,
    readyMs: share(ready, 0.5),
    backup: { ms: backup.ms, mb: Math.round(backup.bytes / 1e6), p99Ms, p99MsPlain },
    restore: { ms: restore.ms, differences: differ },
  };
}

try {
  const killed = await kills();
  const { readyMs, backup, restore } = await million();
  const result = { killed, stored, readyMs, backup, restore };
  const n = (value: number) => value.toLocaleString('en-US');
  const table = [
    `Killed (-9) ${n(killed.rounds)} times under ${n(rate)} messages per second: ${n(killed.acked)} acknowledged, ${n(killed.missing)} missing, ${n(killed.damaged)} damaged files. With`,
    `${n(stored)} stored messages it is ready ${n(readyMs)} ms after a kill under load (median of ${STARTS}); a backup of ${n(backup.mb)} MB takes ${n(Math.round(backup.ms / 1_000))} s,`,
    `meanwhile 99 of 100 messages are acknowledged within ${n(backup.p99Ms)} ms (without it ${n(backup.p99MsPlain)} ms); a restore takes ${n(Math.round(restore.ms / 1_000))} s and differs in ${n(restore.differences)} rows.`,
  ].join('\n');
  if (values.readme) writeBetween('README.md', 'bench:durability', table);
  process.stdout.write(`${JSON.stringify(result)}\n`);
  if (killed.missing + killed.damaged + restore.differences > 0) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit();
