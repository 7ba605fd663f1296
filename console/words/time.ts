/** Times as agents read them: short beside a row, exact on hover. */
import type { Words } from './en.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const formats = new Map<string, Intl.DateTimeFormat>();

function format(words: Words, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = words.tag + JSON.stringify(options);
  const held = formats.get(key) ?? new Intl.DateTimeFormat(words.tag === 'en' ? 'en-GB' : words.tag, options);
  formats.set(key, held);
  return held;
}

/** Length of time, rounded down: "now", "4 min", "2 h", "3 d". */
export function span(words: Words, ms: number): string {
  if (ms < MINUTE) return words.time.now;
  if (ms < HOUR) return words.time.minutes(Math.floor(ms / MINUTE));
  return ms < DAY ? words.time.hours(Math.floor(ms / HOUR)) : words.time.days(Math.floor(ms / DAY));
}

export const clock = (words: Words, at: number) =>
  format(words, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
export const dateTime = (words: Words, at: number, zone: { readonly timeZone?: string } = {}) =>
  format(words, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23', ...zone }).format(at);
/** When the desk opens, on the site's clock; the zone is named where this browser's is another. */
export function opening(words: Words, at: number, timeZone: string): string {
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone === timeZone;
  const day = {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  } as const;
  const text = format(words, { ...day, timeZone }).format(at);
  return own ? text : words.time.inZone(text, timeZone);
}
export const shortDay = (words: Words, at: number) => format(words, { month: 'short', day: 'numeric' }).format(at);

/** The day in that zone, `ago` days before the one of `now`, as YYYY-MM-DD. */
export function dayAgo(timeZone: string, ago: number, now: number): string {
  // Swedish writes days as ISO 8601 does.
  const today = new Intl.DateTimeFormat('sv', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now);
  return new Date(Date.parse(today) - ago * DAY).toISOString().slice(0, 10);
}

/** Heading of a day in a thread. */
export function dayName(words: Words, at: number, now: number): string {
  const midnight = (time: number) => new Date(time).setHours(0, 0, 0, 0);
  const days = Math.round((midnight(now) - midnight(at)) / DAY);
  if (days === 0) return words.time.today;
  if (days === 1) return words.time.yesterday;
  return format(words, { weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' }).format(at);
}

/** Beside a row: clock today, else the day. */
export function when(words: Words, at: number, now: number): string {
  const today = new Date(at).toDateString() === new Date(now).toDateString();
  return today ? clock(words, at) : shortDay(words, at);
}

/** Name of a language in the reader's language; the tag itself where it is unknown. */
export function languageName(words: Words, tag: string): string {
  try {
    return new Intl.DisplayNames([words.tag], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
