/** Rows as the figures get them: an ended, resolved, unrated bot conversation, unless the test says otherwise. */
import { conversationId } from '#domain/ids.ts';
import type { ReportRow } from '#domain/metrics.ts';
import { at, T0 } from './samples.ts';

export function reportRow(change: Partial<ReportRow> = {}): ReportRow {
  return {
    id: conversationId('c'),
    startedAt: T0,
    closedAt: at(60_000),
    endedBy: 'learner',
    course: null,
    lesson: null,
    courseTitle: null,
    lessonTitle: null,
    agent: null,
    resolved: true,
    handoffAt: null,
    takenAt: null,
    firstReplyAt: null,
    stars: null,
    reasons: [],
    comment: '',
    ratedAt: null,
    ratedAgent: change.agent ?? null,
    helpedYes: 0,
    helpedNo: 0,
    kind: 'other',
    ...change,
  };
}

/** `n` of them. */
export const reportRows = (n: number, change: Partial<ReportRow> = {}) => Array.from({ length: n }, () => reportRow(change));

/** What a conversation that has not ended looks like. */
export const OPEN = { closedAt: null, endedBy: null, resolved: null } as const;
