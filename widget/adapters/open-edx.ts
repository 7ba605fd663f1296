/** Open edX: course key and block stand in the path, both of the learning app and of the older pages. */
import { type Adapter, words } from './view.ts';

const COURSE = /\/courses?\/(course-v1:[^/]+)/;
const BLOCK = /block-v1:[^/]*\+type@sequential\+block@([^/+]+)/;
const OLD_SECTION = /\/courseware\/[^/]+\/([^/]+)/;

export const openEdx: Adapter = ({ document, location }) => {
  const path = decodeURIComponent(location.pathname);
  const course = COURSE.exec(path)?.[1];
  if (!course) return undefined;
  const lesson = BLOCK.exec(path)?.[1] ?? OLD_SECTION.exec(path)?.[1];
  // "Loops | Week 1 | Python Basics | Site": the innermost place first.
  const first = document.title.split(' | ')[0]?.trim();
  return {
    course,
    courseTitle: words(document, '.course-title-lockup .course-title', '.course-header .course-name'),
    ...(lesson ? { lesson, lessonTitle: first || undefined, pageKind: 'lesson' } : {}),
  };
};
