/** Measures the bot on sentences it has never seen: accuracy, confusions, and how it treats what is out of scope. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { RunningBot } from '#bot/engine.ts';
import { readStrangers } from '#bot/held-out.ts';
import type { Match } from '#bot/matcher.ts';
import { read } from '#bot/normalise.ts';
import { SITE } from '#bot/table.ts';
import type { Tongue } from '#domain/understanding.ts';

export interface Tried {
  readonly text: string;
  /** Null: out of scope. */
  readonly expected: string | null;
  readonly match: Match;
  /** Out of scope: what kind of stranger. */
  readonly kind?: string;
}
export interface Figures {
  readonly tongue: Tongue;
  readonly total: number;
  /** Shares, 0 to 1. */
  readonly accuracy: number;
  /** In scope and neither refused nor wrong when answered outright. */
  readonly accepted: number;
  readonly answered: number;
  readonly precision: number;
  /** The right intent was answered or among the choices offered. */
  readonly reachable: number;
  readonly outOfScope: number;
  /** Out of scope and refused ("I don't know"). */
  readonly refused: number;
  /** Out of scope and not answered: refused or asked about. */
  readonly caught: number;
  /** The same by kind of stranger, in the order of the files. */
  readonly kinds: readonly { readonly kind: string; readonly total: number; readonly caught: number }[];
  readonly wrong: readonly Tried[];
  readonly falseAnswers: readonly Tried[];
}

/** `dir` holds en/ and zh/ with "intent: [sentences]" files, and the out-of-scope lists of `readStrangers`. Throws on an unknown intent. */
export async function measure(bot: RunningBot, dir: string, tongue: Tongue): Promise<Figures> {
  const inside: Tried[] = [];
  for (const file of readdirSync(join(dir, tongue)).filter((name) => name.endsWith('.yaml'))) {
    for (const [id, sentences] of Object.entries(
      parse(readFileSync(join(dir, tongue, file), 'utf8')) as Record<string, readonly unknown[]>,
    )) {
      const intent = bot.mind.table.intents.get(id);
      if (intent === undefined)
        throw new Error(`${join(dir, tongue, file)}: no catalogue file declares "${id}"; correct the name`);
      for (const sentence of sentences) inside.push(await attempt(bot, String(sentence), id, tongue, intent.scope));
    }
  }
  const outside: Tried[] = [];
  for (const { text, kind = 'general' } of await readStrangers(dir, tongue))
    outside.push({ ...(await attempt(bot, text, null, tongue, SITE)), kind });
  const right = inside.filter((t) => t.match.intent === t.expected);
  const answered = inside.filter((t) => t.match.verdict === 'sure');
  const share = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);
  return {
    tongue,
    total: inside.length,
    accuracy: share(right.length, inside.length),
    accepted: share(inside.filter((t) => t.match.verdict !== 'unknown').length, inside.length),
    answered: share(answered.length, inside.length),
    precision: share(answered.filter((t) => t.match.intent === t.expected).length, answered.length),
    reachable: share(inside.filter(offered).length, inside.length),
    outOfScope: outside.length,
    refused: share(outside.filter((t) => t.match.verdict === 'unknown').length, outside.length),
    caught: share(outside.filter((t) => t.match.verdict !== 'sure').length, outside.length),
    kinds: [...new Set(outside.map((t) => t.kind ?? 'general'))].map((kind) => {
      const group = outside.filter((t) => t.kind === kind);
      return {
        kind,
        total: group.length,
        caught: share(group.filter((t) => t.match.verdict !== 'sure').length, group.length),
      };
    }),
    wrong: inside.filter((t) => t.match.intent !== t.expected),
    falseAnswers: [
      ...answered.filter((t) => t.match.intent !== t.expected),
      ...outside.filter((t) => t.match.verdict === 'sure'),
    ],
  };
}

async function attempt(
  bot: RunningBot,
  text: string,
  expected: string | null,
  tongue: Tongue,
  place: typeof SITE,
): Promise<Tried> {
  return { text, expected, match: await bot.match(read(text), tongue, place) };
}
const offered = ({ match, expected }: Tried): boolean =>
  match.verdict === 'sure'
    ? match.intent === expected
    : match.verdict === 'unsure' && match.candidates.slice(0, 3).some((c) => c.intent === expected);
