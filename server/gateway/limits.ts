/** How much of everything one learner, one address, one site may do. Per learner first: a class behind one address chats normally. */
import type { Instant } from '#domain/time.ts';
import { type Buckets, createBuckets } from './buckets.ts';
import type { Rate, RateName } from './ports.ts';

export const DEFAULT_RATES: Readonly<Record<RateName, Rate>> = {
  messages: { count: 10, perMs: 10_000 },
  messagesPerHour: { count: 200, perMs: 3_600_000 },
  files: { count: 30, perMs: 86_400_000 },
  filesOfSite: { count: 2_000, perMs: 86_400_000 },
  commands: { count: 60, perMs: 10_000 },
  newLearners: { count: 600, perMs: 60_000 },
  addressCommands: { count: 3_000, perMs: 10_000 },
  siteCommands: { count: 50_000, perMs: 10_000 },
  socketEvents: { count: 30, perMs: 1_000 },
  handshakes: { count: 2_000, perMs: 1_000 },
};

interface Caller {
  readonly learner: string;
  readonly site: string;
  readonly address: string;
}

export interface Limits {
  /** Each answers 0 for "go on", else the milliseconds to wait. */
  message(caller: Caller, now: Instant): number;
  command(caller: Caller, now: Instant): number;
  /** What may be lost, typing and places: as many as commands, but however many pages send, none of them costs anybody a word. */
  signal(caller: Caller, now: Instant): number;
  /** Of one person (learner or agent), then of the site. */
  file(caller: Caller, now: Instant): number;
  /** An upload broke off: it was no file. As many as there may be files, or breaking off would cost nothing. */
  brokeOff(caller: Caller, now: Instant): void;
  newLearner(address: string, now: Instant): number;
  handshake(now: Instant): number;
  /** A bucket for one socket's events. */
  socketEvents(): Buckets;
}

export function createLimits(rates: Readonly<Record<RateName, Rate>>): Limits {
  const messages = createBuckets(rates.messages);
  const messagesPerHour = createBuckets(rates.messagesPerHour);
  const files = createBuckets(rates.files);
  const filesOfSite = createBuckets(rates.filesOfSite);
  const broken = createBuckets(rates.files);
  const commands = createBuckets(rates.commands);
  const signals = createBuckets(rates.commands);
  const signalsOfAddress = createBuckets(rates.addressCommands);
  const signalsOfSite = createBuckets(rates.siteCommands);
  const newLearners = createBuckets(rates.newLearners);
  const addresses = createBuckets(rates.addressCommands);
  const sites = createBuckets(rates.siteCommands);
  const handshakes = createBuckets(rates.handshakes);
  const shared = (caller: Caller, now: Instant) => addresses.take(caller.address, now) || sites.take(caller.site, now);
  const command = (caller: Caller, now: Instant) => commands.take(caller.learner, now) || shared(caller, now);
  return {
    command,
    signal: (caller, now) =>
      signals.take(caller.learner, now) || signalsOfAddress.take(caller.address, now) || signalsOfSite.take(caller.site, now),
    file: (caller, now) => files.take(caller.learner, now) || filesOfSite.take(caller.site, now),
    brokeOff(caller, now) {
      if (broken.take(caller.learner, now) > 0) return;
      files.give(caller.learner);
      filesOfSite.give(caller.site);
    },
    // The learner's own limits come first: a flooder spends nothing of what the address shares.
    message: (caller, now) =>
      messages.take(caller.learner, now) || messagesPerHour.take(caller.learner, now) || command(caller, now),
    newLearner: (address, now) => newLearners.take(address, now),
    handshake: (now) => handshakes.take('all', now),
    socketEvents: () => createBuckets(rates.socketEvents, 1),
  };
}
