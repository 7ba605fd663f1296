/** The bot in service: table and models loaded, edits taken up while conversations go on. */
import { join } from 'node:path';
import type { Tongue } from '#domain/understanding.ts';
import { openBook } from './book.ts';
import type { Bot } from './bot.ts';
import { corpusOf } from './corpus.ts';
import { respond } from './dialogue.ts';
import { readTableFiles, watchTableFiles } from './files.ts';
import { pageTongue } from './language.ts';
import { Likeness } from './likeness.ts';
import { compileMatcher } from './matcher.ts';
import { type Model, modelKey } from './model.ts';
import { loadModel, saveModel } from './models.ts';
import { opening } from './opening.ts';
import { TONGUES } from './parse-table.ts';
import type { Mind } from './scene.ts';
import type { Fault, Table } from './table.ts';
import { speak } from './voice.ts';
import { doJob } from './workshop.ts';

export interface BotLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}
export interface BotParts {
  /** The folder with catalogue/, en/ and zh/. */
  readonly dir: string;
  /** Where trained models may be kept; null: nowhere, every start trains. */
  readonly cacheDir: string | null;
  /** The built trainer.js; null: parse and train in this thread (scripts and tests). */
  readonly trainer: URL | null;
  readonly log: BotLog;
  /** Take up edits while running. */
  readonly watch: boolean;
}
export interface RunningBot extends Bot {
  /** The table in service with its matcher: for scripts and tests. */
  readonly mind: Mind;
  /** What is wrong with the files as they are now; a fault means an older table is in service. */
  faults(): readonly Fault[];
  /** Reads the folder now; resolves when what it found is in service, or refused. */
  reload(): Promise<void>;
  /** Calls `run` whenever a table or its freshly trained models came into service; returns how to stop. */
  onReload(run: () => void): () => void;
  close(): void;
}
/** A changed table keeps its calibration while less than this share of its lessons is new. */
const SMALL_CHANGE = 0.1;

/** Resolves when the bot can answer. Throws with every fault listed when the table cannot be used at all. */
export async function createBot(parts: BotParts): Promise<RunningBot> {
  const { dir, cacheDir, trainer, log } = parts;
  const listeners = new Set<() => void>();
  const models: Partial<Record<Tongue, Likeness>> = {};
  let faults: readonly Fault[] = [];
  let mind: Mind | null = null;
  let seen = '';
  let closed = false;
  const trouble = (error: unknown): void =>
    log.warn({ error }, 'the trainer thread cannot run; parsing and training block the server');

  const serve = (table: Table): Mind => {
    mind = { table, book: openBook(table), matcher: compileMatcher(table, { ...models }) };
    for (const run of listeners) run();
    return mind;
  };
  const modelFor = async (table: Table, tongue: Tongue): Promise<Model> => {
    const corpus = corpusOf(table, tongue);
    const key = modelKey(corpus);
    const old = models[tongue]?.model;
    if (old?.key === key) return old;
    const stored = cacheDir === null ? null : await loadModel(join(cacheDir, 'models'), tongue, key);
    if (stored !== null) return stored;
    const before = new Set(old?.corpus.lessons.map((lesson) => lesson.text));
    const added = corpus.lessons.filter((lesson) => !before.has(lesson.text)).length;
    const calibration =
      old !== undefined && added < SMALL_CHANGE * corpus.lessons.length ? { calibration: old.calibration } : {};
    const model = await doJob({ type: 'train', corpus, ...calibration }, trainer, trouble);
    if (cacheDir !== null)
      await saveModel(join(cacheDir, 'models'), model).catch((error: unknown) =>
        log.warn({ error }, 'the trained model could not be kept; the next start trains again'),
      );
    return model;
  };
  const load = async (): Promise<void> => {
    const files = await readTableFiles(dir);
    const state = JSON.stringify(files);
    if (state === seen || closed) return;
    seen = state;
    const parsed = await doJob({ type: 'parse', files }, trainer, trouble);
    if (!parsed.ok) {
      faults = parsed.faults;
      for (const { file, line, message } of faults) log.warn({ file, line }, `intents/${file}:${line} ${message}`);
      return;
    }
    faults = parsed.warnings;
    const { table } = parsed;
    if (mind?.table.version === table.version) return;
    // Patterns, exact examples and answers are live at once; likeness follows when it is trained.
    if (mind !== null) serve(table);
    const trained = await Promise.all(TONGUES.map((tongue) => modelFor(table, tongue)));
    for (const model of trained) {
      const { tongue } = model.corpus;
      if (models[tongue]?.model !== model) models[tongue] = new Likeness(model);
    }
    serve(table);
    log.info({ version: table.version, intents: table.intents.size }, 'the intent table is in service');
  };
  // One after the other: a change during a reload is looked at when that one is done.
  let queue: Promise<void> = Promise.resolve();
  const reload = (): Promise<void> => {
    queue = queue
      .then(load)
      .catch((error: unknown) => log.warn({ error }, `the intent table in ${dir} could not be read; the old one stays`));
    return queue;
  };

  await load();
  const start = mind as Mind | null;
  if (start === null)
    throw new Error(
      `the intent table in ${dir} cannot be used:\n${faults.map((f) => `  ${f.file}:${f.line} ${f.message}`).join('\n')}`,
    );
  let current: Mind = start;
  listeners.add(() => {
    current = mind ?? current;
  });
  const stopWatching = parts.watch
    ? watchTableFiles(
        dir,
        () => void reload(),
        (error) => log.warn({ error }, 'the system cannot watch files; looking every second'),
      )
    : () => undefined;
  return {
    get tableVersion() {
      return current.table.version;
    },
    get mind() {
      return current;
    },
    reply: async (turn) => respond(current, turn),
    opening: (lang, place) => opening(current, lang, place),
    voice: (key, lang, variables) => speak(current.table.voices[pageTongue(lang)], key, variables, 0, pageTongue(lang)),
    faults: () => faults,
    reload,
    onReload(run) {
      listeners.add(run);
      return () => listeners.delete(run);
    },
    close() {
      closed = true;
      stopWatching();
    },
  };
}
