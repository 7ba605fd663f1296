/** The port. Whole intentions, each atomic inside its implementation; nothing here knows SQL. */
import type { Conversation } from '#domain/conversation.ts';
import type { Attached, Event, Place, Stamped } from '#domain/events.ts';
import type { AgentId, CommandKey, ConversationId, LearnerId, SiteId } from '#domain/ids.ts';
import type { ReportRow } from '#domain/metrics.ts';
import type { Draft, Handling, MissedQuestion } from '#domain/missed.ts';
import type { Instant } from '#domain/time.ts';

export type Appended =
  | { readonly outcome: 'stored'; readonly first: number; readonly last: number }
  /** The key was stored before; `first` is the seq it got then. */
  | { readonly outcome: 'duplicate'; readonly first: number }
  /** The log does not end at `after` any more: load, decide and append again. */
  | { readonly outcome: 'conflict' };

/** Thrown by any write when the disk is full or refuses; nothing was stored. */
export class StorageFull extends Error {}
/** For `catch`: swallows StorageFull where a write is a convenience, and throws everything else on. */
export function unlessFull(error: unknown): void {
  if (!(error instanceof StorageFull)) throw error;
}

/** Thrown by `inbox` for a cursor that did not come from the same folder. */
export class BadCursor extends Error {}

/** One conversation as lists show it. `state` is the folded log; the columns beside it belong to readers. */
export interface InboxRow {
  readonly id: ConversationId;
  readonly state: Conversation;
  readonly learnerName: string | null;
  readonly learnerEmail: string | null;
  readonly seq: number;
  readonly readByLearner: number;
  /** Read mark of the agent who asks; asked for nobody, the highest of any agent. */
  readonly readByAgent: number;
  /** Learner messages after that mark. */
  readonly unread: number;
  /** Of the newest event. With `nr`, which no other row has, a sort key of the folders. */
  readonly activeAt: Instant;
  readonly nr: number;
}

export interface InboxFilter {
  readonly folder: 'waiting' | 'mine' | 'all' | 'closed';
  readonly agent: AgentId;
  /** Words looked for in learner, course, lesson and message text; empty for none. */
  readonly search: string;
  readonly limit: number;
  readonly cursor?: string;
}

export interface Learner {
  readonly id: LearnerId;
  readonly site: SiteId;
  readonly name: string | null;
  readonly email: string | null;
  readonly lang: string;
  readonly device: string;
  readonly firstSeenAt: Instant;
  /** Present when a host site vouches for the learner; without it name and address are hearsay. */
  readonly signed?: SignedAs;
}

export interface SignedAs {
  /** Who it is on the host's site; one learner per (site, subject). */
  readonly subject: string;
  readonly role: string | null;
  readonly enrolment: string | null;
}

/** A verified learner's token in one browser: good until the signature behind it runs out. */
export interface Pass {
  readonly until: Instant;
  /** What was signed about where the learner is. */
  readonly place: Place;
}

export interface Conversations {
  /**
   * Reserves an empty conversation (seq 0), or gives the learner's current one: the newest, but an open one before an empty one;
   * when it is closed and `fresh`, a new one.
   */
  current(learner: LearnerId, fresh: boolean, newId: ConversationId, at: Instant): Promise<{ id: ConversationId; seq: number }>;
  /** The first seq that this key's command was stored at, if it was. */
  known(id: ConversationId, key: CommandKey): Promise<number | undefined>;
  owner(id: ConversationId): Promise<LearnerId | undefined>;
  /** State and length of the log; undefined when there is no such conversation. `state` is undefined while nothing was said. */
  load(
    id: ConversationId,
  ): Promise<{ readonly learner: LearnerId; readonly seq: number; readonly state: Conversation | undefined } | undefined>;
  /**
   * Atomic; succeeds only if the log still ends at `after`. The events get seq after+1 … and time `at`; `next` is the state they
   * fold to, stored beside the log together with the inbox columns and, where `rated` is among them, the rating's row. The same
   * key again stores nothing and answers 'duplicate'. Resolves only after COMMIT with synchronous=FULL.
   */
  append(
    id: ConversationId,
    after: number,
    events: readonly Event[],
    key: CommandKey,
    at: Instant,
    next: Conversation,
  ): Promise<Appended>;
  /** Entries with seq > `since`, ascending, at most `limit`. */
  since(id: ConversationId, seq: number, limit: number): Promise<readonly Stamped[]>;
  /** Entries with seq < `before`, the newest `limit` of them, ascending. */
  before(id: ConversationId, before: number, limit: number): Promise<readonly Stamped[]>;
  row(id: ConversationId, agent: AgentId | null): Promise<InboxRow | undefined>;
  inbox(filter: InboxFilter): Promise<{ readonly rows: readonly InboxRow[]; readonly cursor?: string }>;
  counts(agent: AgentId): Promise<{ waiting: number; mine: number; all: number; closed: number }>;
  /** Waiting conversations, first asked first; `since` is when this wait of theirs began. */
  queue(): Promise<readonly { readonly id: ConversationId; readonly since: Instant }[]>;
  /** The last `limit` waits that ended with a person, newest first, in milliseconds. */
  recentWaits(limit: number): Promise<readonly number[]>;
  ownedBy(agent: AgentId): Promise<readonly ConversationId[]>;
  ofLearner(learner: LearnerId, limit: number): Promise<readonly InboxRow[]>;
  /** Open conversations of status with-bot whose last event is older than `before`: for the system's closing round. */
  idle(before: Instant, limit: number): Promise<readonly ConversationId[]>;
  mark(id: ConversationId, reader: 'learner' | AgentId, seq: number): Promise<void>;
}

export interface Learners {
  create(learner: Learner, tokenHash: string): Promise<void>;
  byToken(tokenHash: string): Promise<Learner | undefined>;
  get(id: LearnerId): Promise<Learner | undefined>;
  /**
   * The learner of (site, subject): `learner` itself when nobody came as that before, else the known one with what is signed now.
   * The pass is made, or renewed when its hash is known. Never touches a learner who is not signed.
   */
  admit(learner: Learner & { readonly signed: SignedAs }, hash: string, pass: Pass): Promise<Learner>;
  /** The learner of a pass, also of one that has run out. */
  byPass(hash: string): Promise<{ readonly learner: Learner; readonly pass: Pass } | undefined>;
  update(
    id: LearnerId,
    change: { readonly name?: string; readonly email?: string; readonly lang?: string; readonly device?: string },
  ): Promise<void>;
}

export interface Agent {
  readonly id: AgentId;
  /** Sign-in name: an e-mail address, lower case. */
  readonly login: string;
  readonly name: string;
  readonly role: 'agent' | 'admin';
  readonly passwordHash: string;
  readonly disabled: boolean;
  readonly createdAt: Instant;
}

export interface Agents {
  count(): Promise<number>;
  /** False when the login is taken. */
  create(agent: Agent): Promise<boolean>;
  byLogin(login: string): Promise<Agent | undefined>;
  get(id: AgentId): Promise<Agent | undefined>;
  list(): Promise<readonly Agent[]>;
  update(
    id: AgentId,
    change: {
      readonly name?: string;
      readonly role?: 'agent' | 'admin';
      readonly passwordHash?: string;
      readonly disabled?: boolean;
    },
  ): Promise<void>;
  openSession(session: {
    readonly hash: string;
    readonly agent: AgentId;
    readonly csrf: string;
    readonly at: Instant;
    readonly until: Instant;
  }): Promise<void>;
  /** The session, if it has not run out; renews its idle time unless it is only `looked` at. */
  session(
    hash: string,
    now: Instant,
    idleMs: number,
    looked?: boolean,
  ): Promise<{ readonly agent: AgentId; readonly csrf: string } | undefined>;
  endSession(hash: string): Promise<void>;
  endSessionsOf(agent: AgentId): Promise<void>;
  canned(): Promise<readonly Canned[]>;
  putCanned(canned: Canned): Promise<void>;
  removeCanned(id: string): Promise<void>;
}

/** A canned reply: typed as "/shortcut" in the console. */
export interface Canned {
  readonly id: string;
  readonly shortcut: string;
  readonly title: string;
  readonly text: string;
}

export interface Reports {
  /** One row per conversation started in [from, to) in which something was said, oldest first. */
  rows(from: Instant, to: Instant): Promise<readonly ReportRow[]>;
}

/** What the bot missed; `Conversations.append` writes it together with the events that show it. */
export interface Missed {
  /** Questions nobody has handled yet, newest first. */
  open(limit: number): Promise<readonly MissedQuestion[]>;
  /** Those among them that a draft is made from count apart: they are in hand, though nothing is published. */
  counts(): Promise<{ readonly open: number; readonly drafted: number }>;
  /** How many of `ids` were open; those are handled now. */
  handle(ids: readonly number[], how: Handling, by: AgentId, at: Instant): Promise<number>;
  /** Proposed changes to the table, oldest first. */
  drafts(): Promise<readonly Draft[]>;
  /** Adds it, or replaces the one with its id. False, and nothing is kept, when a question it is made from is no more: its words have to go, too. */
  putDraft(draft: Draft): Promise<boolean>;
  /** False when there was none. */
  removeDraft(id: string): Promise<boolean>;
}

export interface Retention {
  /**
   * Removes at most `limit` conversations without a word since `before`, with all that hangs on them, and learners who have none left.
   * Resolves with those that went, and those that another program erased since the last sweep.
   */
  sweep(before: Instant, limit: number): Promise<readonly ConversationId[]>;
}

/** What is known of files people sent; their bytes are in files.ts. */
export interface Attachments {
  /** False when there is no such conversation. */
  add(
    file: Attached & { readonly conversation: ConversationId; readonly agent: AgentId | null; readonly at: Instant },
  ): Promise<boolean>;
  get(id: string): Promise<
    | {
        readonly file: Attached;
        readonly conversation: ConversationId;
        readonly learner: LearnerId;
        readonly byAgent: boolean;
        /** A message carries it. */
        readonly said: boolean;
      }
    | undefined
  >;
  /** Forgets at most `limit` files uploaded before `before` that no message carries. */
  dropUnsaid(before: Instant, limit: number): Promise<void>;
  /** Ids of files whose rows have gone, by whatever way, and that must leave the disk. */
  gone(limit: number): Promise<readonly string[]>;
  /** They have left it. */
  forgotten(ids: readonly string[]): Promise<void>;
}

export interface Store {
  readonly epoch: string;
  readonly conversations: Conversations;
  readonly learners: Learners;
  readonly agents: Agents;
  readonly reports: Reports;
  readonly missed: Missed;
  readonly retention: Retention;
  readonly attachments: Attachments;
  /** Values that outlive a restart (set-up token hash, secrets): small. */
  getSetting(key: string): Promise<string | undefined>;
  putSetting(key: string, value: string): Promise<void>;
  /** Resolves when the last write is possible; rejects with StorageFull when it is not. */
  probe(): Promise<void>;
  /** False from the first write the disk refused until a probe succeeds; meanwhile every write is refused with StorageFull. */
  writable(): boolean;
  /** Told when that changes. */
  onWritable(listener: (writable: boolean) => void): () => void;
  /** Row counts for /metrics. */
  sizes(): Promise<{ readonly conversations: number; readonly events: number; readonly learners: number }>;
  close(): Promise<void>;
}
