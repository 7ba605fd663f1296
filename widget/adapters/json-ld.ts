/** schema.org in JSON-LD: `Course`, `CourseInstance`, `LearningResource`, `Quiz`, alone, in a list or in a `@graph`. */
import { type Adapter, said, slug, within } from './view.ts';

type Thing = Readonly<Record<string, unknown>>;
const isThing = (value: unknown): value is Thing => typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);
const is = (thing: Thing, ...types: readonly string[]) =>
  list(thing['@type']).some((type) => types.includes(String(type).replace(/^(https?:\/\/schema\.org\/|schema:)/, '')));

function things(document: Document): Thing[] {
  const found: Thing[] = [];
  for (const script of document.querySelectorAll('script[type="application/ld+json"]')) {
    try {
      for (const top of list(JSON.parse(script.textContent ?? ''))) {
        if (isThing(top)) found.push(top, ...list(top['@graph']).filter(isThing));
      }
    } catch {
      // Broken JSON is the page's own fault and says nothing.
    }
  }
  return found;
}

/** The last part of an address: "…/courses/python-basics/#course" is "python-basics". */
const lastPart = (address: string | undefined) =>
  address
    ?.replace(/[?#].*$/, '')
    .split('/')
    .filter(Boolean)
    .at(-1);

function identify(thing: Thing): { readonly id: string; readonly title: string | undefined } | undefined {
  const title = said(thing['name']) ?? said(thing['headline']);
  const id =
    said(thing['courseCode']) ??
    said(within(thing['identifier'], 'value')) ??
    said(thing['identifier']) ??
    lastPart(said(thing['url']) ?? said(thing['@id'])) ??
    (title && slug(title));
  return id ? { id, title } : undefined;
}

const COURSE = ['Course', 'CourseInstance'];
const LESSON = ['LearningResource', 'Quiz', 'Syllabus'];

export const jsonLd: Adapter = ({ document }) => {
  const all = things(document);
  const lesson = all.find((thing) => is(thing, ...LESSON) && !is(thing, ...COURSE));
  const parents = list(lesson?.['isPartOf']).filter(isThing);
  const parentIds = parents.map((parent) => parent['@id']);
  // A catalogue lists many courses: one that the lesson belongs to, or the only one, is where the learner is.
  const courses = all.filter((thing) => is(thing, ...COURSE));
  const course =
    courses.find((thing) => thing['@id'] !== undefined && parentIds.includes(thing['@id'])) ??
    parents.find((parent) => is(parent, ...COURSE)) ??
    (courses.length === 1 ? courses[0] : undefined);
  const ofCourse = course && identify(course);
  const ofLesson = lesson && identify(lesson);
  if (!ofCourse && !ofLesson) return undefined;
  const quiz = lesson && (is(lesson, 'Quiz') || /quiz|assessment/i.test(said(lesson['learningResourceType']) ?? ''));
  return {
    ...(ofCourse ? { course: ofCourse.id, courseTitle: ofCourse.title } : {}),
    ...(ofLesson ? { lesson: ofLesson.id, lessonTitle: ofLesson.title, pageKind: quiz ? 'quiz' : 'lesson' } : {}),
  };
};
