/** What the launcher needs to know of the owner's settings. Part of the loader: kept short. */
import type { RawSettings } from './settings.ts';

/** The languages of the interface, and what the launcher says before the dictionary is there; ordered to compress well, zh-CN before zh-TW: it is what "zh" means. */
export const LAUNCHER_WORDS = {
  hi: 'मदद',
  es: 'Ayuda',
  en: 'Ask for help',
  ar: 'مساعدة',
  fr: 'Aide',
  'pt-BR': 'Ajuda',
  de: 'Hilfe',
  ja: '質問',
  ko: '질문',
  'zh-CN': '举手提问',
  'zh-TW': '舉手發問',
  ru: 'Помощь',
} as const;
export type Lang = keyof typeof LAUNCHER_WORDS;

/** The first of the tags that is spoken here: "zh-Hant" and "zh-HK" are read as zh-TW, "pt" as pt-BR; none is English. */
export function pickLang(tags: readonly unknown[]): Lang {
  // Compared as text: a pattern per language would cost an old phone more than the rest of the loader.
  for (const tag of tags) {
    const said = `${tag}`.toLowerCase();
    if (/^zh-(hant|tw|hk|mo)/.test(said)) return 'zh-TW';
    for (const lang in LAUNCHER_WORDS) if (said.split('-')[0] === lang.slice(0, 2)) return lang as Lang;
  }
  return 'en';
}

/** `data-open`, `data-open="true"`, `{ open: true }`. */
export const yes = (value: unknown): boolean => /^(true|1|)$/.test(value as string);

/** `sources` in rising precedence: the tag's `data-*`, `window.handraiseSettings`, `boot()`. What is undefined says nothing. */
export function merged(sources: readonly (RawSettings | undefined)[]): RawSettings {
  const all: Record<string, unknown> = {};
  for (const source of sources) for (const key in source) all[key] = source[key] ?? all[key];
  return all;
}
