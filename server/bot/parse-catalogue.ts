/** catalogue/*.yaml: which intents and slots exist. */

import type { RequestKind } from '#domain/understanding.ts';
import { KINDS, SEVERITIES } from '#domain/understanding.ts';
import { nearestWord } from './nearest-word.ts';
import { type At, ENTITIES, type Entity, HANDOFFS, type Intent, type Scope, SITE } from './table.ts';
import type { Value, YamlSource } from './yaml-source.ts';

const REQUESTS: readonly RequestKind[] = [
  'refund',
  'invoice',
  'certificate',
  'access',
  'course-change',
  'appointment',
  'complaint',
  'contact',
];
export const INTENT_KEYS = [
  'kind',
  'severity',
  'slots',
  'confirm',
  'handoff',
  'request',
  'follow',
  'near',
  'exam',
  'judged',
  'scope',
] as const;
const ID = /^[a-z][a-z0-9-]*$/;

/** Filled by every catalogue file in turn. `references` are checked once all files are read. */
export interface Catalogue {
  readonly intents: Map<string, Intent>;
  readonly slots: Map<string, Entity>;
  readonly slotsAt: Map<string, At>;
  readonly starters: { readonly id: string; readonly at: At }[];
}

export function parseCatalogue(source: YamlSource, into: Catalogue): void {
  if (source.root === null) return;
  let topic: string | null = null;
  for (const { key, value } of source.entries(source.root, 'the file', ['topic', 'starters', 'intents', 'slots'])) {
    if (key === 'topic') topic = source.text(value, 'topic');
    else if (key === 'starters')
      into.starters.push(...source.texts(value, 'starter').map(({ text, at }) => ({ id: text, at })));
    else if (key === 'slots') parseSlots(source, value, into);
    else if (topic === null) source.fault(value, 'write "topic: <name>" above "intents:"');
    else parseIntents(source, value, topic, into);
  }
}

function parseSlots(source: YamlSource, value: Value, into: Catalogue): void {
  for (const slot of source.entries(value, '"slots"')) {
    for (const { key, value: inner } of source.entries(slot.value, `slot "${slot.key}"`, ['entity'])) {
      const entity = oneOf(source, inner, key, ENTITIES);
      if (!ID.test(slot.key)) source.fault(slot, `slot "${slot.key}": names are lower case letters, digits and dashes`);
      else if (into.slots.has(slot.key)) source.fault(slot, `slot "${slot.key}" is declared twice: remove one`);
      else if (entity !== null) {
        into.slots.set(slot.key, entity);
        into.slotsAt.set(slot.key, { file: slot.file, line: slot.line });
      }
    }
  }
}

function parseIntents(source: YamlSource, value: Value, topic: string, into: Catalogue): void {
  for (const { key: id, value: body, file, line } of source.entries(value, '"intents"')) {
    const at = { file, line };
    const [before, name, more] = id.split('.');
    if (before !== topic || !ID.test(name ?? '') || more !== undefined) {
      source.fault(at, `intent "${id}" must be named "${topic}.<name>", in lower case with dashes`);
      continue;
    }
    const earlier = into.intents.get(id);
    if (earlier !== undefined)
      source.fault(at, `intent "${id}" is declared twice, also in ${earlier.at.file}:${earlier.at.line}: remove one`);
    else into.intents.set(id, parseIntent(source, id, topic, body, at));
  }
}

function parseIntent(source: YamlSource, id: string, topic: string, body: Value, at: At): Intent {
  const got = new Map(source.entries(body, `intent "${id}"`, INTENT_KEYS).map((entry) => [entry.key, entry.value]));
  const list = (key: string) =>
    source.items(got.get(key) ?? { node: null, ...at }).flatMap((item) => source.text(item, key) ?? []);
  const pick = <T extends string>(key: string, allowed: readonly T[], otherwise: T): T => {
    const value = got.get(key);
    return value === undefined ? otherwise : (oneOf(source, value, key, allowed) ?? otherwise);
  };
  if (!got.has('kind')) source.fault(at, `intent "${id}" has no kind: add one of ${KINDS.join(', ')}`);
  const request = got.get('request');
  return {
    id,
    topic,
    kind: pick('kind', KINDS, 'other'),
    severity: pick('severity', SEVERITIES, 'normal'),
    slots: list('slots'),
    confirm: pick('confirm', ['true', 'false'], 'false') === 'true',
    handoff: pick('handoff', HANDOFFS, 'never'),
    request: request === undefined ? null : oneOf(source, request, 'request', REQUESTS),
    follow: list('follow'),
    near: list('near'),
    withheldInExam: pick('exam', ['answer', 'withhold'], 'answer') === 'withhold',
    judged: pick('judged', ['true', 'false'], 'true') === 'true',
    scope: got.has('scope') ? parseScope(source, got.get('scope') ?? { node: null, ...at }) : SITE,
    at,
  };
}

export function parseScope(source: YamlSource, value: Value): Scope {
  const got = new Map(
    source.entries(value, 'scope', ['course', 'lesson']).map((entry) => [entry.key, source.text(entry.value, entry.key)]),
  );
  const course = got.get('course') ?? null;
  if (course === null) source.fault(value, 'a scope needs its course: scope: { course: <id> }');
  return { course, lesson: got.get('lesson') ?? null };
}

function oneOf<T extends string>(source: YamlSource, value: Value, what: string, allowed: readonly T[]): T | null {
  const text = source.text(value, what);
  if (text === null) return null;
  const found = allowed.find((option) => option === text);
  if (found !== undefined) return found;
  const near = nearestWord(text, allowed);
  source.fault(
    value,
    `${what} "${text}" is not known: ${near === null ? '' : `did you mean "${near}"? `}Use one of ${allowed.join(', ')}`,
  );
  return null;
}

/** Every id an intent refers to must exist. */
export function checkReferences(catalogue: Catalogue, report: (at: At, message: string) => void): void {
  for (const { id, at } of catalogue.starters) {
    if (!catalogue.intents.has(id))
      report(at, `starter "${id}" is declared by no catalogue file${hint(id, catalogue.intents.keys())}`);
  }
  for (const intent of catalogue.intents.values()) {
    for (const id of [...intent.follow, ...intent.near]) {
      if (!catalogue.intents.has(id))
        report(
          intent.at,
          `intent "${intent.id}" refers to "${id}", which no catalogue file declares${hint(id, catalogue.intents.keys())}`,
        );
    }
    for (const slot of intent.slots) {
      if (!catalogue.slots.has(slot))
        report(
          intent.at,
          `intent "${intent.id}" asks for slot "${slot}", which catalogue/slots.yaml does not declare${hint(slot, catalogue.slots.keys())}`,
        );
    }
  }
}
export function hint(word: string, known: Iterable<string>): string {
  const near = nearestWord(word, known);
  return near === null ? ': declare it or remove it' : `: did you mean "${near}"?`;
}
