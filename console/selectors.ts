/** What screens take from the session. */
import type { InboxFolder, InboxItem } from '#protocol/agents.ts';
import { belongs, folderRows } from './inbox.ts';
import type { State } from './session.ts';

/** The rows to show: of the search while there is one, as far as they still belong here, else of the folder. */
export function rowsOf(state: State, folder: InboxFolder): readonly InboxItem[] {
  if (state.search?.folder === folder) {
    const found = state.search.ids.flatMap((id) => state.items.get(id) ?? []);
    return found.filter((item) => belongs(item, folder, state.me.id));
  }
  return folderRows(state.items.values(), folder, state.me.id, state.pages[folder].edge);
}

/** Chats that want this agent: own ones with unread text. The waiting are counted by the server. */
export function unreadMine(state: State): number {
  let count = 0;
  for (const item of state.items.values())
    if (item.unread > 0 && item.agent?.id === state.me.id && item.status === 'with-agent') count++;
  return count;
}
