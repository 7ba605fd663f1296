/**
 * What host pages tell of their learners with `track()`: read, and kept in memory for the agents who watch. Never stored, never part
 * of the thread; a restart forgets it, and the widgets that come back tell it again.
 */
import { type Instant, instant } from '#domain/time.ts';
import type { TrackedValue, TrackSignal } from '#protocol/events.ts';
import {
  MAX_TRACKED,
  MAX_TRACKED_AT_ONCE,
  MAX_TRACKED_KEY_CHARS,
  MAX_TRACKED_NAME_CHARS,
  MAX_TRACKED_PROPS,
  MAX_TRACKED_VALUE_CHARS,
} from '#protocol/limits.ts';
import { asObject, line, list, matching, object, type Reader, Unfit, whole } from './parse.ts';

/** An event never weighs more than 1.3 kB of text: all of it is less than 20 MB, whoever tries. */
export const MAX_TRACKED_CONVERSATIONS = 500;
const DAY_MS = 86_400_000;

const key = line(MAX_TRACKED_KEY_CHARS);
const text = line(MAX_TRACKED_VALUE_CHARS, { empty: true });

const value: Reader<TrackedValue> = (raw, at) => {
  if (typeof raw === 'boolean' || (typeof raw === 'number' && Number.isFinite(raw))) return raw;
  if (typeof raw !== 'string') throw new Unfit(at, 'must be a text, a number, or true or false');
  return text(raw, at);
};
const props: Reader<TrackSignal['props']> = (raw, at) => {
  const all = Object.entries(asObject(raw, at));
  if (all.length > MAX_TRACKED_PROPS) throw new Unfit(at, `at most ${MAX_TRACKED_PROPS}`);
  return Object.fromEntries(all.map(([name, held]) => [key(name, `${at} name`), value(held, `${at}.${name.slice(0, 40)}`)]));
};
const id = matching(/^[0-9a-f]{1,32}$/, '1 to 32 hex digits');

/** `events` of the signal. */
export const tracked: Reader<readonly TrackSignal[]> = list(
  object({ id, name: line(MAX_TRACKED_NAME_CHARS), props }, { agoMs: whole(0, Number.MAX_SAFE_INTEGER) }),
  MAX_TRACKED_AT_ONCE,
);

export interface Tracked {
  readonly id: string;
  readonly name: string;
  readonly props: TrackSignal['props'];
  /** Null where the page could not tell. */
  readonly at: Instant | null;
}

export interface TrackedEvents {
  /** False when all of it was known already. The conversation must be the caller's: it is not looked at here. */
  add(conversation: string, events: readonly TrackSignal[], now: Instant): boolean;
  /** Oldest first. */
  of(conversation: string): readonly Tracked[];
}

export function createTracked(): TrackedEvents {
  const held = new Map<string, readonly Tracked[]>();
  return {
    add(conversation, events, now) {
      const before = held.get(conversation) ?? [];
      const known = new Set(before.map((one) => one.id));
      const fresh: Tracked[] = [];
      for (const { id: mark, name, props: said, agoMs } of events) {
        if (known.has(mark)) continue;
        known.add(mark);
        // Older than a day is what a wrong clock says: then the page cannot tell.
        const at = agoMs === undefined || agoMs > DAY_MS ? null : instant(now - agoMs);
        fresh.push({ id: mark, name, props: said, at });
      }
      // A tab that tells all again may bring what was let go of: in order of time it goes once more.
      const all = [...before, ...fresh].sort((one, other) => (one.at ?? 0) - (other.at ?? 0)).slice(-MAX_TRACKED);
      // The conversation that was told of last goes last.
      held.delete(conversation);
      held.set(conversation, all);
      const oldest = held.keys().next();
      if (held.size > MAX_TRACKED_CONVERSATIONS && !oldest.done) held.delete(oldest.value);
      return all.some((one) => !before.includes(one));
    },
    of: (conversation) => held.get(conversation) ?? [],
  };
}
