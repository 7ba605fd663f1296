/** The process: environment, addresses on the terminal, a graceful end. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import type { Ids } from '#domain/ids.ts';
import { type Clock, instant } from '#domain/time.ts';
import { keepAlone } from '#store/sqlite-alone.ts';
import { boot } from './boot.ts';
import { readConfig } from './config.ts';
import { addressFault, surroundingFaults } from './surroundings.ts';

/** Longer than this a stop may not take. Milliseconds. */
const STOP_MS = 9_000;

const here = dirname(fileURLToPath(import.meta.url));
/** Built, this file is dist/server/main.js; from source, server/main.ts beside dist/. */
const webDir = basename(dirname(here)) === 'dist' ? dirname(here) : resolve(here, '..', 'dist');

const clock: Clock = {
  now: () => instant(Date.now()),
  later(wait, run) {
    const timer = setTimeout(run, wait);
    return () => clearTimeout(timer);
  },
};
const ids: Ids = { hex: (bytes) => randomBytes(bytes).toString('hex') };

function fail(sentences: readonly string[]): never {
  process.stderr.write(`Handraise cannot start:\n${sentences.map((sentence) => `  - ${sentence}\n`).join('')}`);
  process.exit(1);
}

const read = readConfig(process.env, webDir);
if (!read.ok) fail(read.faults);
const { config } = read;
// pino writes only what is called `err` as an error; any other would be {} and the reason lost.
const log = pino({ level: config.logLevel, base: null, serializers: { error: pino.stdSerializers.err } });
const trainer = new URL('trainer.js', import.meta.url);

/** What a person who starts the server needs to know, on the terminal rather than in the log. */
function announce(url: string, setupToken: string | undefined): void {
  const lines = setupToken ? [`First admin, within the hour: ${url}/console/setup#${setupToken}`] : [`Console: ${url}/console`];
  process.stdout.write(`\nHandraise is running.\n${lines.join('\n')}\nDemo: ${url}/demo\n\n`);
}

async function main(): Promise<void> {
  keepAlone(config.dataDir);
  const faults = await surroundingFaults(config);
  if (faults.length > 0) fail(faults);
  const server = await boot({
    config,
    clock,
    ids,
    log,
    trainer: existsSync(trainer) ? trainer : null,
    // Nobody knows what is on the disk now: a restart reads it again.
    onBroken: () => process.exit(1),
  });
  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => {
      log.error({}, 'the stop took too long');
      process.exit(1);
    }, STOP_MS).unref();
    server.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'the stop failed');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => stop(signal));
  const port = await server.app.listen(config.port, config.host);
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  const url = config.publicUrl ?? `http://${host === '0.0.0.0' || host === '[::]' ? '127.0.0.1' : host}:${port}`;
  announce(url, await server.app.setupToken());
}

main().catch((error: unknown) => {
  // The address was free a moment ago; another program may have been quicker.
  fail([addressFault(error, config) ?? (error instanceof Error ? error.message : String(error))]);
});
