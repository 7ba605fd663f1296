/** The planted faults that live in a client: a reducer that breaks one promise of the widget's. */
import type { Entry } from '#protocol/shapes.ts';
import { type Happening, reduce, type Session } from '#widget/session.ts';
import type { LearnerParts } from './learner.ts';

type Planted = Pick<LearnerParts, 'reduce' | 'fetches'>;

/** Live packets and replay are both appended as they come: what arrives on both ways is shown twice. */
export const replayRace: Planted = {
  reduce(session: Session, happening: Happening): Session {
    const next = reduce(session, happening);
    if (happening.type !== 'entries' && happening.type !== 'since') return next;
    const come: readonly Entry[] = 'entries' in happening ? happening.entries : happening.page.entries;
    if (happening.type === 'entries' && happening.conversation !== session.conversation?.id) return next;
    // A live packet does not count as held, so the replay that was asked for meanwhile brings it once more.
    const last = happening.type === 'since' ? Math.max(session.last, ...come.map(({ seq }) => seq)) : session.last;
    return { ...next, entries: [...session.entries, ...come], last };
  },
};

/** Whatever comes is shown at once, and nobody asks for what is missing before it. */
export const noGapFill: Planted = {
  fetches: false,
  reduce(session: Session, happening: Happening): Session {
    const next = reduce(session, happening);
    if (happening.type === 'opened') return { ...next, loaded: true, last: next.head };
    if (happening.type === 'head') return { ...next, last: Math.max(next.last, next.head) };
    if (happening.type !== 'entries' || happening.conversation !== session.conversation?.id) return next;
    const come = happening.entries.filter(({ seq }) => seq > session.last);
    const last = Math.max(session.last, ...come.map(({ seq }) => seq));
    return { ...next, entries: [...session.entries, ...come], last, head: last };
  },
};
