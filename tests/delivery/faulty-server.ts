/** A composition root for tests alone: the real store, desk and gateway, one promise broken as named by the first argument. */
import { randomBytes } from 'node:crypto';
import { createDesk } from '#desk/create-desk.ts';
import type { Ids } from '#domain/ids.ts';
import { type Clock, instant } from '#domain/time.ts';
import { DEFAULT_RATES } from '#gateway/limits.ts';
import { createApp } from '#server/app.ts';
import { openSqliteStore } from '#store/sqlite.ts';
import { fakeBot } from '#tests/support/fake-bot.ts';
import { echoBot, plantedStore, SERVER_FAULTS } from './planted.ts';

const [named = 'none', path = ''] = process.argv.slice(2);
const fault = SERVER_FAULTS.find((known) => known === named);
if (!fault || path === '') throw new Error(`usage: faulty-server.ts <${SERVER_FAULTS.join('|')}> <database>`);

const clock: Clock = {
  now: () => instant(Date.now()),
  later(wait, run) {
    const timer = setTimeout(run, wait);
    return () => clearTimeout(timer);
  },
};
const ids: Ids = { hex: (bytes) => randomBytes(bytes).toString('hex') };
const say = (level: string) => (fields: object, message: string) => console.log(level, message, fields);
const log = { debug: () => undefined, info: () => undefined, warn: say('warn'), error: say('error') };

const store = await openSqliteStore({ path, ids, log });
const desk = createDesk({
  store: plantedStore(fault, store, path, ids),
  bot: echoBot(fakeBot()),
  clock,
  ids,
  log,
  schedule: { isOpen: () => true, nextOpen: (at) => at, today: () => 'all day', next: () => 'now' },
  idleCloseMs: 3_600_000,
  awayMs: 120_000,
});
const roomy = Object.fromEntries(Object.keys(DEFAULT_RATES).map((name) => [name, { count: 1_000_000, perMs: 1_000 }]));
const app = await createApp({
  desk,
  clock,
  ids,
  log,
  config: {
    publicUrl: null,
    allowedOrigins: null,
    trustProxy: 0,
    siteName: 'Planted',
    siteLang: 'en',
    timeZone: 'UTC',
    metricsToken: null,
    rates: { ...DEFAULT_RATES, ...roomy },
    webDir: '.',
  },
});
process.once('SIGTERM', async () => {
  await app.close();
  await store.close();
  process.exit(0);
});
await app.listen(Number(process.env['PORT'] ?? 0), '127.0.0.1');
