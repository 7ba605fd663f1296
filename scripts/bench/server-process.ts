/** A real server in a process of its own: started, killed, frozen, restarted, and never left behind. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';

export interface Program {
  /** Node, unless another program runs it. */
  readonly command?: string;
  /** Its arguments. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface ServerProcess {
  readonly port: number;
  pid(): number | undefined;
  /** Starts the program and resolves when it says that it is ready. Rejects with its last words when it does not, in `ms`. */
  start(ms?: number): Promise<void>;
  /** kill -9. Resolves when the process is gone. */
  kill(): Promise<void>;
  freeze(): void;
  thaw(): void;
  /** SIGTERM; the exit code, or null when it had to be killed after `ms`. */
  stop(ms?: number): Promise<number | null>;
  /** Resolves when the process is gone, whoever ended it; that is no accident any more. */
  ended(): Promise<void>;
  /** How often it ended without being asked to. */
  accidents(): readonly string[];
  /** What it printed last. */
  words(): string;
}

const KEPT_WORDS = 8_000;

/** A port that is free now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

async function isReady(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(1_000) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export async function createServerProcess({ command = process.execPath, args, env }: Program): Promise<ServerProcess> {
  const port = await freePort();
  const accidents: string[] = [];
  let words = '';
  let child: ChildProcess | undefined;
  let gone: Promise<number | null> = Promise.resolve(null);
  let wanted = false;

  const reap = () => child?.kill('SIGKILL');
  process.on('exit', reap);

  async function end(signal: NodeJS.Signals): Promise<number | null> {
    wanted = false;
    if (child?.exitCode === null && child.signalCode === null) child.kill(signal);
    return gone;
  }

  return {
    port,
    pid: () => child?.pid,
    accidents: () => accidents,
    words: () => words,
    async start(ms = 30_000) {
      const mine = spawn(command, args, {
        env: { ...process.env, ...env, PORT: String(port), HOST: '127.0.0.1' },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child = mine;
      wanted = true;
      for (const stream of [mine.stdout, mine.stderr])
        stream.on('data', (chunk: Buffer) => {
          words = (words + chunk.toString()).slice(-KEPT_WORDS);
        });
      gone = new Promise((resolve) => {
        mine.once('exit', (code, signal) => {
          if (wanted && child === mine) accidents.push(`the server ended by itself (${code ?? signal}): ${words.slice(-600)}`);
          resolve(code);
        });
      });
      for (const until = performance.now() + ms; !(await isReady(port)); await pause(25)) {
        if (mine.exitCode !== null || mine.signalCode !== null) throw new Error(`the server did not start:\n${words}`);
        if (performance.now() > until) throw new Error(`the server is not ready after ${ms} ms:\n${words}`);
      }
    },
    async kill() {
      await end('SIGKILL');
    },
    async ended() {
      wanted = false;
      await gone;
    },
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    async stop(ms = 10_000) {
      const late = setTimeout(() => child?.kill('SIGKILL'), ms);
      const code = await end('SIGTERM');
      clearTimeout(late);
      process.off('exit', reap);
      return code;
    },
  };
}
