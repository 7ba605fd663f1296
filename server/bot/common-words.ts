/** Mends a slip in a word that neither the table nor English knows, towards a common English word: "pasword" -> "password". */
import { readData } from './data-files.ts';
import { rankOf } from './members/word-vectors.ts';
import { isEnglish } from './tokens.ts';

/** Rarer words are no surer than the slip. */
const COMMON = 20_000;
const SHORTEST = 4;
const LONGEST = 20;
/** In shorter words other slips than swapped letters make too many words. */
const SHORTEST_BUT_SWAPPED = 5;
const PLAIN = /^[a-z]+$/;
const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];

/** Names of programs and firms, which English does not know and which are no slips. */
let names: ReadonlySet<string> | null = null;

/**
 * The commonest of the words that are one slip away: two letters swapped, one missing, one too many, or a key hit beside; the first
 * letter is taken to be right. The word itself where it is known, or where none is. Some 0.1 ms for a word that is not known.
 */
export function asCommonWord(word: string): string {
  if (word.length < SHORTEST || word.length > LONGEST || !PLAIN.test(word)) return word;
  if (isEnglish(word) || rankOf(word) >= 0) return word;
  names ??= new Set(readData('names.en.txt').toString('utf8').split(/\s+/));
  if (names.has(word)) return word;
  let best = word;
  let bestRank = COMMON;
  for (const other of slipsFrom(word)) {
    const rank = other.length < SHORTEST ? -1 : rankOf(other);
    if (rank < 0 || rank >= bestRank) continue;
    best = other;
    bestRank = rank;
  }
  return best;
}

function* slipsFrom(word: string): Generator<string> {
  for (let at = 1; at <= word.length; at++) {
    const start = word.slice(0, at);
    const [here = '', next = ''] = [word[at], word[at + 1]];
    if (next !== '') yield start + next + here + word.slice(at + 2);
    if (word.length < SHORTEST_BUT_SWAPPED) continue;
    if (here !== '') yield start + word.slice(at + 1);
    for (const letter of LETTERS) yield start + letter + word.slice(at);
    for (const letter of BESIDE.get(here) ?? []) yield start + letter + word.slice(at + 1);
  }
}

/** Keys that touch, and vowels, which are taken for each other in writing ("seperate"). */
const BESIDE: ReadonlyMap<string, ReadonlySet<string>> = new Map(LETTERS.map((letter) => [letter, besides(letter)]));
function besides(letter: string): ReadonlySet<string> {
  const rows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
  const row = rows.findIndex((keys) => keys.includes(letter));
  const at = rows[row]?.indexOf(letter) ?? 0;
  // A lower row stands half a key to the right.
  const places = [
    [row, at - 1],
    [row, at + 1],
    [row - 1, at],
    [row - 1, at + 1],
    [row + 1, at - 1],
    [row + 1, at],
  ] as const;
  const found = places.flatMap(([r, place]) => rows[r]?.[place] ?? []);
  const vowels = [...'aeiouy'];
  if (vowels.includes(letter)) found.push(...vowels.filter((vowel) => vowel !== letter));
  return new Set(found);
}
