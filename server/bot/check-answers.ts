/** Answers must exist, say something, and name only variables that can have a value. */
import { CONTEXT_VARIABLES, FILTERS, variablesIn } from './answer.ts';
import { hint } from './parse-catalogue.ts';
import { type At, type Fault, type Phrases, SITE, type Table, visible } from './table.ts';

export function checkAnswers(table: Table): readonly Fault[] {
  const faults: Fault[] = [];
  const add = (at: At, message: string, level: Fault['level'] = 'fault'): void => void faults.push({ ...at, level, message });
  const captures = new Map<string, Set<string>>();
  for (const p of table.phrases) {
    const names = captures.get(p.intent) ?? new Set();
    captures.set(p.intent, names);
    for (const row of p.patterns) for (const name of row.pattern.captures) names.add(name);
    for (const row of p.regexes) for (const name of row.regex.captures) names.add(name);
  }
  for (const p of table.phrases) {
    const known = new Set<string>([...CONTEXT_VARIABLES, ...table.slots.keys(), ...(captures.get(p.intent) ?? [])]);
    for (const { answers, answersAt, at } of [p, ...p.patterns, ...p.regexes])
      for (const [i, answer] of answers.entries()) checkOne(answer, answersAt[i] ?? at, known, add);
    const settled = table.phrases.some(
      (other) =>
        other.intent === p.intent && other.tongue === p.tongue && other.answers.length > 0 && visible(other.scope, p.scope),
    );
    if (!settled && p.answers.length === 0) add(p.at, `"${p.intent}" has no answer: add "answer: …"`);
    if (titleOf(table, p) === null) add(p.at, `"${p.intent}" has no title: add "title: …", it is shown on buttons`);
  }
  for (const voice of Object.values(table.voices)) {
    const known = new Set<string>([...CONTEXT_VARIABLES, ...table.slots.keys(), 'summary']);
    for (const [key, lines] of voice.lines) {
      const places = voice.linesAt.get(key) ?? [];
      for (const [i, at] of places.entries()) checkOne(lines[i] ?? '', at, known, (where, m) => add(where, `"${key}": ${m}`));
    }
  }
  return faults;
}

function checkOne(answer: string, at: At, known: ReadonlySet<string>, add: (at: At, message: string) => void): void {
  for (const { name, filter, written } of variablesIn(answer)) {
    if (!known.has(name)) add(at, `${written} in the answer is no variable, slot or capture${hint(name, known)}`);
    if (filter !== null && !FILTERS.some((f) => f === filter))
      add(at, `${written}: there is no ":${filter}"; use ${FILTERS.map((f) => `:${f}`).join(' or ')}`);
  }
}

const titleOf = (table: Table, p: Phrases): string | null =>
  p.title ??
  table.phrases.find(
    (o) =>
      o.intent === p.intent && o.tongue === p.tongue && o.title !== null && (visible(o.scope, p.scope) || o.scope === SITE),
  )?.title ??
  null;
