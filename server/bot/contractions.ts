/** English as typed, written out so that "dont", "don't" and "do not" are one thing to patterns and likeness alike. */
import { readData } from './data-files.ts';

/** Short forms, chat's abbreviations and common slips, one a line: what is typed, a space, the words it stands for. */
let read: ReadonlyMap<string, string> | null = null;
function typed(): ReadonlyMap<string, string> {
  read ??= new Map(
    readData('typed.en.txt')
      .toString('utf8')
      .trimEnd()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]),
  );
  return read;
}
const NEGATED = [
  'do',
  'does',
  'did',
  'is',
  'are',
  'was',
  'were',
  'have',
  'has',
  'had',
  'could',
  'would',
  'should',
  'need',
  'must',
];
const WITHOUT_APOSTROPHE = new Map(NEGATED.map((verb) => [`${verb}nt`, `${verb} not`]));
const ENDINGS: readonly (readonly [string, string])[] = [
  ["n't", ' not'],
  ["'re", ' are'],
  ["'m", ' am'],
  ["'ll", ' will'],
  ["'ve", ' have'],
  ["'d", ' would'],
];
const IS_BEFORE_S = new Set([
  'it',
  'that',
  'what',
  'where',
  'who',
  'how',
  'there',
  'here',
  'he',
  'she',
  'when',
  'why',
  'this',
  'everything',
]);

/** The words that one written lower-case word stands for; usually itself. */
export function spellOut(word: string): readonly string[] {
  const whole = typed().get(word) ?? WITHOUT_APOSTROPHE.get(word);
  if (whole !== undefined) return whole.split(' ');
  if (!word.includes("'")) return [word];
  for (const [ending, words] of ENDINGS) {
    if (word.endsWith(ending) && word.length > ending.length) return `${word.slice(0, -ending.length)}${words}`.split(' ');
  }
  if (word.endsWith("'s")) {
    const stem = word.slice(0, -2);
    return IS_BEFORE_S.has(stem) ? [stem, 'is'] : [stem];
  }
  return [word.replaceAll("'", '')];
}
