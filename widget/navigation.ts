/** Where on the course site the learner is, also after single-page navigation. No polling, no watching of the body. */
import { MAX_ID_CHARS, MAX_TITLE_CHARS, MAX_URL_CHARS } from '#protocol/limits.ts';
import type { PageContext } from '#protocol/shapes.ts';
import type { ContextInput, PageHints } from './settings.ts';

type Place = { readonly id: string; readonly title?: string };

function place(id: unknown, title: unknown): Place | undefined {
  if (typeof id !== 'string' || id.trim() === '') return undefined;
  const words = typeof title === 'string' && title.trim() ? { title: title.trim().slice(0, MAX_TITLE_CHARS) } : {};
  return { id: id.trim().slice(0, MAX_ID_CHARS), ...words };
}

const given = (value: ContextInput['course']): Place | undefined =>
  typeof value === 'object' && value !== null ? place(value.id, value.title) : place(value, undefined);

/** The address without its fragment, and with only those query parameters that the owner allows. */
export function pageUrl(href: string, keepQuery: readonly string[]): string {
  const url = new URL(href);
  const kept = new URLSearchParams();
  for (const name of keepQuery) for (const value of url.searchParams.getAll(name)) kept.append(name, value);
  const query = kept.toString();
  const full = url.origin + url.pathname + (query ? `?${query}` : '');
  return full.slice(0, MAX_URL_CHARS);
}

const KINDS = ['lesson', 'quiz', 'exam', 'other'] as const;

/**
 * What `context()` said wins, part by part, over the page's own hints, given in falling precedence: `data-*` on the tag, then what
 * the page says itself. An id and its title always come from the same source.
 */
export function pageContext(
  page: { readonly href: string; readonly title: string; readonly hints: readonly PageHints[] },
  input: ContextInput,
  keepQuery: readonly string[],
): PageContext {
  const { hints } = page;
  const hinted = <T>(read: (from: PageHints) => T | undefined): T | undefined =>
    hints.reduce<T | undefined>((found, from) => found ?? read(from), undefined);
  const course = given(input.course) ?? hinted((from) => place(from['course'], from['courseTitle']));
  const lesson = given(input.lesson) ?? hinted((from) => place(from['lesson'], from['lessonTitle']));
  const kind = KINDS.find((known) => known === (input.page?.kind ?? hinted((from) => from['pageKind'])));
  const title = (input.page?.title ?? page.title).trim().slice(0, MAX_TITLE_CHARS);
  const progress = Number(input.progress ?? hinted((from) => from['progress']) ?? Number.NaN);
  return {
    ...(course ? { course } : {}),
    ...(lesson ? { lesson } : {}),
    page: { url: pageUrl(page.href, keepQuery), ...(title ? { title } : {}), ...(kind ? { kind } : {}) },
    ...(progress >= 0 && progress <= 1 ? { progress } : {}),
  };
}

/** Calls `moved` after every navigation within the page; the answer undoes it all. */
export function followNavigation(view: Window & typeof globalThis, moved: () => void): () => void {
  const { history } = view;
  // A controller will do as options: it has a `signal`.
  const end = new AbortController();
  // The router's own work (new title, new hints) comes after the call: look once it is done.
  const soon = () => end.signal.aborted || setTimeout(() => end.signal.aborted || moved());
  const restore: (() => void)[] = [];
  for (const name of ['pushState', 'replaceState'] as const) {
    const before = history[name];
    const wrapped: typeof before = function (this: History, ...args) {
      before.apply(this, args);
      soon();
    };
    history[name] = wrapped;
    // Somebody may have wrapped ours in the meantime: then it stays, and does nothing but pass on.
    restore.push(() => {
      if (history[name] === wrapped) history[name] = before;
    });
  }
  for (const event of ['popstate', 'hashchange']) view.addEventListener(event, soon, end);
  return () => {
    end.abort();
    for (const undo of restore) undo();
  };
}
