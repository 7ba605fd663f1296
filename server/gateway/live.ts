/** What is known, without asking the store, about conversations that some socket has open: their last seq and their owner. */
import type { Change } from '#desk/desk.ts';

export interface Live {
  /** A socket joined; `seq` as just read. */
  opened(conversation: string, seq: number, owner: string | undefined): void;
  /** The last socket left. */
  closed(conversation: string): void;
  moved(change: Change): void;
  ownerOf(conversation: string): string | undefined;
  /** The next share of all: `parts` calls give every one that stays open, and none of them takes long. */
  nextHeads(parts: number): readonly (readonly [conversation: string, seq: number])[];
}

/** The agent who owns a conversation, if one does. */
export const ownerIn = (state: Change['state'] | undefined): string | undefined =>
  state?.phase.status === 'with-agent' ? state.phase.agent : undefined;

export function createLive(): Live {
  const open = new Map<string, { seq: number; owner: string | undefined }>();
  let round = open.entries();
  return {
    opened(conversation, seq, owner) {
      const known = open.get(conversation);
      // A change may have been told while the opener was reading: the higher seq is the newer truth.
      if (known === undefined || known.seq < seq) open.set(conversation, { seq, owner });
    },
    closed: (conversation) => void open.delete(conversation),
    moved(change) {
      if (open.has(change.conversation)) open.set(change.conversation, { seq: change.seq, owner: ownerIn(change.state) });
    },
    ownerOf: (conversation) => open.get(conversation)?.owner,
    nextHeads(parts) {
      const share: (readonly [string, number])[] = [];
      for (let left = Math.ceil(open.size / parts); left > 0; left--) {
        let next = round.next();
        if (next.done) {
          round = open.entries();
          if (share.length > 0) break;
          next = round.next();
        }
        if (!next.done) share.push([next.value[0], next.value[1].seq]);
      }
      return share;
    },
  };
}
