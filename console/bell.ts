/** What rings, and that it rings once: whether a live row told it, or a page read after the line was down. */
import type { InboxFolder, InboxItem } from '#protocol/agents.ts';
import { type AlertKind, alertOf, belongs } from './inbox.ts';
import { setRecent } from './recent.ts';
import { asSeen, type State } from './session.ts';

export interface Bell {
  /** A live row, before the state takes it up. */
  readonly row: (item: InboxItem) => void;
  /** The first page of a folder, before the state takes it up. The first one ever is what the agent finds on coming in: silent. */
  readonly page: (folder: InboxFolder, items: readonly InboxItem[]) => void;
}

interface Parts {
  readonly me: string;
  readonly state: () => State;
  readonly ring: (kind: AlertKind, item: InboxItem) => void;
}

/** A long outage gathers many: the first few ring, the list and the title tell of the others. */
const MOST_OF_A_PAGE = 3;
/** Chats remembered. Of older ones the state itself tells what was known. */
const MOST_HELD = 1_000;

export function createBell({ me, state, ring }: Parts): Bell {
  /** Rows as last heard of here. The state may know more already: an open chat's entries come before its row. */
  const heard = new Map<string, InboxItem>();
  const rung = new Map<string, number>();
  const read = new Set<InboxFolder>();

  /** What the row is worth, if it was not heard before. */
  function hear(item: InboxItem): AlertKind | null {
    const before = heard.get(item.id) ?? state().items.get(item.id);
    setRecent(heard, item.id, item, MOST_HELD);
    // All own chats are here, and this one is not among them: it has come from hands that this page never heard of.
    const handed = before === undefined && read.has('mine') && state().pages.mine.edge === null && belongs(item, 'mine', me);
    const kind = alertOf(before && asSeen(state(), before), item, me) ?? (handed ? 'assigned' : null);
    if (kind === null) return null;
    // Hands are told apart by their time, words by their number: each kind has a memory of its own.
    const key = `${kind} ${item.id}`;
    const moment = kind === 'waiting' ? (item.queuedAt ?? 0) : item.head;
    if ((rung.get(key) ?? -1) >= moment) return null;
    setRecent(rung, key, moment, MOST_HELD);
    // Whoever is away is not called for new learners; their own chats still call.
    return kind === 'waiting' && !state().me.available ? null : kind;
  }

  return {
    row: (item) => {
      const kind = hear(item);
      if (kind !== null) ring(kind, item);
    },
    page: (folder, items) => {
      if (folder !== 'waiting' && folder !== 'mine') return;
      const news = items.flatMap((item) => {
        const kind = hear(item);
        return kind === null ? [] : [{ kind, item }];
      });
      if (read.has(folder)) for (const { kind, item } of news.slice(0, MOST_OF_A_PAGE)) ring(kind, item);
      read.add(folder);
    },
  };
}
