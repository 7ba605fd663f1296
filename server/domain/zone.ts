/** Wall-clock arithmetic in a named time zone, through Intl alone: right across daylight-saving changes, no Date object. */
import { type Instant, instant } from './time.ts';

export const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** A moment as the wall clock of a zone shows it. */
export interface WallTime {
  /** Days since 1970-01-01. */
  readonly day: number;
  /** Minutes since midnight, 0 to 1439. */
  readonly minute: number;
}

/** Minutes from 1970 to 1973. */
const WHOLE_MINUTES = (1096 * DAY_MS) / MINUTE_MS;
/** The minute asked for last, per zone: opening hours are asked for with every message. */
const lastWall = new Map<string, { readonly minute: number; readonly wall: WallTime }>();
const formats = new Map<string, Intl.DateTimeFormat>();

/** The formatter of a zone, made once; throws RangeError for a name the runtime does not know. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  formats.set(timeZone, made);
  return made;
}

/** How far a zone is from Greenwich at a moment: "GMT+8", "GMT-3:30", "GMT". */
export function offsetWords(timeZone: string, at: Instant): string {
  const minutes = minutesOf(wallTime(timeZone, at)) - Math.floor(at / MINUTE_MS);
  if (minutes === 0) return 'GMT';
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `GMT${minutes < 0 ? '-' : '+'}${hours}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
}

export function isTimeZone(name: string): boolean {
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

/** Days since 1970-01-01 of a Gregorian date (H. Hinnant's days_from_civil). */
function dayNumber(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

/** "2026-02-28" to its day number; undefined when the text is no date of the calendar. */
export function parseDay(text: string): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return undefined;
  const [year, month, date] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (month < 1 || month > 12 || date < 1) return undefined;
  const lastOfMonth = dayNumber(month === 12 ? year + 1 : year, (month % 12) + 1, 1) - dayNumber(year, month, 1);
  return date > lastOfMonth ? undefined : dayNumber(year, month, date);
}

/** 0 = Monday … 6 = Sunday. 1970-01-01 was a Thursday. */
export const weekdayOf = (day: number) => (((day + 3) % 7) + 7) % 7;

export function wallTime(timeZone: string, at: Instant): WallTime {
  const minute = Math.floor(at / MINUTE_MS);
  const last = lastWall.get(timeZone);
  if (last?.minute === minute) return last.wall;
  const wall = readWall(timeZone, at);
  // Since 1972 every zone is whole minutes away from UTC.
  if (minute > WHOLE_MINUTES) lastWall.set(timeZone, { minute, wall });
  return wall;
}

function readWall(timeZone: string, at: Instant): WallTime {
  const part: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(at)) part[type] = Number(value);
  return {
    day: dayNumber(part['year'] ?? 1970, part['month'] ?? 1, part['day'] ?? 1),
    minute: (part['hour'] ?? 0) * 60 + (part['minute'] ?? 0),
  };
}

const minutesOf = (wall: WallTime) => wall.day * 1440 + wall.minute;

/**
 * The first instant at which the zone's wall clock shows `wall` or, where the clock jumps over it, the first after the jump.
 * Of a time that comes twice, the first.
 */
export function instantOf(timeZone: string, wall: WallTime): Instant {
  const wanted = minutesOf(wall);
  const asUtc = wanted * MINUTE_MS;
  const guesses = [-DAY_MS, DAY_MS].map((shift) => {
    const near = instant(asUtc + shift);
    return asUtc - (minutesOf(wallTime(timeZone, near)) * MINUTE_MS - near);
  });
  const first = Math.min(...guesses);
  const last = Math.max(...guesses);
  const exact = [first, last].find((guess) => minutesOf(wallTime(timeZone, instant(guess))) === wanted);
  if (exact !== undefined) return instant(exact);
  for (let t = first; t < last; t += MINUTE_MS) if (minutesOf(wallTime(timeZone, instant(t))) >= wanted) return instant(t);
  return instant(last);
}
