/** What is probably a slip in a table that works: for `intents:check` and the log. Pure. */
import type { Tongue } from '#domain/understanding.ts';
import { compileMatcher, type Matcher } from './matcher.ts';
import { read } from './normalise.ts';
import { hint } from './parse-catalogue.ts';
import { TONGUES } from './parse-table.ts';
import { slotOfWithout } from './parse-voice.ts';
import { type Filler, samplesOf } from './pattern-samples.ts';
import type { At, Fault, Phrases, Table } from './table.ts';

const SAMPLES = 40;

export function lint(table: Table): readonly Fault[] {
  const found: Fault[] = [];
  const warn = (at: At, message: string): void => void found.push({ file: at.file, line: at.line, level: 'warning', message });
  const matcher = compileMatcher(table, {});
  for (const intent of table.intents.values()) {
    for (const tongue of TONGUES) {
      if (!table.phrases.some((p) => p.intent === intent.id && p.tongue === tongue))
        warn(intent.at, `"${intent.id}" says nothing in "${tongue}": add it to a file in ${tongue}/`);
    }
  }
  const used = new Set([...table.intents.values()].flatMap((intent) => intent.slots));
  const mentioned = JSON.stringify(
    table.phrases.map((p) => [p.answers, [...p.patterns, ...p.regexes].map((row) => [row.source, row.answers])]),
  );
  for (const [slot, at] of table.slotsAt)
    if (!used.has(slot) && !mentioned.includes(`{${slot}`))
      warn(at, `no intent asks for slot "${slot}" and no answer names it: remove it, or add it to an intent's "slots"`);
  for (const [tongue, { lines }] of Object.entries(table.voices))
    for (const key of lines.keys()) {
      const slot = slotOfWithout(key);
      if (slot !== null && !table.slots.has(slot))
        warn(
          { file: `${tongue}/voice.yaml`, line: 1 },
          `"${key}": no catalogue file declares the slot "${slot}"${hint(slot, table.slots.keys())}`,
        );
    }
  claimedTwice(table, warn);
  for (const phrases of table.phrases) {
    const topic = table.intents.get(phrases.intent)?.topic;
    if (topic !== undefined && phrases.topic !== topic)
      warn(phrases.at, `"${phrases.intent}" stands in a file of topic "${phrases.topic}": move it to one of topic "${topic}"`);
    caughtByOthers(phrases, matcher, warn);
    unreachable(phrases, matcher, warn);
  }
  return found;
}

function claimedTwice(table: Table, warn: (at: At, message: string) => void): void {
  const owners = new Map<string, { readonly phrases: Phrases; readonly at: At }>();
  for (const phrases of table.phrases) {
    for (const { key, text, at } of phrases.examples) {
      const name = JSON.stringify([phrases.tongue, phrases.scope, key]);
      const before = owners.get(name);
      if (before === undefined) owners.set(name, { phrases, at });
      else if (before.phrases.intent === phrases.intent)
        warn(at, `the example "${text}" is here twice (line ${before.at.line}): remove one`);
      else
        warn(
          at,
          `the example "${text}" also stands under "${before.phrases.intent}" (${before.at.file}:${before.at.line}): keep it under one`,
        );
    }
  }
}

/** An example that another intent's pattern catches is answered by that one. */
function caughtByOthers(phrases: Phrases, matcher: Matcher, warn: (at: At, message: string) => void): void {
  for (const { text, at } of phrases.examples) {
    const match = matcher.match(read(text), phrases.tongue, phrases.scope);
    if (match.how === 'pattern' && match.intent !== phrases.intent)
      warn(
        at,
        `the example "${text}" is caught by the pattern "${match.by}" of "${match.intent}": make that pattern narrower or move the example`,
      );
  }
}

const STAND_IN: Readonly<Record<string, string>> = {
  'order-number': 'HR-48213',
  email: 'ada@example.com',
  date: '2026-05-24',
  number: '7',
  money: '20 EUR',
  name: 'Ada',
  phone: '+44 20 7946 0000',
};
const standIn =
  (tongue: Tongue): Filler =>
  (entity) => [entity === null ? (tongue === 'zh' ? '甲乙' : 'abc') : (STAND_IN[entity] ?? 'abc')];

/** A pattern none of whose sentences reaches it is dead: excluded by its own "not", or always beaten by another. */
function unreachable(phrases: Phrases, matcher: Matcher, warn: (at: At, message: string) => void): void {
  for (const row of phrases.patterns) {
    const matches = samplesOf(row.pattern, SAMPLES, standIn(phrases.tongue)).map((tokens) =>
      matcher.match(read(tokens.join(' ')), phrases.tongue, phrases.scope),
    );
    if (matches.some((match) => match.intent === phrases.intent)) continue;
    const other = matches.find((match) => match.how === 'pattern');
    warn(
      row.at,
      other === undefined
        ? `the pattern "${row.source}" never matches: its "not" words or its spelling exclude every sentence`
        : `the pattern "${row.source}" is never reached: "${other.by}" of "${other.intent}" answers first; raise this one's priority or remove it`,
    );
  }
}
