/** What becomes of the page when a conversation is no more: retention took it, or somebody has erased its learner. Pure. */
import type { Refusal } from '#protocol/refusals.ts';
import { UNASKED } from './inbox.ts';
import type { State } from './session.ts';

const GONE: Refusal = { code: 'not-yours' };

/** Neither listed nor readable any more; whoever has one open is told that it is gone. */
export function withoutConversations(state: State, gone: readonly string[]): State {
  const items = new Map(state.items);
  const threads = new Map(state.threads);
  const denied = new Map(state.denied);
  for (const id of gone) {
    items.delete(id);
    if (threads.delete(id)) denied.set(id, GONE);
  }
  return { ...state, items, threads, denied, removals: state.removals + 1 };
}

/** Chats that ended are let go of where nobody reads, seeks or lists them: the closed folder asks for its rows when it is opened. */
export function withoutEnded(state: State): State {
  if (state.pages.closed.status !== 'unasked') return state;
  const items = new Map(state.items);
  for (const { id, status } of state.items.values())
    if (status === 'closed' && !state.threads.has(id) && !state.search?.ids.includes(id)) items.delete(id);
  return { ...state, items };
}

/** The closed folder is not on the screen any more. */
export function onClosedLeft(state: State): State {
  if (state.pages.closed.status === 'unasked') return state;
  return withoutEnded({ ...state, pages: { ...state.pages, closed: UNASKED } });
}

/** Every agent may see every conversation that there is: what is not theirs does not exist any more. */
export function onDenied(state: State, conversation: string, refusal: Refusal): State {
  const rest = refusal.code === 'not-yours' ? withoutConversations(state, [conversation]) : state;
  return { ...rest, denied: new Map(rest.denied).set(conversation, refusal) };
}
