/** A small table for the bot's tests: tests/fixtures/intents. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBook } from '#bot/book.ts';
import type { Turn } from '#bot/bot.ts';
import { corpusOf } from '#bot/corpus.ts';
import { respond } from '#bot/dialogue.ts';
import { compileMatcher } from '#bot/matcher.ts';
import { Likeness } from '#bot/members/likeness.ts';
import { trainModel } from '#bot/members/model.ts';
import { parseTable } from '#bot/parse-table.ts';
import type { Mind } from '#bot/scene.ts';
import type { Fault, SourceFile, Table } from '#bot/table.ts';
import { EMPTY_MEMORY } from '#domain/understanding.ts';

export const FIXTURE = 'tests/fixtures/intents';

export function fixtureFiles(dir: string = FIXTURE): SourceFile[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .map((path) => ({ path, text: readFileSync(join(dir, path), 'utf8') }));
}
/** The fixture with some files replaced or added. */
export function changed(changes: Readonly<Record<string, string>>): SourceFile[] {
  const kept = fixtureFiles().filter(({ path }) => !(path in changes));
  return [...kept, ...Object.entries(changes).map(([path, text]) => ({ path, text }))];
}
export function tableOf(files: readonly SourceFile[]): Table {
  const parsed = parseTable(files);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.table;
}
export function faultsOf(changes: Readonly<Record<string, string>>): readonly Fault[] {
  const parsed = parseTable(changed(changes));
  return parsed.ok ? [] : parsed.faults;
}
export function mindOf(table: Table): Mind {
  const likeness = {
    en: new Likeness(trainModel(corpusOf(table, 'en'), null)),
    zh: new Likeness(trainModel(corpusOf(table, 'zh'), null)),
  };
  return { table, book: openBook(table), matcher: compileMatcher(table, likeness) };
}

export const TURN: Turn = {
  text: '',
  lang: 'en',
  place: {},
  learner: { name: null, email: null },
  memory: EMPTY_MEMORY,
  hours: { staffed: true, today: '9:00–17:00', next: 'Monday 9:00' },
};
/** A conversation that remembers: each call is the learner's next message. */
export function talk(mind: Mind, base: Partial<Turn> = {}) {
  let memory = EMPTY_MEMORY;
  return (text: string, more: Partial<Turn> = {}) => {
    const reply = respond(mind, { ...TURN, ...base, memory, text, ...more });
    memory = reply.memory;
    return reply;
  };
}
