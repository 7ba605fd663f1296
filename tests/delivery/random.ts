/** Chance from a seed, so that a run that failed can be told to happen again. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** A whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number;
  chance(share: number): boolean;
  pick<const T>(items: readonly [T, ...T[]]): T;
  /** Another stream, independent of how often this one is asked. */
  fork(name: string): Random;
}

/** mulberry32: 32 bits of state, good enough to choose faults with. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    whole: (from, to) => from + Math.floor(next() * (to - from + 1)),
    chance: (share) => next() < share,
    pick: (items) => items[Math.floor(next() * items.length)] ?? items[0],
    fork(name) {
      let hash = seed >>> 0;
      for (const char of name) hash = (Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) + 0x9e3779b9) >>> 0;
      return seeded(hash);
    },
  };
}
