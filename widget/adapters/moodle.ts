/** Moodle: the body names course and activity (`course-12 cmid-34 path-mod-quiz`), newer versions `M.cfg` too. */
import { type Adapter, said, within, words } from './view.ts';

/** Activities in which something is taught; quizzes are said by name, forums and the like are "other". */
const LESSONS = /\bpath-mod-(page|lesson|book|resource|url|h5pactivity|scorm|imscp|folder|lti)\b/;

export const moodle: Adapter = ({ document, location, globals }) => {
  const { id, className } = document.body;
  const config = within(globals['M'], 'cfg');
  if (!config && !/\bpath-(mod|course|site)\b/.test(className)) return undefined;
  if (!config && !id.startsWith('page-')) return undefined;
  const query = new URLSearchParams(location.search);
  const onCoursePage = id.startsWith('page-course-view');
  const course =
    /\bcourse-(\d+)\b/.exec(className)?.[1] ??
    said(within(config, 'courseId')) ??
    (onCoursePage ? (query.get('id') ?? undefined) : undefined);
  const activity = /\bcmid-(\d+)\b/.exec(className)?.[1] ?? (id.startsWith('page-mod-') ? query.get('id') : undefined);
  const heading = words(document, '.page-header-headings h1', '#page-header h1', '#page-header h2');
  // Course 1 is the site's front page.
  const inCourse = course !== undefined && course !== '1';
  const crumb = inCourse
    ? document.querySelector<HTMLAnchorElement>(`.breadcrumb a[href$="/course/view.php?id=${CSS.escape(course)}"]`)
    : null;
  // In older themes the heading is the course's: the way to the activity names it then.
  const step = activity && words(document, `.breadcrumb a[href*="/mod/"][href$="id=${CSS.escape(activity)}"]`);
  const quiz = /\bpath-mod-quiz\b/.test(className);
  return {
    ...(inCourse
      ? { course, courseTitle: crumb?.title || crumb?.textContent?.trim() || (onCoursePage ? heading : undefined) }
      : {}),
    ...(activity ? { lesson: activity, lessonTitle: step || heading } : {}),
    ...(activity ? { pageKind: quiz ? 'quiz' : LESSONS.test(className) ? 'lesson' : 'other' } : {}),
  };
};
