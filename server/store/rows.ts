/** Domain state -> columns. The columns only mirror the state; nothing reads them to decide anything. */
import type { Conversation } from '#domain/conversation.ts';
import type { Event, Place } from '#domain/events.ts';
import type { Instant } from '#domain/time.ts';

/** The order of the waiting folder: 0 urgent, 1 high, 2 the rest. */
const urgency = (state: Conversation) => (state.severity === 'urgent' ? 0 : state.severity === 'high' ? 1 : 2);

/** SQL: since when a conversation waits this time, which its place in line may be older than; NULL where it does not. */
export const WAITS_FROM = "coalesce(state ->> '$.phase.returnedAt', waiting_since)";

/** What search finds of a place: ids and titles of course and lesson. */
export function aboutOf(place: Place): string {
  const { course, lesson } = place;
  return [course?.title, course?.id, lesson?.title, lesson?.id].filter((part) => part !== undefined).join('\n');
}

/** The columns of `conversation` after an append at `at`, by name. */
export function columns(state: Conversation, at: Instant) {
  const { phase } = state;
  const closed = phase.status === 'closed' ? phase : undefined;
  return {
    state: JSON.stringify(state),
    status: phase.status,
    urgency: urgency(state),
    owner: phase.status === 'with-agent' ? phase.agent : null,
    waitingSince: phase.status === 'waiting' ? phase.since : null,
    activeAt: at,
    about: aboutOf(state.place),
    startedAt: state.startedAt,
    closedAt: closed?.at ?? null,
    endedBy: closed?.by ?? null,
    resolved: closed ? Number(closed.resolved) : null,
    course: state.place.course?.id ?? null,
    lesson: state.place.lesson?.id ?? null,
    kind: state.kind,
    lastAgent: state.lastAgent,
    handoffAt: state.handoffAt,
    takenAt: state.takenAt,
    firstReplyAt: state.firstReplyAt,
    helpedYes: state.helpedYes,
    helpedNo: state.helpedNo,
  };
}

/**
 * What search finds of an event: what people wrote, notes too. The bot's answers are the owner's own table; indexing them would
 * make a search for "refund" find every conversation the bot ever answered.
 */
export function spoken(event: Event): string | undefined {
  switch (event.type) {
    case 'learner-said':
    case 'agent-said':
      return [event.text, ...(event.files ?? []).map(({ name }) => name)].join('\n');
    case 'noted':
      return event.text;
    case 'contact-left':
      return `${event.name}\n${event.email}\n${event.text}`;
    default:
      return undefined;
  }
}
