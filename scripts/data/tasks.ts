/** The small tasks that the encoder and the maps learn from: some intents of one language, a few sentences of each. */
import { shuffled } from '#scripts/data/corpora.ts';

/** Whatever stands for a sentence, by language, domain and intent. */
export type Pools<T> = readonly Pool<T>[];
export type Pool<T> = readonly Domain<T>[];
export type Domain<T> = readonly (readonly T[])[];

/** Share of the tasks whose intents are near neighbours: of as few domains as give enough. A table is mostly of one domain. */
const NEIGHBOURS = 0.5;

export const mapPools = <T, U>(pools: Pools<T>, change: (one: T) => U): Pools<U> =>
  pools.map((pool) => pool.map((domain) => domain.map((intent) => intent.map(change))));
export const intentsOf = <T>(pools: Pools<T>): (readonly T[])[] => pools.flat(2);

/** Draws `count` intents (fewer where a language has fewer), each with its sentences in another order; none has fewer than `least`. */
export function tasksOf<T>(pools: Pools<T>, count: number, least: number): (chance: () => number) => (readonly T[])[] {
  const able = pools.map((pool) => pool.map((domain) => domain.filter((intent) => intent.length >= least)));
  // A language as often as it has intents.
  const byIntent = able.flatMap((pool) => pool.flat().map(() => pool));
  return (chance) => {
    const pool = byIntent[Math.floor(chance() * byIntent.length)] ?? [];
    const intents =
      chance() < NEIGHBOURS
        ? shuffled(pool, chance).flatMap((domain) => shuffled(domain, chance))
        : shuffled(pool.flat(), chance);
    return intents.slice(0, count).map((intent) => shuffled(intent, chance));
  };
}
