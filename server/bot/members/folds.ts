/** Which examples are held out together, so that the rest can be asked about them as about a stranger's sentences. */
import type { Lessons, Sense } from './panel.ts';

/** Chains are made of so many examples at most: their cost is the square of it. */
const CHAIN = 256;

/**
 * The fold of each example with `held[i]`, 0 up to `folds` - 1. Owners write sentences in families ("reset my password", "reset my
 * password please"): dealt out one by one, each has a sibling to be known by, and the trials promise more than strangers' sentences
 * keep. So every other class is laid out along a chain of nearest neighbours and cut into pieces; the rest is dealt, for learners
 * also repeat what the owner wrote.
 */
export function foldsOf({ senses, labels, classes }: Lessons, held: readonly boolean[], folds: number): Map<number, number> {
  const members = Array.from({ length: classes }, (): number[] => []);
  held.forEach((yes, i) => {
    if (yes) members[labels[i] as number]?.push(i);
  });
  const foldOf = new Map<number, number>();
  members.forEach((mine, k) => {
    // From a fold of its own on: small classes must not all fall into the first.
    if (k % 2 === 1) for (const [place, i] of mine.entries()) foldOf.set(i, (place + k) % folds);
    else
      for (let from = 0; from < mine.length; from += CHAIN) {
        const chain = chainOf(mine.slice(from, from + CHAIN), senses);
        const pieces = Math.max(folds, chain.length);
        for (const [place, i] of chain.entries()) foldOf.set(i, (Math.floor((place * folds) / pieces) + k) % folds);
      }
  });
  return foldOf;
}

/** Starts with the first and goes on with whichever of the rest is most alike. */
function chainOf(examples: readonly number[], senses: readonly Sense[]): number[] {
  const rest = examples.map((i) => ({ i, point: pointOf(senses[i]) }));
  const chain: number[] = [];
  let at = rest.shift();
  while (at !== undefined) {
    chain.push(at.i);
    let next = 0;
    let most = Number.NEGATIVE_INFINITY;
    for (let n = 0; n < rest.length; n++) {
      const likeness = dot(at.point, (rest[n] as (typeof rest)[number]).point);
      if (likeness > most) {
        most = likeness;
        next = n;
      }
    }
    [at] = rest.splice(next, 1);
  }
  return chain;
}

/** Of length 1. */
function pointOf(sense: Sense | undefined): Float32Array | null {
  const point = (sense?.sentence ?? sense?.words)?.point ?? null;
  const length = Math.sqrt(dot(point, point)) || 1;
  return point?.map((v) => v / length) ?? null;
}
function dot(a: Float32Array | null, b: Float32Array | null): number {
  let sum = 0;
  if (a !== null && a.length === b?.length) for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
