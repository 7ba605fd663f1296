/** Composition: a config becomes a running server. main.ts adds the process round it; tests hand in time and chance. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Bot } from '#bot/bot.ts';
import { createBot, type RunningBot } from '#bot/engine.ts';
import { createTeacher } from '#bot/teacher.ts';
import { createDesk } from '#desk/create-desk.ts';
import { createTeaching } from '#desk/teaching.ts';
import { isOpen, nextOpen, nextWords, todayWords } from '#domain/hours.ts';
import type { Ids } from '#domain/ids.ts';
import { type Clock, instant } from '#domain/time.ts';
import type { Log } from '#gateway/ports.ts';
import { openFiles } from '#store/files.ts';
import { removeHalfBackups, removeOldCopies, removeUnfinished } from '#store/kept-copies.ts';
import { openSqliteStore } from '#store/sqlite.ts';
import type { Store } from '#store/store.ts';
import { type App, createApp } from './app.ts';
import type { Config } from './config.ts';

export interface BootParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** The built trainer; null trains in this thread. */
  readonly trainer: URL | null;
  /** Called when the database can no longer be trusted; the process should end. */
  readonly onBroken: (error: Error) => void;
  /** Another bot, and a store with a planted fault: for tests. */
  readonly bot?: Bot;
  readonly wrap?: (store: Store) => Store;
}

export interface Server {
  readonly app: App;
  readonly store: Store;
  /** Stops the app, then closes what it stood on. */
  close(): Promise<void>;
}

/** An agent who lost every socket gives their chats back after this long: a reload or a short cut is no leaving. */
const AWAY_MS = 60_000;

export async function boot({ config, clock, ids, log, trainer, onBroken, bot: given, wrap }: BootParts): Promise<Server> {
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const path = join(config.dataDir, 'handraise.db');
  const opened = await openSqliteStore({ path, ids, log, onBroken });
  const store = wrap ? wrap(opened) : opened;
  const onFirstLearning = () =>
    log.info({}, 'learning the intent table: this takes a while, once; later starts find what was learnt in DATA_DIR');
  const loadBot = () =>
    createBot({ dir: config.intentsDir, cacheDir: config.dataDir, trainer, log, watch: true, onFirstLearning });
  const bot = given ?? (await loadBot());
  const { hours, idleCloseMs } = config;
  const desk = await createDesk({
    store,
    files: openFiles(join(config.dataDir, 'attachments'), { alone: true }),
    bot,
    clock,
    ids,
    log,
    schedule: {
      isOpen: (at) => isOpen(hours, at),
      nextOpen: (at) => nextOpen(hours, at),
      today: (at, tongue) => todayWords(hours, at, tongue),
      next: (at, tongue) => nextWords(hours, at, tongue),
    },
    siteName: config.siteName,
    idleCloseMs,
    retentionMs: config.retentionMs,
    awayMs: AWAY_MS,
  });
  const teacher = 'preview' in bot ? createTeacher(bot as RunningBot, config.intentsDir, config.intentsTestsDir) : null;
  const teaching = teacher && createTeaching(store, teacher, clock, ids);
  const sweepCopies = async () => {
    const unfinished = removeUnfinished(path);
    if (unfinished.length > 0)
      log.info({ removed: unfinished }, 'a restore was interrupted: what it had left half done is removed');
    const removed = removeOldCopies(path, instant(clock.now() - config.retentionMs));
    if (removed.length > 0)
      log.info({ removed }, 'copies kept by upgrades and restores were older than RETENTION_DAYS: removed');
    const half = removeHalfBackups(join(config.dataDir, 'backups'), clock.now());
    if (half.length > 0) log.info({ removed: half }, 'backups were interrupted: what they had copied is removed');
    const former = 'tidy' in bot ? await (bot as RunningBot).tidy(clock.now(), config.retentionMs) : [];
    if (former.length > 0)
      log.info({ removed: former }, 'models that nobody needs any more, half written or older than RETENTION_DAYS: removed');
  };
  const app = await createApp({ desk, teaching, clock, ids, log, config, sweepCopies });
  return {
    app,
    store,
    async close() {
      await app.close();
      if ('close' in bot) (bot as RunningBot).close();
      await store.close();
    },
  };
}
