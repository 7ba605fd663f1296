/** Starts the built server as a process of its own, one per worker, on a free port with a data folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { test as base } from 'playwright/test';
import { onSmallDisk, smallDiskOf } from '#tests/support/small-disk.ts';

const main = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));

export interface RunningServer {
  /** e.g. http://127.0.0.1:41234 */
  readonly url: string;
  /** Single-use token of the first-run address; empty once an agent exists. */
  readonly setupToken: string;
  /** kill -9, then start again on the same port and data. */
  restart(): Promise<void>;
  /** kill -9 and stay down until `restart`. */
  kill(): Promise<void>;
  /** Folder of its data. */
  readonly data: string;
  /** The disk of a server started on a small one. */
  disk(): ReturnType<typeof smallDiskOf>;
  stop(): Promise<void>;
}

interface Started {
  readonly child: ChildProcess;
  readonly url: string;
  readonly token: string;
}

/** Every server would train the same table again: they share the trained models. */
const models = join(root, '.cache', 'models');

function launch(data: string, port: number, env: Record<string, string>, diskMb?: number): Promise<Started> {
  const small =
    diskMb === undefined ? undefined : onSmallDisk(data, diskMb, process.execPath, [main], `ln -s ${models} ${data}/models`);
  const child = spawn(small?.command ?? process.execPath, small?.args ?? [main], {
    cwd: root,
    env: { ...process.env, PORT: String(port), HOST: '127.0.0.1', DATA_DIR: data, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const seen: string[] = [];
  return new Promise((resolve, reject) => {
    let token = '';
    const read = (line: string) => {
      seen.push(line);
      token = /\/console\/setup#([\w-]+)/.exec(line)?.[1] ?? token;
      const url = /(http:\/\/[\d.]+:\d+)\/demo/.exec(line)?.[1];
      // The set-up address is printed before the demo's.
      if (url) resolve({ child, url, token });
    };
    createInterface({ input: child.stdout }).on('line', read);
    createInterface({ input: child.stderr }).on('line', read);
    child.once('exit', (code) => reject(new Error(`the server ended with ${code} before it listened:\n${seen.join('\n')}`)));
  });
}

const ended = (child: ChildProcess, signal: NodeJS.Signals) =>
  new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill(signal);
  });

/** A server of a test's own, for tests that restart it or need other settings; `diskMb`: on a disk of that many megabytes. */
export async function startServer(env: Record<string, string> = {}, diskMb?: number): Promise<RunningServer> {
  const data = mkdtempSync(join(tmpdir(), 'handraise-'));
  mkdirSync(models, { recursive: true });
  // A table of the test's own would push the shipped one's models out, which take a minute to train.
  if (diskMb === undefined && env['INTENTS_DIR'] === undefined) symlinkSync(models, join(data, 'models'));
  let now = await launch(data, 0, env, diskMb);
  const { url, token } = now;
  const port = Number(new URL(url).port);
  return {
    url,
    setupToken: token,
    data,
    disk: () => smallDiskOf(now.child.pid, data),
    kill: () => ended(now.child, 'SIGKILL'),
    async restart() {
      await ended(now.child, 'SIGKILL');
      now = await launch(data, port, env);
    },
    async stop() {
      await ended(now.child, 'SIGTERM');
      rmSync(data, { recursive: true, force: true });
    },
  };
}

export const ADMIN = { name: 'Ada Admin', login: 'ada@example.com', password: 'correct horse battery' };

/** Makes the first agent by the HTTP API, as the set-up page does. */
export async function setUp(server: RunningServer): Promise<void> {
  const answer = await fetch(`${server.url}/console/api/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.url, 'x-handraise-csrf': 'setup' },
    body: JSON.stringify({ token: server.setupToken, ...ADMIN }),
  });
  if (!answer.ok) throw new Error(`set-up failed: ${answer.status} ${await answer.text()}`);
}

export const test = base.extend<{ leave: undefined }, { server: RunningServer; staffedServer: RunningServer }>({
  /** Nobody stays behind: an agent left online would change what the next test's learner is told. */
  leave: [
    async ({ browser }, use) => {
      await use(undefined);
      for (const context of browser.contexts()) await context.close();
    },
    { auto: true },
  ],
  /** Shared by a worker's tests: no agent exists. */
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's destructuring
    async ({}, use) => {
      const server = await startServer();
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  /** Shared by a worker's tests: ADMIN exists, but nobody is signed in. */
  staffedServer: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's destructuring
    async ({}, use) => {
      const server = await startServer();
      await setUp(server);
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
});
export { expect } from 'playwright/test';
