/** Domain -> wire for agents: nothing of the conversation is hidden; other agents' logins and hashes are. */
import type { Conversation } from '#domain/conversation.ts';
import type { Stamped } from '#domain/events.ts';
import type { Trace } from '#domain/understanding.ts';
import type { AgentCard, AgentEntry, AgentView, InboxItem, TraceView, TrackedView } from '#protocol/agents.ts';
import { plainText } from '#protocol/markup.ts';
import type { Agent, Learner, Row } from './ports.ts';
import { filesOf, type NameOf, quickReplies } from './present.ts';
import type { Tracked } from './tracked.ts';

function traceView({ sentence, how, intent, score, runnerUp, tableVersion, scope }: Trace): TraceView {
  return { sentence, how, intent, score, runnerUp, tableVersion, scope };
}

type Body = AgentEntry extends infer E ? (E extends AgentEntry ? Omit<E, 'seq' | 'at'> : never) : never;

/** Undefined only for `started`, which agents see as the head of the thread. */
function bodyOf({ event, key }: Stamped, nameOf: NameOf): Body | undefined {
  switch (event.type) {
    case 'learner-said':
      return {
        type: 'message',
        author: { role: 'learner' },
        text: event.text,
        ...filesOf(event),
        cid: key,
        context: event.place,
      };
    case 'bot-said':
      return {
        type: 'message',
        author: { role: 'bot' },
        text: event.text,
        trace: traceView(event.trace),
        ...(event.choices.length > 0 ? { quickReplies: quickReplies(event.choices) } : {}),
      };
    case 'agent-said':
      return {
        type: 'message',
        author: { role: 'agent', name: nameOf(event.agent) },
        text: event.text,
        ...filesOf(event),
        cid: key,
      };
    case 'noted':
      return { type: 'note', name: nameOf(event.agent), text: event.text, cid: key };
    case 'handoff-requested':
      return { type: 'waiting', reason: event.reason };
    case 'handoff-cancelled':
      return { type: 'wait-cancelled' };
    case 'taken':
      return { type: 'joined', name: nameOf(event.agent) };
    case 'transferred':
      return { type: 'left', to: 'agent', name: nameOf(event.to), from: nameOf(event.from) };
    case 'returned-to-bot':
      return { type: 'left', to: 'bot', from: nameOf(event.agent) };
    case 'returned-to-queue':
      return { type: 'left', to: 'queue', from: nameOf(event.agent) };
    case 'request-filed':
      return { type: 'request-filed', request: event.request, slots: event.slots };
    case 'contact-left':
      return { type: 'contact-left', email: event.email, name: event.name, text: event.text };
    case 'helped':
      return { type: 'helped', about: event.about, helped: event.helped };
    case 'closed':
      return { type: 'ended', by: event.by, resolved: event.resolved, ...(event.agent ? { name: nameOf(event.agent) } : {}) };
    case 'reopened':
      return { type: 'reopened', ...(event.agent ? { name: nameOf(event.agent) } : {}) };
    case 'rated': {
      const { stars, reasons, comment } = event.rating;
      return { type: 'rated', rating: { stars, reasons, comment } };
    }
    case 'rating-skipped':
      return { type: 'rating-skipped' };
    case 'started':
      return undefined;
  }
}

export function agentEntry(stamped: Stamped, nameOf: NameOf): AgentEntry | undefined {
  const body = bodyOf(stamped, nameOf);
  return body && { seq: stamped.seq, at: stamped.at, ...body };
}

/** A learner in a list: by name, address, or a short mark of their own. */
const called = (learner: string, name: string | null, email: string | null) => name ?? email ?? `#${learner.slice(0, 4)}`;

const PREVIEW_CHARS = 200;

/** One line of the newest words. After a bot's reply it is the learner's question: that is what an agent looks for. */
function preview({ last, asked }: Conversation): Pick<InboxItem, 'lastText' | 'lastFrom'> {
  const shown =
    last.from === 'bot' && asked !== ''
      ? { lastText: asked, lastFrom: 'learner' as const }
      : { lastText: last.text, lastFrom: last.from };
  return { ...shown, lastText: plainText(shown.lastText.slice(0, PREVIEW_CHARS * 2)).slice(0, PREVIEW_CHARS) };
}

export function inboxItem(row: Row, nameOf: NameOf): InboxItem {
  const { state } = row;
  const { phase } = state;
  const owner = phase.status === 'with-agent' ? phase.agent : undefined;
  return {
    id: row.id,
    status: phase.status,
    head: row.seq,
    learner: called(state.learner, row.learnerName, row.learnerEmail),
    lang: state.lang,
    context: state.place,
    ...preview(state),
    lastAt: state.last.at,
    startedAt: state.startedAt,
    waitingSince: phase.status === 'waiting' ? phase.since : null,
    queuedAt: phase.status === 'waiting' ? (phase.returnedAt ?? phase.since) : null,
    activeAt: row.activeAt,
    closedAt: phase.status === 'closed' ? phase.at : null,
    nr: row.nr,
    reason: phase.status === 'waiting' ? phase.reason : null,
    kind: state.kind,
    severity: state.severity,
    agent: owner === undefined ? null : { id: owner, name: nameOf(owner) },
    unread: row.unread,
    stars: state.rating?.stars ?? null,
    request: state.request,
  };
}

export function agentView(
  row: Row,
  learner: Learner,
  earlier: readonly Row[],
  looking: readonly string[],
  nameOf: NameOf,
): AgentView {
  const { rating } = row.state;
  return {
    item: inboxItem(row, nameOf),
    learner: {
      id: learner.id,
      name: learner.name,
      email: learner.email,
      lang: learner.lang,
      device: learner.device,
      firstSeenAt: learner.firstSeenAt,
      ...(learner.signed ? { verified: learner.signed } : {}),
      earlier: earlier
        .filter((other) => other.id !== row.id)
        .map((other) => ({
          id: other.id,
          startedAt: other.state.startedAt,
          lastText: preview(other.state).lastText,
        })),
    },
    readByLearner: row.readByLearner,
    looking,
    rating: rating ? { stars: rating.stars, reasons: rating.reasons, comment: rating.comment } : null,
  };
}

export const trackedView = ({ id, name, props, at }: Tracked): TrackedView => ({ id, name, props, at });

export function agentCard(agent: Agent, online: boolean, available: boolean): AgentCard {
  return { id: agent.id, name: agent.name, role: agent.role, online, available };
}
