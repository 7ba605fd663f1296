/** Socket.IO event maps: namespace `/agent`, admitted by the session cookie. */
import type { Acted, ActRequest, HistoryRequest, Page, SyncRequest, TrackedValue } from './events.ts';
import type { Ack } from './refusals.ts';
import type { Author, ConversationStatus, EndedBy, FileRef, HandoffReason, PageContext, QuickReply, Rating } from './shapes.ts';

export type AgentRole = 'agent' | 'admin';
export interface AgentCard {
  readonly id: string;
  readonly name: string;
  readonly role: AgentRole;
  readonly online: boolean;
  readonly available: boolean;
}

export type Kind = 'technical' | 'learning' | 'resource' | 'billing' | 'certificate' | 'account' | 'course-advice' | 'other';
export type Severity = 'low' | 'normal' | 'high' | 'urgent';

/** Why the bot said what it said; `sentence` is the one plain sentence people read. */
export interface TraceView {
  readonly sentence: string;
  readonly how: 'pattern' | 'example' | 'likeness' | 'choice' | 'dialogue' | 'none';
  readonly intent: string | null;
  readonly score: number | null;
  readonly runnerUp: { readonly intent: string; readonly score: number } | null;
  readonly tableVersion: string;
  readonly scope: string;
}

/** One line of a thread as agents see it: nothing hidden. */
export type AgentEntry = { readonly seq: number; readonly at: number } & (
  | {
      readonly type: 'message';
      readonly author: Author;
      readonly text: string;
      readonly files?: readonly FileRef[];
      readonly cid?: string;
      readonly context?: PageContext;
      readonly quickReplies?: readonly QuickReply[];
      readonly trace?: TraceView;
    }
  | { readonly type: 'note'; readonly name: string; readonly text: string; readonly cid?: string }
  | { readonly type: 'waiting'; readonly reason: HandoffReason }
  | { readonly type: 'wait-cancelled' }
  | { readonly type: 'joined'; readonly name: string }
  | { readonly type: 'left'; readonly to: 'bot' | 'queue' | 'agent'; readonly name?: string; readonly from?: string }
  | { readonly type: 'helped'; readonly about: number; readonly helped: boolean }
  | { readonly type: 'contact-left'; readonly email: string; readonly name: string; readonly text: string }
  | { readonly type: 'request-filed'; readonly request: string; readonly slots: Readonly<Record<string, string>> }
  | { readonly type: 'ended'; readonly by: EndedBy; readonly name?: string; readonly resolved: boolean }
  | { readonly type: 'reopened'; readonly name?: string }
  | { readonly type: 'rated'; readonly rating: Rating }
  | { readonly type: 'rating-skipped' }
);

export interface InboxItem {
  readonly id: string;
  readonly status: ConversationStatus;
  readonly head: number;
  /** The name, else the e-mail address, else "#" and the beginning of the id. */
  readonly learner: string;
  readonly lang: string;
  readonly context: PageContext;
  readonly lastText: string;
  readonly lastFrom: 'learner' | 'bot' | 'agent';
  readonly lastAt: number;
  readonly startedAt: number;
  /** When they asked for a person: their place in line, which they keep when an agent gives them back. */
  readonly waitingSince: number | null;
  /** When they came into the queue this time. */
  readonly queuedAt: number | null;
  /** Of the newest entry, whatever it is. */
  readonly activeAt: number;
  readonly closedAt: number | null;
  /** Counts conversations as they were opened; decides between rows of equal times. */
  readonly nr: number;
  readonly reason: HandoffReason | null;
  readonly kind: Kind;
  readonly severity: Severity;
  readonly agent: { readonly id: string; readonly name: string } | null;
  /** Entries by the learner after the asking agent's read mark. */
  readonly unread: number;
  readonly stars: number | null;
  /** Contact details were left and nobody has closed the conversation since. */
  readonly request: boolean;
}

/**
 * Each in the order in which the server pages it: `waiting` by severity (urgent, high, the rest), then by `waitingSince` and `nr`
 * upwards; `mine` and `all` by `activeAt`, `closed` by `closedAt`, then by `nr`, downwards.
 */
export type InboxFolder = 'waiting' | 'mine' | 'all' | 'closed';
export interface InboxRequest {
  readonly folder: InboxFolder;
  readonly search: string;
  /** Opaque; from the last answer. */
  readonly cursor?: string;
}
export interface InboxAnswer {
  readonly items: readonly InboxItem[];
  readonly cursor?: string;
  readonly counts: Readonly<Record<InboxFolder, number>>;
}

export interface AgentView {
  readonly item: InboxItem;
  readonly learner: {
    readonly id: string;
    readonly name: string | null;
    readonly email: string | null;
    readonly lang: string;
    /** Browser and system in words, e.g. "Chrome on Android". */
    readonly device: string;
    readonly firstSeenAt: number;
    /** Present when the host site vouches for name and address; else they are what the learner said. */
    readonly verified?: { readonly subject: string; readonly role: string | null; readonly enrolment: string | null };
    /** Other conversations of the same learner, newest first. */
    readonly earlier: readonly { readonly id: string; readonly startedAt: number; readonly lastText: string }[];
  };
  readonly readByLearner: number;
  /** Ids of the agents who have it open, the reader's own among them: names need not differ. */
  readonly looking: readonly string[];
  readonly rating: Rating | null;
}

/** What the host page told of its learner with `track()`. In memory only: a restart of the server forgets it. */
export interface TrackedView {
  readonly id: string;
  readonly name: string;
  readonly props: Readonly<Record<string, TrackedValue>>;
  /** Null: some time before the chat was opened on that page. */
  readonly at: number | null;
}

export type AgentCommand =
  | { readonly type: 'take' }
  | { readonly type: 'reply'; readonly text: string; readonly files?: readonly string[] }
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'transfer'; readonly to: string }
  | { readonly type: 'return-to-bot' }
  | { readonly type: 'return-to-queue' }
  | { readonly type: 'close'; readonly resolved: boolean }
  /** Refused with `not-allowed` once the learner has said something in a newer conversation. */
  | { readonly type: 'reopen' };

export type AgentSignal = { readonly type: 'typing'; readonly on: boolean } | { readonly type: 'read'; readonly seq: number };

/** Whether it is business hours now; `nextOpenAt` null while it is, and where no opening is in sight. */
export interface DeskHours {
  readonly open: boolean;
  readonly nextOpenAt: number | null;
}

export interface AgentWelcome {
  readonly me: AgentCard;
  readonly agents: readonly AgentCard[];
  readonly epoch: string;
  readonly counts: Readonly<Record<InboxFolder, number>>;
  /** False while the server's disk is full or cannot be written: it can be read, and commands are refused with "storage-full". */
  readonly writable: boolean;
  /** Whether files may be sent. */
  readonly attachments: boolean;
  readonly hours: DeskHours;
}

export interface AgentToServer {
  hello(request: { readonly v: number }, ack: (answer: Ack<AgentWelcome>) => void): void;
  inbox(request: InboxRequest, ack: (answer: Ack<InboxAnswer>) => void): void;
  /** Join the conversation's room: its entries and signals arrive until `unwatch`. Others see who is looking. */
  watch(request: { readonly conversation: string }, ack: (answer: Ack<Page<AgentEntry, AgentView>>) => void): void;
  unwatch(request: { readonly conversation: string }, ack: (answer: Ack<null>) => void): void;
  act(request: ActRequest<AgentCommand>, ack: (answer: Ack<Acted>) => void): void;
  sync(request: SyncRequest, ack: (answer: Ack<Page<AgentEntry, AgentView>>) => void): void;
  history(request: HistoryRequest, ack: (answer: Ack<Page<AgentEntry, AgentView>>) => void): void;
  signal(request: { readonly conversation: string; readonly signal: AgentSignal }, ack: (answer: Ack<null>) => void): void;
  available(request: { readonly available: boolean }, ack: (answer: Ack<null>) => void): void;
}

export interface ServerToAgent {
  entries(packet: {
    readonly conversation: string;
    readonly epoch: string;
    readonly view: AgentView;
    readonly entries: readonly AgentEntry[];
  }): void;
  head(packet: { readonly conversation: string; readonly epoch: string; readonly seq: number }): void;
  view(packet: { readonly conversation: string; readonly view: AgentView }): void;
  /** To every agent: this row changed. The client decides in which of its folders it stands. */
  row(packet: { readonly item: InboxItem; readonly counts: Readonly<Record<InboxFolder, number>> }): void;
  /** To every agent: these conversations are no more, removed for their age. Their rows and threads go from the screen. */
  removed(packet: { readonly conversations: readonly string[]; readonly counts: Readonly<Record<InboxFolder, number>> }): void;
  /** `who`: "learner", or an agent's id. */
  typing(packet: { readonly conversation: string; readonly who: string; readonly on: boolean }): void;
  /** To those who watch, on `watch` where there is any and at each change: all that is known, oldest first. */
  tracked(packet: { readonly conversation: string; readonly events: readonly TrackedView[] }): void;
  agents(packet: { readonly agents: readonly AgentCard[]; readonly hours: DeskHours }): void;
  /** Whether the server can store anything now; told at each change. */
  storage(packet: { readonly writable: boolean }): void;
  /** The session ended (sign-out, disabled, password changed); the socket closes next. */
  'signed-out'(packet: { readonly why: 'signed-out' | 'disabled' | 'expired' }): void;
}
