/** Ties the state, the outbox and the connection together. What the screens call; nothing here draws. */
import type { AgentCard, AgentCommand, AgentSignal, InboxFolder, InboxItem } from '#protocol/agents.ts';
import { GAP_SYNC_MS, PROTOCOL_VERSION } from '#protocol/limits.ts';
import { createBell } from './bell.ts';
import type { Connection, ConnectionEvents } from './connection.ts';
import { type AlertKind, folderRows } from './inbox.ts';
import { createOutbox, type OutboxParts } from './outbox.ts';
import { begin, type Change, reduce, type State } from './session.ts';
import { hasHole } from './thread.ts';

export type SignedOutWhy = 'signed-out' | 'disabled' | 'expired';
/** A name shown as typing is taken away after this long without another sign of it. */
const TYPING_SHOWN_MS = 6_000;
const TYPING_SENT_EVERY_MS = 3_000;
const RETRY_MS = 1_500;
/** Own chats read without being asked for: who has more scrolls for them. */
const OWN_READ = 1_000;

export interface ClientParts extends Pick<OutboxParts, 'storage' | 'now' | 'later' | 'cid'> {
  readonly me: AgentCard;
  readonly connect: (on: ConnectionEvents) => Connection;
  readonly signedOut: (why: SignedOutWhy) => unknown;
  /** Asked when a connection attempt fails: is the session still good? */
  readonly sessionGone: () => Promise<boolean>;
  readonly alert: (kind: AlertKind, item: InboxItem) => void;
}

export interface Client {
  readonly state: () => State;
  /** Called at most once per microtask; returns the way to stop. */
  readonly subscribe: (run: () => void) => () => void;
  readonly show: (folder: InboxFolder, search: string) => void;
  readonly more: () => void;
  readonly open: (conversation: string | null) => void;
  readonly older: (conversation: string) => Promise<void>;
  /** The end of the thread is on the screen: lets go of what was read far above it. */
  readonly trim: (conversation: string) => void;
  readonly act: (conversation: string, command: AgentCommand) => string;
  readonly retry: (cid: string) => void;
  readonly discard: (cid: string) => void;
  readonly typing: (conversation: string, on: boolean) => void;
  readonly read: (conversation: string) => void;
  readonly setAvailable: (available: boolean) => void;
  readonly dismiss: (notice: string) => void;
  readonly stop: () => void;
}

export function createClient(parts: ClientParts): Client {
  let state = begin(parts.me);
  let shown: { folder: InboxFolder; search: string } = { folder: 'waiting', search: '' };
  let current: string | null = null;
  let stopped = false;
  let told = false;
  let typingSent = { conversation: '', at: 0 };
  const listeners = new Set<() => void>();
  const syncing = new Set<string>();
  const typingEnds = new Map<string, number>();

  const dispatch = (change: Change) => {
    const next = reduce(state, change);
    if (next === state) return;
    state = next;
    if (told) return;
    told = true;
    queueMicrotask(() => {
      told = false;
      for (const run of listeners) run();
    });
  };
  const end = (why: SignedOutWhy) => {
    if (stopped) return;
    stopped = true;
    connection.close();
    parts.signedOut(why);
  };

  const bell = createBell({ me: parts.me.id, state: () => state, ring: parts.alert });
  const outbox = createOutbox({
    ...parts,
    key: `handraise:outbox:${parts.me.id}`,
    connected: () => state.link === 'online' && connection.connected(),
    changed: (items) => dispatch({ type: 'outbox', items }),
    refused: ({ cid, conversation }, refusal) => dispatch({ type: 'notice', notice: { id: cid, conversation, refusal } }),
    send: async (request) => {
      const answer = await connection.call('act', request);
      if (answer === null) return { type: 'lost' };
      if (!answer.ok) {
        if (answer.refusal.code === 'signed-out') end('expired');
        return { type: 'refused', refusal: answer.refusal };
      }
      checkEpoch(answer.value.epoch);
      const thread = state.threads.get(request.conversation);
      if (thread && thread.last < answer.value.seq)
        parts.later(GAP_SYNC_MS, () => sync(request.conversation, answer.value.seq));
      else parts.later(0, () => settle(request.conversation));
      return { type: 'stored', acted: answer.value };
    },
  });

  /** Shown entries need no stand-in; a chat that is not on screen needs none either. */
  function settle(conversation: string): void {
    const thread = state.threads.get(conversation);
    outbox.settle(conversation, thread && conversation === current ? thread.last : Number.POSITIVE_INFINITY);
  }

  async function hello(): Promise<void> {
    const answer = await connection.call('hello', { v: PROTOCOL_VERSION });
    if (stopped) return;
    if (!answer?.ok) {
      if (answer?.refusal.code === 'signed-out') end('expired');
      else if (answer?.refusal.code === 'outdated') dispatch({ type: 'link', status: 'outdated' });
      else again(() => hello());
      return;
    }
    // Somebody else has signed in with this browser while the line was down: what waits here was not said by them.
    if (answer.value.me.id !== parts.me.id) return end('signed-out');
    dispatch({ type: 'welcome', ...answer.value });
    // What rings first: a row that another folder's page has brought already is no news.
    for (const folder of new Set<InboxFolder>(['waiting', 'mine', shown.folder])) void ask(folder, '', true);
    if (shown.search !== '') void ask(shown.folder, shown.search, true);
    if (current !== null) void watch(current);
    outbox.flush();
  }

  /** No answer although the line stands: ask once more. When the line breaks, `hello` starts over. */
  function again(run: () => void): void {
    parts.later(RETRY_MS, () => {
      if (connection.connected() && !stopped) run();
    });
  }

  function checkEpoch(epoch: string): boolean {
    if (state.epoch === null || epoch === state.epoch) return true;
    void hello();
    return false;
  }

  /** Also when the page that was asked for comes after the folder was left. */
  const letGo = () => shown.folder !== 'closed' && dispatch({ type: 'closed-left' });

  async function ask(folder: InboxFolder, search: string, first: boolean): Promise<void> {
    const held = search === '' ? state.pages[folder].cursor : (state.search?.cursor ?? null);
    if (!first && held === null) return;
    dispatch({ type: 'inbox-asked', folder, search });
    const answer = await connection.call('inbox', { folder, search, ...(first || held === null ? {} : { cursor: held }) });
    if (answer?.ok) {
      if (first && search === '') bell.page(folder, answer.value.items);
      dispatch({ type: 'inbox', folder, search, first, answer: answer.value });
      letGo();
      // The title counts the unread among all own chats, and the bell knows by them what a colleague has handed over.
      const own =
        folder === 'mine' && search === ''
          ? folderRows(state.items.values(), 'mine', parts.me.id, state.pages.mine.edge)
          : null;
      if (own && own.length < OWN_READ) void ask('mine', '', false);
    } else {
      dispatch({ type: 'inbox-lost', folder, search });
      if (first) again(() => search === (shown.folder === folder ? shown.search : '') && ask(folder, search, true));
    }
  }

  async function watch(conversation: string): Promise<void> {
    const answer = await connection.call('watch', { conversation });
    if (answer === null) return again(() => current === conversation && watch(conversation));
    if (!answer.ok) return dispatch({ type: 'denied', conversation, refusal: answer.refusal });
    if (current !== conversation) return;
    if (!checkEpoch(answer.value.epoch)) return;
    dispatch({ type: 'watched', conversation, page: answer.value });
    settle(conversation);
    closeHole(conversation);
  }

  /** Reads on from the last entry shown until the log's end, `upTo` or further. */
  async function sync(conversation: string, upTo: number): Promise<void> {
    const held = state.threads.get(conversation);
    if (!held || syncing.has(conversation) || (held.last >= upTo && !hasHole(held))) return;
    syncing.add(conversation);
    const answer = await connection.call('sync', { conversation, since: held.last });
    syncing.delete(conversation);
    if (!answer?.ok || !checkEpoch(answer.value.epoch)) return;
    dispatch({ type: 'synced', conversation, page: answer.value });
    settle(conversation);
    if (answer.value.more) await sync(conversation, upTo);
  }

  function closeHole(conversation: string, head = 0): void {
    const thread = state.threads.get(conversation);
    if (!thread || (!hasHole(thread) && thread.last >= head)) return;
    parts.later(GAP_SYNC_MS, () => sync(conversation, head));
  }

  const connection = parts.connect({
    connected: () => void hello(),
    woken: () => void connection.call('hello', { v: PROTOCOL_VERSION }),
    lost: () => dispatch({ type: 'link', status: 'offline' }),
    failed: async () => {
      if (state.link !== 'outdated') dispatch({ type: 'link', status: 'offline' });
      if (await parts.sessionGone()) end('expired');
    },
    entries: ({ conversation, epoch, entries, view }) => {
      if (!checkEpoch(epoch)) return;
      dispatch({ type: 'entries', conversation, entries, view });
      settle(conversation);
      closeHole(conversation);
    },
    head: ({ conversation, epoch, seq }) => {
      if (checkEpoch(epoch)) closeHole(conversation, seq);
    },
    view: ({ conversation, view }) => {
      dispatch({ type: 'view', conversation, view });
      closeHole(conversation);
    },
    row: ({ item, counts }) => {
      bell.row(item);
      dispatch({ type: 'row', item, counts });
    },
    removed: (packet) => dispatch({ type: 'removed', ...packet }),
    typing: ({ conversation, who, on }) => {
      const key = JSON.stringify([conversation, who]);
      const until = parts.now() + TYPING_SHOWN_MS;
      if (on) typingEnds.set(key, until);
      else typingEnds.delete(key);
      dispatch({ type: 'typing', conversation, who, on });
      if (on) {
        parts.later(TYPING_SHOWN_MS, () => {
          if (typingEnds.get(key) !== until) return;
          typingEnds.delete(key);
          dispatch({ type: 'typing', conversation, who, on: false });
        });
      }
    },
    tracked: ({ conversation, events }) => dispatch({ type: 'tracked', conversation, events }),
    agents: (packet) => dispatch({ type: 'agents', ...packet }),
    storage: ({ writable }) => dispatch({ type: 'storage', writable }),
    'signed-out': ({ why }) => end(why),
  });

  const signal = (conversation: string, what: AgentSignal) => void connection.call('signal', { conversation, signal: what });

  return {
    state: () => state,
    subscribe: (run) => {
      listeners.add(run);
      return () => listeners.delete(run);
    },
    show: (folder, search) => {
      shown = { folder, search };
      letGo();
      if (search === '' && state.search !== null) dispatch({ type: 'search-ended' });
      if (state.link !== 'online') return;
      if (search !== '' || state.pages[folder].status === 'unasked') void ask(folder, search, true);
    },
    more: () => {
      const pages = shown.search === '' ? state.pages[shown.folder] : state.search;
      if (pages?.status === 'loaded' && state.link === 'online') void ask(shown.folder, shown.search, false);
    },
    open: (conversation) => {
      if (conversation === current) return;
      if (current !== null) {
        void connection.call('unwatch', { conversation: current });
        dispatch({ type: 'trimmed', conversation: current });
      }
      current = conversation;
      if (conversation !== null && state.link === 'online') void watch(conversation);
    },
    older: async (conversation) => {
      const thread = state.threads.get(conversation);
      if (!thread || thread.complete) return;
      const answer = await connection.call('history', { conversation, before: thread.entries[0]?.seq ?? thread.last + 1 });
      if (answer?.ok && checkEpoch(answer.value.epoch)) dispatch({ type: 'history', conversation, page: answer.value });
    },
    trim: (conversation) => dispatch({ type: 'trimmed', conversation }),
    act: outbox.add,
    retry: outbox.retry,
    discard: outbox.discard,
    typing: (conversation, on) => {
      const now = parts.now();
      const fresh = typingSent.conversation === conversation && now - typingSent.at < TYPING_SENT_EVERY_MS;
      if (on ? fresh : typingSent.conversation !== conversation) return;
      typingSent = on ? { conversation, at: now } : { conversation: '', at: 0 };
      signal(conversation, { type: 'typing', on });
    },
    read: (conversation) => {
      const thread = state.threads.get(conversation);
      if (!thread || state.link !== 'online') return;
      const unread = (state.items.get(conversation)?.unread ?? 0) > 0;
      if (!unread && (state.read.get(conversation) ?? 0) >= thread.last) return;
      dispatch({ type: 'read', conversation, seq: thread.last });
      signal(conversation, { type: 'read', seq: thread.last });
    },
    setAvailable: (available) => void connection.call('available', { available }),
    dismiss: (notice) => dispatch({ type: 'notice-gone', id: notice }),
    stop: () => {
      stopped = true;
      connection.close();
    },
  };
}
