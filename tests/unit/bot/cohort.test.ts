import { describe, expect, test } from 'vitest';
import { cohortOf, decodeCohorts, encodeCohorts, likeliestIn } from '#bot/members/cohort.ts';
import { gaussians, likelihoods, unseen } from '#bot/members/gaussian.ts';
import type { Space } from '#bot/members/projection.ts';
import { senseOf, shippedMaps } from '#bot/members/sense.ts';
import { words } from '#bot/normalise.ts';
import { dice } from '#scripts/data/corpora.ts';

const DIMENSIONS = 20;
const chance = dice(3);
const row = (length: number, from: number, to: number) => Float32Array.from({ length }, () => from + chance() * (to - from));
const space: Space = { scale: row(DIMENSIONS, 0.5, 2), between: row(DIMENSIONS, 0.1, 3) };
const groups = Array.from({ length: 13 }, () => {
  const middle = row(DIMENSIONS, -2, 2);
  return Array.from({ length: 12 }, () => middle.map((v) => v + chance() - 0.5));
});

describe('other people’s intents', () => {
  test('B141 how likely a message is there is what the table’s own intents are measured by', () => {
    const own = gaussians(
      groups.flat(),
      groups.flatMap((group, k) => group.map(() => k)),
      groups.length,
      space,
    );
    const cohort = cohortOf(groups, space);
    for (let i = 0; i < 20; i++) {
      const point = row(DIMENSIONS, -3, 3);
      const scores = new Float32Array(groups.length);
      likelihoods(own, point, scores);
      expect(likeliestIn(cohort, space, point) + unseen(own, point)).toBeCloseTo(Math.max(...scores), 2);
    }
  });

  test('B141 a file gives back what was written, to 7 bits', () => {
    const all = cohortOf(groups, space);
    const some = cohortOf(groups.slice(3), space);
    const back = decodeCohorts(encodeCohorts({ words: all, sentence: some }));
    expect([back.words.count, back.sentence.count]).toEqual([13, 10]);
    for (const [was, is] of [[all, back.words] as const, [some, back.sentence] as const])
      was.means.forEach((v, i) => {
        expect(Math.abs((is.means[i] as number) - v)).toBeLessThan(0.05);
      });
  });

  test.each([
    ['en', 'cancel my flight booking please', 'walrus purple seldom gravel harp'],
    ['zh', '我想退掉机票', '海象紫罕见砾竖琴'],
  ] as const)(
    'B141 the shipped ones (%s) know a matter of other people’s better than words thrown together',
    (tongue, text, salad) => {
      const elsewhere = (said: string) =>
        senseOf(tongue, words(said), null, shippedMaps()).words?.elsewhere ?? Number.NEGATIVE_INFINITY;
      expect(elsewhere(text)).toBeGreaterThan(elsewhere(salad));
    },
  );
});
