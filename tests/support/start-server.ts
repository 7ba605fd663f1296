/** A whole server in this process on a free port with a data folder of its own: real SQLite, real sockets; time and chance as told. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bot } from '#bot/bot.ts';
import { type Clock, instant } from '#domain/time.ts';
import type { Log } from '#gateway/ports.ts';
import type { App } from '#server/app.ts';
import { boot } from '#server/boot.ts';
import { readConfig } from '#server/config.ts';
import type { Store } from '#store/store.ts';
import { fakeBot } from './fake-bot.ts';

interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
}

export interface StartOptions {
  /** Variables as the environment would have them. */
  readonly env?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
  /** Default: tests/support/fake-bot.ts, which answers at once and predictably. */
  readonly bot?: Bot;
  /** An earlier server's folder, to start again on its data; kept at close. */
  readonly dataDir?: string;
  /** Where built pages stand; default: an empty folder. */
  readonly webDir?: string;
  readonly wrap?: (store: Store) => Store;
}

export interface TestServer {
  /** e.g. http://127.0.0.1:41234 */
  readonly url: string;
  readonly port: number;
  readonly store: Store;
  readonly app: App;
  readonly setupToken: string;
  readonly dataDir: string;
  readonly logged: readonly LogLine[];
  close(): Promise<void>;
}

const realClock: Clock = {
  now: () => instant(Date.now()),
  later(wait, run) {
    const timer = setTimeout(run, wait);
    return () => clearTimeout(timer);
  },
};

export async function startServer(options: StartOptions = {}): Promise<TestServer> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'handraise-test-'));
  const read = readConfig({ DATA_DIR: dataDir, PORT: '0', ...options.env }, options.webDir ?? join(dataDir, 'web'));
  if (!read.ok) throw new Error(read.faults.join('\n'));
  const logged: LogLine[] = [];
  const write = (level: LogLine['level']) => (fields: object, message: string) =>
    void logged.push({ level, fields: { ...fields }, message });
  const log: Log = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
  const { app, store, close } = await boot({
    config: read.config,
    clock: options.clock ?? realClock,
    ids: { hex: (bytes) => randomBytes(bytes).toString('hex') },
    log,
    trainer: null,
    onBroken: (error) => log.error({ err: error }, 'store broken'),
    bot: options.bot ?? fakeBot(),
    ...(options.wrap ? { wrap: options.wrap } : {}),
  });
  const setupToken = (await app.setupToken()) ?? '';
  const port = await app.listen(0, '127.0.0.1');
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    store,
    app,
    setupToken,
    dataDir,
    logged,
    async close() {
      await close();
      if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
