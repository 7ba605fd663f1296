/** The owner's loop, its rules: which of a learner's messages the bot missed, and what an owner proposes to teach from them. */
import type { Event, Stamped } from './events.ts';
import type { AgentId, ConversationId } from './ids.ts';
import type { Instant } from './time.ts';
import type { Titled } from './titles.ts';
import type { Candidate, Kind, Tongue } from './understanding.ts';

/** Why a message is kept: the bot did not know it, its answer was called unhelpful, or a person had to take over. */
export type MissedReason = 'not-known' | 'unhelpful' | 'handed-off';

/** A learner's message that the table could learn from. */
export interface Miss {
  /** Of the message, not of what showed it to be missed. */
  readonly seq: number;
  readonly at: Instant;
  readonly text: string;
  readonly tongue: Tongue;
  readonly reason: MissedReason;
  /** What the bot took it for, likeliest first. */
  readonly nearest: readonly Candidate[];
  readonly course: string | null;
  readonly lesson: string | null;
}

/** A miss as it is kept until somebody handles it. `id` never changes and is never used again. */
export interface MissedQuestion extends Miss, Titled {
  readonly id: number;
  readonly conversation: ConversationId;
  /** What an agent answered first after it; null while none has. */
  readonly reply: string | null;
}

/** How a missed question was handled: it became an example, a new intent, or nothing. */
export type Handling = 'example' | 'intent' | 'dismissed';

/** A change to the table that an admin proposes; it is tested before it is published. */
export interface Draft {
  readonly id: string;
  readonly at: Instant;
  readonly by: AgentId;
  readonly tongue: Tongue;
  readonly intent: string;
  /** What a new intent needs besides examples; null: the intent exists. */
  readonly create: { readonly kind: Kind; readonly title: string; readonly answer: string } | null;
  readonly examples: readonly string[];
  /** The missed questions that publishing it handles. */
  readonly from: readonly number[];
}

/** How many entries back of an event the message it is about is looked for. */
export const MISSED_LOOKBACK = 60;

/** Whether a learner's message says something of its own: a picked button does not. */
const isQuestion = ({ event }: Stamped) =>
  event.type === 'learner-said' && event.choice === undefined && event.text.trim() !== '';

/** The bot's first word about the message at `from`, if it had any. */
function traceAfter(log: readonly Stamped[], from: number) {
  for (const { event } of log.slice(from + 1)) {
    if (event.type === 'bot-said') return event;
    if (event.type === 'learner-said' || event.type === 'agent-said') return undefined;
  }
  return undefined;
}

/** The message only asked for a person: what it is about stands in an earlier one. */
function asksForPerson(log: readonly Stamped[], index: number): boolean {
  const said = traceAfter(log, index);
  return said?.act === 'hand-off' && (said.trace.how === 'dialogue' || said.trace.intent === 'help.person') && calm(log, index);
}
/** Urgent and angry messages are handed over by the dialogue too, but they do say what they are about. */
const calm = (log: readonly Stamped[], index: number) =>
  !log.slice(index + 1, index + 4).some(({ event }) => event.type === 'handoff-requested' && event.reason !== 'asked');

/** Where the newest question before `end` stands; -1 when there is none, or an agent was already speaking. */
function questionBefore(log: readonly Stamped[], end: number): number {
  for (let index = end - 1; index >= 0; index -= 1) {
    const entry = log[index];
    if (!entry || entry.event.type === 'agent-said' || entry.event.type === 'closed') return -1;
    if (isQuestion(entry) && !answersBot(log, index) && !asksForPerson(log, index)) return index;
  }
  return -1;
}

/** What the bot asked for ("your order number?", "yes or no?") is no question. */
function answersBot(log: readonly Stamped[], index: number): boolean {
  const before = log.slice(0, index).findLast(({ event }) => event.type === 'bot-said' || event.type === 'learner-said')?.event;
  if (before?.type !== 'bot-said') return false;
  const expecting = before.memory.expecting?.type;
  const after = traceAfter(log, index);
  return (expecting === 'slot' || expecting === 'confirm' || expecting === 'offer-person') && after?.trace.how === 'dialogue';
}

/** The reason that an event gives to keep a question, if any. */
export function missedBy(event: Event): MissedReason | undefined {
  if (event.type === 'handoff-requested') return 'handed-off';
  if (event.type === 'helped') return event.helped ? undefined : 'unhelpful';
  if (event.type !== 'bot-said' || event.trace.how !== 'none') return undefined;
  return event.act === 'not-known' || event.act === 'offer-person' ? 'not-known' : undefined;
}

/**
 * Which messages the entries with seq > `since` show to be missed. `log` is the conversation's log up to its end, ascending; its
 * beginning may be cut off. One entry per message, with the first reason that was given.
 */
export function missedIn(log: readonly Stamped[], since: number): readonly Miss[] {
  const found = new Map<number, Miss>();
  log.forEach((entry, index) => {
    const reason = entry.seq > since ? missedBy(entry.event) : undefined;
    if (reason === undefined) return;
    const { event } = entry;
    // A judged answer may stand further back than the newest question.
    const at = questionBefore(log, event.type === 'helped' ? log.findIndex(({ seq }) => seq === event.about) : index);
    const question = log[at];
    if (question?.event.type !== 'learner-said' || found.has(question.seq)) return;
    const { text, lang, place } = question.event;
    const said = traceAfter(log, at);
    found.set(question.seq, {
      seq: question.seq,
      at: question.at,
      text,
      tongue: said?.tongue ?? (/^zh\b/i.test(lang) ? 'zh' : 'en'),
      reason,
      nearest: said === undefined ? [] : nearestOf(said),
      course: place.course?.id ?? null,
      lesson: place.lesson?.id ?? null,
    });
  });
  return [...found.values()];
}

type BotSaid = Extract<Stamped['event'], { type: 'bot-said' }>;

/** The trace's best two and what "did you mean" offered. */
function nearestOf({ trace, choices, act }: BotSaid): readonly Candidate[] {
  const offered = act === 'suggest' ? choices.filter(({ choice }) => choice.startsWith('intent:')) : [];
  const all = [
    ...(trace.intent === null ? [] : [{ intent: trace.intent, score: trace.score ?? 0 }]),
    ...(trace.runnerUp === null ? [] : [trace.runnerUp]),
    ...offered.map(({ choice }) => ({ intent: choice.slice('intent:'.length), score: 0 })),
  ];
  return all.filter(({ intent }, index) => all.findIndex((other) => other.intent === intent) === index);
}
