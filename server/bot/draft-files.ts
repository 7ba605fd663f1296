/** Drafts -> the owner's files with the drafts in them; the rest of them stays letter for letter. Pure. */
import { parseDocument } from 'yaml';
import type { Draft } from '#domain/missed.ts';
import type { Tongue } from '#domain/understanding.ts';
import { findEntities } from './entities.ts';
import { read } from './normalise.ts';
import { rank, type SourceFile, type Table } from './table.ts';
import { withExamples, withIntent } from './yaml-insert.ts';

export type Taught =
  | { readonly ok: true; readonly files: readonly SourceFile[]; readonly changed: readonly SourceFile[] }
  | { readonly ok: false; readonly faults: readonly string[] };

const HEAD = {
  catalogue: '# yaml-language-server: $schema=../schema/catalogue.json\n',
  language: '# yaml-language-server: $schema=../schema/topic.json\n',
} as const;
const PERSONAL = new Set(['email', 'phone', 'order-number']);

/** A learner's message as an example: addresses, telephone and order numbers do not belong in a file everybody reads. */
export function withoutPersonal(text: string): string {
  const reading = read(text);
  const spans = findEntities(reading).filter(({ entity }) => PERSONAL.has(entity));
  let kept = '';
  let from = 0;
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    const cut = reading.tokens[start]?.from ?? from;
    if (cut >= from) kept += reading.source.slice(from, cut).replace(/[#\s]+$/, ' ');
    from = Math.max(from, reading.tokens[end - 1]?.to ?? from);
  }
  return (kept + reading.source.slice(from)).replace(/\s+/g, ' ').trim();
}

/** The files with the drafts in them. `table` is what `files` parse to. Examples that stand there already change nothing. */
export function teach(files: readonly SourceFile[], table: Table, drafts: readonly Draft[]): Taught {
  const faults: string[] = [];
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  for (const draft of drafts) {
    const { intent, tongue, create, examples } = draft;
    const [topic = ''] = intent.split('.');
    const path = create === null ? fileOfIntent(table, draft) : fileOfTopic(table, files, draft);
    if (path === null) {
      faults.push(`"${intent}" says nothing in ${tongue} yet: write its title and answer there first`);
      continue;
    }
    if (create !== null && !table.intents.has(intent)) {
      const catalogue =
        [...table.intents.values()].find((known) => known.topic === topic)?.at.file ?? `catalogue/${topic}.yaml`;
      const before = texts.get(catalogue) ?? `${HEAD.catalogue}topic: ${topic}\nintents: {}\n`;
      // Drafted in both languages, it is declared once.
      if (!declares(before, intent)) texts.set(catalogue, withIntent(before, intent, { kind: create.kind }));
    }
    const before = texts.get(path) ?? `${HEAD.language}language: ${tongue}\ntopic: ${topic}\nintents: {}\n`;
    const fresh = create !== null && !declares(before, intent);
    const { title, answer } = create ?? {};
    texts.set(path, fresh ? withIntent(before, intent, { title, examples, answer }) : withExamples(before, intent, examples));
  }
  if (faults.length > 0) return { ok: false, faults };
  const all = [...texts].map(([path, text]) => ({ path, text }));
  const changed = all.filter(({ path, text }) => files.find((file) => file.path === path)?.text !== text);
  return { ok: true, files: all, changed };
}

const declares = (text: string, intent: string): boolean => parseDocument(text).hasIn(['intents', intent]);

/** Where the intent speaks in that language; the widest scope, so that an example serves everywhere the intent does. */
function fileOfIntent(table: Table, { intent, tongue }: Draft): string | null {
  const spoken = table.phrases.filter((p) => p.intent === intent && p.tongue === tongue);
  return spoken.sort((a, b) => rank(a.scope) - rank(b.scope))[0]?.at.file ?? null;
}

/** The topic's own file where it has one, else another of that topic, else a new one. */
function fileOfTopic(table: Table, files: readonly SourceFile[], draft: { intent: string; tongue: Tongue }): string {
  const [topic = ''] = draft.intent.split('.');
  const own = `${draft.tongue}/${topic}.yaml`;
  if (files.some(({ path }) => path === own)) return own;
  const spoken = table.phrases.find((p) => p.topic === topic && p.tongue === draft.tongue && p.scope.course === null);
  return spoken?.at.file ?? own;
}
