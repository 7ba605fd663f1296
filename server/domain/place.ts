import type { Place } from './events.ts';

/** Where the learner is, by the page's word except where something is signed. */
export function placed(said: Place, signed: Place | undefined): Place {
  if (!signed) return said;
  const { course, lesson, page } = signed;
  return {
    ...said,
    // The title may come from the page, the id not.
    ...(course ? { course: said.course?.id === course.id ? { ...said.course, ...course } : course } : {}),
    ...(lesson ? { lesson: said.lesson?.id === lesson.id ? { ...said.lesson, ...lesson } : lesson } : {}),
    ...(page ? { page: { ...page, ...said.page, ...(page.kind ? { kind: page.kind } : {}) } } : {}),
  };
}
