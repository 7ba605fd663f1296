/** What a learner sees before the first message. */
import type { Place } from '#domain/events.ts';
import type { Names, Opening } from './bot.ts';
import { pageTongue } from './language.ts';
import { type Mind, scopeOf } from './scene.ts';
import { speak } from './voice.ts';

const MAX_STARTERS = 4;

/** Greeting and starters for a page; the starters are the follow-ups of "what can you do". */
export function opening({ table, book }: Mind, lang: string, at: Place, names: Names): Opening {
  const tongue = pageTongue(lang);
  const place = scopeOf(at);
  const variables = {
    'course.title': at.course?.title,
    'lesson.title': at.lesson?.title,
    'site.name': names.site,
    'learner.name': names.learner,
  };
  const starters = table.starters.filter((id) => book.intent(id, place) !== null).slice(0, MAX_STARTERS);
  return {
    greeting: speak(
      table.voices[tongue],
      at.course?.title === undefined ? 'greeting' : 'greeting-course',
      variables,
      0,
      tongue,
    ),
    starters: starters.map((id) => ({ label: book.title(id, tongue, place), choice: `intent:${id}` })),
  };
}
