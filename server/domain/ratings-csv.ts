/** Ratings as a file for a spreadsheet: RFC 4180, UTF-8 with a byte order mark (Excel takes it for Latin-1 without one). */
import type { AgentId } from './ids.ts';
import type { ReportRow } from './metrics.ts';
import type { Instant } from './time.ts';
import { titlesOf } from './titles.ts';

const HEADER = [
  'rated_at',
  'stars',
  'reasons',
  'comment',
  'agent',
  'course',
  'lesson',
  'resolved',
  'started_at',
  'conversation',
  // Last: who reads columns by their number keeps them.
  'course_title',
  'lesson_title',
];

const iso = (at: Instant | null) => (at === null ? '' : new Date(at).toISOString());

/** A learner's comment must not become a formula: a cell that starts like one gets an apostrophe, which spreadsheets hide. */
function cell(text: string): string {
  const tame = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
}

/** One line per rated conversation, times in UTC, oldest first. `nameOf` gives what the agent column shows. */
export function ratingsCsv(rows: readonly ReportRow[], nameOf: (agent: AgentId) => string = (agent) => agent): string {
  const titles = titlesOf(rows);
  const lines = rows
    .filter((row) => row.stars !== null)
    .sort((a, b) => (a.ratedAt ?? 0) - (b.ratedAt ?? 0))
    .map((row) => ({ ...row, ...titles.of(row.course, row.lesson) }))
    .map((row) => [
      iso(row.ratedAt),
      String(row.stars),
      row.reasons.join(' '),
      row.comment,
      row.ratedAgent === null ? '' : nameOf(row.ratedAgent),
      row.course ?? '',
      row.lesson ?? '',
      row.resolved === null ? '' : row.resolved ? 'yes' : 'no',
      iso(row.startedAt),
      row.id,
      row.courseTitle ?? '',
      row.lessonTitle ?? '',
    ]);
  return `\uFEFF${[HEADER, ...lines].map((line) => `${line.map(cell).join(',')}\r\n`).join('')}`;
}
