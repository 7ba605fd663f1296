/** What screens take from the session. */
import type { InboxFolder, InboxItem } from '#protocol/agents.ts';
import { type AlertKind, belongs, folderRows } from './inbox.ts';
import type { State } from './session.ts';

/** The rows to show: of the search while there is one, as far as they still belong here, else of the folder. */
export function rowsOf(state: State, folder: InboxFolder): readonly InboxItem[] {
  if (state.search?.folder === folder) {
    const found = state.search.ids.flatMap((id) => state.items.get(id) ?? []);
    return found.filter((item) => belongs(item, folder, state.me.id));
  }
  return folderRows(state.items.values(), folder, state.me.id, state.pages[folder].edge);
}

const isOwn = (item: InboxItem, me: string) => item.agent?.id === me && item.status === 'with-agent';

/** Whether what an agent was called for, with the row as it was then, still asks for them. */
export function stillCalls({ items, me, read }: State, kind: AlertKind, { id, head }: InboxItem): boolean {
  const item = items.get(id);
  if (!item) return false;
  if (kind === 'waiting') return item.status === 'waiting';
  // A chat that was handed over need not have unread words: it is looked at, or not yet.
  return isOwn(item, me.id) && (kind === 'message' ? item.unread > 0 : (read.get(id) ?? 0) < head);
}

/** Chats that want this agent: own ones with unread text. The waiting are counted by the server. */
export function unreadMine(state: State): number {
  let count = 0;
  for (const item of state.items.values()) if (item.unread > 0 && isOwn(item, state.me.id)) count++;
  return count;
}
