/** What the gateway is made from. The store's types are reached through the desk: the gateway never opens a store. */

import type { Desk } from '#desk/desk.ts';
import type { Channel } from '#domain/events.ts';
import type { Ids } from '#domain/ids.ts';
import type { Clock } from '#domain/time.ts';
import type { IdentityConfig } from './identity-keys.ts';
import type { Limits } from './limits.ts';
import type { TrackedEvents } from './tracked.ts';
import type { Unlisted } from './unlisted.ts';

export type Store = Desk['store'];
export type Learner = Parameters<Desk['open']>[0];
export type Pass = NonNullable<Awaited<ReturnType<Store['learners']['byPass']>>>['pass'];
export type Agent = NonNullable<Awaited<ReturnType<Store['agents']['get']>>>;
export type Row = NonNullable<Awaited<ReturnType<Desk['row']>>>;
export type LearnerChannel = Exclude<Channel, 'email'>;

/** Structured log, pino's way: fields first, then words that never change. No message text, token or raw address. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface GatewayConfig {
  /** Where browsers reach this server, without a trailing slash; null: only loopback names and bare addresses are trusted. */
  readonly publicUrl: string | null;
  /** Origins that may embed the widget; null: the server's own, and loopback while the server is not public. */
  readonly allowedOrigins: readonly string[] | null;
  /** How many proxies in front may be believed about X-Forwarded-For; 0: none. */
  readonly trustProxy: number;
  readonly siteName: string;
  /** BCP 47 tag the console starts in. */
  readonly siteLang: string;
  readonly timeZone: string;
  /** Bearer token for /metrics; null: loopback only. */
  readonly metricsToken: string | null;
  /** Whether files may be sent. */
  readonly attachments: boolean;
  readonly identity: IdentityConfig;
  readonly rates: Readonly<Record<RateName, Rate>>;
  /** Built pages: widget/, console/ and demo/ stand in here. */
  readonly webDir: string;
}

/** `count` per `perMs` milliseconds. */
export interface Rate {
  readonly count: number;
  readonly perMs: number;
}

export type RateName =
  | 'messages'
  | 'messagesPerHour'
  | 'files'
  | 'filesOfSite'
  | 'commands'
  | 'newLearners'
  | 'addressCommands'
  | 'siteCommands'
  | 'socketEvents'
  | 'handshakes';

export interface Gateway {
  readonly desk: Desk;
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly config: GatewayConfig;
  readonly limits: Limits;
  readonly tracked: TrackedEvents;
  readonly unlisted: Unlisted;
  /** An address as logs may have it: the same mark for the same address, for a day. */
  markOf(address: string): string;
  /** Tells the store's "disk full" from other errors. */
  isStorageFull(error: unknown): boolean;
}
