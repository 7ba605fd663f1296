/** What an adapter may look at, and the few ways of looking they share. All of it is read, nothing is changed. */
import type { PageHints } from '#widget/settings.ts';

export interface PageView {
  readonly document: Document;
  readonly location: Pick<Location, 'href' | 'pathname' | 'search' | 'host'>;
  /** The page's globals: what platforms say in script. */
  readonly globals: Readonly<Record<string, unknown>>;
}

/** Hints when the page is of the adapter's platform, else undefined. */
export type Adapter = (view: PageView) => PageHints | undefined;

/** The first of the selectors that matches something with words in it. Marks such as "¶" behind headings are left out. */
export function words(document: Document, ...selectors: readonly string[]): string | undefined {
  for (const selector of selectors) {
    const text = document
      .querySelector(selector)
      ?.textContent?.replace(/[¶#]\s*$/, '')
      .replace(/[\s\u200b]+/g, ' ')
      .trim();
    if (text) return text;
  }
  return undefined;
}

/** An object's property, whatever the object is. */
export function within(value: unknown, ...path: readonly string[]): unknown {
  let at = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[key];
  }
  return at;
}

/** Text of a string or number, or undefined. */
export const said = (value: unknown): string | undefined =>
  (typeof value === 'string' && value.trim()) || typeof value === 'number' ? String(value).trim() : undefined;

/** "Python Basics" as "python-basics": an id that owners can guess; letters of every script stay. */
export const slug = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
