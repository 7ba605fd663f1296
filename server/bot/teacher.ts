/** Changes to the owner's table from the console: what they would do, and writing them into the owner's files. */
import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Draft, MissedQuestion } from '#domain/missed.ts';
import type { Tongue } from '#domain/understanding.ts';
import { type Taught, teach } from './draft-files.ts';
import { readTableFiles } from './files.ts';
import { groupAlike, type Habits, habitsOf } from './group.ts';
import { readHeldOut } from './held-out.ts';
import type { Match } from './matcher.ts';
import { parseTable, TONGUES } from './parse-table.ts';
import { type Comparison, compare } from './rehearse.ts';
import type { Mind } from './scene.ts';
import type { Fault, SourceFile } from './table.ts';

/** What of the running bot is needed here. */
export interface Teachable {
  readonly mind: Mind;
  /** The mind these files would make, trained but not in service. */
  preview(files: readonly SourceFile[]): Promise<{ ok: true; mind: Mind } | { ok: false; faults: readonly Fault[] }>;
  /** How a mind takes a message anywhere on the site, with all members heard. */
  weigh(mind: Mind, text: string, tongue: Tongue): Promise<Match>;
  /** Reads the folder now; resolves when what it found is in service, or refused. */
  reload(): Promise<void>;
}
export interface IntentCard {
  readonly id: string;
  /** By language; a language without a title is one the intent does not speak. */
  readonly titles: Readonly<Partial<Record<Tongue, string>>>;
}
export type Rehearsal =
  | {
      readonly ok: true;
      /** Names these drafts on this table: what `publish` wants to see. */
      readonly key: string;
      readonly files: readonly string[];
      readonly comparisons: readonly (Comparison & { readonly tongue: Tongue })[];
    }
  | { readonly ok: false; readonly faults: readonly string[] };
export type Published =
  | { readonly ok: true; readonly files: readonly string[] }
  | { readonly ok: false; readonly why: 'untested' | 'read-only' | 'faults'; readonly detail: string };

export interface Teacher {
  intents(): readonly IntentCard[];
  group(questions: readonly MissedQuestion[]): Promise<readonly (readonly MissedQuestion[])[]>;
  /** Trains the table with the drafts and compares. Takes seconds; throws when held-out sentences cannot be read. */
  rehearse(drafts: readonly Draft[], questions: readonly MissedQuestion[]): Promise<Rehearsal>;
  /** Writes the files of the rehearsal with that key, if it was the last and nothing has changed since, and takes them up. */
  publish(drafts: readonly Draft[], key: string): Promise<Published>;
  /** The changed files as they would be written. */
  written(drafts: readonly Draft[]): Promise<Taught>;
}

const READ_ONLY = /^(EACCES|EPERM|EROFS)$/;
const sentence = ({ file, line, message }: Fault) => `${file}:${line} ${message}`;

/** `dir` is the table's folder, `testsDir` the held-out sentences'. */
export function createTeacher(bot: Teachable, dir: string, testsDir: string): Teacher {
  let tested: string | null = null;
  /** What a mind makes of a sentence does not change: a second test asks the one in service nothing twice. */
  const heard = new WeakMap<Mind, Map<string, Promise<Match>>>();
  let habits: (Habits & { readonly version: string }) | null = null;

  function weigh(mind: Mind, text: string, tongue: Tongue): Promise<Match> {
    const known = heard.get(mind) ?? new Map<string, Promise<Match>>();
    heard.set(mind, known);
    const match = known.get(`${tongue} ${text}`) ?? bot.weigh(mind, text, tongue);
    known.set(`${tongue} ${text}`, match);
    return match;
  }

  async function taught(drafts: readonly Draft[]): Promise<Taught & { readonly key: string }> {
    const files = await readTableFiles(dir);
    const parsed = parseTable(files);
    const key = createHash('sha256')
      .update(JSON.stringify([files, drafts]))
      .digest('hex')
      .slice(0, 20);
    if (!parsed.ok) return { ok: false, key, faults: parsed.faults.map(sentence) };
    return { ...teach(files, parsed.table, drafts), key };
  }

  return {
    intents() {
      const { table, book } = bot.mind;
      return [...table.intents.values()].map(({ id, scope }) => ({
        id,
        titles: Object.fromEntries(
          TONGUES.filter((tongue) => table.phrases.some((p) => p.intent === id && p.tongue === tongue)).map((tongue) => [
            tongue,
            book.title(id, tongue, scope),
          ]),
        ),
      }));
    },
    group(questions) {
      const { phrases, version } = bot.mind.table;
      if (habits?.version !== version) {
        const spoken = phrases.flatMap(({ examples, tongue }) => examples.map(({ text }) => ({ text, tongue })));
        habits = { version, ...habitsOf(spoken) };
      }
      return groupAlike(questions, habits);
    },
    async rehearse(drafts, questions) {
      const { key, ...made } = await taught(drafts);
      if (!made.ok) return made;
      const seen = await bot.preview(made.files);
      if (!seen.ok) return { ok: false, faults: seen.faults.map(sentence) };
      const before = bot.mind;
      const comparisons = [];
      for (const tongue of TONGUES.filter((tongue) => drafts.some((draft) => draft.tongue === tongue))) {
        const compared = await compare(
          (text) => weigh(before, text, tongue),
          (text) => bot.weigh(seen.mind, text, tongue),
          await readHeldOut(testsDir, tongue),
          drafts.filter((draft) => draft.tongue === tongue),
          questions.filter((question) => question.tongue === tongue).map(({ text }) => text),
        );
        comparisons.push({ tongue, ...compared });
      }
      tested = key;
      return { ok: true, key, files: made.changed.map(({ path }) => path), comparisons };
    },
    async publish(drafts, wanted) {
      const { key, ...made } = await taught(drafts);
      if (key !== wanted || tested !== key)
        return { ok: false, why: 'untested', detail: 'drafts or table have changed since the test: test again' };
      if (!made.ok) return { ok: false, why: 'faults', detail: made.faults.join('; ') };
      try {
        for (const { path, text } of made.changed) await replace(join(dir, path), text);
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : '';
        if (!READ_ONLY.test(code)) throw error;
        return { ok: false, why: 'read-only', detail: `${dir} is read-only for the server: export the files and commit them` };
      }
      await bot.reload();
      return { ok: true, files: made.changed.map(({ path }) => path) };
    },
    written: taught,
  };
}

/** Written beside and renamed over: the watcher never reads half a file. The hidden name is none of the table's. */
async function replace(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const beside = join(dirname(file), `.new-${process.pid}.tmp`);
  await writeFile(beside, text);
  await rename(beside, file);
}
