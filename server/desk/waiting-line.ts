/** Places in the queue, read once per move of the queue and not once per learner who asks. */
import type { ConversationId } from '#domain/ids.ts';
import { expectedWait, placesIn } from '#domain/queue.ts';
import { between, type Instant } from '#domain/time.ts';
import type { Store } from '#store/store.ts';
import type { Change } from './desk.ts';

/** The last so many waits that ended say how long the next may be. */
const WAITS = 20;

export interface WaitingLine {
  /** Whether the change gave or took a place; what was read before it is dropped. */
  moved(change: Change): void;
  /** Conversations may have gone another way. */
  drop(): void;
  /** 1 is next; undefined unless it waits. `etaMs` null: nothing honest can be said. */
  place(id: ConversationId, now: Instant): Promise<{ readonly position: number; readonly etaMs: number | null } | undefined>;
}

const MOVES: ReadonlySet<string> = new Set([
  'handoff-requested',
  'handoff-cancelled',
  'taken',
  'closed',
  'returned-to-queue',
  'returned-to-bot',
]);

export function createWaitingLine({ conversations }: Store): WaitingLine {
  const readNow = async () => ({
    places: placesIn(await conversations.queue()),
    waits: await conversations.recentWaits(WAITS),
  });
  let read: ReturnType<typeof readNow> | undefined;
  return {
    moved({ stamped }) {
      if (stamped.some(({ event }) => MOVES.has(event.type))) read = undefined;
    },
    drop() {
      read = undefined;
    },
    async place(id, now) {
      read ??= readNow();
      const mine = read;
      try {
        const { places, waits } = await mine;
        const found = places.get(id);
        return found && { position: found.position, etaMs: expectedWait(waits, between(found.since, now)) };
      } catch (error) {
        if (read === mine) read = undefined;
        throw error;
      }
    },
  };
}
