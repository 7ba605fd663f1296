/** The bot in service: table and models loaded, edits taken up while conversations go on. */
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Tongue } from '#domain/understanding.ts';
import { openBook } from './book.ts';
import type { Bot } from './bot.ts';
import { respond } from './dialogue.ts';
import { readTableFiles, watchTableFiles } from './files.ts';
import type { Read, Syllabi } from './jobs.ts';
import { forgetParsed, parseOnce } from './kept-table.ts';
import { pageTongue } from './language.ts';
import { compileMatcher, indexOf, type Match } from './matcher.ts';
import { openEncoding } from './members/encoding.ts';
import { hear } from './members/hearing.ts';
import { openLessons } from './members/lessons.ts';
import { Likeness } from './members/likeness.ts';
import type { Model } from './members/model.ts';
import { modelsIn, openSchool } from './members/school.ts';
import { prepare } from './members/sense.ts';
import type { Syllabus } from './members/syllabus.ts';
import { removeFormer } from './models.ts';
import { type Reading, read } from './normalise.ts';
import { opening } from './opening.ts';
import { TONGUES } from './parse-table.ts';
import type { Mind } from './scene.ts';
import { type Fault, type Scope, SITE, type SourceFile, type Table } from './table.ts';
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
  /** Told once, where models must be trained before the bot can answer at all: that takes a while. */
  readonly onFirstLearning?: () => void;
  /** Without the sentence encoder even where it is installed: starts faster, understands a little less. */
  readonly light?: boolean;
}
export type Preview = { readonly ok: true; readonly mind: Mind } | { readonly ok: false; readonly faults: readonly Fault[] };
export interface RunningBot extends Bot {
  /** The table in service with its matcher: for scripts and tests. */
  readonly mind: Mind;
  /** What `reply` makes of a message, before it speaks. */
  match(reading: Reading, tongue: Tongue, place: Scope): Promise<Match>;
  /** What is wrong with the files as they are now; a fault means an older table is in service. */
  faults(): readonly Fault[];
  /** The mind these files would make, trained like the one in service, but not put into service. */
  preview(files: readonly SourceFile[]): Promise<Preview>;
  /** How `mind` takes a message anywhere on the site, with all members heard. */
  weigh(mind: Mind, text: string, tongue: Tongue): Promise<Match>;
  /** Removes from the cache what killed programs left, and models of former tables older than `keepMs`; resolves with their paths. */
  tidy(now: number, keepMs: number): Promise<readonly string[]>;
  /** Reads the folder now; resolves when what it found is in service, or refused. */
  reload(): Promise<void>;
  /** Calls `run` whenever a table or its freshly trained models came into service; returns how to stop. */
  onReload(run: () => void): () => void;
  close(): void;
}

/** Resolves when the bot can answer. Throws with every fault listed when the table cannot be used at all. */
export async function createBot(parts: BotParts): Promise<RunningBot> {
  const { dir, cacheDir, trainer, log } = parts;
  const listeners = new Set<() => void>();
  const models: Partial<Record<Tongue, Likeness>> = {};
  let faults: readonly Fault[] = [];
  let mind: Mind | null = null;
  /** Keys of the models that the table in service has, or will have. */
  let needed: ReadonlySet<string> = new Set();
  let seen = '';
  let closed = false;
  const encoding =
    parts.light === true ? null : openEncoding(trainer === null ? null : new URL('./encoder-thread.js', trainer));
  const work = new AbortController();
  const workshop = {
    trainer,
    encoding,
    trouble: (error: unknown) => log.warn({ error }, 'the trainer cannot run; parsing and training block the server'),
    signal: work.signal,
  };
  let told = false;
  const firstLearning = (): void => {
    if (!told) parts.onFirstLearning?.();
    told = true;
  };
  const school = openSchool({ ...workshop, cacheDir, warn: (message) => log.warn({}, message), firstLearning });
  const lessons = openLessons(school);

  /** With the path as the owner would open it. */
  const sentence = ({ file, line, message }: Fault): string => `${join(dir, file)}:${line} ${message}`;
  const tell = (fault: Fault): void => log.warn({ file: join(dir, fault.file), line: fault.line }, sentence(fault));

  const serve = (table: Table): Mind => {
    mind = { table, book: openBook(table), matcher: compileMatcher(table, { ...models }) };
    for (const run of listeners) run();
    return mind;
  };
  /** Later, unless a newer table has come meanwhile; scripts and tests, which have no trainer's thread, wait for it. */
  const deepen = async (model: Model, syllabus: Syllabus): Promise<void> => {
    const { tongue } = model;
    const deeper = await lessons.deepen(syllabus, model);
    if (deeper === null || closed || models[tongue]?.model !== model || mind === null) return;
    models[tongue] = new Likeness(deeper);
    serve(mind.table);
    log.info({ tongue }, 'the bot now understands by the sentence encoder too');
  };
  /** At the start nobody is kept waiting by this thread, and another would first have to load the whole bot again. */
  const parseAtStart = (files: readonly SourceFile[]): Promise<Read> =>
    parseOnce(files, keeping, () => doJob({ type: 'parse', files }, { ...workshop, trainer: null }));
  const unkept = (error: unknown): void =>
    log.warn({ error }, 'the parsed table could not be kept; the next start parses it again');
  const keeping = { dir: modelsIn(cacheDir), parser: trainer, warn: unkept };
  /** Each language as soon as it is trained; where a newer table has come meanwhile, that one goes on. */
  const learn = (syllabi: Syllabi): Promise<unknown> =>
    Promise.all(
      TONGUES.map(async (tongue) => {
        const model = await lessons.learn(syllabi[tongue], models[tongue]?.model);
        if (model === null || closed || models[tongue]?.model === model) return;
        models[tongue] = new Likeness(model);
        if (mind !== null) serve(mind.table);
      }),
    );
  const deepenAll = async (syllabi: Syllabi): Promise<void> => {
    const deepened = Promise.all(
      TONGUES.map((tongue) => {
        const model = models[tongue]?.model;
        return model !== undefined && Object.values(syllabi[tongue].keys).includes(model.key) && deepen(model, syllabi[tongue]);
      }),
    ).catch((error: unknown) => {
      if (!closed) log.warn({ error }, 'the encoder’s part could not be trained; the bot goes on without it');
    });
    if (trainer === null) await deepened;
  };
  /** What is in the folder now, served; `learnt` when likeness has followed. */
  const load = async (): Promise<{ readonly learnt: Promise<void> } | null> => {
    const files = await readTableFiles(dir);
    const state = JSON.stringify(files);
    if (state === seen || closed) return null;
    seen = state;
    const parsed = mind === null ? await parseAtStart(files) : await doJob({ type: 'parse', files }, workshop);
    if (!parsed.ok) {
      faults = parsed.faults;
      for (const fault of faults) tell(fault);
      return null;
    }
    const wasFaulty = faults.some(({ level }) => level === 'fault');
    const known = new Set(faults.map(({ message }) => message));
    for (const warning of parsed.warnings) if (!known.has(warning.message)) tell(warning);
    faults = parsed.warnings;
    const { table, syllabi } = parsed;
    // Piece by piece, between messages.
    for (const tongue of TONGUES) {
      await setImmediate();
      indexOf(table, tongue);
    }
    if (mind?.table.version === table.version) {
      if (wasFaulty) log.info({ version: table.version }, 'the faults are gone: the files are the intent table in service');
      return null;
    }
    needed = new Set(TONGUES.flatMap((tongue) => Object.values(syllabi[tongue].keys)));
    // Patterns, exact examples and answers are live at once; likeness follows when it is trained.
    if (mind !== null) {
      serve(table);
      await forgetParsed(keeping);
    }
    const learning = learn(syllabi);
    if (mind === null) {
      await learning;
      serve(table);
    }
    log.info({ version: table.version, intents: table.intents.size }, 'the intent table is in service');
    return { learnt: learning.then(() => deepenAll(syllabi)) };
  };
  // Read one after the other, but learning holds up no later edit: it may take a minute.
  let queue: Promise<unknown> = Promise.resolve();
  const reload = async (): Promise<void> => {
    const taken = queue.then(load).catch((error: unknown) => {
      if (!closed) log.warn({ error }, `the intent table in ${dir} could not be read; the old one stays`);
      return null;
    });
    queue = taken;
    await (await taken)?.learnt.catch((error: unknown) => {
      if (!closed) log.warn({ error }, 'the intent table could not be learnt; likeness stays as it was');
    });
  };

  // Word vectors and glosses take a while to open: now, so that no learner's first message waits for them.
  for (const tongue of TONGUES) prepare(tongue);
  await (await load())?.learnt;
  const start = mind as Mind | null;
  if (start === null)
    throw new Error(
      `the intent table in ${dir} (INTENTS_DIR) cannot be used:\n${faults.map((f) => `  ${sentence(f)}`).join('\n')}`,
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
    reply: (turn) => {
      const now = current;
      return hear(now.matcher, encoding, (matcher) => respond({ ...now, matcher }, turn));
    },
    match: (reading, tongue, place) => hear(current.matcher, encoding, (matcher) => matcher.match(reading, tongue, place)),
    opening: (lang, place, names) => opening(current, lang, place, names),
    voice: (key, lang, variables) => speak(current.table.voices[pageTongue(lang)], key, variables, 0, pageTongue(lang)),
    async preview(files) {
      const parsed = await doJob({ type: 'parse', files }, workshop);
      if (!parsed.ok) return parsed;
      const { table, syllabi } = parsed;
      const likeness = { ...models };
      for (const tongue of TONGUES) {
        const held = models[tongue];
        const learnt = await school.attempt(syllabi[tongue], held?.model, work.signal);
        if (held?.model !== learnt) likeness[tongue] = new Likeness(learnt);
      }
      return { ok: true, mind: { table, book: openBook(table), matcher: compileMatcher(table, likeness) } };
    },
    weigh: (given, text, tongue) => hear(given.matcher, encoding, (matcher) => matcher.match(read(text), tongue, SITE)),
    faults: () => faults,
    tidy: async (now, keepMs) => (keeping.dir === null ? [] : removeFormer(keeping.dir, needed, now, keepMs)),
    reload,
    onReload(run) {
      listeners.add(run);
      return () => listeners.delete(run);
    },
    close() {
      closed = true;
      work.abort();
      lessons.close();
      stopWatching();
      encoding?.close();
    },
  };
}
