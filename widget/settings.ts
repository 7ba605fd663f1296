/** What a host page may set and the app reads; what the launcher needs of it is in owner.ts. */
import type { PageContext } from '#protocol/shapes.ts';

export interface Settings {
  readonly site: string;
  /** Origin of the server, e.g. "https://help.example.org". */
  readonly server: string;
  /** Query parameters that may travel in the page's address; all others are dropped. */
  readonly keepQuery: readonly string[];
  readonly nonce: string;
}

/** Values as they come: strings from attributes, anything from scripts. */
export type RawSettings = Readonly<Record<string, unknown>>;

/** `position` of the widget that fills a window of its own. */
export const WINDOW = 'window';

/** `origin` is the script's own. */
export function readSettings(raw: RawSettings, origin: string): Settings {
  const text = (key: string, or: string): string => String(raw[key] ?? or).trim() || or;
  const keep = raw['keepQuery'];
  return {
    site: text('site', 'default'),
    server: new URL(text('server', origin), origin).origin,
    keepQuery: Array.isArray(keep)
      ? keep.map(String)
      : text('keepQuery', '')
          .split(/[\s,]+/)
          .filter(Boolean),
    nonce: text('nonce', ''),
  };
}

/** The part of a tag's `data-*` that says where on the site the learner is. */
export type PageHints = Readonly<Record<string, string | undefined>>;

/** What `Handraise('context', …)` takes: strings for short, or the wire's own shape. */
export interface ContextInput {
  readonly course?: string | { readonly id: string; readonly title?: string };
  readonly lesson?: string | { readonly id: string; readonly title?: string };
  readonly page?: { readonly title?: string; readonly kind?: 'lesson' | 'quiz' | 'exam' | 'other' };
  /** 0 to 1. */
  readonly progress?: number;
}

export type { PageContext };
