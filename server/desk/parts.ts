/** What the desk is made from. Time, chance and the business hours are handed in. */
import type { Bot } from '#bot/bot.ts';
import type { Ids } from '#domain/ids.ts';
import type { Clock, Instant } from '#domain/time.ts';
import type { Tongue } from '#domain/understanding.ts';
import type { Files } from '#store/files.ts';
import type { Store } from '#store/store.ts';

export interface Schedule {
  isOpen(at: Instant): boolean;
  /** When the desk opens next; null while it is open, and when the schedule never says. */
  nextOpen(at: Instant): Instant | null;
  today(at: Instant, tongue: Tongue): string;
  next(at: Instant, tongue: Tongue): string;
}

export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface DeskParts {
  readonly store: Store;
  /** Where attachments lie. */
  readonly files: Files;
  readonly bot: Bot;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly schedule: Schedule;
  /** Named in answers as {site.name}. */
  readonly siteName: string;
  /** A conversation left with the bot is closed after this long without a word. Milliseconds. */
  readonly idleCloseMs: number;
  /** A conversation without a word for this long is removed, with its learner when it was the last. Milliseconds. */
  readonly retentionMs: number;
  /** An agent without a socket for this long gives their conversations back to the queue. Milliseconds. */
  readonly awayMs: number;
}

/** The bot's language for a BCP 47 tag. */
export const tongueOf = (lang: string): Tongue => (/^zh\b/i.test(lang) ? 'zh' : 'en');
