/** Everything the console shows, as one value, and how each event changes it. Pure: no sockets, no clock, no DOM. */
import type {
  AgentCard,
  AgentEntry,
  AgentView,
  AgentWelcome,
  DeskHours,
  InboxAnswer,
  InboxFolder,
  InboxItem,
  TrackedView,
} from '#protocol/agents.ts';
import type { Page } from '#protocol/events.ts';
import type { Refusal } from '#protocol/refusals.ts';
import { type FolderPages, pageRows, UNASKED } from './inbox.ts';
import type { OutboxItem } from './outbox.ts';
import { setRecent } from './recent.ts';
import { onClosedLeft, onDenied, withoutConversations, withoutEnded } from './removed.ts';
import { arrived, refilled, type Thread, trimmed, unrolled, watched } from './thread.ts';

export type LinkStatus = 'connecting' | 'online' | 'offline' | 'outdated';
type Counts = Readonly<Record<InboxFolder, number>>;
type ThreadPage = Page<AgentEntry, AgentView>;

export interface Search {
  readonly folder: InboxFolder;
  readonly text: string;
  readonly ids: readonly string[];
  readonly cursor: string | null;
  readonly status: 'asking' | 'loaded';
}

export interface Notice {
  readonly id: string;
  readonly conversation: string | null;
  readonly refusal: Refusal;
}

export interface State {
  readonly link: LinkStatus;
  readonly me: AgentCard;
  readonly agents: readonly AgentCard[];
  readonly epoch: string | null;
  /** The server can store what is sent to it. */
  readonly writable: boolean;
  /** Whether files may be sent. */
  readonly attachments: boolean;
  readonly hours: DeskHours;
  readonly counts: Counts;
  readonly items: ReadonlyMap<string, InboxItem>;
  readonly pages: Readonly<Record<InboxFolder, FolderPages>>;
  readonly search: Search | null;
  readonly threads: ReadonlyMap<string, Thread>;
  /** Conversations that the server would not show, with its reason. */
  readonly denied: ReadonlyMap<string, Refusal>;
  /** How often conversations went: pages that show words from them are read anew. */
  readonly removals: number;
  /** What this agent has read on this screen; the server's own count may lag behind. */
  readonly read: ReadonlyMap<string, number>;
  /** Who types where: "learner", or agents' ids. */
  readonly typing: ReadonlyMap<string, readonly string[]>;
  /** What the host page told of the learners, oldest first. */
  readonly tracked: ReadonlyMap<string, readonly TrackedView[]>;
  readonly outbox: readonly OutboxItem[];
  readonly notices: readonly Notice[];
}

export type Change =
  | { readonly type: 'link'; readonly status: LinkStatus }
  | ({ readonly type: 'welcome' } & AgentWelcome)
  | { readonly type: 'storage'; readonly writable: boolean }
  | { readonly type: 'inbox-asked'; readonly folder: InboxFolder; readonly search: string }
  | { readonly type: 'inbox-lost'; readonly folder: InboxFolder; readonly search: string }
  | {
      readonly type: 'inbox';
      readonly folder: InboxFolder;
      readonly search: string;
      readonly first: boolean;
      readonly answer: InboxAnswer;
    }
  | { readonly type: 'search-ended' }
  | { readonly type: 'closed-left' }
  | { readonly type: 'row'; readonly item: InboxItem; readonly counts: Counts }
  | { readonly type: 'watched'; readonly conversation: string; readonly page: ThreadPage }
  | { readonly type: 'removed'; readonly conversations: readonly string[]; readonly counts: Counts }
  | { readonly type: 'denied'; readonly conversation: string; readonly refusal: Refusal }
  | {
      readonly type: 'entries';
      readonly conversation: string;
      readonly entries: readonly AgentEntry[];
      readonly view: AgentView;
    }
  | { readonly type: 'synced' | 'history'; readonly conversation: string; readonly page: ThreadPage }
  | { readonly type: 'trimmed'; readonly conversation: string }
  | { readonly type: 'view'; readonly conversation: string; readonly view: AgentView }
  | { readonly type: 'read'; readonly conversation: string; readonly seq: number }
  | { readonly type: 'typing'; readonly conversation: string; readonly who: string; readonly on: boolean }
  | { readonly type: 'tracked'; readonly conversation: string; readonly events: readonly TrackedView[] }
  | { readonly type: 'agents'; readonly agents: readonly AgentCard[]; readonly hours: DeskHours }
  | { readonly type: 'outbox'; readonly items: readonly OutboxItem[] }
  | { readonly type: 'notice'; readonly notice: Notice }
  | { readonly type: 'notice-gone'; readonly id: string };

/** Threads kept for coming back to without a wait; the oldest opened goes first. */
const THREADS_KEPT = 60;
const NO_PAGES = { waiting: UNASKED, mine: UNASKED, all: UNASKED, closed: UNASKED };

export function begin(me: AgentCard): State {
  return {
    link: 'connecting',
    me,
    agents: [],
    epoch: null,
    writable: true,
    attachments: false,
    hours: { open: true, nextOpenAt: null },
    counts: { waiting: 0, mine: 0, all: 0, closed: 0 },
    items: new Map(),
    pages: NO_PAGES,
    search: null,
    threads: new Map(),
    denied: new Map(),
    removals: 0,
    read: new Map(),
    typing: new Map(),
    tracked: new Map(),
    outbox: [],
    notices: [],
  };
}

/** With the entry as the newest, and without the oldest beyond THREADS_KEPT. */
function kept<V>(map: ReadonlyMap<string, V>, key: string, value: V): ReadonlyMap<string, V> {
  const next = new Map(map);
  setRecent(next, key, value, THREADS_KEPT);
  return next;
}

function withThread(state: State, conversation: string, thread: Thread): State {
  const threads = kept(state.threads, conversation, thread);
  return withItem({ ...state, threads }, thread.view.item);
}

/** Counts what this agent has already read on this screen as read, whatever the server still says. */
export function asSeen(state: State, item: InboxItem): InboxItem {
  const seen = item.unread > 0 && (state.read.get(item.id) ?? 0) >= item.head;
  return seen ? { ...item, unread: 0 } : item;
}

const withItem = (state: State, item: InboxItem): State => ({
  ...state,
  items: new Map(state.items).set(item.id, asSeen(state, item)),
});

function onInbox(state: State, change: Extract<Change, { type: 'inbox' }>): State {
  const { folder, search, first, answer } = change;
  const items = new Map(state.items);
  const cursor = answer.cursor ?? null;
  const tail = cursor === null ? null : (answer.items.at(-1) ?? null);
  const head = first ? null : state.pages[folder].edge;
  if (search === '' && (first || head !== null)) {
    // Rows that would stand on this page and do not have moved away while we were not listening. Of others it tells nothing.
    for (const row of pageRows(state.items.values(), folder, state.me.id, head, tail)) items.delete(row.id);
  }
  // One copy for the whole page: thousands of rows may be held already.
  for (const item of answer.items) items.set(item.id, asSeen(state, item));
  const next: State = { ...state, items, counts: answer.counts };
  if (search === '') return { ...next, pages: { ...next.pages, [folder]: { status: 'loaded', cursor, edge: tail } } };
  const held = state.search;
  if (held?.text !== search || held.folder !== folder) return next;
  const ids = answer.items.map((item) => item.id);
  const all = first ? ids : [...held.ids, ...ids.filter((id) => !held.ids.includes(id))];
  return { ...next, search: { folder, text: search, ids: all, cursor, status: 'loaded' } };
}

function onAsked(state: State, folder: InboxFolder, search: string): State {
  if (search === '')
    return { ...state, search: null, pages: { ...state.pages, [folder]: { ...state.pages[folder], status: 'asking' } } };
  const same = state.search?.text === search && state.search.folder === folder;
  const base = same && state.search ? state.search : { folder, text: search, ids: [], cursor: null };
  return { ...state, search: { ...base, status: 'asking' } };
}

const onRow = (state: State, item: InboxItem): State =>
  item.status === 'closed' ? withoutEnded(withItem(state, item)) : withItem(state, item);

function onTyping(state: State, conversation: string, who: string, on: boolean): State {
  const others = (state.typing.get(conversation) ?? []).filter((other) => other !== who);
  const typing = new Map(state.typing);
  if (on) typing.set(conversation, [...others, who]);
  else if (others.length > 0) typing.set(conversation, others);
  else typing.delete(conversation);
  return { ...state, typing };
}

export function reduce(state: State, change: Change): State {
  switch (change.type) {
    case 'link':
      return { ...state, link: change.status };
    case 'welcome': {
      const { type: _, ...told } = change;
      const { me, epoch } = told;
      // Another lineage of the database: everything held is of another world. Same lineage: pages may be stale.
      const same = state.epoch === null || state.epoch === epoch;
      const kept = same ? state : { ...begin(me), outbox: state.outbox, notices: state.notices };
      return { ...kept, link: 'online', ...told, pages: NO_PAGES, typing: new Map() };
    }
    case 'storage':
      return { ...state, writable: change.writable };
    case 'inbox-asked':
      return onAsked(state, change.folder, change.search);
    case 'inbox-lost':
      if (change.search === '') {
        const held = state.pages[change.folder];
        const status = held.cursor === null ? 'unasked' : 'loaded';
        return { ...state, pages: { ...state.pages, [change.folder]: { ...held, status } } };
      }
      return state.search ? { ...state, search: { ...state.search, status: 'loaded' } } : state;
    case 'inbox':
      return onInbox(state, change);
    case 'search-ended':
      return { ...state, search: null };
    case 'closed-left':
      return onClosedLeft(state);
    case 'row':
      return onRow({ ...state, counts: change.counts }, change.item);
    case 'watched': {
      const denied = new Map(state.denied);
      denied.delete(change.conversation);
      return withThread(
        { ...state, denied },
        change.conversation,
        watched(state.threads.get(change.conversation), change.page),
      );
    }
    case 'denied':
      return onDenied(state, change.conversation, change.refusal);
    case 'removed':
      return { ...withoutConversations(state, change.conversations), counts: change.counts };
    case 'read': {
      const read = kept(state.read, change.conversation, change.seq);
      const item = state.items.get(change.conversation);
      return item ? withItem({ ...state, read }, item) : { ...state, read };
    }
    case 'typing':
      return onTyping(state, change.conversation, change.who, change.on);
    case 'tracked':
      return { ...state, tracked: kept(state.tracked, change.conversation, change.events) };
    case 'agents': {
      const me = change.agents.find((agent) => agent.id === state.me.id) ?? state.me;
      return { ...state, agents: change.agents, hours: change.hours, me };
    }
    case 'outbox':
      return { ...state, outbox: change.items };
    case 'notice':
      return { ...state, notices: [...state.notices.slice(-3), change.notice] };
    case 'notice-gone':
      return { ...state, notices: state.notices.filter((notice) => notice.id !== change.id) };
    default:
      return onThread(state, change);
  }
}

function onThread(
  state: State,
  change: Extract<Change, { type: 'entries' | 'synced' | 'history' | 'view' | 'trimmed' }>,
): State {
  const thread = state.threads.get(change.conversation);
  if (!thread) return state;
  switch (change.type) {
    case 'entries':
      return withThread(state, change.conversation, arrived(thread, change.entries, change.view));
    case 'synced':
      return withThread(state, change.conversation, refilled(thread, change.page));
    case 'history':
      return withThread(state, change.conversation, unrolled(thread, change.page));
    case 'trimmed': {
      const shorter = trimmed(thread);
      return shorter === thread ? state : withThread(state, change.conversation, shorter);
    }
    case 'view':
      return withThread(state, change.conversation, arrived(thread, [], change.view));
  }
}
