/** Socket.IO event maps: namespace `/learner`. The agents' half is in agents.ts. HTTP twins carry the same payloads. */
import type { Ack } from './refusals.ts';
import type { ConversationView, Entry, PageContext, QuickReply } from './shapes.ts';

/** `auth` of the Socket.IO handshake. Without a token a new learner is made at `open`. */
export interface LearnerHandshake {
  readonly v: number;
  readonly site: string;
  readonly token?: string;
}

export interface OpenRequest {
  /** BCP 47 tag of the page, e.g. "en", "zh-CN". */
  readonly lang: string;
  readonly context: PageContext;
  /** Ask for a new conversation although the last one is not closed? No: only ever after a close. */
  readonly fresh?: boolean;
  /** The host site's JWT about its learner. With it the token in the answer is that learner's, and ends with the signature. */
  readonly identity?: string;
}

export interface OpenAnswer {
  /** Opaque, 256 bits; keep it: it is the learner. The one that was presented, unless `identity` names somebody else. */
  readonly token: string;
  /** Random id of the database's lineage. When it differs from the cached one, drop the cache and sync from 0. */
  readonly epoch: string;
  readonly conversation: ConversationView;
  readonly greeting: string;
  /** Shown before the first question. */
  readonly starters: readonly QuickReply[];
  readonly staffed: boolean;
  readonly nextOpenAt: number | null;
  /** Present where files may be sent. */
  readonly attachments?: true;
}

/** Everything a learner does that must not be lost. One `cid` (128 random bits, 32 hex) per command; sending it again is harmless. */
export type LearnerCommand =
  | {
      readonly type: 'say';
      readonly text: string;
      readonly lang: string;
      readonly context: PageContext;
      readonly choice?: string;
      /** Ids of uploaded files; with them `text` may be empty. */
      readonly files?: readonly string[];
    }
  | { readonly type: 'ask-person'; readonly lang: string; readonly context: PageContext }
  | { readonly type: 'cancel-wait' }
  | { readonly type: 'helped'; readonly seq: number; readonly helped: boolean }
  | { readonly type: 'leave-contact'; readonly email: string; readonly name: string; readonly text: string }
  | { readonly type: 'end' }
  | { readonly type: 'rate'; readonly stars: number; readonly reasons: readonly string[]; readonly comment: string }
  | { readonly type: 'skip-rating' };

export interface ActRequest<C> {
  readonly conversation: string;
  readonly cid: string;
  readonly command: C;
}

/** Sent only after COMMIT. `seq` is that of the first event the command caused; the same again for a repeated cid. */
export interface Acted {
  readonly cid: string;
  readonly seq: number;
  readonly epoch: string;
}

export interface SyncRequest {
  readonly conversation: string;
  /** The last seq the client holds; 0 for none. */
  readonly since: number;
}

export interface HistoryRequest {
  readonly conversation: string;
  /** Entries with a seq below this one, newest page first, each page in ascending order. */
  readonly before: number;
}

export interface Page<E, V> {
  readonly epoch: string;
  readonly view: V;
  readonly entries: readonly E[];
  readonly more: boolean;
}

/** Volatile: may be lost, never stored in the log. */
export type LearnerSignal =
  | { readonly type: 'typing'; readonly on: boolean }
  | { readonly type: 'read'; readonly seq: number }
  | { readonly type: 'context'; readonly context: PageContext }
  | { readonly type: 'track'; readonly events: readonly TrackSignal[] };

export type TrackedValue = string | number | boolean;
/** Something that happened on the host page. Sent again it counts once: `id` is the client's, of hex digits. */
export interface TrackSignal {
  readonly id: string;
  readonly name: string;
  readonly props: Readonly<Record<string, TrackedValue>>;
  /** Milliseconds since it happened, by the client's own clock; missing where the client cannot tell. */
  readonly agoMs?: number;
}

export interface LearnerToServer {
  open(request: OpenRequest, ack: (answer: Ack<OpenAnswer>) => void): void;
  act(request: ActRequest<LearnerCommand>, ack: (answer: Ack<Acted>) => void): void;
  sync(request: SyncRequest, ack: (answer: Ack<Page<Entry, ConversationView>>) => void): void;
  history(request: HistoryRequest, ack: (answer: Ack<Page<Entry, ConversationView>>) => void): void;
  signal(request: { readonly conversation: string; readonly signal: LearnerSignal }, ack: (answer: Ack<null>) => void): void;
}

export interface ServerToLearner {
  /** A hint: render only `last + 1`, sync on a hole. */
  entries(packet: {
    readonly conversation: string;
    readonly epoch: string;
    readonly view: ConversationView;
    readonly entries: readonly Entry[];
  }): void;
  head(packet: { readonly conversation: string; readonly epoch: string; readonly seq: number }): void;
  /** The view changed without a new entry: queue place, read mark. */
  view(packet: { readonly conversation: string; readonly view: ConversationView }): void;
  typing(packet: { readonly conversation: string; readonly name: string; readonly on: boolean }): void;
}
