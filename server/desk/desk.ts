/** The application service's face: what the gateway may ask. Every durable command goes load -> decide -> append -> tell. */
import type { Conversation } from '#domain/conversation.ts';
import type { AgentCommand, LearnerCommand, Refused } from '#domain/decide.ts';
import type { Choice, Place, Stamped } from '#domain/events.ts';
import type { AgentId, CommandKey, ConversationId, LearnerId, SiteId } from '#domain/ids.ts';
import type { InboxFilter, InboxRow, Learner, Store } from '#store/store.ts';
import type { FileDesk } from './attachments.ts';

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refused: Refused };

export interface QueuePlace {
  readonly position: number;
  readonly etaMs: number | null;
  readonly staffed: boolean;
  readonly nextOpenAt: number | null;
}

/** Told after COMMIT, in seq order per conversation. A listener that throws is logged and does not stop the others. */
export interface Change {
  readonly conversation: ConversationId;
  readonly learner: LearnerId;
  readonly stamped: readonly Stamped[];
  readonly state: Conversation;
  readonly seq: number;
}

export interface Opened {
  readonly id: ConversationId;
  readonly seq: number;
  readonly state: Conversation | undefined;
  readonly greeting: string;
  readonly starters: readonly Choice[];
}

export interface Thread {
  readonly stamped: readonly Stamped[];
  readonly more: boolean;
  readonly seq: number;
  readonly state: Conversation | undefined;
}

export interface Desk {
  readonly store: Store;
  readonly files: FileDesk;
  /** The learner's current conversation (a new, empty one after a close when `fresh`), with the bot's greeting. */
  open(learner: Learner, lang: string, place: Place, fresh: boolean): Promise<Opened>;
  /** True if the conversation is this learner's. */
  owns(learner: LearnerId, conversation: ConversationId): Promise<boolean>;
  actAsLearner(
    learner: Learner,
    site: SiteId,
    channel: 'widget' | 'api',
    conversation: ConversationId,
    key: CommandKey,
    command: LearnerCommand,
    /** Ids of files that a message carries. */
    files?: readonly string[],
    /** What the host site has signed about where the learner is. */
    signed?: Place,
  ): Promise<Result<{ readonly seq: number }>>;
  actAsAgent(
    agent: AgentId,
    conversation: ConversationId,
    key: CommandKey,
    command: AgentCommand,
    files?: readonly string[],
  ): Promise<Result<{ readonly seq: number }>>;
  /** Entries after `since` (at most PAGE), oldest first. */
  sync(conversation: ConversationId, since: number): Promise<Thread | undefined>;
  /** The newest PAGE entries below `before`, oldest first. `before` = Infinity for the tail. */
  history(conversation: ConversationId, before: number): Promise<Thread | undefined>;
  row(conversation: ConversationId, agent: AgentId | null): Promise<InboxRow | undefined>;
  /** Refuses a cursor that is not of that folder. */
  inbox(filter: InboxFilter): Promise<Result<{ readonly rows: readonly InboxRow[]; readonly cursor?: string }>>;
  /** Place in the queue and estimate; undefined unless it waits. */
  queuePlace(conversation: ConversationId): Promise<QueuePlace | undefined>;
  /** Whether an agent is connected and available inside business hours, and when one will be. */
  staffing(): { readonly staffed: boolean; readonly nextOpenAt: number | null };
  /** Business hours alone, whoever is there. */
  hours(): { readonly open: boolean; readonly nextOpenAt: number | null };
  /** Last known page of a learner between messages; volatile. */
  place(conversation: ConversationId, place: Place): void;
  presence: Presence;
  subscribe(listener: (change: Change) => void): () => void;
  /** Conversations that are no more, removed for their age or erased. */
  onRemoved(listener: (conversations: readonly ConversationId[]) => void): void;
  /** Removes what is too old, closes idle bot conversations and gives back those of agents who stayed away; the caller runs it on a timer. */
  round(): Promise<void>;
  /** Resolves when no command is under way: for a graceful stop. */
  settled(): Promise<void>;
}

/** Who is there. An agent counts as online while at least one socket is connected. */
export interface Presence {
  connected(agent: AgentId): void;
  disconnected(agent: AgentId): void;
  /** Holds at once, and over a restart once it has resolved. */
  setAvailable(agent: AgentId, available: boolean): Promise<void>;
  isOnline(agent: AgentId): boolean;
  isAvailable(agent: AgentId): boolean;
  /** Agents online and available. */
  there(): readonly AgentId[];
  subscribe(listener: () => void): () => void;
}
