/** Every rule of SPEC C: a command on a state gives events, or a refusal. Pure. */
import { type Conversation, fold } from './conversation.ts';
import type { Attached, Event, HandoffReason, Place, Rating } from './events.ts';
import type { AgentId } from './ids.ts';
import { between, type Instant } from './time.ts';
import type { Memory, RequestKind } from './understanding.ts';

export type LearnerCommand =
  | {
      readonly type: 'say';
      readonly text: string;
      readonly lang: string;
      readonly place: Place;
      readonly choice?: string;
      readonly files?: readonly Attached[];
    }
  | { readonly type: 'ask-person'; readonly lang: string; readonly place: Place }
  | { readonly type: 'cancel-wait' }
  | { readonly type: 'helped'; readonly seq: number; readonly helped: boolean }
  | { readonly type: 'leave-contact'; readonly email: string; readonly name: string; readonly text: string }
  | { readonly type: 'end' }
  | { readonly type: 'rate'; readonly rating: Rating }
  | { readonly type: 'skip-rating' };

export type AgentCommand =
  | { readonly type: 'take' }
  | { readonly type: 'reply'; readonly text: string; readonly files?: readonly Attached[] }
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'transfer'; readonly to: AgentId }
  | { readonly type: 'return-to-bot' }
  | { readonly type: 'return-to-queue' }
  | { readonly type: 'close'; readonly resolved: boolean }
  | { readonly type: 'reopen' };

export type SystemCommand =
  | { readonly type: 'close-idle' }
  | { readonly type: 'give-back'; readonly why: 'left' | 'disabled'; readonly agent: AgentId };

export interface Refused {
  readonly code: 'closed' | 'not-allowed' | 'taken' | 'not-yours' | 'bad-request' | 'conflict' | 'storage-full' | 'internal';
  /** For 'taken': the owner's id; else words for the log. */
  readonly detail?: string;
}

export type Decision =
  | { readonly ok: true; readonly events: readonly Event[] }
  | { readonly ok: false; readonly refused: Refused };

/** A rating may be changed for 14 days after it was first given. */
export const RATING_EDIT_MS = 14 * 24 * 3_600_000;

const events = (...list: Event[]): Decision => ({ ok: true, events: list });
const refuse = (code: Refused['code'], detail?: string): Decision => ({
  ok: false,
  refused: detail === undefined ? { code } : { code, detail },
});

/** `began` carries the `started` event to put first when nothing was said yet. */
export function decideLearner(
  state: Conversation | undefined,
  command: LearnerCommand,
  began: Extract<Event, { type: 'started' }>,
  at: Instant,
): Decision {
  const first = state ? [] : [began];
  switch (command.type) {
    case 'say':
      if (state?.phase.status === 'closed') return refuse('closed');
      return events(...first, {
        type: 'learner-said',
        text: command.text,
        lang: command.lang,
        place: command.place,
        ...(command.choice === undefined ? {} : { choice: command.choice }),
        ...(command.files ? { files: command.files } : {}),
      });
    case 'ask-person': {
      if (state?.phase.status === 'closed') return refuse('closed');
      // Asking again while a person is on the way, or there, changes nothing.
      if (state && state.phase.status !== 'with-bot') return events();
      return events(...first, { type: 'handoff-requested', reason: state?.unhelpful ? 'unhelpful' : 'asked' });
    }
    case 'cancel-wait':
      return state?.phase.status === 'waiting' ? events({ type: 'handoff-cancelled' }) : events();
    case 'helped':
      if (!state?.answers.includes(command.seq))
        return refuse('not-allowed', 'that message is not an answer still to be judged');
      return events({ type: 'helped', about: command.seq, helped: command.helped });
    case 'leave-contact': {
      const left: Event = { type: 'contact-left', email: command.email, name: command.name, text: command.text };
      if (state?.phase.status === 'closed') return refuse('closed');
      const waits: Event[] =
        !state || state.phase.status === 'with-bot' ? [{ type: 'handoff-requested', reason: 'asked' }] : [];
      return events(...first, ...waits, left);
    }
    case 'end':
      if (!state) return refuse('not-allowed', 'nothing was said yet');
      if (state.phase.status === 'closed') return events();
      return events({ type: 'closed', by: 'learner', resolved: resolvedByNow(state) });
    case 'rate':
      if (state?.phase.status !== 'closed') return refuse('not-allowed', 'a chat is rated after it has ended');
      if (state.rating && between(state.rating.firstAt, at) > RATING_EDIT_MS)
        return refuse('not-allowed', 'the rating can no longer be changed');
      return events({ type: 'rated', rating: command.rating });
    case 'skip-rating':
      if (state?.phase.status !== 'closed') return refuse('not-allowed', 'a chat is rated after it has ended');
      return state.rating || state.ratingSkipped ? events() : events({ type: 'rating-skipped' });
  }
}

/**
 * Resolved as far as the log can tell: a person replied and nothing was wanted since, or the bot's last word was an answer nobody
 * called unhelpful.
 */
function resolvedByNow(state: Conversation): boolean {
  if (state.phase.status === 'waiting') return false;
  if (state.firstReplyAt !== null && !state.wantsMore) return true;
  return state.phase.status === 'with-bot' && state.answered && !state.unhelpful;
}

/** `movedOn`: the learner has begun another conversation since this one. */
export function decideAgent(state: Conversation | undefined, command: AgentCommand, agent: AgentId, movedOn = false): Decision {
  if (!state) return refuse('not-allowed', 'nothing was said yet');
  const { phase } = state;
  const owner = phase.status === 'with-agent' ? phase.agent : undefined;
  switch (command.type) {
    case 'note':
      return events({ type: 'noted', agent, text: command.text });
    case 'reopen':
      if (owner !== undefined && owner !== agent) return refuse('taken', owner);
      if (phase.status !== 'closed') return events();
      // The learner looks at the newer one and would never see what is said here.
      if (movedOn) return refuse('not-allowed', 'the learner has begun another chat since');
      return events({ type: 'reopened', by: 'agent', agent });
    case 'take':
      if (phase.status === 'closed') return refuse('closed');
      if (owner === agent) return events();
      return owner === undefined ? events({ type: 'taken', agent }) : refuse('taken', owner);
    case 'close':
      if (phase.status === 'closed') return events();
      if (owner !== undefined && owner !== agent) return refuse('taken', owner);
      return events({ type: 'closed', by: 'agent', agent, resolved: command.resolved });
    default:
      break;
  }
  // What is left belongs to the owner alone.
  if (phase.status === 'closed') return refuse('closed');
  if (owner === undefined) return refuse('not-allowed', 'take the conversation first');
  if (owner !== agent) return refuse('taken', owner);
  switch (command.type) {
    case 'reply':
      return events({ type: 'agent-said', agent, text: command.text, ...(command.files ? { files: command.files } : {}) });
    case 'transfer':
      return command.to === agent ? events() : events({ type: 'transferred', from: agent, to: command.to });
    case 'return-to-bot':
      return events({ type: 'returned-to-bot', agent });
    case 'return-to-queue':
      return events({ type: 'returned-to-queue', agent, why: 'agent' });
  }
}

export function decideSystem(state: Conversation | undefined, command: SystemCommand): Decision {
  if (!state) return events();
  if (command.type === 'close-idle') {
    return state.phase.status === 'with-bot'
      ? events({ type: 'closed', by: 'system', resolved: resolvedByNow(state) })
      : events();
  }
  const owned = state.phase.status === 'with-agent' && state.phase.agent === command.agent;
  return owned ? events({ type: 'returned-to-queue', agent: command.agent, why: command.why }) : events();
}

/** The bot's part, already thought out by bot/: what it says, and what follows from it. */
export interface BotPart {
  readonly says: readonly Omit<Extract<Event, { type: 'bot-said' }>, 'type' | 'memory'>[];
  readonly memory: Memory;
  readonly handoff?: HandoffReason;
  readonly request?: { readonly kind: RequestKind; readonly slots: Readonly<Record<string, string>> };
  /** Where to answer that request, given while nobody is there: the learner is not asked for it again. */
  readonly contact?: { readonly email: string; readonly text: string };
}

/** The bot has the chat; or contact details were left and nobody is there who could take it, so that it goes on meanwhile. */
export const botSpeaks = ({ phase, request }: Conversation, staffed: boolean): boolean =>
  phase.status === 'with-bot' || (phase.status === 'waiting' && request && !staffed);

/** Appends the bot's part to what the learner did, in the same decision; nothing while a person owns or is awaited. */
export function withBot(
  before: Conversation | undefined,
  done: readonly Event[],
  seq: number,
  at: Instant,
  part: BotPart,
  staffed = true,
): readonly Event[] {
  const state = fold(before, done, seq, at);
  if (!state || !botSpeaks(state, staffed)) return done;
  const more: Event[] = part.says.map((say) => ({ ...say, type: 'bot-said', memory: part.memory }));
  if (part.request) more.push({ type: 'request-filed', request: part.request.kind, slots: part.request.slots });
  if (part.handoff) more.push({ type: 'handoff-requested', reason: part.handoff });
  if (part.handoff && part.contact) more.push({ type: 'contact-left', name: '', ...part.contact });
  return [...done, ...more];
}
