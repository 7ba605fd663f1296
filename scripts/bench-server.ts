/**
 * `npm run bench:server`: a bare Socket.IO echo and our server, in one run and in turn, under the same open-loop load from a third
 * process; then the cost of ours as connections and stored messages grow. One JSON line; `--readme` writes README's table from it.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { answeredIn } from './bench/answered.ts';
import { type Load, startLoad } from './bench/load-process.ts';
import { type Figures, figures, GROWTH_RATE, type Step, step } from './bench/measure.ts';
import { product } from './bench/product.ts';
import { questions, UNIQUE_EVERY } from './bench/questions.ts';
import { seedMessages } from './bench/seed.ts';
import { createServerProcess, type ServerProcess } from './bench/server-process.ts';
import { type Result, tableOf, writeBetween } from './bench/table.ts';
import { startTrained } from './bench/trained.ts';

const { values } = parseArgs({
  options: {
    connections: { type: 'string', default: '2000' },
    idle: { type: 'string', default: '10000' },
    growth: { type: 'string', default: '10,100,1000,5000' },
    stored: { type: 'string', default: '1000,100000,1000000' },
    server: { type: 'string', default: 'dist/server/main.js' },
    readme: { type: 'boolean', default: false },
  },
});
const numbers = (text: string) => text.split(',').filter(Boolean).map(Number);
const connections = Number(values.connections);
const idle = Number(values.idle);
const say = (words: string) => process.stderr.write(`${words}\n`);
const FIRST_START_MS = 60_000;
const GROWTH_MS = 2_000;

const folder = mkdtempSync(join(tmpdir(), 'handraise-bench-'));
const make = product(values.server);

async function compare(load: Load): Promise<{ echo: Figures; server: Figures; answered: number }> {
  const ours = await createServerProcess(make(join(folder, 'compared')));
  await startTrained(ours, join(folder, 'compared'));
  await ours.stop();
  const echoServer = await createServerProcess({ args: ['--import', 'tsx', 'scripts/bench/echo-server.ts'], env: {} });
  await echoServer.start();
  const echo = await figures(echoServer, load, { connections, idle, isOurs: false });
  await echoServer.stop();
  say(`bare Socket.IO: ${JSON.stringify(echo)}`);
  await ours.start(FIRST_START_MS);
  const server = await figures(ours, load, { connections, idle, isOurs: true });
  await ours.stop();
  say(`ours: ${JSON.stringify(server)}`);
  return { echo, server, answered: answeredIn(join(folder, 'compared', 'handraise.db')) };
}

/** A server on a folder of its own with the bot already trained. */
async function another(name: string, prepare: (database: string) => void): Promise<ServerProcess> {
  const dir = join(folder, name);
  mkdirSync(dir);
  cpSync(join(folder, 'compared', 'models'), join(dir, 'models'), { recursive: true });
  prepare(join(dir, 'handraise.db'));
  const server = await createServerProcess(make(dir));
  await server.start(FIRST_START_MS);
  return server;
}

async function byConnections(load: Load, sizes: readonly number[]): Promise<Step[]> {
  const server = await another('connections', () => undefined);
  const steps: Step[] = [];
  let connected = 0;
  for (const size of sizes) {
    const { failed } = await load.connect(server.port, size - connected, true);
    if (failed > 0) throw new Error(`${failed} connections failed on the way to ${size}`);
    connected = size;
    steps.push(step(size, await load.send(GROWTH_RATE, GROWTH_MS), server));
    say(JSON.stringify(steps.at(-1)));
  }
  await load.clear();
  await server.stop();
  return steps;
}

async function byStored(load: Load, sizes: readonly number[]): Promise<Step[]> {
  const steps: Step[] = [];
  for (const size of sizes) {
    // What the server wrote under "connections" is the pattern, so that a row is as long as in life.
    const server = await another(`stored-${size}`, (database) => {
      cpSync(join(folder, 'connections', 'handraise.db'), database);
      seedMessages(database, size);
    });
    await load.connect(server.port, 100, true);
    const grown = step(size, await load.send(GROWTH_RATE, GROWTH_MS), server);
    await server.kill();
    await load.clear();
    const killed = performance.now();
    await server.start(FIRST_START_MS);
    steps.push({ ...grown, readyMs: Math.round(performance.now() - killed) });
    say(JSON.stringify(steps.at(-1)));
    await server.stop();
  }
  return steps;
}

const ratios = (echo: Figures, server: Figures): Result['ratio'] => {
  const keys = Object.keys(server) as (keyof Figures)[];
  const ratio = (key: keyof Figures) => Math.round((server[key] / Math.max(echo[key], 0.01)) * 100) / 100;
  return Object.fromEntries(keys.map((key) => [key, ratio(key)])) as Result['ratio'];
};

const began = performance.now();
const load = startLoad();
try {
  const { echo, server, answered } = await compare(load);
  const growth = {
    perSecond: GROWTH_RATE,
    connections: await byConnections(load, numbers(values.growth)),
    stored: await byStored(load, numbers(values.stored)),
  };
  const result: Result = {
    machine: { cpus: cpus().length, node: process.versions.node },
    connections,
    idle,
    load: { questions: questions().length, unique: 1 / UNIQUE_EVERY, answered },
    echo,
    server,
    ratio: ratios(echo, server),
    growth,
    seconds: Math.round((performance.now() - began) / 1_000),
  };
  try {
    if (values.readme) writeBetween('README.md', 'bench:server', tableOf(result));
  } catch (error) {
    say(String(error));
    process.exitCode = 1;
  }
  process.stdout.write(`${JSON.stringify(result)}\n`);
} finally {
  load.end();
  rmSync(folder, { recursive: true, force: true });
}
process.exit();
