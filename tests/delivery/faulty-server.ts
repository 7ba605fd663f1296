/** The real server with one promise broken, as named by the first argument; a quick bot, so that the runs are about delivery. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Ids } from '#domain/ids.ts';
import { type Clock, instant } from '#domain/time.ts';
import { boot } from '#server/boot.ts';
import { readConfig } from '#server/config.ts';
import { fakeBot } from '#tests/support/fake-bot.ts';
import { echoBot, plantedStore, SERVER_FAULTS } from './planted.ts';

const fault = SERVER_FAULTS.find((known) => known === process.argv[2]);
if (!fault) throw new Error(`usage: faulty-server.ts ${SERVER_FAULTS.join('|')}`);
const read = readConfig(process.env, '.');
if (!read.ok) throw new Error(read.faults.join('\n'));
const { config } = read;

const clock: Clock = {
  now: () => instant(Date.now()),
  later(wait, run) {
    const timer = setTimeout(run, wait);
    return () => clearTimeout(timer);
  },
};
const ids: Ids = { hex: (bytes) => randomBytes(bytes).toString('hex') };
const say = (level: string) => (fields: object, message: string) => console.log(level, message, fields);
const quiet = () => undefined;

const server = await boot({
  config,
  clock,
  ids,
  log: { debug: quiet, info: quiet, warn: say('warn'), error: say('error') },
  trainer: null,
  onBroken: () => process.exit(1),
  bot: echoBot(fakeBot()),
  wrap: (store) => plantedStore(fault, store, join(config.dataDir, 'handraise.db'), ids),
});
process.once('SIGTERM', async () => {
  await server.close();
  process.exit(0);
});
await server.app.listen(config.port, config.host);
