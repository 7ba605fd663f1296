/** What one learner's browser knows, as a pure reducer. Live packets and replay pass the same gate: only `last + 1` is let in. */
import type { OpenAnswer, Page } from '#protocol/events.ts';
import type { ConversationView, Entry, QuickReply } from '#protocol/shapes.ts';
import type { Outgoing } from './outbox.ts';

export type Link = 'idle' | 'connecting' | 'online' | 'offline' | 'outdated' | 'unsigned';

export interface Session {
  readonly link: Link;
  readonly epoch: string | null;
  readonly conversation: ConversationView | null;
  readonly greeting: string;
  readonly starters: readonly QuickReply[];
  readonly staffed: boolean;
  readonly nextOpenAt: number | null;
  /** Files may be sent here. */
  readonly attachments?: true | undefined;
  /** Ascending, without holes; the first may be above 1 while `earlier` is true. */
  readonly entries: readonly Entry[];
  /** The last seq held; 0 for none. */
  readonly last: number;
  /** The highest seq heard of, from broadcasts, acks and beacons. Above `last`: there is something to fetch. */
  readonly head: number;
  /** True once the newest page has arrived. */
  readonly loaded: boolean;
  readonly earlier: boolean;
  /** Commands on their way, oldest first. */
  readonly pending: readonly Outgoing[];
  /** Who is typing. */
  readonly typing: string | null;
  /** Highest seq the learner has seen. */
  readonly seen: number;
}

export const NEW_SESSION: Session = {
  link: 'idle',
  epoch: null,
  conversation: null,
  greeting: '',
  starters: [],
  staffed: true,
  nextOpenAt: null,
  entries: [],
  last: 0,
  head: 0,
  loaded: false,
  earlier: false,
  pending: [],
  typing: null,
  seen: 0,
};

type LearnerPage = Page<Entry, ConversationView>;
export type Happening =
  | { readonly type: 'link'; readonly link: Link }
  | { readonly type: 'opened'; readonly answer: OpenAnswer; readonly seen: number }
  | { readonly type: 'newest' | 'earlier' | 'since'; readonly page: LearnerPage }
  | {
      readonly type: 'entries';
      readonly conversation: string;
      readonly epoch: string;
      readonly view: ConversationView;
      readonly entries: readonly Entry[];
    }
  | { readonly type: 'head'; readonly conversation: string; readonly epoch: string; readonly seq: number }
  | { readonly type: 'view'; readonly conversation: string; readonly view: ConversationView }
  | { readonly type: 'typing'; readonly conversation: string; readonly name: string; readonly on: boolean }
  /** What the outbox holds now; what was acked is not in it. */
  | { readonly type: 'pending'; readonly pending: readonly Outgoing[] }
  | { readonly type: 'acked'; readonly cid: string }
  | { readonly type: 'seen'; readonly seq: number }
  | { readonly type: 'trim' }
  | { readonly type: 'forgotten' };

/** More entries than this are not kept once the learner is back at the end of a long thread; the last KEPT are. */
const MOST_HELD = 500;
const KEPT = 300;

/** Everything known of the thread is void: another conversation, or another lineage of the database. */
const blank = (session: Session): Session => ({
  ...session,
  entries: [],
  last: 0,
  head: 0,
  loaded: false,
  earlier: false,
  // Stored in what is void: no entry will come for it.
  pending: session.pending.filter((item) => !isAcked(item)),
  typing: null,
});

const isAcked = (item: Outgoing): boolean => item.state === 'acked';
const missing = (pending: readonly Outgoing[], entries: readonly Entry[]) =>
  pending.filter(({ cid }) => !entries.some((entry) => 'cid' in entry && entry.cid === cid));

/** What was overtaken on its way, a packet or the answer to an opening, carries an older view. */
const newer = (known: ConversationView | null, view: ConversationView): ConversationView =>
  known && known.head > view.head ? known : view;

function admit(session: Session, view: ConversationView, entries: readonly Entry[]): Session {
  const fresh: Entry[] = [];
  let last = session.last;
  for (const entry of entries) {
    if (entry.seq !== last + 1) continue;
    fresh.push(entry);
    last += 1;
  }
  const said = fresh.some((entry) => entry.type === 'message' && entry.author.role !== 'learner');
  return {
    ...session,
    conversation: newer(session.conversation, view),
    entries: fresh.length > 0 ? [...session.entries, ...fresh] : session.entries,
    last,
    // Its entry is here, though the ack may not be: nothing is left to show of the command itself.
    pending: missing(session.pending, fresh),
    head: Math.max(session.head, view.head, last, ...entries.map((entry) => entry.seq)),
    typing: said ? null : session.typing,
  };
}

export function reduce(session: Session, happening: Happening): Session {
  switch (happening.type) {
    case 'link':
      return { ...session, link: happening.link, typing: happening.link === 'online' ? session.typing : null };
    case 'opened': {
      const { answer } = happening;
      const same = session.epoch === answer.epoch && session.conversation?.id === answer.conversation.id;
      const base = same ? session : blank(session);
      return {
        ...base,
        epoch: answer.epoch,
        conversation: newer(same ? session.conversation : null, answer.conversation),
        greeting: answer.greeting,
        starters: answer.starters,
        staffed: answer.staffed,
        nextOpenAt: answer.nextOpenAt,
        attachments: answer.attachments,
        head: Math.max(base.head, answer.conversation.head),
        // Nothing was said yet, so there is no page to wait for.
        loaded: base.loaded || answer.conversation.head === 0,
        seen: same ? Math.max(session.seen, happening.seen) : happening.seen,
      };
    }
    case 'newest': {
      const { page } = happening;
      if (!current(session, page.view.id, page.epoch)) return session;
      const first = page.entries[0]?.seq ?? 1;
      return {
        ...admit({ ...blank(session), pending: session.pending, last: first - 1, head: session.head }, page.view, page.entries),
        loaded: true,
        earlier: page.more,
      };
    }
    case 'earlier': {
      const { page } = happening;
      if (!current(session, page.view.id, page.epoch)) return session;
      const first = session.entries[0]?.seq ?? session.last + 1;
      const older = page.entries.filter((entry) => entry.seq < first);
      return { ...session, entries: [...older, ...session.entries], earlier: page.more };
    }
    case 'since':
      return current(session, happening.page.view.id, happening.page.epoch)
        ? admit(session, happening.page.view, happening.page.entries)
        : session;
    case 'entries':
      if (!current(session, happening.conversation, happening.epoch)) return session;
      // Before the newest page is here there is no place to put them; that page will bring them.
      return session.loaded
        ? admit(session, happening.view, happening.entries)
        : { ...session, head: Math.max(session.head, happening.view.head) };
    case 'head':
      return current(session, happening.conversation, happening.epoch) && happening.seq > session.head
        ? { ...session, head: happening.seq }
        : session;
    case 'view':
      return session.conversation?.id === happening.conversation && happening.view.head >= session.conversation.head
        ? { ...session, conversation: happening.view, head: Math.max(session.head, happening.view.head) }
        : session;
    case 'typing':
      return session.conversation?.id === happening.conversation
        ? { ...session, typing: happening.on ? happening.name : null }
        : session;
    case 'pending':
      return { ...session, pending: missing([...session.pending.filter(isAcked), ...happening.pending], session.entries) };
    case 'acked':
      return {
        ...session,
        pending: session.pending.map((item) => (item.cid === happening.cid ? { ...item, state: 'acked' } : item)),
      };
    case 'seen':
      return happening.seq > session.seen ? { ...session, seen: happening.seq } : session;
    case 'trim':
      return session.entries.length > MOST_HELD
        ? { ...session, entries: session.entries.slice(-KEPT), earlier: true }
        : session;
    case 'forgotten':
      return { ...NEW_SESSION, link: session.link };
  }
}

/** False when a packet is about another conversation or another lineage: the caller opens anew. */
export function current(session: Session, conversation: string, epoch: string): boolean {
  return session.conversation?.id === conversation && session.epoch === epoch;
}

/** True when there is something to fetch. */
export const behind = (session: Session): boolean =>
  session.conversation !== null && (!session.loaded || session.head > session.last);

/** What others said after the last line seen, or after `seen`. */
export function unread(session: Session, seen = session.seen): number {
  return session.entries.filter((entry) => entry.seq > seen && entry.type === 'message' && entry.author.role !== 'learner')
    .length;
}

/** True while a command of this kind is on its way. */
export const isPending = (session: Session, type: Outgoing['command']['type']): boolean =>
  session.pending.some((item) => item.command.type === type && item.state !== 'failed');
