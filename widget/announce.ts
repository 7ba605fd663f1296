/** What the host page is told about, as the difference of two sessions. Most of it comes after the first word, with ui/cards.tsx. */
import type { Entry } from '#protocol/shapes.ts';
import type { HandraiseEvents } from './handraise.d.ts';
import { type Session, unread } from './session.ts';

export type Announcement = { [E in keyof HandraiseEvents]: readonly [E, HandraiseEvents[E]] }[keyof HandraiseEvents];

const isOwn = (entry: Entry): boolean => entry.type === 'message' && entry.author.role === 'learner';

function ofEntry(entry: Entry): Announcement | undefined {
  switch (entry.type) {
    case 'message': {
      const { author } = entry;
      if (author.role === 'learner') return undefined;
      const name = author.role === 'agent' ? { name: author.name } : {};
      return ['message:received', { seq: entry.seq, from: author.role, ...name, text: entry.text }];
    }
    case 'waiting':
      return ['handoff:requested', { reason: entry.reason }];
    case 'joined':
      return ['agent:joined', { name: entry.name }];
    case 'left':
      return ['agent:left', entry.name === undefined ? {} : { name: entry.name }];
    case 'ended':
      return ['chat:ended', { by: entry.by }];
    case 'rated':
      return ['rating:submitted', { stars: entry.rating.stars }];
    case 'contact-left':
      return ['offline:submitted', { email: entry.email }];
    default:
      return undefined;
  }
}

export function announcements(before: Session, after: Session): Announcement[] {
  const out: Announcement[] = [];
  // History that is fetched is not news; what comes after the newest page is.
  if (before.loaded && after.entries !== before.entries && before.conversation?.id === after.conversation?.id) {
    for (const entry of after.entries) {
      const told = entry.seq > before.last ? ofEntry(entry) : undefined;
      if (told) out.push(told);
      if (told && entry.type === 'message' && entry.unanswered) {
        const asked = after.entries.findLast((one) => one.seq < entry.seq && isOwn(one));
        out.push(['bot:unanswered', { seq: entry.seq, question: asked?.type === 'message' ? asked.text : '' }]);
      }
    }
  }
  const queue = after.conversation?.queue;
  const was = before.conversation?.queue;
  if (queue && (queue.position !== was?.position || queue.etaMs !== was?.etaMs)) {
    out.push(['queue', { position: queue.position, etaMs: queue.etaMs }]);
  }
  if (unread(before) !== unread(after)) out.push(['unread', { count: unread(after) }]);
  return out;
}

/** Tells what happened from each of the sessions to the next, and leaves the last one to go on from. */
export function tell(sessions: Session[], announce: (told: Announcement) => void): void {
  for (;;) {
    const [before, after] = sessions;
    if (!before || !after) return;
    sessions.shift();
    for (const one of announcements(before, after)) announce(one);
  }
}
