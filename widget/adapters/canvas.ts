/** Canvas: `ENV` says the context, the path says what of the course is shown. */
import { type Adapter, said, within, words } from './view.ts';

const PATH = /^\/courses\/(\d+)(?:\/(pages|assignments|quizzes|modules\/items|discussion_topics)\/([^/]+))?/;

export const canvas: Adapter = ({ document, location, globals }) => {
  const env = globals['ENV'];
  const found = PATH.exec(location.pathname);
  // Other sites have a global ENV, or /courses/12, too: both together are Canvas, as is its own mark on the body.
  const marked = document.body.classList.contains('ic-app') || /\bcontext-course_\d/.test(document.body.className);
  if (!found || (!marked && !said(within(env, 'context_asset_string')) && !within(env, 'current_context'))) return undefined;
  const [, course, kind, item] = found;
  const page = kind === 'pages' ? within(env, 'WIKI_PAGE', 'title') : kind === 'quizzes' ? within(env, 'QUIZ', 'title') : '';
  return {
    course,
    courseTitle:
      said(within(env, 'current_context', 'name')) ??
      words(document, `#breadcrumbs a[href$="/courses/${course}"] .ellipsible`, `#breadcrumbs a[href$="/courses/${course}"]`),
    ...(item
      ? {
          lesson: decodeURIComponent(item),
          lessonTitle: said(page) ?? words(document, 'h1.page-title', '#quiz_title', '.assignment-title h1', '#content h1'),
          pageKind: kind === 'quizzes' ? 'quiz' : kind === 'discussion_topics' ? 'other' : 'lesson',
        }
      : {}),
  };
};
