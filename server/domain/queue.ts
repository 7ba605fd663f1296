/** Honest words for a learner who waits. Pure. */

/** Fewer finished waits than this say nothing about the next one. */
const MIN_WAITS = 3;

/**
 * Expected time left, in milliseconds: the median of (wait - waited) over the recent waits that lasted longer than this learner has
 * already waited (the conditional median of the empirical distribution). Null when fewer than three waits are known, or none of them
 * was this long: then nothing honest can be said.
 * @param waits finished waits in milliseconds, any order
 */
export function expectedWait(waits: readonly number[], waited: number): number | null {
  if (waits.length < MIN_WAITS) return null;
  const left = waits
    .filter((wait) => wait > waited)
    .map((wait) => wait - waited)
    .sort((a, b) => a - b);
  return left[Math.floor((left.length - 1) / 2)] ?? null;
}

/** The 1-based place of each in a queue ordered first asked first. */
export function placesIn<W extends { readonly id: unknown }>(
  queue: readonly W[],
): ReadonlyMap<W['id'], W & { readonly position: number }> {
  return new Map(queue.map((waiting, i) => [waiting.id, { ...waiting, position: i + 1 }]));
}
