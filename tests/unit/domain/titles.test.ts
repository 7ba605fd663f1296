import { expect, it } from 'vitest';
import { placeNames } from '#console/words/place.ts';
import { figures } from '#domain/metrics.ts';
import { titlesOf } from '#domain/titles.ts';
import { reportRow } from '#tests/support/report-rows.ts';
import { T0 } from '#tests/support/samples.ts';

const rows = [
  reportRow({ course: 'py', lesson: 'l1', courseTitle: 'Python', lessonTitle: 'Loops' }),
  reportRow({ course: 'py', lesson: 'l1', courseTitle: 'Python from zero', lessonTitle: null }),
  reportRow({ course: 'js', lesson: 'l1', stars: 1, ratedAt: T0, comment: '太快' }),
];

it('A112 courses and lessons have the latest title that a page gave; lessons of two courses do not lend each other theirs', () => {
  const titles = titlesOf(rows);
  expect(titles.of('py', 'l1')).toMatchObject({ courseTitle: 'Python from zero', lessonTitle: 'Loops' });
  expect(titles.of('js', 'l1')).toMatchObject({ courseTitle: null, lessonTitle: null });
  expect(titles.of(null, null)).toEqual({ course: null, lesson: null, courseTitle: null, lessonTitle: null });
});

it('A112 figures and comments name them so, by the id only where no title is known', () => {
  const { byCourse, comments } = figures(rows, 'UTC');
  expect(byCourse.map(placeNames)).toEqual([
    ['js', null],
    ['js', 'l1'],
    ['Python from zero', null],
    ['Python from zero', 'Loops'],
  ]);
  expect(comments.map(placeNames)).toEqual([['js', 'l1']]);
});
