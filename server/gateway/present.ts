/** Domain -> wire for learners: an allow-list. Notes, traces, agents' logins and requests have no way through. */
import type { Conversation } from '#domain/conversation.ts';
import { RATING_EDIT_MS } from '#domain/decide.ts';
import { type Choice, isJudged, type Stamped } from '#domain/events.ts';
import { missedBy } from '#domain/missed.ts';
import type { ConversationView, Entry, FileRef, QueueView, QuickReply } from '#protocol/shapes.ts';

/** Names of agents by id, as learners may know them. */
export type NameOf = (agent: string) => string;

export const quickReplies = (choices: readonly Choice[]): readonly QuickReply[] =>
  choices.map(({ label, choice }) => ({ label, choice }));

export const filesOf = ({ files }: { readonly files?: readonly FileRef[] }): { readonly files?: readonly FileRef[] } =>
  files
    ? {
        files: files.map(({ id, name, type, bytes, width, height }) => ({
          id,
          name,
          type,
          bytes,
          ...(width === undefined || height === undefined ? {} : { width, height }),
        })),
      }
    : {};

type Body = Entry extends infer E ? (E extends Entry ? Omit<E, 'seq' | 'at'> : never) : never;

/** What one event is to a learner; 'hidden' keeps the numbers dense where they may not look. */
function bodyOf({ event, key }: Stamped, nameOf: NameOf): Body {
  switch (event.type) {
    case 'learner-said':
      return { type: 'message', author: { role: 'learner' }, text: event.text, ...filesOf(event), cid: key };
    case 'bot-said':
      return {
        type: 'message',
        author: { role: 'bot' },
        text: event.text,
        ...(event.choices.length > 0 ? { quickReplies: quickReplies(event.choices) } : {}),
        ...(isJudged(event) ? { canHelp: true } : {}),
        ...(missedBy(event) === 'not-known' ? { unanswered: true } : {}),
      };
    case 'agent-said':
      return { type: 'message', author: { role: 'agent', name: nameOf(event.agent) }, text: event.text, ...filesOf(event) };
    case 'handoff-requested':
      return { type: 'waiting', reason: event.reason };
    case 'handoff-cancelled':
      return { type: 'wait-cancelled' };
    case 'taken':
      return { type: 'joined', name: nameOf(event.agent) };
    case 'transferred':
      return { type: 'left', to: 'agent', name: nameOf(event.to) };
    case 'returned-to-bot':
      return { type: 'left', to: 'bot', name: nameOf(event.agent) };
    case 'returned-to-queue':
      return { type: 'left', to: 'queue', name: nameOf(event.agent) };
    case 'helped':
      return { type: 'helped', about: event.about, helped: event.helped };
    case 'contact-left':
      return { type: 'contact-left', email: event.email };
    case 'closed':
      return { type: 'ended', by: event.by };
    case 'reopened':
      return { type: 'reopened' };
    case 'rated': {
      const { stars, reasons, comment } = event.rating;
      return { type: 'rated', rating: { stars, reasons, comment } };
    }
    case 'rating-skipped':
      return { type: 'rating-skipped' };
    case 'started':
    case 'noted':
    case 'request-filed':
      return { type: 'hidden' };
  }
}

export function learnerEntry(stamped: Stamped, nameOf: NameOf): Entry {
  return { seq: stamped.seq, at: stamped.at, ...bodyOf(stamped, nameOf) };
}

/** `queue` only counts while waiting; `state` is undefined while nothing was said. */
export function learnerView(
  id: string,
  seq: number,
  state: Conversation | undefined,
  about: { readonly queue: QueueView | undefined; readonly readByAgent: number },
  nameOf: NameOf,
): ConversationView {
  const phase = state?.phase;
  const rating = state?.rating
    ? ({ rating: 'given', canRateUntil: state.rating.firstAt + RATING_EDIT_MS } as const)
    : phase?.status === 'closed'
      ? ({ rating: state?.ratingSkipped ? 'skipped' : 'ask' } as const)
      : ({ rating: 'not-yet' } as const);
  return {
    id,
    status: phase?.status ?? 'with-bot',
    head: seq,
    readByAgent: about.readByAgent,
    ...rating,
    ...(phase?.status === 'with-agent' ? { agent: { name: nameOf(phase.agent) } } : {}),
    ...(phase?.status === 'waiting' && about.queue ? { queue: about.queue } : {}),
  };
}
