import { setImmediate } from 'node:timers/promises';
import type { EndedBy } from '#domain/events.ts';
import { agentId, conversationId } from '#domain/ids.ts';
import type { ReportRow } from '#domain/metrics.ts';
import { type Instant, instant } from '#domain/time.ts';
import type { Kind } from '#domain/understanding.ts';
import type { Db } from './sqlite-open.ts';
import type { Reports } from './store.ts';

interface Raw {
  readonly nr: number;
  readonly id: string;
  readonly startedAt: number;
  readonly closedAt: number | null;
  readonly endedBy: EndedBy | null;
  readonly course: string | null;
  readonly lesson: string | null;
  readonly courseTitle: string | null;
  readonly lessonTitle: string | null;
  readonly agent: string | null;
  readonly resolved: number | null;
  readonly handoffAt: number | null;
  readonly takenAt: number | null;
  readonly firstReplyAt: number | null;
  readonly stars: number | null;
  readonly reasons: string | null;
  readonly comment: string | null;
  readonly ratedAt: number | null;
  readonly ratedAgent: string | null;
  readonly helpedYes: number;
  readonly helpedNo: number;
  readonly kind: Kind;
}

const ROWS = `SELECT c.nr, c.id, c.started_at AS startedAt, c.closed_at AS closedAt, c.ended_by AS endedBy, c.course, c.lesson,
  c.state ->> '$.place.course.title' AS courseTitle, c.state ->> '$.place.lesson.title' AS lessonTitle,
  c.last_agent AS agent, c.resolved, c.handoff_at AS handoffAt, c.taken_at AS takenAt, c.first_reply_at AS firstReplyAt,
  r.stars, r.reasons, r.comment, r.changed_at AS ratedAt, r.agent AS ratedAgent,
  c.helped_yes AS helpedYes, c.helped_no AS helpedNo, c.kind
FROM conversation c LEFT JOIN rating r ON r.conversation = c.nr
WHERE (c.started_at, c.nr) > (?, ?) AND c.started_at < ? ORDER BY c.started_at, c.nr LIMIT ?`;
/** Rows read in one go; between two goes the server serves others. */
const PAGE = 2_000;

const moment = (ms: number | null) => (ms === null ? null : instant(ms));

const rowFrom = ({ nr: _, ...raw }: Raw): ReportRow => ({
  ...raw,
  id: conversationId(raw.id),
  startedAt: instant(raw.startedAt),
  closedAt: moment(raw.closedAt),
  agent: raw.agent === null ? null : agentId(raw.agent),
  resolved: raw.resolved === null ? null : raw.resolved === 1,
  handoffAt: moment(raw.handoffAt),
  takenAt: moment(raw.takenAt),
  firstReplyAt: moment(raw.firstReplyAt),
  reasons: raw.reasons === null ? [] : (JSON.parse(raw.reasons) as string[]),
  comment: raw.comment ?? '',
  ratedAt: moment(raw.ratedAt),
  ratedAgent: raw.ratedAgent === null ? null : agentId(raw.ratedAgent),
});

export function prepareReports(db: Db): Reports {
  const page = db.prepare<[number, number, number, number], Raw>(ROWS);
  return {
    async rows(from: Instant, to: Instant) {
      const rows: ReportRow[] = [];
      // Nothing has the number 0, so this is the place just before `from`.
      let last: Pick<Raw, 'startedAt' | 'nr'> | undefined = { startedAt: from, nr: 0 };
      while (last) {
        const raws: Raw[] = page.all(last.startedAt, last.nr, to, PAGE);
        for (const raw of raws) rows.push(rowFrom(raw));
        last = raws.length === PAGE ? raws.at(-1) : undefined;
        if (last) await setImmediate();
      }
      return rows;
    },
  };
}
