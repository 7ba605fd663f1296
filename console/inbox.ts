/** Which row stands in which folder, and in what order. Pure. */
import type { InboxFolder, InboxItem, Severity } from '#protocol/agents.ts';

/** How far a folder is loaded. Rows past `edge` belong to pages not asked for yet. */
export interface FolderPages {
  readonly status: 'unasked' | 'asking' | 'loaded';
  readonly cursor: string | null;
  /** The last row of the last page as it was then, or null when every page is here. */
  readonly edge: InboxItem | null;
}

export const UNASKED: FolderPages = { status: 'unasked', cursor: null, edge: null };

export function belongs(item: InboxItem, folder: InboxFolder, me: string): boolean {
  switch (folder) {
    case 'waiting':
      return item.status === 'waiting';
    case 'mine':
      return item.status === 'with-agent' && item.agent?.id === me;
    case 'all':
      return item.status !== 'closed';
    case 'closed':
      return item.status === 'closed';
  }
}

const URGENCY: Readonly<Record<Severity, number>> = { urgent: 0, high: 1, normal: 2, low: 2 };
/** When the row came to where it stands among those that do not wait: it is shown beside it, and must agree with the order. */
export const movedAt = (item: InboxItem): number => item.closedAt ?? item.activeAt;

type Order = (a: InboxItem, b: InboxItem) => number;
const lastMovedFirst: Order = (a, b) => b.activeAt - a.activeAt || b.nr - a.nr;

/** The orders in which the server pages: any other would hide rows behind an edge, or lose them between two pages. */
const ORDERS: Readonly<Record<InboxFolder, Order>> = {
  waiting: (a, b) => URGENCY[a.severity] - URGENCY[b.severity] || (a.waitingSince ?? 0) - (b.waitingSince ?? 0) || a.nr - b.nr,
  mine: lastMovedFirst,
  all: lastMovedFirst,
  closed: (a, b) => (b.closedAt ?? 0) - (a.closedAt ?? 0) || b.nr - a.nr,
};

export function folderRows(
  items: Iterable<InboxItem>,
  folder: InboxFolder,
  me: string,
  edge: InboxItem | null,
): readonly InboxItem[] {
  const order = ORDERS[folder];
  const rows: InboxItem[] = [];
  for (const item of items) if (belongs(item, folder, me) && (edge === null || order(item, edge) <= 0)) rows.push(item);
  return rows.sort(order);
}

/** Rows that a page would show which begins after `head` (null: with the first row) and ends with `tail` (null: with the last). */
export function pageRows(
  items: Iterable<InboxItem>,
  folder: InboxFolder,
  me: string,
  head: InboxItem | null,
  tail: InboxItem | null,
): readonly InboxItem[] {
  const order = ORDERS[folder];
  return folderRows(items, folder, me, tail).filter((row) => head === null || order(row, head) > 0);
}

export type AlertKind = 'message' | 'waiting' | 'assigned';

/** What a changed row is worth telling the agent about, if anything. `before` is undefined for a row not seen yet. */
export function alertOf(before: InboxItem | undefined, after: InboxItem, me: string): AlertKind | null {
  if (after.status === 'waiting') return before?.status === 'waiting' && before.queuedAt === after.queuedAt ? null : 'waiting';
  if (after.status !== 'with-agent' || after.agent?.id !== me) return null;
  if (after.lastFrom === 'learner' && after.unread > (before?.unread ?? 0)) return 'message';
  // From another agent's hands: out of the queue, from the bot or from the closed only the agent's own take brings it.
  return before?.agent && before.agent.id !== me ? 'assigned' : null;
}
