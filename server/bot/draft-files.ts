/** Drafts -> the owner's files with the drafts in them; comments, order and spelling of the rest stay as they are. Pure. */
import { type Document, parseDocument, YAMLMap, YAMLSeq } from 'yaml';
import type { Draft } from '#domain/missed.ts';
import type { Tongue } from '#domain/understanding.ts';
import { findEntities } from './entities.ts';
import { read, sentenceKey, words } from './normalise.ts';
import { rank, type SourceFile, type Table } from './table.ts';

export type Taught =
  | { readonly ok: true; readonly files: readonly SourceFile[]; readonly changed: readonly SourceFile[] }
  | { readonly ok: false; readonly faults: readonly string[] };

/** As the table's own files are written. */
const STYLE = { lineWidth: 0, flowCollectionPadding: false } as const;
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
  const open = new Map<string, Document>();
  const changed = new Set<string>();
  const textOf = (path: string) => files.find((file) => file.path === path)?.text;
  const document = (path: string, fresh: string): Document => {
    const held = open.get(path) ?? parseDocument(textOf(path) ?? fresh);
    open.set(path, held);
    return held;
  };
  for (const draft of drafts) {
    const place = draft.create === null ? fileOfIntent(table, draft) : fileOfTopic(table, files, draft);
    if (place === null) {
      faults.push(`"${draft.intent}" says nothing in ${draft.tongue} yet: write its title and answer there first`);
      continue;
    }
    const [topic = ''] = draft.intent.split('.');
    if (draft.create !== null && !table.intents.has(draft.intent)) {
      const path = [...table.intents.values()].find((intent) => intent.topic === topic)?.at.file ?? `catalogue/${topic}.yaml`;
      const catalogue = document(path, `${HEAD.catalogue}topic: ${topic}\nintents: {}\n`);
      put(catalogue, ['intents', draft.intent], { kind: draft.create.kind });
      changed.add(path);
    }
    const language = document(place, `${HEAD.language}language: ${draft.tongue}\ntopic: ${topic}\nintents: {}\n`);
    if (draft.create !== null && !language.hasIn(['intents', draft.intent])) {
      const { title, answer } = draft.create;
      put(language, ['intents', draft.intent], { title, examples: [], answer });
    }
    if (addExamples(language, draft)) changed.add(place);
  }
  if (faults.length > 0) return { ok: false, faults };
  const written = [...changed].map((path) => ({ path, text: open.get(path)?.toString(STYLE) ?? '' }));
  const kept = files.filter(({ path }) => !changed.has(path));
  return { ok: true, files: [...kept, ...written], changed: written };
}

/** Sets a value written as a block, also in a mapping that was empty and so stood as "{}". */
function put(document: Document, path: readonly [string, string], value: object): void {
  const parent = document.getIn([path[0]]);
  if (parent instanceof YAMLMap && parent.items.length === 0) parent.flow = false;
  document.setIn(path, document.createNode(value));
}

/** True when something was added. */
function addExamples(document: Document, { intent, examples }: Draft): boolean {
  const path = ['intents', intent, 'examples'];
  const held = document.getIn(path);
  // One example alone may be written without a list.
  const known = held instanceof YAMLSeq ? held.items.map((item) => String(item)) : held === undefined ? [] : [String(held)];
  const keys = new Set(known.map((text) => sentenceKey(words(text))));
  const added = examples.filter((text) => !keys.has(sentenceKey(words(text))));
  if (!(held instanceof YAMLSeq)) document.setIn(path, document.createNode([...known, ...added]));
  else {
    if (held.items.length === 0) held.flow = false;
    for (const text of added) held.add(document.createNode(text));
  }
  return added.length > 0;
}

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
