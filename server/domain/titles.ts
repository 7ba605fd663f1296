/** What courses and lessons are called: pages send a title beside the id, or not, and may change it. */

/** A place as figures and missed questions keep it. */
export interface Titled {
  readonly course: string | null;
  readonly lesson: string | null;
  readonly courseTitle: string | null;
  readonly lessonTitle: string | null;
}

export interface Titles {
  of(course: string | null, lesson: string | null): Titled;
}

/** The latest title of each among `places`, which come oldest first; null where none was ever sent. */
export function titlesOf(places: readonly Titled[]): Titles {
  /** Ids of lessons are a course's own. */
  const lessonKey = (course: string | null, lesson: string) => JSON.stringify([course, lesson]);
  const courses = new Map<string, string>();
  const lessons = new Map<string, string>();
  for (const { course, lesson, courseTitle, lessonTitle } of places) {
    if (course !== null && courseTitle) courses.set(course, courseTitle);
    if (lesson !== null && lessonTitle) lessons.set(lessonKey(course, lesson), lessonTitle);
  }
  return {
    of: (course, lesson) => ({
      course,
      lesson,
      courseTitle: course === null ? null : (courses.get(course) ?? null),
      lessonTitle: lesson === null ? null : (lessons.get(lessonKey(course, lesson)) ?? null),
    }),
  };
}
