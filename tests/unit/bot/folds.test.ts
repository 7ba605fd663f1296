import { expect, test } from 'vitest';
import { foldsOf } from '#bot/members/folds.ts';
import type { Sense } from '#bot/members/panel.ts';

const at = (angle: number): Sense =>
  ({ sentence: { point: Float32Array.of(Math.cos(angle), Math.sin(angle)), elsewhere: 0 }, words: null }) as unknown as Sense;

test('B90 sentences of one family are held out together', () => {
  // Five families of two, given mixed; a second class that is dealt; and a title, which only teaches.
  const angles = [0, 0.6, 1.2, 1.8, 2.4, 0.01, 0.61, 1.21, 1.81, 2.41];
  const senses = [...angles, ...angles, 0].map(at);
  const labels = senses.map((_, i) => (i >= 10 && i < 20 ? 1 : 0));
  const foldOf = foldsOf(
    { senses, labels, classes: 2 },
    senses.map((_, i) => i < 20),
    5,
  );
  const folds = Array.from({ length: 20 }, (_, i) => foldOf.get(i));
  expect(foldOf.size).toBe(20);
  for (let family = 0; family < 5; family++) expect(folds[family]).toBe(folds[family + 5]);
  expect(new Set(folds.slice(0, 10)).size).toBe(5);
  expect(folds.slice(10).map((fold) => folds.slice(10).filter((f) => f === fold).length)).toEqual(Array(10).fill(2));
});

test('B90 classes of one example do not all fall into the same fold', () => {
  const senses = Array.from({ length: 10 }, (_, i) => at(i));
  const foldOf = foldsOf(
    { senses, labels: senses.map((_, i) => i), classes: 10 },
    senses.map(() => true),
    5,
  );
  expect([...foldOf.values()].sort()).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4]);
});
