/** Messages that ask the same, put together, so that an owner teaches once what many learners asked. Deterministic. */
import { setImmediate } from 'node:timers/promises';
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

/** What this many texts, or this share of them, have in common tells nothing. */
const COMMON_AT_LEAST = 40;
const COMMON_SHARE = 0.05;
const MAX_FEATURES = 60;
/** Messages dealt with before other work gets its turn: a few milliseconds. */
const IN_A_ROW = 20;

type Weights = ReadonlyMap<string, number>;

function features({ text, tongue }: Said): Map<string, number> {
  const blocks = blocksOf(tongue, words(text));
  const found = new Map<string, number>();
  for (const block of BLOCKS) for (const feature of new Set(blocks[block])) found.set(`${block}${feature}`, LOUDNESS[block]);
  return found;
}

/** In how many texts each feature stands: what learners of this site say anyway. */
export interface Habits {
  readonly texts: number;
  readonly counts: ReadonlyMap<string, number>;
}
export function habitsOf(texts: readonly Said[]): Habits {
  const counts = new Map<string, number>();
  for (const said of texts) for (const feature of features(said).keys()) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  return { texts: texts.length, counts };
}

/** How telling each feature is: rare ones count more, those of every twentieth text and more not at all. */
function rarity(own: readonly ReadonlyMap<string, number>[], habits: Habits): (feature: string) => number {
  const seen = new Map<string, number>();
  for (const one of own) for (const feature of one.keys()) seen.set(feature, (seen.get(feature) ?? 0) + 1);
  const all = own.length + habits.texts;
  const common = Math.max(COMMON_AT_LEAST, all * COMMON_SHARE);
  return (feature) => {
    const count = (seen.get(feature) ?? 0) + (habits.counts.get(feature) ?? 0);
    return count > common ? 0 : Math.log((all + 1) / (count + 0.5));
  };
}

/** The most telling features alone, scaled to length 1: the work per message is bounded. */
function weigh(own: ReadonlyMap<string, number>, rare: (feature: string) => number): Weights {
  const weighed = [...own].map(([feature, loud]) => [feature, loud * rare(feature)] as const).filter(([, value]) => value > 0);
  const telling = weighed.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, MAX_FEATURES);
  const length = Math.sqrt(telling.reduce((sum, [, value]) => sum + value * value, 0)) || 1;
  return new Map(telling.map(([feature, value]) => [feature, value / length]));
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
 * their leaders. Give old items first, so that a group keeps its leader. `habits`, of all languages, show which words are common.
 * Other work on this thread gets its turn in between.
 */
export async function groupAlike<T extends Said>(items: readonly T[], habits: Habits): Promise<readonly (readonly T[])[]> {
  const en = await inOneTongue('en', items, habits);
  const zh = await inOneTongue('zh', items, habits);
  return [...en, ...zh].sort((a, b) => items.indexOf(a[0] as T) - items.indexOf(b[0] as T));
}

async function inOneTongue<T extends Said>(tongue: Tongue, all: readonly T[], habits: Habits): Promise<T[][]> {
  const items = all.filter((item) => item.tongue === tongue);
  const own: Map<string, number>[] = [];
  for (const item of items) {
    own.push(features(item));
    if (own.length % IN_A_ROW === 0) await setImmediate();
  }
  const rare = rarity(own, habits);
  const groups: T[][] = [];
  const same = new Map<string, number>();
  const leaders = new Leaders();
  for (const [index, item] of items.entries()) {
    if (index % IN_A_ROW === 0) await setImmediate();
    const key = sentenceKey(words(item.text));
    const weights = weigh(own[index] ?? new Map(), rare);
    const [near, cosine] = leaders.nearest(weights);
    const group = same.get(key) ?? (cosine >= ALIKE[tongue] ? near : undefined);
    const place = group ?? groups.push([]) - 1;
    groups[place]?.push(item);
    same.set(key, place);
    if (group === undefined) leaders.add(place, weights);
  }
  return groups;
}
