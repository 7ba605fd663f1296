/**
 * A conversation's state, folded from its log. `evolve` is the only way it changes; decide.ts holds the rules.
 * A state that cannot occur has no spelling: an owner exists only with an agent, a waiting time only while waiting.
 */
import {
  type Channel,
  type EndedBy,
  type Event,
  type HandoffReason,
  isJudged,
  type Place,
  type Rating,
  saidIn,
} from './events.ts';
import type { AgentId, LearnerId, SiteId } from './ids.ts';
import type { Instant } from './time.ts';
import { EMPTY_MEMORY, type Kind, type Memory, type Severity } from './understanding.ts';

export type Phase =
  | { readonly status: 'with-bot' }
  /** `since` is the place in line; who was given back keeps the one they had and waits anew from `returnedAt`. */
  | { readonly status: 'waiting'; readonly since: Instant; readonly reason: HandoffReason; readonly returnedAt?: Instant }
  /** `asked` is the place in line they were taken from; absent where a person came unasked. */
  | { readonly status: 'with-agent'; readonly agent: AgentId; readonly since: Instant; readonly asked?: Instant }
  | { readonly status: 'closed'; readonly at: Instant; readonly by: EndedBy; readonly resolved: boolean };

export interface Conversation {
  readonly phase: Phase;
  readonly learner: LearnerId;
  readonly site: SiteId;
  readonly channel: Channel;
  readonly lang: string;
  readonly place: Place;
  readonly startedAt: Instant;
  readonly memory: Memory;
  readonly kind: Kind;
  readonly severity: Severity;
  readonly last: { readonly text: string; readonly from: 'learner' | 'bot' | 'agent'; readonly at: Instant };
  /** The learner's newest words: what an agent's list shows, rather than the bot's reply to them. */
  readonly asked: string;
  /** Seqs of the newest bot answers that may still be judged with "did this help?"; at most JUDGEABLE. */
  readonly answers: readonly number[];
  readonly helpedYes: number;
  readonly helpedNo: number;
  /** The learner's last word about a bot answer was "no" and nothing was said since. */
  readonly unhelpful: boolean;
  /** Whether the bot's last message was an answer (not a miss, a question or an offer): what "resolved" rests on. */
  readonly answered: boolean;
  /** Contact details or a request were left and no agent has closed the conversation since. */
  readonly request: boolean;
  readonly handoffAt: Instant | null;
  readonly takenAt: Instant | null;
  readonly firstReplyAt: Instant | null;
  /**
   * Since a person's last reply another was asked for, or an answer of the bot's called unhelpful. A state that was stored before
   * this was kept lacks it, which reads as no.
   */
  readonly wantsMore: boolean;
  readonly lastAgent: AgentId | null;
  readonly rating: (Rating & { readonly firstAt: Instant; readonly agent: AgentId | null }) | null;
  readonly ratingSkipped: boolean;
}

const JUDGEABLE = 20;

/** The state after a `started` event, which is always the first of a log. */
function begin(event: Extract<Event, { type: 'started' }>, at: Instant): Conversation {
  return {
    phase: { status: 'with-bot' },
    learner: event.learner,
    site: event.site,
    channel: event.channel,
    lang: event.lang,
    place: event.place,
    startedAt: at,
    memory: EMPTY_MEMORY,
    kind: 'other',
    severity: 'normal',
    last: { text: '', from: 'learner', at },
    asked: '',
    answers: [],
    helpedYes: 0,
    helpedNo: 0,
    unhelpful: false,
    answered: false,
    request: false,
    handoffAt: null,
    takenAt: null,
    firstReplyAt: null,
    wantsMore: false,
    lastAgent: null,
    rating: null,
    ratingSkipped: false,
  };
}

/** Severity of a hand-off: urgent words make it urgent, anger high, the rest keeps what the intent said. */
function raised(severity: Severity, reason: HandoffReason): Severity {
  if (reason === 'urgent') return 'urgent';
  if (reason === 'angry' && severity !== 'urgent') return 'high';
  return severity;
}

/** The place in line that a learner has while they wait or a person has them: of when they asked, else of when a person came. */
function earned(phase: Phase): { readonly asked?: Instant } {
  if (phase.status === 'waiting') return { asked: phase.since };
  return phase.status === 'with-agent' ? { asked: phase.asked ?? phase.since } : {};
}

/** Total over every stored event; never throws. `before` is undefined only for `started`. */
export function evolve(before: Conversation | undefined, event: Event, seq: number, at: Instant): Conversation | undefined {
  if (event.type === 'started') return begin(event, at);
  if (!before) return undefined;
  const spoken = (text: string, from: 'learner' | 'bot' | 'agent') => ({ last: { text, from, at } });
  switch (event.type) {
    case 'learner-said':
      return {
        ...before,
        ...spoken(saidIn(event), 'learner'),
        asked: saidIn(event),
        lang: event.lang,
        place: event.place,
        unhelpful: false,
      };
    case 'bot-said': {
      const topic = event.act !== 'small-talk' && event.act !== 'not-known' && event.act !== 'system';
      return {
        ...before,
        ...spoken(event.text, 'bot'),
        memory: event.memory,
        kind: topic ? (event.kind ?? before.kind) : before.kind,
        severity: topic ? (event.severity ?? before.severity) : before.severity,
        answered: event.act === 'answer' || (before.answered && event.act === 'small-talk'),
        answers: isJudged(event) ? [...before.answers, seq].slice(-JUDGEABLE) : before.answers,
      };
    }
    case 'agent-said':
      return { ...before, ...spoken(saidIn(event), 'agent'), firstReplyAt: before.firstReplyAt ?? at, wantsMore: false };
    case 'noted':
      return before;
    case 'handoff-requested':
      return {
        ...before,
        // Whoever asks once more keeps their place.
        phase: { status: 'waiting', since: before.phase.status === 'waiting' ? before.phase.since : at, reason: event.reason },
        severity: raised(before.severity, event.reason),
        handoffAt: before.handoffAt ?? at,
        wantsMore: true,
        memory: { ...before.memory, expecting: null, misses: 0 },
      };
    case 'handoff-cancelled':
      return { ...before, phase: { status: 'with-bot' } };
    case 'taken':
      return {
        ...before,
        phase: { status: 'with-agent', agent: event.agent, since: at, ...earned(before.phase) },
        lastAgent: event.agent,
        takenAt: before.takenAt ?? at,
      };
    case 'transferred':
      return {
        ...before,
        phase: { status: 'with-agent', agent: event.to, since: at, ...earned(before.phase) },
        lastAgent: event.to,
      };
    case 'returned-to-bot':
      return { ...before, phase: { status: 'with-bot' }, memory: { ...before.memory, expecting: null, misses: 0 } };
    case 'returned-to-queue':
      return {
        ...before,
        phase: { status: 'waiting', since: earned(before.phase).asked ?? at, reason: 'returned', returnedAt: at },
      };
    case 'request-filed':
      return { ...before, request: true };
    case 'contact-left':
      return { ...before, request: true };
    case 'helped':
      return {
        ...before,
        helpedYes: before.helpedYes + (event.helped ? 1 : 0),
        helpedNo: before.helpedNo + (event.helped ? 0 : 1),
        unhelpful: !event.helped,
        // While a person has it, what the bot had said is past.
        wantsMore: before.wantsMore || (!event.helped && before.phase.status === 'with-bot'),
        answers: before.answers.filter((answer) => answer !== event.about),
      };
    case 'closed':
      return {
        ...before,
        phase: { status: 'closed', at, by: event.by, resolved: event.resolved },
        request: event.by === 'agent' ? false : before.request,
      };
    case 'reopened':
      return {
        ...before,
        phase: event.agent ? { status: 'with-agent', agent: event.agent, since: at } : { status: 'with-bot' },
        lastAgent: event.agent ?? before.lastAgent,
      };
    case 'rated':
      return {
        ...before,
        rating: { ...event.rating, firstAt: before.rating?.firstAt ?? at, agent: before.lastAgent },
        ratingSkipped: false,
      };
    case 'rating-skipped':
      return { ...before, ratingSkipped: true };
  }
}

/** Folds a run of events that follow `before`; the first gets `after + 1`. */
export function fold(
  before: Conversation | undefined,
  events: readonly Event[],
  after: number,
  at: Instant,
): Conversation | undefined {
  return events.reduce<Conversation | undefined>((state, event, index) => evolve(state, event, after + index + 1, at), before);
}
