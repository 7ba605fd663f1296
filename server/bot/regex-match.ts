/** Which of the owner's regular expressions finds something in a message. */
import type { Tongue } from '#domain/understanding.ts';
import { contains, type Reading } from './normalise.ts';
import { findIn } from './regex.ts';
import { simplify } from './simplify.ts';
import { type RegexRow, rank, type Scope, type Table, visible } from './table.ts';

export interface RegexHit {
  readonly intent: string;
  readonly row: RegexRow;
  /** By group, in the learner's own spelling. */
  readonly captures: Readonly<Record<string, string>>;
}
export type RegexRows = readonly { readonly intent: string; readonly scope: Scope; readonly row: RegexRow }[];

/** The most wanted first: priority, then nearness of scope, then the files' order. */
export const regexRowsOf = (table: Table, tongue: Tongue): RegexRows =>
  table.phrases
    .filter((p) => p.tongue === tongue)
    .flatMap((p) => p.regexes.map((row) => ({ intent: p.intent, scope: p.scope, row })))
    .sort((a, b) => b.row.priority - a.row.priority || rank(b.scope) - rank(a.scope));

/** The first row that finds something; `reading` is bounded by MAX_READ_CHARS. */
export function findRegex(rows: RegexRows, reading: Reading, place: Scope): RegexHit | null {
  if (rows.length === 0) return null;
  const text = simplified(reading.source);
  for (const { intent, scope, row } of rows) {
    if (!visible(scope, place) || row.not.some((phrase) => contains(reading.tokens, phrase))) continue;
    const found = findIn(row.regex, text);
    if (found === null) continue;
    const captures = Object.entries(found).map(([name, [from, to]]) => [name, reading.source.slice(from, to)]);
    return { intent, row, captures: Object.fromEntries(captures) };
  }
  return null;
}

/** As long as before, so that what is found in one stands in the other. */
const simplified = (text: string): string =>
  text.replace(/\p{Script=Han}/gu, (letter) => {
    const simple = simplify(letter);
    return simple.length === letter.length ? simple : letter;
  });
