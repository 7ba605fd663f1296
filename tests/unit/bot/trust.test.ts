import { describe, expect, test } from 'vitest';
import type { Opinion } from '#bot/members/panel.ts';
import { familiarity, probabilities, trustIn } from '#bot/members/trust.ts';
import { dice } from '#scripts/data/corpora.ts';

const CLASSES = 12;
/** An example of class `label` that each member takes for its own class, by a clear lead, and more or less for the next one. */
function trial(label: number, chance: () => number): { opinion: Opinion; label: number } {
  const likeNext = chance();
  const scores = () =>
    Float32Array.from({ length: CLASSES }, (_, k) =>
      k === label ? 3 + chance() : k === (label + 1) % CLASSES ? (likeNext > 0.7 ? 2.9 : likeNext) : 0,
    );
  const opinion: Opinion = {
    lexical: scores(),
    bayes: scores(),
    nearest: scores(),
    words: scores(),
    sentence: null,
    border: null,
    known: 0.5 + chance() / 2,
    closest: new Int32Array(1),
    elsewhere: { words: null, sentence: null },
    vector: { ids: new Int32Array(0), values: new Float32Array(0), known: 1 },
  };
  return { opinion, label };
}
const same = (a: number, b: number): boolean => a === b;

describe('what the trials teach about strangers', () => {
  test('B93 a table that makes no mistakes in the trials still refuses what no intent is about', () => {
    const chance = dice(5);
    const trials = Array.from({ length: 600 }, (_, i) => trial(i % CLASSES, chance));
    const trust = trustIn('light', trials, same);
    expect(trust.sure).toBeGreaterThan(trust.unknown);
    const reach = (hidden: boolean): number =>
      trials.filter(({ opinion, label }) => {
        const open = Array.from({ length: CLASSES }, (_, k) => !hidden || k !== label);
        const best = Math.max(...probabilities(trust, 'light', opinion, open));
        return familiarity(trust, 'light', opinion, best, open) >= trust.sure;
      }).length / trials.length;
    expect(reach(true)).toBeLessThanOrEqual(0.051);
    expect(reach(false)).toBeGreaterThan(0.5);
  });

  test('B93 with a single intent there are no strangers to learn from, and it is answered', () => {
    const chance = dice(6);
    const trials = Array.from({ length: 40 }, () => {
      const { opinion } = trial(0, chance);
      const one = (list: Float32Array | null) => list?.slice(0, 1) ?? null;
      const [lexical, bayes, nearest] = [opinion.lexical, opinion.bayes, opinion.nearest].map((l) => l.slice(0, 1)) as [
        Float32Array,
        Float32Array,
        Float32Array,
      ];
      return { opinion: { ...opinion, lexical, bayes, nearest, words: one(opinion.words) }, label: 0 };
    });
    const trust = trustIn('light', trials, same);
    expect(trust.sure).toBe(trust.unknown);
  });

  test('B141 the better a message would fit other people’s intents, the stranger it looks; fitting none makes it no more familiar', () => {
    const chance = dice(5);
    const trials = Array.from({ length: 200 }, (_, i) => {
      const { opinion, label } = trial(i % CLASSES, chance);
      return { opinion: { ...opinion, elsewhere: { words: i % 7, sentence: null } }, label };
    });
    const trust = trustIn('light', trials, same);
    const { opinion } = trial(3, chance);
    const look = (words: number) => familiarity(trust, 'light', { ...opinion, elsewhere: { words, sentence: null } }, 0.9);
    expect(look(9)).toBeLessThan(look(6));
    expect(look(6)).toBeLessThan(look(-9));
    expect(look(-99)).toBe(look(-9));
  });
});
