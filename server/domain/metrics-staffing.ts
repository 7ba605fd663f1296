/**
 * How many people a service level needs: Erlang C (A. K. Erlang, 1917), the M/M/N queue. It assumes random arrivals and that
 * nobody gives up, so it asks for slightly more people than needed. One person serves one chat; for people who serve c chats at
 * once divide `agents` by c and round up.
 */

export interface Demand {
  readonly arrivalsPerHour: number;
  /** Mean time one chat keeps a person busy, in seconds. */
  readonly handlingSeconds: number;
}

/** Work that arrives, in erlangs: people who would be busy all the time. */
export const load = ({ arrivalsPerHour, handlingSeconds }: Demand) => (arrivalsPerHour * handlingSeconds) / 3600;

/**
 * Erlang C: the probability, 0 to 1, that somebody must wait, with `erlangs` of work on `agents` people; 1 when the work is more
 * than they can do. By the recursion of Erlang B, which neither overflows nor loses digits as the textbook's factorials do.
 */
export function waitProbability(erlangs: number, agents: number): number {
  if (erlangs <= 0) return 0;
  if (erlangs >= agents) return 1;
  let blocked = 1;
  for (let n = 1; n <= agents; n++) blocked = (erlangs * blocked) / (n + erlangs * blocked);
  return (agents * blocked) / (agents - erlangs * (1 - blocked));
}

/** Share of people answered within `targetSeconds`: 1 - Pw e^(-(N - A) t / AHT). 0 when the work is more than they can do. */
export function expectedServiceLevel(demand: Demand, agents: number, targetSeconds: number): number {
  const erlangs = load(demand);
  if (erlangs <= 0) return 1;
  if (erlangs >= agents) return 0;
  return 1 - waitProbability(erlangs, agents) * Math.exp((-(agents - erlangs) * targetSeconds) / demand.handlingSeconds);
}

/** Mean wait over everybody, in seconds: Pw AHT / (N - A). Infinity when the work is more than they can do. */
export function expectedWaitSeconds(demand: Demand, agents: number): number {
  const erlangs = load(demand);
  if (erlangs <= 0) return 0;
  if (erlangs >= agents) return Number.POSITIVE_INFINITY;
  return (waitProbability(erlangs, agents) * demand.handlingSeconds) / (agents - erlangs);
}

/**
 * The least people with whom `level` (0 to below 1) of the learners are answered within `targetSeconds`. Throws RangeError for
 * a level of 1 or more, which no number of people can promise, and for figures that are negative or not numbers.
 */
export function staffNeeded(demand: Demand, level: number, targetSeconds: number): number {
  if (!(level >= 0 && level < 1)) throw new RangeError(`A service level is from 0 to below 1, such as 0.8; this is ${level}.`);
  const erlangs = load(demand);
  if (!(Number.isFinite(erlangs) && erlangs >= 0 && demand.handlingSeconds >= 0 && targetSeconds >= 0))
    throw new RangeError('Arrivals, handling time and target are numbers from 0 up.');
  let agents = erlangs === 0 ? 0 : Math.floor(erlangs) + 1;
  while (expectedServiceLevel(demand, agents, targetSeconds) < level) agents++;
  return agents;
}
