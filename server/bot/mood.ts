/** Is a message urgent, or angry, or does it say that something is not at hand? By the voice's word lists, where what they hold is meant: neither denied nor asked about. */
import { isAsked } from './asked.ts';
import { denied, endsClause, isStop } from './denial.ts';
import { isHan, type Reading } from './normalise.ts';
import { ALONE, GAP, type WithoutList } from './parse-voice.ts';
import type { Voice } from './table.ts';

/** So many words may stand where an entry has its star. */
const REACH = 5;

interface Entry {
  readonly phrase: readonly string[];
  readonly alone: boolean;
  /** Written with a star: not where it is asked about. */
  readonly starred: boolean;
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
    const whole = alone ? entry.slice(0, -1) : entry;
    const starred = whole.includes(GAP);
    // At the end it has nothing to reach for.
    const phrase = whole.length > 1 && whole.at(-1) === GAP ? whole.slice(0, -1) : whole;
    const [first = ''] = phrase;
    if (!/[\p{L}\p{N}]/u.test(first)) signs.push(first);
    else byWord.set(first, [...(byWord.get(first) ?? []), { phrase, alone, starred }]);
  }
  const index = { byWord, signs };
  indexes.set(list, index);
  return index;
}

/** Does the message contain an entry of the list that is meant? */
export function mentions(voice: Voice, list: 'urgent' | 'angry' | WithoutList, reading: Reading): boolean {
  const { byWord, signs } = indexOf(voice.words.get(list) ?? []);
  if (signs.some((sign) => reading.source.includes(sign))) return true;
  // Who says what they need not have at once denies the hurry; who needs no such nonsense is angry all the same.
  // What says that there is none is itself a denial.
  const isDenied = (at: number) => (list === 'urgent' || list === 'angry') && denied(reading, at, list === 'urgent');
  return reading.tokens.some(({ text }, at) =>
    (byWord.get(text) ?? []).some(({ phrase, alone, starred }) => {
      const end = endOf(reading, phrase, at, 0);
      if (end < 0 || (alone && isTouched(reading, at, end))) return false;
      return !isDenied(at) && !(starred && (isAsked(reading, at, end) || isDenied(end - 1)));
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
