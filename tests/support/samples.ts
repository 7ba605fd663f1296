/** Ready-made values for unit tests of the domain and the desk. */
import type { Conversation } from '#domain/conversation.ts';
import { fold } from '#domain/conversation.ts';
import type { Event } from '#domain/events.ts';
import { agentId, learnerId, siteId } from '#domain/ids.ts';
import { type Clock, type Duration, type Instant, instant } from '#domain/time.ts';
import { EMPTY_MEMORY, type Trace } from '#domain/understanding.ts';

export const ADA = agentId('ada');
export const BEN = agentId('ben');
export const LEARNER = learnerId('learner');
export const SITE = siteId('demo');
export const T0 = instant(Date.UTC(2026, 0, 5, 9, 0, 0));
export const at = (ms: number): Instant => instant(T0 + ms);

export const TRACE: Trace = {
  how: 'likeness',
  intent: 'billing.price',
  by: 'how much is it',
  score: 0.9,
  runnerUp: null,
  tableVersion: 'v1',
  scope: 'site',
  tongue: 'en',
  sentence: 'It sounds like "how much is it".',
};

export const started: Extract<Event, { type: 'started' }> = {
  type: 'started',
  learner: LEARNER,
  site: SITE,
  channel: 'widget',
  lang: 'en',
  place: {},
};
export const said = (text: string): Event => ({ type: 'learner-said', text, lang: 'en', place: {} });
export const botSaid = (text: string, act: Extract<Event, { type: 'bot-said' }>['act'] = 'answer'): Event => ({
  type: 'bot-said',
  text,
  act,
  choices: [],
  trace: TRACE,
  memory: EMPTY_MEMORY,
  kind: 'billing',
  severity: 'normal',
  tongue: 'en',
});

/** The state after these events, the first at seq 1, a second apart. */
export function stateAfter(...events: Event[]): Conversation {
  const state = events.reduce<Conversation | undefined>(
    (before, event, index) => fold(before, [event], index, at(index * 1000)),
    undefined,
  );
  if (!state) throw new Error('the first event must be `started`');
  return state;
}

/** A clock that moves only when told; `later` runs what is due, in order. */
export interface FakeClock extends Clock {
  advance(ms: number): void;
}
export function fakeClock(start: Instant = T0): FakeClock {
  let now: number = start;
  let due: { at: number; run: () => void }[] = [];
  return {
    now: () => instant(now),
    later(wait: Duration, run: () => void) {
      const entry = { at: now + wait, run };
      due.push(entry);
      return () => {
        due = due.filter((other) => other !== entry);
      };
    },
    advance(ms) {
      const until = now + ms;
      for (;;) {
        const next = due.filter((entry) => entry.at <= until).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        due = due.filter((other) => other !== next);
        now = Math.max(now, next.at);
        next.run();
      }
      now = until;
    },
  };
}

/** Ids that count up, so that a test can be read: `hex(2)` -> "0001". */
export function countingIds() {
  let count = 0;
  return { hex: (bytes: number) => (++count).toString(16).padStart(bytes * 2, '0') };
}
