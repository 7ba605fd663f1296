/** What travels. Plain JSON, readonly. Times are milliseconds since 1970 UTC; `seq` counts 1, 2, 3 … without holes per conversation. */

/** Where on the course site the learner is. Every field may be missing; a host page says what it knows. */
export interface PageContext {
  readonly course?: { readonly id: string; readonly title?: string };
  readonly lesson?: { readonly id: string; readonly title?: string };
  readonly page?: { readonly url: string; readonly title?: string; readonly kind?: 'lesson' | 'quiz' | 'exam' | 'other' };
  /** Share of the course done, 0 to 1. */
  readonly progress?: number;
}

export interface QuickReply {
  readonly label: string;
  /** Sent back as `choice` of the next `say`, so that the pick is exact and not guessed from the words. */
  readonly choice: string;
}

/** What an attachment may be; the server tells by the bytes, never by the name. */
export type FileType = 'image/png' | 'image/jpeg' | 'image/webp' | 'application/pdf' | 'text/plain';

export interface FileRef {
  readonly id: string;
  readonly name: string;
  readonly type: FileType;
  readonly bytes: number;
  /** Pixels, as the picture is to be seen; only pictures have them. */
  readonly width?: number;
  readonly height?: number;
}

export type Author =
  | { readonly role: 'learner' }
  | { readonly role: 'bot' }
  | { readonly role: 'agent'; readonly name: string };

export type ConversationStatus = 'with-bot' | 'waiting' | 'with-agent' | 'closed';
export type HandoffReason = 'asked' | 'missed' | 'intent' | 'urgent' | 'angry' | 'unhelpful' | 'returned';
export type EndedBy = 'learner' | 'agent' | 'system';

interface Stamped {
  readonly seq: number;
  readonly at: number;
}

/** One line of a learner's thread. `hidden` keeps the numbering dense where learners may not look (notes, traces). */
export type Entry = Stamped &
  (
    | {
        readonly type: 'message';
        readonly author: Author;
        /** May be empty where there are files. */
        readonly text: string;
        readonly files?: readonly FileRef[];
        /** Present on the learner's own messages: the outbox matches it. */
        readonly cid?: string;
        readonly quickReplies?: readonly QuickReply[];
        /** True under a bot answer that can be judged with "did this help?". */
        readonly canHelp?: boolean;
        /** True on what the bot says when it does not know. */
        readonly unanswered?: boolean;
      }
    | { readonly type: 'waiting'; readonly reason: HandoffReason }
    | { readonly type: 'wait-cancelled' }
    | { readonly type: 'joined'; readonly name: string }
    | { readonly type: 'left'; readonly to: 'bot' | 'queue' | 'agent'; readonly name?: string }
    | { readonly type: 'helped'; readonly about: number; readonly helped: boolean }
    | { readonly type: 'contact-left'; readonly email: string }
    | { readonly type: 'ended'; readonly by: EndedBy }
    | { readonly type: 'reopened' }
    | { readonly type: 'rated'; readonly rating: Rating }
    | { readonly type: 'rating-skipped' }
    | { readonly type: 'hidden' }
  );

export interface Rating {
  /** 1 to 5. */
  readonly stars: number;
  readonly reasons: readonly string[];
  readonly comment: string;
}

export interface QueueView {
  /** 1 = next. */
  readonly position: number;
  /** Honest estimate from recent waits; null when there is nothing to go by. */
  readonly etaMs: number | null;
  /** False when no agent is there: leave contact details. */
  readonly staffed: boolean;
  /** When somebody will be there again, if the business hours say so. */
  readonly nextOpenAt: number | null;
}

export interface ConversationView {
  readonly id: string;
  readonly status: ConversationStatus;
  /** Last seq of the conversation; 0 when nothing was said yet. */
  readonly head: number;
  readonly agent?: { readonly name: string };
  readonly queue?: QueueView;
  /** Highest seq an agent has read. */
  readonly readByAgent: number;
  readonly rating: 'not-yet' | 'ask' | 'given' | 'skipped';
  readonly canRateUntil?: number;
}
