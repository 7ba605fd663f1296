import type { AgentCard, AgentEntry, AgentView, InboxItem } from '#protocol/agents.ts';

export const ME: AgentCard = { id: 'me', name: 'Mei', role: 'agent', online: true, available: true };
export const HOURS = { open: true, nextOpenAt: null };
export const COUNTS = { waiting: 0, mine: 0, all: 0, closed: 0 };

export function item(id: string, change: Partial<InboxItem> = {}): InboxItem {
  return {
    id,
    status: 'waiting',
    head: 1,
    learner: 'Amara',
    lang: 'en',
    context: {},
    lastText: 'hello',
    lastFrom: 'learner',
    lastAt: 1_000,
    startedAt: 500,
    waitingSince: 900,
    queuedAt: change.waitingSince === undefined ? 900 : change.waitingSince,
    activeAt: 1_000,
    closedAt: null,
    nr: 1,
    reason: 'asked',
    kind: 'other',
    severity: 'normal',
    agent: null,
    unread: 0,
    stars: null,
    request: false,
    ...change,
  };
}

export function view(id: string, head: number, change: Partial<InboxItem> = {}): AgentView {
  return {
    item: item(id, { head, ...change }),
    learner: { id: 'l', name: null, email: null, lang: 'en', device: '', firstSeenAt: 0, earlier: [] },
    readByLearner: 0,
    looking: [],
    rating: null,
  };
}

export function said(seq: number): AgentEntry {
  return { seq, at: seq * 1_000, type: 'message', author: { role: 'learner' }, text: `line ${seq}` };
}
export const saidFrom = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => said(first + index));
