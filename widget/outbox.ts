/** The persistent outbox: a command is written here before its first send and leaves only on ack. */
import type { LearnerCommand } from '#protocol/events.ts';
import type { Refusal } from '#protocol/refusals.ts';
import type { FileRef } from '#protocol/shapes.ts';

export interface Outgoing {
  /** 32 hex digits; the same through every retry. */
  readonly cid: string;
  /** Ascending in the order of asking, over all tabs. */
  readonly order: number;
  /** When it was asked, milliseconds since 1970 UTC. */
  readonly at: number;
  /** The conversation it was first sent to; null until then. */
  readonly conversation: string | null;
  readonly command: LearnerCommand;
  /** What the command names by id alone: a page that comes later shows them, and puts them back into the composer. */
  readonly files?: readonly FileRef[] | undefined;
  /** `acked`: stored by the server, kept in memory only until its entry is on the screen. */
  readonly state: 'waiting' | 'failed' | 'acked';
  /** Why it failed, or why it has to wait. */
  readonly refusal?: Refusal;
  /** Not before this moment (too fast, storage full). */
  readonly retryAt?: number;
}

/** Where the outbox lies: IndexedDB, localStorage or memory. Every method resolves only when the data is kept. */
export interface OutboxStore {
  all(): Promise<readonly Outgoing[]>;
  put(item: Outgoing): Promise<unknown>;
  remove(cid: string): Promise<void>;
  clear(): Promise<void>;
}

/** What to do about a refusal. Pure, so that the rules can be read and tested in one place. */
export type Verdict =
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'reopen'; readonly how: 'fresh' | 'signed-out' | 'not-yours' | 'identity' }
  | { readonly do: 'stop' }
  | { readonly do: 'fail' }
  | { readonly do: 'drop' };

/** What still makes sense in another conversation. A rating, a judgement or an end is about the one it was given in. */
export const moves = ({ type }: LearnerCommand): boolean => /say|ask|leave/.test(type);

const STORAGE_FULL_RETRY_MS = 5_000;
const CONFLICT_RETRY_MS = 300;

export function judge({ command, refusal: before }: Outgoing, refusal: Refusal): Verdict {
  // Without words of the learner's own there is nothing to save.
  const no: Verdict = { do: /say|leave|^rate/.test(command.type) ? 'fail' : 'drop' };
  switch (refusal.code) {
    case 'too-fast':
      return { do: 'wait', ms: Math.max(250, refusal.retryAfterMs ?? 2_000) };
    case 'storage-full':
      return { do: 'wait', ms: Math.max(STORAGE_FULL_RETRY_MS, refusal.retryAfterMs ?? 0) };
    case 'conflict':
      return { do: 'wait', ms: CONFLICT_RETRY_MS };
    case 'signed-out':
    case 'identity':
      return { do: 'reopen', how: refusal.code };
    case 'outdated':
      return { do: 'stop' };
    case 'closed':
      return moves(command) && command.type !== 'leave-contact' ? { do: 'reopen', how: 'fresh' } : no;
    case 'not-yours':
      // Written for a conversation this learner no longer has (a restored database, a cleared token): ask where to go, once.
      return moves(command) && before?.code !== 'not-yours' ? { do: 'reopen', how: 'not-yours' } : no;
    default:
      return no;
  }
}

/** The next command to send at `now`, or how long to wait for it. Failed ones stand aside and hold nobody up. */
export function nextUp(items: readonly Outgoing[], now: number): Outgoing | { readonly waitMs: number } | undefined {
  const first = [...items].sort(byOrder).find((item) => item.state === 'waiting');
  if (!first) return undefined;
  return first.retryAt !== undefined && first.retryAt > now ? { waitMs: first.retryAt - now } : first;
}

export const byOrder = (a: Outgoing, b: Outgoing): number => a.order - b.order || (a.cid < b.cid ? -1 : 1);

/** 128 random bits as 32 hex digits. */
export function newCid(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
