/** An owner's regular expression, compiled to RE2's automaton: its time grows with the text's length, never faster. */
import { RE2JS, RE2JSException } from 're2js';
import { PatternError } from './pattern-syntax.ts';

export const MAX_REGEX_CHARS = 200;
/** In one table, both languages together: each is tried on every message that no pattern fits. */
export const MAX_REGEX_ROWS = 100;
/** Parts of the automaton, after counts like {50} are written out: RE2's time is parts x characters. */
const MAX_REGEX_PARTS = 100;
/** One character each, of different kinds: what finds something in all of them finds something in any message. */
const ANYTHING = ['a', '7', '好', '?'];

/** Checked. Plain data, for tables come from another process or from the disk: the automaton is built where it is asked. */
export interface Regex {
  readonly source: string;
  /** Names of its groups. */
  readonly captures: readonly string[];
}
const automata = new WeakMap<Regex, RE2JS>();

/** Throws PatternError with a sentence for the owner. Case does not matter to what it finds. */
export function compileRegex(source: string): Regex {
  if (source.length > MAX_REGEX_CHARS)
    throw new PatternError(`it is longer than ${MAX_REGEX_CHARS} characters: split it into several rows`);
  const regex = compile(source);
  if (regex.programSize() > MAX_REGEX_PARTS)
    throw new PatternError(
      `it has more than ${MAX_REGEX_PARTS} parts once its counts are written out: use smaller counts ({3} rather than {50}, + rather than {1,20})`,
    );
  if (regex.test('')) throw new PatternError('it matches the empty message: add something that must occur');
  if (ANYTHING.every((text) => regex.test(text)))
    throw new PatternError('it matches any message: add something that must occur');
  const captures = Object.keys(regex.namedGroups());
  for (const name of captures)
    if (!/^[a-z][a-z0-9]{0,30}$/.test(name))
      throw new PatternError(`the group "${name}" cannot be named in an answer: use lower-case letters and digits`);
  const checked = { source, captures };
  automata.set(checked, regex);
  return checked;
}

/** The leftmost match anywhere in `text`: ranges of its named groups in UTF-16 units, end exclusive; null where there is none. */
export function findIn(regex: Regex, text: string): Readonly<Record<string, readonly [number, number]>> | null {
  const automaton = automata.get(regex) ?? compile(regex.source);
  automata.set(regex, automaton);
  // Whether there is a match is far cheaper to tell than where.
  if (!automaton.test(text)) return null;
  const matcher = automaton.matcher(text);
  if (!matcher.find()) return null;
  const ranges = regex.captures.map((name) => [name, [matcher.start(name), matcher.end(name)] as const] as const);
  return Object.fromEntries(ranges.filter(([, [from, to]]) => from >= 0 && to > from));
}

function compile(source: string): RE2JS {
  try {
    return RE2JS.compile(source, RE2JS.CASE_INSENSITIVE);
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    const what = error.message.replace('error parsing regexp: ', '').replace('`(?i)', '`');
    throw new PatternError(`${what}: write it in RE2's syntax, which has no look-around and no back-references`);
  }
}
