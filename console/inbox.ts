/** Which row stands in which folder, and in what order. Pure. */
import type { InboxFolder, InboxItem } from '#protocol/agents.ts';

/** How far a folder is loaded. Rows past `edge` belong to pages not asked for yet. */
export interface FolderPages {
  readonly status: 'unasked' | 'asking' | 'loaded';
  readonly cursor: string | null;
  /** Sort key of the last row of the last page, or null when every page is here. */
  readonly edge: number | null;
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

/** Ascending: waiting shows who waits longest first, every other folder what moved last first. */
export function sortKey(item: InboxItem, folder: InboxFolder): number {
  return folder === 'waiting' ? (item.waitingSince ?? item.lastAt) : -item.lastAt;
}

export function folderRows(
  items: Iterable<InboxItem>,
  folder: InboxFolder,
  me: string,
  edge: number | null,
): readonly InboxItem[] {
  const rows: { readonly item: InboxItem; readonly key: number }[] = [];
  for (const item of items) {
    if (!belongs(item, folder, me)) continue;
    const key = sortKey(item, folder);
    if (edge === null || key <= edge) rows.push({ item, key });
  }
  rows.sort((a, b) => a.key - b.key || (a.item.id < b.item.id ? -1 : 1));
  return rows.map((row) => row.item);
}

export type AlertKind = 'message' | 'waiting' | 'assigned';

/** What a changed row is worth telling the agent about, if anything. `before` is undefined for a row not seen yet. */
export function alertOf(before: InboxItem | undefined, after: InboxItem, me: string): AlertKind | null {
  if (after.status === 'waiting')
    return before?.status === 'waiting' && before.waitingSince === after.waitingSince ? null : 'waiting';
  if (after.status !== 'with-agent' || after.agent?.id !== me) return null;
  if (after.lastFrom === 'learner' && after.unread > (before?.unread ?? 0)) return 'message';
  return before !== undefined && before.agent?.id !== me ? 'assigned' : null;
}
