/** Axes for the charts. Pure. */

/** Round steps (1, 2, 5 times a power of ten, never below 1) from 0 to at least `max`. */
export function countTicks(max: number, wanted = 4): readonly number[] {
  const rough = Math.max(1, max) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 5, 10].map((times) => times * power).find((size) => size >= rough) ?? 10 * power);
  const top = Math.ceil(Math.max(1, max) / step) * step;
  return Array.from({ length: Math.round(top / step) + 1 }, (_, index) => index * step);
}

/** Maps [from, to] to [start, end]; a domain without width lands on the start. */
export function linear(from: number, to: number, start: number, end: number): (value: number) => number {
  const span = to - from;
  return (value) => (span === 0 ? start : start + ((value - from) / span) * (end - start));
}

/** Indexes to label so that at most `most` labels stand, first and last included, evenly spaced. */
export function labelled(count: number, most: number): readonly number[] {
  if (count <= most) return Array.from({ length: count }, (_, index) => index);
  const step = Math.ceil((count - 1) / (most - 1));
  const out: number[] = [];
  for (let index = count - 1; index >= 0; index -= step) out.unshift(index);
  return out;
}
