/** Text to comparable tokens: one per word, one per Chinese character; each remembers where it stood. */
import { spellOut } from './contractions.ts';
import { simplify } from './simplify.ts';

export interface Token {
  readonly text: string;
  /** Where it stands in `Reading.source`, in UTF-16 units. */
  readonly from: number;
  readonly to: number;
}
export interface Reading {
  /** The text after Unicode NFKC (full-width forms become plain) with its case kept: captures are cut from it. */
  readonly source: string;
  readonly tokens: readonly Token[];
}

/** Longer messages are read up to here: the bot's work is bounded whatever arrives. */
export const MAX_READ_CHARS = 4000;
const HAN = /\p{Script=Han}/u;
const TOKEN = /\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}])+(?:['-](?:(?!\p{Script=Han})\p{L})+)*(?:\+\+|#)?/gu;

export const isHan = (token: string): boolean => HAN.test(token);

export function read(text: string): Reading {
  // Cut before and after: NFKC may make one character eighteen.
  const plain = text.slice(0, MAX_READ_CHARS).normalize('NFKC').slice(0, MAX_READ_CHARS);
  const source = plain.replace(/[’‘ʼ`´]/g, "'").replace(/[‐‑–]/g, '-');
  const tokens: Token[] = [];
  for (const found of source.matchAll(TOKEN)) {
    const from = found.index;
    const to = from + found[0].length;
    const lower = found[0].toLowerCase();
    if (isHan(lower)) tokens.push({ text: simplify(lower), from, to });
    else for (const word of spellHyphens(lower)) tokens.push({ text: word, from, to });
  }
  return { source, tokens };
}

/** "e-mail" is one word and "money-back" two. */
function spellHyphens(word: string): readonly string[] {
  const known = spellOut(word);
  if (!word.includes('-') || known.length > 1 || known[0] !== word) return known;
  return word.split('-').flatMap(spellOut);
}

/** The tokens' texts alone. */
export const words = (text: string): readonly string[] => read(text).tokens.map((token) => token.text);
/** One spelling per meaning of a whole message: equal keys are the same sentence. */
export const sentenceKey = (tokens: readonly string[]): string => tokens.join(' ');
/** Do the phrase's words stand in a row somewhere? */
export function contains(tokens: readonly Token[], phrase: readonly string[]): boolean {
  return phrase.length > 0 && tokens.some((_, at) => phrase.every((word, i) => tokens[at + i]?.text === word));
}
