/** Strings to their numbers as one typed array: a model with a hundred thousand of them moves between threads and disk without being rebuilt. */

/** Open addressing; per slot a check of the string and its number plus one (0: free). Plain data. */
export interface StringTable {
  readonly slots: Int32Array;
  readonly size: number;
}

/** The n-th string gets number n. The strings must differ. */
export function tabulate(strings: Iterable<string>): StringTable {
  const list = [...strings];
  let capacity = 16;
  while (capacity < list.length * 2) capacity *= 2;
  const slots = new Int32Array(capacity * 2);
  list.forEach((text, number) => {
    const [at, check] = place(text);
    let slot = at & (capacity - 1);
    while (slots[slot * 2 + 1] !== 0) slot = (slot + 1) & (capacity - 1);
    slots[slot * 2] = check;
    slots[slot * 2 + 1] = number + 1;
  });
  return { slots, size: list.length };
}

/** -1: not among them. A stranger passes for one of them once in billions. */
export function numberOf({ slots }: StringTable, text: string): number {
  const last = slots.length / 2 - 1;
  const [at, check] = place(text);
  for (let slot = at & last; ; slot = (slot + 1) & last) {
    const number = slots[slot * 2 + 1] ?? 0;
    if (number === 0) return -1;
    if (slots[slot * 2] === check) return number - 1;
  }
}

const found: [at: number, check: number] = [0, 0];
/** Two hashes of 32 bits (cyrb53's mixing). The pair is used again by the next call. */
function place(text: string): readonly [at: number, check: number] {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  found[0] = a;
  found[1] = b;
  return found;
}

/** Many strings as one, for the same reason. */
export interface StringList {
  readonly joined: string;
  /** Where each ends in `joined`. */
  readonly ends: Int32Array;
}
export function listOf(strings: readonly string[]): StringList {
  let end = 0;
  return { joined: strings.join(''), ends: Int32Array.from(strings, (s) => (end += s.length)) };
}
/** The n-th, null when there is none. */
export const stringAt = ({ joined, ends }: StringList, n: number): string | null =>
  n < 0 || n >= ends.length ? null : joined.slice(ends[n - 1] ?? 0, ends[n]);
