/** What a change to the table would fix and break: the same sentences before and after, side by side. */
import { setImmediate } from 'node:timers/promises';
import type { Draft } from '#domain/missed.ts';
import type { HeldOut } from './held-out.ts';
import type { Match } from './matcher.ts';
import { sentenceKey, words } from './normalise.ts';

/** How one bot takes a sentence of the drafts' language, anywhere on the site. */
export type Judge = (text: string) => Promise<Match>;

/** What the bot would do: answer with `intent`, ask whether it is meant, or say that it does not know. */
export interface Heard {
  readonly verdict: Match['verdict'];
  readonly intent: string | null;
}
export interface Moved {
  readonly text: string;
  /** The right intent; null: none is. */
  readonly expected: string | null;
  readonly before: Heard;
  readonly after: Heard;
}
export interface Comparison {
  /** Held-out sentences, and how many of them come out right. */
  readonly heldOut: number;
  readonly rightBefore: number;
  readonly rightAfter: number;
  /** Wrong before, right after: held-out sentences and the drafts' own examples. */
  readonly fixes: readonly Moved[];
  /** Right before, wrong after. */
  readonly breaks: readonly Moved[];
  /** The drafts' own examples that would still not be answered as meant. */
  readonly stuck: readonly Moved[];
  /** Other missed questions that would be answered now; whether rightly, a person must say. */
  readonly alsoAnswered: readonly Moved[];
}

const OFFERED = 3;

const heard = ({ verdict, intent }: Match): Heard => ({ verdict, intent: verdict === 'unknown' ? null : intent });

/** In scope: answered rightly, or offered among the choices. Out of scope: not answered. */
function isRight(match: Match, expected: string | null): boolean {
  if (expected === null) return match.verdict !== 'sure';
  if (match.verdict === 'sure') return match.intent === expected;
  return match.verdict === 'unsure' && match.candidates.slice(0, OFFERED).some(({ intent }) => intent === expected);
}

/** All drafts of one language against that language's held-out sentences and open questions. */
export async function compare(
  before: Judge,
  after: Judge,
  heldOut: readonly HeldOut[],
  drafts: readonly Draft[],
  questions: readonly string[],
): Promise<Comparison> {
  const taught = drafts.flatMap(({ intent, examples }) => examples.map((text) => ({ text, expected: intent })));
  const keys = new Set(taught.map(({ text }) => sentenceKey(words(text))));
  const others = [...new Map(questions.map((text) => [sentenceKey(words(text)), text]))].filter(([key]) => !keys.has(key));
  const result = { heldOut: heldOut.length, rightBefore: 0, rightAfter: 0 };
  const fixes: Moved[] = [];
  const breaks: Moved[] = [];
  const stuck: Moved[] = [];
  const alsoAnswered: Moved[] = [];
  const both = async (text: string) => {
    // A sentence takes milliseconds: messages that arrive meanwhile go first.
    await setImmediate();
    return [await before(text), await after(text)] as const;
  };
  for (const { text, expected } of heldOut) {
    const [was, is] = await both(text);
    const moved = { text, expected, before: heard(was), after: heard(is) };
    const [right, stays] = [isRight(was, expected), isRight(is, expected)];
    result.rightBefore += Number(right);
    result.rightAfter += Number(stays);
    if (stays && !right) fixes.push(moved);
    if (right && !stays) breaks.push(moved);
  }
  for (const { text, expected } of taught) {
    const [was, is] = await both(text);
    const moved = { text, expected, before: heard(was), after: heard(is) };
    if (is.verdict !== 'sure' || is.intent !== expected) stuck.push(moved);
    else if (was.verdict !== 'sure' || was.intent !== expected) fixes.unshift(moved);
  }
  for (const [, text] of others) {
    const [was, is] = await both(text);
    if (is.verdict === 'sure' && (was.verdict !== 'sure' || was.intent !== is.intent))
      alsoAnswered.push({ text, expected: null, before: heard(was), after: heard(is) });
  }
  return { ...result, fixes, breaks, stuck, alsoAnswered };
}
