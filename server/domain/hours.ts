/** Business hours: when people answer. Pure; daylight saving is the zone's affair (zone.ts). */
import type { Instant } from './time.ts';
import type { Tongue } from './understanding.ts';
import { instantOf, isTimeZone, offsetWords, parseDay, type WallTime, wallTime, weekdayOf } from './zone.ts';

/** Minutes since midnight, `from` < `to` <= 1440; `to` is outside. */
interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Hours {
  readonly timeZone: string;
  /** Index 0 = Monday … 6 = Sunday; sorted, not overlapping. */
  readonly week: readonly (readonly Span[])[];
  /** Day numbers (zone.ts) on which nobody is there. */
  readonly holidays: ReadonlySet<number>;
}

export type ParsedHours =
  | { readonly ok: true; readonly hours: Hours }
  /** Each says what is wrong and what to write instead. */
  | { readonly ok: false; readonly faults: readonly string[] };

export const ALWAYS_OPEN = 'Mon-Sun 00:00-24:00';
/** How each weekday may be written, in any case. */
const DAYS = [
  'mon monday',
  'tue tues tuesday',
  'wed wednesday',
  'thu thur thurs thursday',
  'fri friday',
  'sat saturday',
  'sun sunday',
].map((names) => names.split(' '));
/** Between two days or two times: a hyphen, or the dash that word processors make of it. */
const TO = /[-–]/;
/** How far ahead an opening is looked for: beyond a year of holidays there is none. */
const HORIZON_DAYS = 370;

function minutesOf(text: string): number | undefined {
  const match = /^(\d{1,2}):(\d{2})$/.exec(text);
  if (!match) return undefined;
  const minutes = Number(match[1]) * 60 + Number(match[2]);
  return Number(match[2]) < 60 && minutes <= 1440 ? minutes : undefined;
}

/** "Mon-Fri" or "Sat" to weekday numbers; a range may run over Sunday ("Sat-Mon"). What is only half that is undefined. */
function daysOf(text: string): readonly number[] | undefined {
  const numbers = text.split(TO).map((name) => DAYS.findIndex((names) => names.includes(name.toLowerCase())));
  const [first, last = first, ...more] = numbers;
  if (first === undefined || last === undefined || first < 0 || last < 0 || more.length > 0) return undefined;
  return Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, i) => (first + i) % 7);
}

/** Joins what overlaps or touches, so that "09:00-12:00, 12:00-18:00" is one span. */
function tidied(spans: readonly Span[]): readonly Span[] {
  const out: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = out.at(-1);
    if (last && span.from <= last.to) out[out.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    else out.push(span);
  }
  return out;
}

/**
 * "Mon-Fri 09:00-18:00, Sat 10:00-14:00 16:00-18:00"; a span may run past midnight ("Fri 22:00-02:00").
 * `holidays`: "2026-12-25, 2027-01-01" in the same zone, or empty.
 */
export function parseHours(text: string, timeZone: string, holidays: string): ParsedHours {
  const faults: string[] = [];
  if (!isTimeZone(timeZone)) faults.push(`"${timeZone}" is no time zone; write one like "Europe/Berlin" or "UTC"`);
  const week: Span[][] = DAYS.map(() => []);
  for (const part of text.split(/[,;]/).map((piece) => piece.trim())) {
    if (part === '') continue;
    const [dayText = '', ...spanTexts] = part.split(/\s+/);
    const days = daysOf(dayText);
    if (!days)
      faults.push(
        `"${dayText}" is no weekday; write "Mon", "Tue" … "Sun", a range like "Mon-Fri", or several like "Mon 09:00-17:00, Wed 09:00-17:00"`,
      );
    if (spanTexts.length === 0) faults.push(`"${part}" has no times; write e.g. "${dayText} 09:00-18:00"`);
    for (const spanText of spanTexts) {
      const [from, to, ...rest] = spanText.split(TO).map(minutesOf);
      if (from === undefined || to === undefined || rest.length > 0 || from === to || from === 1440) {
        faults.push(`"${spanText}" is no span of time; write e.g. "09:00-18:00", at most to "24:00"`);
        continue;
      }
      for (const day of days ?? []) {
        week[day]?.push({ from, to: from < to ? to : 1440 });
        if (from > to && to > 0) week[(day + 1) % 7]?.push({ from: 0, to });
      }
    }
  }
  if (faults.length === 0 && week.every((spans) => spans.length === 0))
    faults.push(`no opening hours in "${text}"; write e.g. "Mon-Fri 09:00-18:00", or "${ALWAYS_OPEN}" for always`);
  const free = new Set<number>();
  for (const date of holidays.split(/[,;\s]+/).filter((piece) => piece !== '')) {
    const day = parseDay(date);
    if (day === undefined) faults.push(`"${date}" is no date; write holidays like "2026-12-25, 2027-01-01"`);
    else free.add(day);
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, hours: { timeZone, week: week.map(tidied), holidays: free } };
}

const spansOn = (hours: Hours, day: number): readonly Span[] =>
  hours.holidays.has(day) ? [] : (hours.week[weekdayOf(day)] ?? []);

const within = (hours: Hours, { day, minute }: WallTime) =>
  spansOn(hours, day).some((span) => span.from <= minute && minute < span.to);

export function isOpen(hours: Hours, at: Instant): boolean {
  return within(hours, wallTime(hours.timeZone, at));
}

/** The next moment the hours begin, for somebody who finds them closed; null when open now, or when none is in sight. */
export function nextOpen(hours: Hours, at: Instant): Instant | null {
  const now = wallTime(hours.timeZone, at);
  if (within(hours, now)) return null;
  for (let day = now.day; day <= now.day + HORIZON_DAYS; day += 1) {
    for (const span of spansOn(hours, day)) {
      const opens = instantOf(hours.timeZone, { day, minute: span.from });
      // A span that the clock jumps over entirely never opens.
      if (opens > at && isOpen(hours, opens)) return opens;
    }
  }
  return null;
}

const clock = (minute: number) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
const LONG_DAYS: Readonly<Record<Tongue, readonly string[]>> = {
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  zh: ['周一', '周二', '周三', '周四', '周五', '周六', '周日'],
};

/** Times by the site's clock say so: the learner's may be another, and the widget's card is written in that. */
const zoned = (time: string, { timeZone }: Hours, at: Instant, tongue: Tongue): string =>
  tongue === 'zh' ? `${time}（${offsetWords(timeZone, at)}）` : `${time} (${offsetWords(timeZone, at)})`;

/** Today's hours for a sentence: "09:00–12:00, 13:00–18:00 (GMT+8)", "around the clock", "closed today". */
export function todayWords(hours: Hours, at: Instant, tongue: Tongue): string {
  const spans = spansOn(hours, wallTime(hours.timeZone, at).day);
  if (spans.length === 0) return tongue === 'zh' ? '今天休息' : 'closed today';
  if (spans.length === 1 && spans[0]?.from === 0 && spans[0].to === 1440) return tongue === 'zh' ? '全天' : 'around the clock';
  const times = spans.map((span) => `${clock(span.from)}–${clock(span.to)}`).join(tongue === 'zh' ? '、' : ', ');
  return zoned(times, hours, at, tongue);
}

/** The next opening for a sentence: "today at 09:00 (GMT+8)", "tomorrow at …", "on Monday at …"; empty when open now or none. */
export function nextWords(hours: Hours, at: Instant, tongue: Tongue): string {
  const opens = nextOpen(hours, at);
  if (opens === null) return '';
  const then = wallTime(hours.timeZone, opens);
  const ahead = then.day - wallTime(hours.timeZone, at).day;
  const time = zoned(clock(then.minute), hours, opens, tongue);
  const day = LONG_DAYS[tongue][weekdayOf(then.day)] ?? '';
  if (ahead <= 1) {
    if (tongue === 'zh') return `${ahead === 0 ? '今天' : '明天'} ${time}`;
    return `${ahead === 0 ? 'today' : 'tomorrow'} at ${time}`;
  }
  // Beyond a week a weekday alone would name the wrong one.
  if (ahead >= 7) return tongue === 'zh' ? `${ahead} 天后（${day}）${time}` : `in ${ahead} days, on ${day} at ${time}`;
  return tongue === 'zh' ? `${day} ${time}` : `on ${day} at ${time}`;
}
