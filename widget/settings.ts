/** What a host page may set, and where it may say so: `boot()` wins over `window.handraiseSettings`, which wins over `data-*` on the tag. */
import type { PageContext } from '#protocol/shapes.ts';

/** The languages of the interface, and what the launcher says before the dictionary is there. Part of the loader: kept short. */
export const LAUNCHER_WORDS = {
  en: 'Ask for help',
  'zh-CN': '举手提问',
  'zh-TW': '舉手發問',
  ja: '質問',
  ko: '질문',
  es: 'Ayuda',
  'pt-BR': 'Ajuda',
  fr: 'Aide',
  de: 'Hilfe',
  ru: 'Помощь',
  ar: 'مساعدة',
  hi: 'मदद',
} as const;
export type Lang = keyof typeof LAUNCHER_WORDS;

export interface Settings {
  readonly site: string;
  /** Origin of the server, e.g. "https://help.example.org". */
  readonly server: string;
  readonly lang: Lang;
  readonly position: 'start' | 'end';
  readonly theme: 'auto' | 'light' | 'dark';
  /** Open the panel as soon as the page has loaded. */
  readonly open: boolean;
  /** Never load the app before the learner asks for it, even when a conversation is remembered. */
  readonly defer: boolean;
  /** Query parameters that may travel in the page's address; all others are dropped. */
  readonly keepQuery: readonly string[];
  readonly nonce: string;
}

/** Values as they come: strings from attributes, anything from scripts. */
export type RawSettings = Readonly<Record<string, unknown>>;

/** The first of the tags that is spoken here: "zh-Hant" and "zh-HK" are read as zh-TW, "pt" as pt-BR; none is English. */
export function pickLang(...tags: readonly unknown[]): Lang {
  for (const tag of tags) {
    const said = String(tag).toLowerCase();
    if (/^zh-(?!hans).*(hant|tw|hk|mo)/.test(said)) return 'zh-TW';
    const found = (Object.keys(LAUNCHER_WORDS) as Lang[]).find((lang) => /^\w+/.exec(said)?.[0] === lang.split('-')[0]);
    if (found) return found;
  }
  return 'en';
}

const yes = (value: unknown): boolean => value === true || value === '' || value === 'true' || value === '1';

/**
 * `sources` in falling precedence; the first that knows a key wins.
 * `page.lang` is the document's, `page.browser` the browser's language.
 */
export function readSettings(
  sources: readonly RawSettings[],
  page: { readonly origin: string; readonly lang: string; readonly browser: string },
): Settings {
  const get = (key: string): unknown => sources.find((source) => source[key] !== undefined && source[key] !== null)?.[key];
  const text = (key: string, or: string): string => String(get(key) ?? or).trim() || or;
  const theme = text('theme', 'auto');
  const keep = get('keepQuery');
  return {
    site: text('site', 'default'),
    server: new URL(text('server', page.origin), page.origin).origin,
    lang: pickLang(get('lang'), page.lang, page.browser),
    position: text('position', 'end') === 'start' ? 'start' : 'end',
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
    open: yes(get('open')),
    defer: yes(get('defer')),
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
