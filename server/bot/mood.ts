/** Is a message urgent, or angry? By the voice's word lists, where what they hold is meant: neither denied nor asked about. */
import { denied, endsClause, isStop } from './denial.ts';
import { isHan, type Reading } from './normalise.ts';
import { ALONE, GAP } from './parse-voice.ts';
import type { Voice } from './table.ts';

/** So many words may stand where an entry has its star. */
const REACH = 5;
const SUBJECTS: ReadonlySet<string> = new Set(['i', 'we', 'you', 'he', 'she', 'they', 'it', 'one']);
const AUXILIARIES: ReadonlySet<string> = new Set(
  'do does did is are was were will would should can could may might must shall'.split(' '),
);
const ASKING: ReadonlySet<string> = new Set([
  ...AUXILIARIES,
  ...'how when what where which who why if whether after before'.split(' '),
]);

interface Entry {
  readonly phrase: readonly string[];
  readonly alone: boolean;
  readonly gapped: boolean;
}
/** A list's entries by their first word: a message looks only at those that begin with one of its own. Signs alone are looked for as they stand. */
interface Index {
  readonly byWord: ReadonlyMap<string, readonly Entry[]>;
  readonly signs: readonly string[];
}
const indexes = new WeakMap<object, Index>();
function indexOf(list: readonly (readonly string[])[]): Index {
  const known = indexes.get(list);
  if (known) return known;
  const byWord = new Map<string, Entry[]>();
  const signs: string[] = [];
  for (const entry of list) {
    const alone = entry.at(-1) === ALONE;
    const phrase = alone ? entry.slice(0, -1) : entry;
    const [first = ''] = phrase;
    if (!/[\p{L}\p{N}]/u.test(first)) signs.push(first);
    else byWord.set(first, [...(byWord.get(first) ?? []), { phrase, alone, gapped: phrase.includes(GAP) }]);
  }
  const index = { byWord, signs };
  indexes.set(list, index);
  return index;
}

/** Does the message contain an entry of the list that is meant? */
export function mentions(voice: Voice, list: 'urgent' | 'angry', reading: Reading): boolean {
  const { byWord, signs } = indexOf(voice.words.get(list) ?? []);
  if (signs.some((sign) => reading.source.includes(sign))) return true;
  // Who says what they need not have at once denies the hurry; who needs no such nonsense is angry all the same.
  const isDenied = (at: number) => denied(reading, at, list === 'urgent');
  return reading.tokens.some(({ text }, at) =>
    (byWord.get(text) ?? []).some(({ phrase, alone, gapped }) => {
      const end = endOf(reading, phrase, at, 0);
      if (end < 0 || (alone && isTouched(reading, at, end))) return false;
      return !isDenied(at) && !(gapped && (isAsked(reading, at) || isDenied(end - 1)));
    }),
  );
}

/** Where the phrase, from its word `from` on, ends when it stands at this token; -1: it does not. */
function endOf({ source, tokens }: Reading, phrase: readonly string[], start: number, from: number): number {
  let at = start;
  for (let i = from; i < phrase.length; i++, at++) {
    if (phrase[i] !== GAP) {
      if (tokens[at]?.text !== phrase[i]) return -1;
      continue;
    }
    for (let next = at; next <= at + REACH; next++) {
      const [before, token] = [tokens[next - 1], tokens[next]];
      if (before === undefined || token === undefined || isStop(source, before, token)) return -1;
      const end = endOf({ source, tokens }, phrase, next, i + 1);
      if (end >= 0) return end;
    }
    return -1;
  }
  return at;
}

/** Does another word go on where these tokens begin or end: beside a Chinese character without a blank, else in the same clause? */
function isTouched({ source, tokens }: Reading, start: number, end: number): boolean {
  const touch = (left: number) => {
    const [a, b] = [tokens[left], tokens[left + 1]];
    if (a === undefined || b === undefined) return false;
    return a.to === b.from || (!isHan(a.text) && !isHan(b.text) && !endsClause(source, a, b));
  };
  return touch(start - 1) || touch(end - 1);
}

/** "do I have to pay immediately", "how do I hire a lawyer": a question about it, unless the entry is itself how it begins ("can you … right away"). */
function isAsked({ source, tokens }: Reading, at: number): boolean {
  const before = tokens[at - 1]?.text ?? '';
  if (SUBJECTS.has(before)) return AUXILIARIES.has(tokens[at - 2]?.text ?? '');
  let start = at;
  for (let i = at - 1; i >= 0; i--) {
    const [token, next] = [tokens[i], tokens[i + 1]];
    if (token === undefined || next === undefined || endsClause(source, token, next)) break;
    start = i;
  }
  return start < at && ASKING.has(tokens[start]?.text ?? '');
}
