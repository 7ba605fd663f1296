/** The log of a conversation is the truth; everything else is folded from it. Events are stored as JSON: only ever add. */
import type { AgentId, LearnerId, SiteId } from './ids.ts';
import type { Instant } from './time.ts';
import type { Kind, Memory, RequestKind, Severity, Tongue, Trace } from './understanding.ts';

export type HandoffReason = 'asked' | 'missed' | 'intent' | 'urgent' | 'angry' | 'unhelpful' | 'returned';
export type EndedBy = 'learner' | 'agent' | 'system';
export type Channel = 'widget' | 'api' | 'email';

/** Where the learner is on the course site; see protocol PageContext, which it mirrors on this side of the wall. */
export interface Place {
  readonly course?: { readonly id: string; readonly title?: string };
  readonly lesson?: { readonly id: string; readonly title?: string };
  readonly page?: { readonly url: string; readonly title?: string; readonly kind?: 'lesson' | 'quiz' | 'exam' | 'other' };
  readonly progress?: number;
}

export interface Choice {
  readonly label: string;
  /** "intent:<id>", "yes", "no", "person", "back", "cancel", "none". */
  readonly choice: string;
}

export type FileType = 'image/png' | 'image/jpeg' | 'image/webp' | 'application/pdf' | 'text/plain';

/** A file that was sent; the bytes lie beside the log. */
export interface Attached {
  readonly id: string;
  readonly name: string;
  readonly type: FileType;
  readonly bytes: number;
  readonly width?: number;
  readonly height?: number;
}

export interface Rating {
  readonly stars: number;
  readonly reasons: readonly string[];
  readonly comment: string;
}

export type Event =
  | {
      readonly type: 'started';
      readonly learner: LearnerId;
      readonly site: SiteId;
      readonly channel: Channel;
      readonly lang: string;
      readonly place: Place;
    }
  | {
      readonly type: 'learner-said';
      readonly text: string;
      readonly lang: string;
      readonly place: Place;
      readonly choice?: string;
      readonly files?: readonly Attached[];
    }
  | {
      readonly type: 'bot-said';
      readonly text: string;
      readonly act: 'answer' | 'suggest' | 'ask' | 'offer-person' | 'hand-off' | 'small-talk' | 'not-known' | 'system';
      readonly choices: readonly Choice[];
      /** False: an answer that is not asked "did this help?" about. */
      readonly judged?: false;
      readonly trace: Trace;
      /** Dialogue state after this message. */
      readonly memory: Memory;
      readonly kind?: Kind;
      readonly severity?: Severity;
      readonly tongue: Tongue;
    }
  | { readonly type: 'agent-said'; readonly agent: AgentId; readonly text: string; readonly files?: readonly Attached[] }
  | { readonly type: 'noted'; readonly agent: AgentId; readonly text: string }
  | { readonly type: 'handoff-requested'; readonly reason: HandoffReason }
  | { readonly type: 'handoff-cancelled' }
  | { readonly type: 'taken'; readonly agent: AgentId }
  | { readonly type: 'transferred'; readonly from: AgentId; readonly to: AgentId }
  | { readonly type: 'returned-to-bot'; readonly agent: AgentId }
  | { readonly type: 'returned-to-queue'; readonly agent: AgentId; readonly why: 'agent' | 'left' | 'disabled' }
  | { readonly type: 'request-filed'; readonly request: RequestKind; readonly slots: Readonly<Record<string, string>> }
  | { readonly type: 'contact-left'; readonly email: string; readonly name: string; readonly text: string }
  | { readonly type: 'helped'; readonly about: number; readonly helped: boolean }
  | {
      readonly type: 'closed';
      readonly by: EndedBy;
      readonly agent?: AgentId;
      readonly resolved: boolean;
    }
  | { readonly type: 'reopened'; readonly by: 'learner' | 'agent'; readonly agent?: AgentId }
  | { readonly type: 'rated'; readonly rating: Rating }
  | { readonly type: 'rating-skipped' };

/** Whether the learner is asked if it helped. */
export const isJudged = ({ act, judged }: Pick<Extract<Event, { type: 'bot-said' }>, 'act' | 'judged'>): boolean =>
  act === 'answer' && judged !== false;

/** What somebody said, in words: a message of files alone is called by their names. */
export const saidIn = ({ text, files }: { readonly text: string; readonly files?: readonly Attached[] }): string =>
  text.trim() === '' && files ? files.map(({ name }) => name).join(', ') : text;

/** An event with its place in the log. `key` is the cid of the command that caused it. */
export interface Stamped {
  readonly seq: number;
  readonly at: Instant;
  readonly key: string;
  readonly event: Event;
}
