/** What every part of the panel needs: the chat, the words, and how times are written. */
import type { Chat } from '#widget/chat-ports.ts';
import type { Late, LateFiles } from '#widget/late.ts';
import type { Words } from '#widget/words/en.ts';

export interface Face {
  readonly chat: Chat;
  /** Those of late files are there only once such a file is. */
  readonly words: Words;
  /** What comes after the first word; undefined before that, and while it is on its way. */
  readonly later: LateFiles['cards'] | undefined;
  /** Any other late file: asking fetches it, and the panel is drawn anew when it is here. */
  readonly late: Late;
  /** Puts the text of a failed message, or of a form that went, into the composer. */
  edit(text: string): void;
  close(): void;
}

let face: Face;

/** A page has one widget: a variable does what a context would. To be called before drawing. */
export function setFace(now: Face): void {
  face = now;
}

export const useFace = (): Face => face;

export const clock = (at: number, lang: string): string =>
  new Intl.DateTimeFormat(lang, { hour: 'numeric', minute: '2-digit' }).format(at);

const DAY_MS = 24 * 3_600_000;
const midnight = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

/** "Today", "Yesterday", else the date. */
export function dayName(at: number, now: number, words: Words): string {
  const days = Math.round((midnight(now) - midnight(at)) / DAY_MS);
  if (days === 0) return words.today;
  if (days === 1) return words.yesterday;
  return new Intl.DateTimeFormat(words.lang, { weekday: 'short', month: 'short', day: 'numeric' }).format(at);
}

/** A moment ahead, in the learner's own time zone. */
export function moment(at: number, now: number, lang: string): string {
  const far = at - now > 6 * DAY_MS ? ({ month: 'short', day: 'numeric' } as const) : {};
  return new Intl.DateTimeFormat(lang, { weekday: 'long', ...far, hour: 'numeric', minute: '2-digit' }).format(at);
}
