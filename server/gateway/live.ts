/** What is known, without asking the store, about conversations that some socket has open: their last seq and their owner. */
import type { Change } from '#desk/desk.ts';

export interface Live {
  /** A socket joined; `seq` as just read. */
  opened(conversation: string, seq: number, owner: string | undefined): void;
  /** The last socket left. */
  closed(conversation: string): void;
  moved(change: Change): void;
  ownerOf(conversation: string): string | undefined;
  heads(): IterableIterator<[string, { readonly seq: number; readonly owner: string | undefined }]>;
}

/** The agent who owns a conversation, if one does. */
export const ownerIn = (state: Change['state'] | undefined): string | undefined =>
  state?.phase.status === 'with-agent' ? state.phase.agent : undefined;

export function createLive(): Live {
  const open = new Map<string, { seq: number; owner: string | undefined }>();
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
    heads: () => open.entries(),
  };
}
