/** What an owner may say of the look, checked: a value that cannot be used is named on the page's console, and the default stays. */
import type { RawSettings } from '#widget/settings.ts';
import { type Rgb, readColour } from './colour.ts';

export interface OwnerLook {
  readonly colour: Rgb | undefined;
  /** Ready for CSS's `url("…")`. */
  readonly logo: string | undefined;
  /** Pixels. */
  readonly radius: number | undefined;
  readonly title: string | undefined;
  readonly greeting: string | undefined;
}

export const MAX_RADIUS = 32;
const MAX_TITLE = 60;
const MAX_GREETING = 400;

/** A text for all languages, or `{ en: …, 'zh-CN': … }`; in neither language: nothing. */
function inLanguage(value: unknown, lang: string, max: number): string | undefined {
  const said = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[lang] : value;
  return typeof said === 'string' && said.trim() ? said.trim().slice(0, max) : undefined;
}

/** `https:` anywhere, `http:` on the page's own origin or a machine of one's own, or an image as `data:`. */
export function logoAddress(value: string, base: string): string | undefined {
  if (!URL.canParse(value, base)) return undefined;
  const url = new URL(value, base);
  const local = url.origin === new URL(base).origin || ['localhost', '127.0.0.1'].includes(url.hostname);
  const fine =
    url.protocol === 'https:' ||
    (url.protocol === 'http:' && local) ||
    /^data:image\/(png|jpeg|webp|gif|svg\+xml)[;,]/i.test(url.href);
  return fine ? url.href.replace(/["\\\n\r]/g, encodeURIComponent) : undefined;
}

/** `warn` gets one sentence for each value that cannot be used. */
export function readLook(raw: RawSettings, lang: string, base: string, warn: (fault: string) => void): OwnerLook {
  const given = (key: string): string | undefined => {
    const value = raw[key];
    return value === undefined || value === null || `${value}`.trim() === '' ? undefined : `${value}`.trim();
  };
  const use = <T>(key: string, read: (value: string) => T | undefined, expected: string): T | undefined => {
    const value = given(key);
    if (value === undefined) return undefined;
    const found = read(value);
    if (found === undefined) warn(`${key} "${value.slice(0, 80)}" cannot be used: give ${expected}`);
    return found;
  };
  const pixels = (value: string) => {
    const number = Number(value.replace(/px$/, ''));
    return number >= 0 && number <= MAX_RADIUS ? number : undefined;
  };
  return {
    colour: use('color', readColour, 'a solid CSS colour, such as #7a1f5c or rebeccapurple'),
    logo: use('logo', (value) => logoAddress(value, base), 'an https address of an image, or a data: image'),
    radius: use('radius', pixels, `a number of pixels from 0 to ${MAX_RADIUS}`),
    title: inLanguage(raw['title'], lang, MAX_TITLE),
    greeting: inLanguage(raw['greeting'], lang, MAX_GREETING),
  };
}
