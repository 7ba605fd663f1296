/** Messages that ask the same, put together, so that an owner teaches once what many learners asked. Pure and deterministic. */
import type { Tongue } from '#domain/understanding.ts';
import { blocksOf } from './features.ts';
import { sentenceKey, words } from './normalise.ts';

interface Said {
  readonly text: string;
  readonly tongue: Tongue;
}
/** Words, runs of words, letters inside words; gapped pairs tell too little in a short message. */
const BLOCKS = [0, 1, 3] as const;
const LOUDNESS = [1, 0.5, 0, 0.6] as const;
/** Cosine from which two messages ask the same. Set on the held-out sentences: higher splits paraphrases, lower mixes topics. */
const ALIKE = { en: 0.42, zh: 0.34 } as const;

type Weights = ReadonlyMap<string, number>;

function features({ text, tongue }: Said): Map<string, number> {
  const blocks = blocksOf(tongue, words(text));
  const found = new Map<string, number>();
  for (const block of BLOCKS) for (const feature of new Set(blocks[block])) found.set(`${block}${feature}`, LOUDNESS[block]);
  return found;
}

/** How telling each feature is: rare ones count more. `background` is how the site's learners speak anyway. */
function rarity(all: readonly ReadonlyMap<string, number>[]): (feature: string) => number {
  const seen = new Map<string, number>();
  for (const own of all) for (const feature of own.keys()) seen.set(feature, (seen.get(feature) ?? 0) + 1);
  return (feature) => Math.log((all.length + 1) / ((seen.get(feature) ?? 0) + 0.5));
}

function weigh(own: ReadonlyMap<string, number>, rare: (feature: string) => number): Weights {
  const weighed = [...own].map(([feature, loud]) => [feature, loud * rare(feature)] as const);
  const length = Math.sqrt(weighed.reduce((sum, [, value]) => sum + value * value, 0)) || 1;
  return new Map(weighed.map(([feature, value]) => [feature, value / length]));
}

/** Leaders found so far, by feature: a message is compared only with those it shares something with. */
class Leaders {
  readonly #groups = new Map<string, [group: number, weight: number][]>();

  add(group: number, weights: Weights): void {
    for (const [feature, weight] of weights) {
      const list = this.#groups.get(feature) ?? [];
      this.#groups.set(feature, list);
      list.push([group, weight]);
    }
  }
  /** The most similar group and its cosine; the earlier one when two are equal. */
  nearest(weights: Weights): readonly [group: number, cosine: number] {
    const sums = new Map<number, number>();
    for (const [feature, weight] of weights)
      for (const [group, other] of this.#groups.get(feature) ?? []) sums.set(group, (sums.get(group) ?? 0) + weight * other);
    return [...sums].reduce(
      (best, next) => (next[1] > best[1] || (next[1] === best[1] && next[0] < best[0]) ? next : best),
      [-1, 0],
    );
  }
}

/**
 * Every item stands in exactly one group, in the order given; the first of a group leads it, and groups come in the order of
 * their leaders. Give old items first, so that a group keeps its leader. `background`: texts that show which words are common.
 */
export function groupAlike<T extends Said>(items: readonly T[], background: readonly Said[]): readonly (readonly T[])[] {
  return (['en', 'zh'] as const)
    .flatMap((tongue) => inOneTongue(tongue, items.filter(of(tongue)), background.filter(of(tongue))))
    .sort((a, b) => items.indexOf(a[0] as T) - items.indexOf(b[0] as T));
}
const of = (tongue: Tongue) => (said: Said) => said.tongue === tongue;

function inOneTongue<T extends Said>(tongue: Tongue, items: readonly T[], background: readonly Said[]): T[][] {
  const own = items.map(features);
  const rare = rarity([...own, ...background.map(features)]);
  const groups: T[][] = [];
  const same = new Map<string, number>();
  const leaders = new Leaders();
  items.forEach((item, index) => {
    const key = sentenceKey(words(item.text));
    const weights = weigh(own[index] ?? new Map(), rare);
    const [near, cosine] = leaders.nearest(weights);
    const group = same.get(key) ?? (cosine >= ALIKE[tongue] ? near : undefined);
    const place = group ?? groups.push([]) - 1;
    groups[place]?.push(item);
    same.set(key, place);
    if (group === undefined) leaders.add(place, weights);
  });
  return groups;
}
