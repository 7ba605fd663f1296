import type { Placed } from '#console/api.ts';

/** How a course and a lesson are called: by the title the page gave, by the id only where it gave none. */
export const placeNames = ({ course, lesson, courseTitle, lessonTitle }: Placed) =>
  [courseTitle ?? course, lessonTitle ?? lesson] as const;
