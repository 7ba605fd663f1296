/**
 * The figures of a period, folded from its conversations. Definitions (n = the rows that are counted):
 * - satisfaction S = ratings of 4 or 5 stars / ratings given;
 * - resolution R = resolved / all that ended: how an open one ends is not known yet, and counting it as unresolved would make
 *   every busy day look bad;
 * - automatic-answer rate = resolved without a person / all that ended.
 * Shares are 0 to 1, and null, not 0, where there is nothing to divide by.
 */
import type { EndedBy } from './events.ts';
import type { AgentId, ConversationId } from './ids.ts';
import { type Instant, instant } from './time.ts';
import { type Titled, type Titles, titlesOf } from './titles.ts';
import type { Kind } from './understanding.ts';
import { DAY_MS, wallTime } from './zone.ts';

/** One conversation as the figures need it; `null` where that has not happened. */
export interface ReportRow extends Titled {
  readonly id: ConversationId;
  readonly startedAt: Instant;
  readonly closedAt: Instant | null;
  readonly endedBy: EndedBy | null;
  /** The last person who owned it; null when none did. */
  readonly agent: AgentId | null;
  /** Null while open. */
  readonly resolved: boolean | null;
  readonly handoffAt: Instant | null;
  readonly takenAt: Instant | null;
  readonly firstReplyAt: Instant | null;
  /** 1 to 5. */
  readonly stars: number | null;
  readonly reasons: readonly string[];
  readonly comment: string;
  /** When the rating was given or last changed. */
  readonly ratedAt: Instant | null;
  /** Whose the rating is: the last person who had owned it when it was given; null for the bot, or when there is none. */
  readonly ratedAgent: AgentId | null;
  readonly helpedYes: number;
  readonly helpedNo: number;
  readonly kind: Kind;
}

/** Counts and shares of a group of conversations. */
export interface Figures {
  readonly conversations: number;
  readonly ended: number;
  readonly resolved: number;
  /** Resolved without a person. */
  readonly automatic: number;
  readonly ratings: number;
  /** Ratings of 4 or 5 stars. */
  readonly satisfied: number;
  readonly meanStars: number | null;
  readonly satisfaction: number | null;
  readonly resolution: number | null;
  readonly automaticRate: number | null;
  readonly helpedYes: number;
  readonly helpedNo: number;
}

export interface DayFigures {
  /** YYYY-MM-DD on which the conversations began, in the time zone asked for. */
  readonly day: string;
  readonly ratings: number;
  readonly satisfied: number;
  readonly meanStars: number | null;
  readonly conversations: number;
  readonly automatic: number;
}

export interface Comment extends Titled {
  readonly conversation: ConversationId;
  readonly at: Instant;
  readonly stars: number;
  readonly reasons: readonly string[];
  readonly comment: string;
  readonly agent: AgentId | null;
}

export interface CourseFigures extends Titled {
  readonly course: string;
  readonly figures: Figures;
}

/** `from` is in it, `to` is not. */
export interface Period {
  readonly from: Instant;
  readonly to: Instant;
}

export interface Report {
  readonly all: Figures;
  /** Conversations no person took part in; those still waiting for one are among them. */
  readonly bot: Figures;
  readonly agents: Figures;
  /** Per course first the whole (lesson null), then its lessons; rows that name no course are left out. Titles are the latest known. */
  readonly byCourse: readonly CourseFigures[];
  readonly byAgent: readonly { readonly agent: AgentId; readonly figures: Figures }[];
  /** Every day of the period, the empty ones too; without a period from the first to the last on which a conversation began. */
  readonly days: readonly DayFigures[];
  /** Ratings with words, newest first. */
  readonly comments: readonly Comment[];
}

/** `part / whole`, or null when `whole` is 0. */
export const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** An agent who closes a conversation without taking it has still dealt with it. */
const withPerson = (row: ReportRow) => row.agent !== null || row.endedBy === 'agent';

/** A rating stays with whom it was given to, person or bot, also when somebody re-opened the conversation and owns it now. */
const ratedPerson = (row: ReportRow) => row.ratedAgent !== null || (row.agent === null && withPerson(row));

/** A rating counts as satisfied from 4 stars up. */
const SATISFIED = 4;

/** Of `rows`, with the ratings of `rated`. One pass: a year's report may hold hundreds of thousands of rows. */
export function figuresOf(rows: readonly ReportRow[], rated: readonly ReportRow[] = rows): Figures {
  let [ended, resolved, automatic, ratings, satisfied, stars, helpedYes, helpedNo] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (const row of rows) {
    if (row.closedAt !== null) ended++;
    if (row.resolved === true) {
      resolved++;
      if (!withPerson(row)) automatic++;
    }
    helpedYes += row.helpedYes;
    helpedNo += row.helpedNo;
  }
  for (const row of rated) {
    if (row.stars === null) continue;
    ratings++;
    stars += row.stars;
    if (row.stars >= SATISFIED) satisfied++;
  }
  return {
    conversations: rows.length,
    ended,
    resolved,
    automatic,
    ratings,
    satisfied,
    meanStars: share(stars, ratings),
    satisfaction: share(satisfied, ratings),
    resolution: share(resolved, ended),
    automaticRate: share(automatic, ended),
    helpedYes,
    helpedNo,
  };
}

/** Rows by key, keys in ascending order; rows without a key are left out. */
function grouped<K extends string | number>(
  rows: readonly ReportRow[],
  keyOf: (row: ReportRow) => K | null,
): [K, ReportRow[]][] {
  const groups = new Map<K, ReportRow[]>();
  for (const row of rows) {
    const key = keyOf(row);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

function courses(rows: readonly ReportRow[], titles: Titles): Report['byCourse'] {
  return grouped(rows, (row) => row.course).flatMap(([course, ofCourse]) => [
    { ...titles.of(course, null), course, figures: figuresOf(ofCourse) },
    ...grouped(ofCourse, (row) => row.lesson).map(([lesson, ofLesson]) => ({
      ...titles.of(course, lesson),
      course,
      figures: figuresOf(ofLesson),
    })),
  ]);
}

function agents(rows: readonly ReportRow[]): Report['byAgent'] {
  const owned = new Map(grouped(rows, (row) => row.agent));
  const rated = new Map(grouped(rows, (row) => row.ratedAgent));
  return [...new Set([...owned.keys(), ...rated.keys()])]
    .sort()
    .map((agent) => ({ agent, figures: figuresOf(owned.get(agent) ?? [], rated.get(agent) ?? []) }));
}

/** No zone is off by less than a quarter of an hour, so all of one is on the same day: Intl is asked once for each. */
const QUARTER_MS = 15 * 60_000;

function dayIn(timeZone: string): (at: Instant) => number {
  const known = new Map<number, number>();
  return (at) => {
    const quarter = Math.floor(at / QUARTER_MS);
    const day = known.get(quarter) ?? wallTime(timeZone, at).day;
    known.set(quarter, day);
    return day;
  };
}

function days(rows: readonly ReportRow[], timeZone: string, period?: Period): DayFigures[] {
  const dayOf = dayIn(timeZone);
  const found = new Map(grouped(rows, (row) => dayOf(row.startedAt)));
  const numbers = period ? [dayOf(period.from), dayOf(instant(period.to - 1))] : [...found.keys()];
  const [first, last] = [numbers[0], numbers.at(-1)];
  if (first === undefined || last === undefined) return [];
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const number = first + index;
    const { ratings, satisfied, meanStars, conversations, automatic } = figuresOf(found.get(number) ?? []);
    const day = new Date(number * DAY_MS).toISOString().slice(0, 10);
    return { day, ratings, satisfied, meanStars, conversations, automatic };
  });
}

function comments(rows: readonly ReportRow[], titles: Titles): Comment[] {
  return rows
    .flatMap(({ id, ratedAt, stars, reasons, comment, ratedAgent: agent, course, lesson }) =>
      stars === null || ratedAt === null || comment.trim() === ''
        ? []
        : [{ conversation: id, at: ratedAt, stars, reasons, comment, agent, ...titles.of(course, lesson) }],
    )
    .sort((a, b) => b.at - a.at);
}

/**
 * All figures of these conversations, all begun in `period` where it is given. `timeZone` is an IANA name such as "Asia/Shanghai" and decides where a day begins; throws
 * RangeError for a name the runtime does not know.
 */
export function figures(rows: readonly ReportRow[], timeZone: string, period?: Period): Report {
  const titles = titlesOf(rows);
  return {
    all: figuresOf(rows),
    bot: figuresOf(
      rows.filter((row) => !withPerson(row)),
      rows.filter((row) => !ratedPerson(row)),
    ),
    agents: figuresOf(rows.filter(withPerson), rows.filter(ratedPerson)),
    byCourse: courses(rows, titles),
    byAgent: agents(rows),
    days: days(rows, timeZone, period),
    comments: comments(rows, titles),
  };
}
