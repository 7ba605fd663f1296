/** The other figures of a support service. Each definition has its worked example in tests/unit/domain/metrics-service.test.ts. */
import { type ReportRow, share } from './metrics.ts';
import { between, type Duration, type Instant } from './time.ts';

const mean = (values: readonly number[]) =>
  share(
    values.reduce((total, value) => total + value, 0),
    values.length,
  );

/** The moments a question passes through, in order. */
export interface Stages {
  readonly sent: Instant;
  readonly stored: Instant;
  readonly classified: Instant;
  readonly handedOff: Instant;
  readonly assigned: Instant;
  readonly firstReply: Instant;
  readonly resolved: Instant;
}

/**
 * Stage times in milliseconds. receive = sent -> stored, classify = stored -> intent known, locate = hand-off -> a person
 * assigned, propose = assigned -> the person's first reply, solve = first reply -> resolved. `total` is their sum T; it equals
 * resolved - sent when the hand-off follows the classification at once, else the bot's turns lie between the two.
 */
export function stageTimes(at: Stages) {
  const receive = between(at.sent, at.stored);
  const classify = between(at.stored, at.classified);
  const locate = between(at.handedOff, at.assigned);
  const propose = between(at.assigned, at.firstReply);
  const solve = between(at.firstReply, at.resolved);
  return { receive, classify, locate, propose, solve, total: (receive + classify + locate + propose + solve) as Duration };
}

/** Utilisation = demand / capacity, both in the same unit (chats, hours); 1 is full, above 1 overloaded. Null without capacity. */
export const utilisation = (demand: number, capacity: number) => share(demand, capacity);

/** Idle share = 1 - utilisation, never below 0. Null without capacity. */
export function idleShare(demand: number, capacity: number): number | null {
  const used = utilisation(demand, capacity);
  return used === null ? null : Math.max(0, 1 - used);
}

/** Handling time: from a person taking a conversation to its end, summed over those that ended, in milliseconds. */
export function handlingTime(rows: readonly Pick<ReportRow, 'takenAt' | 'closedAt'>[]): Duration {
  return rows.reduce(
    (total, { takenAt, closedAt }) => (takenAt === null || closedAt === null ? total : total + between(takenAt, closedAt)),
    0,
  ) as Duration;
}

/** Mean wait = sum(total time - handling time) / learners, in milliseconds; those who never waited count with 0. Null without learners. */
export function meanWait(served: readonly { readonly total: Duration; readonly handling: Duration }[], learners: number) {
  return share(
    served.reduce((waited, { total, handling }) => waited + (total - handling), 0),
    learners,
  );
}

/** CSAT mean = sum of scores / number of scores, on the scale of the scores. Null without any. */
export const csatMean = (scores: readonly number[]) => mean(scores);

/** Value for effort = (perceived value - perceived effort) / expected value, from the three-question survey. Null when nothing was expected. */
export const valueForEffort = (perceivedValue: number, perceivedEffort: number, expectedValue: number) =>
  share(perceivedValue - perceivedEffort, expectedValue);

/** Churn = learners lost in the period / learners at its start, 0 to 1. Null when there were none. */
export const churn = (lost: number, atStart: number) => share(lost, atStart);

/** Response target = mean response time x service level, in the unit of `totalResponse`. Null without responses. */
export function responseTarget(totalResponse: number, responses: number, serviceLevel: number): number | null {
  const each = share(totalResponse, responses);
  return each === null ? null : each * serviceLevel;
}

/**
 * Service level = answered within `target` / all who asked for a person, 0 to 1. `waits` are milliseconds from the hand-off to
 * the person's first reply, null for those never answered, who count against it. Null without anybody.
 */
export const serviceLevel = (waits: readonly (Duration | null)[], target: Duration) =>
  share(waits.filter((wait) => wait !== null && wait <= target).length, waits.length);

/** The waits `serviceLevel` takes, from the conversations that asked for a person. */
export function firstReplyWaits(rows: readonly Pick<ReportRow, 'handoffAt' | 'firstReplyAt'>[]): (Duration | null)[] {
  return rows.flatMap(({ handoffAt, firstReplyAt }) => {
    if (handoffAt === null) return [];
    return [firstReplyAt === null ? null : between(handoffAt, firstReplyAt)];
  });
}
