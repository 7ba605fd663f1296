/** What the agents' lists show: rows, folders by keyset pages, counts. Read only. */
import type { Conversation } from '#domain/conversation.ts';
import { type AgentId, conversationId, type LearnerId } from '#domain/ids.ts';
import { instant } from '#domain/time.ts';
import { cursorOf, readCursor } from './cursor.ts';
import type { Db } from './sqlite-open.ts';
import { searchCondition } from './sqlite-search.ts';
import type { Conversations, InboxFilter, InboxRow } from './store.ts';

interface Raw {
  readonly id: string;
  readonly state: string;
  readonly learnerName: string | null;
  readonly learnerEmail: string | null;
  readonly seq: number;
  readonly readByLearner: number;
  readonly readByAgent: number;
  readonly unread: number;
  readonly activeAt: number;
  readonly nr: number;
  /** The sort key, as a JSON array of numbers. */
  readonly place: string;
}

interface Folder {
  readonly where: string;
  readonly key: string;
  readonly order: string;
  /** How a row that comes later compares with the cursor. */
  readonly later: '>' | '<';
  readonly keys: number;
}

const FOLDERS: Record<InboxFilter['folder'], Folder> = {
  waiting: {
    where: "c.status = 'waiting'",
    key: 'c.urgency, c.waiting_since, c.nr',
    order: 'c.urgency, c.waiting_since, c.nr',
    later: '>',
    keys: 3,
  },
  mine: {
    where: "c.status = 'with-agent' AND c.owner = ?",
    key: 'c.active_at, c.nr',
    order: 'c.active_at DESC, c.nr DESC',
    later: '<',
    keys: 2,
  },
  all: {
    where: 'c.closed_at IS NULL AND c.status IS NOT NULL',
    key: 'c.active_at, c.nr',
    order: 'c.active_at DESC, c.nr DESC',
    later: '<',
    keys: 2,
  },
  closed: {
    where: "c.status = 'closed'",
    key: 'c.closed_at, c.nr',
    order: 'c.closed_at DESC, c.nr DESC',
    later: '<',
    keys: 2,
  },
};
const MAX_PAGE = 200;

/** `reader` is "= ?" for one agent; without one the mark of whoever read furthest counts. */
const rowsOf = (key: string, one: boolean) => `SELECT c.id, c.state, l.name AS learnerName, l.email AS learnerEmail, c.seq,
  c.read_by_learner AS readByLearner, coalesce(max(r.seq), 0) AS readByAgent, c.said - coalesce(max(r.said), 0) AS unread,
  c.active_at AS activeAt, c.nr, json_array(${key}) AS place
FROM conversation c JOIN learner l ON l.id = c.learner
LEFT JOIN reading r ON r.conversation = c.nr${one ? ' AND r.agent = ?' : ''}`;

function rowFrom(raw: Raw): InboxRow {
  const { place: _, state, id, activeAt, ...rest } = raw;
  return { ...rest, id: conversationId(id), activeAt: instant(activeAt), state: JSON.parse(state) as Conversation };
}

type Inbox = Pick<Conversations, 'row' | 'inbox' | 'counts' | 'ofLearner'>;

export function prepareInbox(db: Db): Inbox {
  const byId = `WHERE c.id = ? AND c.seq > 0 GROUP BY c.nr`;
  const rowForOne = db.prepare<[string, string], Raw>(`${rowsOf('c.nr', true)} ${byId}`);
  const rowForAny = db.prepare<[string], Raw>(`${rowsOf('c.nr', false)} ${byId}`);
  const ofLearner = db.prepare<[string, number], Raw>(
    `${rowsOf('c.nr', false)} WHERE c.learner = ? AND c.seq > 0 GROUP BY c.nr ORDER BY c.nr DESC LIMIT ?`,
  );
  const tallies = db.prepare<[], { status: string; n: number }>('SELECT status, n FROM tally');
  const owned = db
    .prepare<[string], number>("SELECT count(*) FROM conversation WHERE status = 'with-agent' AND owner = ?")
    .pluck();

  async function inbox(filter: InboxFilter): ReturnType<Inbox['inbox']> {
    const folder = FOLDERS[filter.folder];
    const found = searchCondition(filter.search);
    const from = filter.cursor === undefined ? [] : readCursor(filter.cursor, filter.folder, folder.keys);
    const conditions = [folder.where];
    if (from.length > 0) conditions.push(`(${folder.key}) ${folder.later} (${from.map(() => '?').join(', ')})`);
    if (found) conditions.push(found.sql);
    const limit = Math.max(1, Math.min(MAX_PAGE, Math.trunc(filter.limit) || 1));
    const params = [...(filter.folder === 'mine' ? [filter.agent] : []), ...from, ...(found?.params ?? [])];
    // The page's keys first, by the folder's index alone; what a row shows is joined to these few only.
    const page = `SELECT c.nr FROM conversation c JOIN learner l ON l.id = c.learner
      WHERE ${conditions.join(' AND ')} ORDER BY ${folder.order} LIMIT ?`;
    const raws = db
      .prepare<unknown[], Raw>(`${rowsOf(folder.key, true)} WHERE c.nr IN (${page}) GROUP BY c.nr ORDER BY ${folder.order}`)
      .all(filter.agent, ...params, limit + 1);
    const rows = raws.slice(0, limit);
    const last = raws.length > limit ? rows.at(-1) : undefined;
    return { rows: rows.map(rowFrom), ...(last ? { cursor: cursorOf(filter.folder, last.place) } : {}) };
  }

  return {
    inbox,
    async row(id, agent: AgentId | null) {
      const raw = agent === null ? rowForAny.get(id) : rowForOne.get(agent, id);
      return raw && rowFrom(raw);
    },
    async ofLearner(learner: LearnerId, limit: number) {
      return ofLearner.all(learner, limit).map(rowFrom);
    },
    async counts(agent: AgentId) {
      const by = new Map(tallies.all().map(({ status, n }) => [status, n]));
      const of = (status: string) => by.get(status) ?? 0;
      const all = of('with-bot') + of('waiting') + of('with-agent');
      return { waiting: of('waiting'), mine: owned.get(agent) ?? 0, all, closed: of('closed') };
    },
  };
}
