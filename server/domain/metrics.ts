import type { EndedBy } from './events.ts';
import type { AgentId, ConversationId } from './ids.ts';
import type { Instant } from './time.ts';
import type { Kind } from './understanding.ts';

/** One conversation as the figures need it; `null` where that has not happened. */
export interface ReportRow {
  readonly id: ConversationId;
  readonly startedAt: Instant;
  readonly closedAt: Instant | null;
  readonly endedBy: EndedBy | null;
  readonly course: string | null;
  readonly lesson: string | null;
  /** The last person who owned it; null when only the bot spoke. */
  readonly agent: AgentId | null;
  /** Null while open. */
  readonly resolved: boolean | null;
  readonly handoffAt: Instant | null;
  readonly takenAt: Instant | null;
  readonly firstReplyAt: Instant | null;
  readonly stars: number | null;
  readonly reasons: readonly string[];
  readonly comment: string;
  readonly ratedAt: Instant | null;
  readonly helpedYes: number;
  readonly helpedNo: number;
  readonly kind: Kind;
}
