/** Conversations: their logs, read marks, queue and idleness. The append stands in sqlite-append.ts, lists in sqlite-inbox.ts. */
import type { Conversation } from '#domain/conversation.ts';
import type { Event, Stamped } from '#domain/events.ts';
import { conversationId, type LearnerId, learnerId } from '#domain/ids.ts';
import { type Instant, instant } from '#domain/time.ts';
import { WAITS_FROM } from './rows.ts';
import { prepareAppend } from './sqlite-append.ts';
import { prepareInbox } from './sqlite-inbox.ts';
import { prepareMark } from './sqlite-mark.ts';
import type { Db } from './sqlite-open.ts';
import type { Writer } from './sqlite-writer.ts';
import type { Conversations } from './store.ts';

interface RawEvent {
  readonly seq: number;
  readonly at: number;
  readonly key: string;
  readonly body: string;
}
const stampedFrom = (raw: RawEvent): Stamped => ({
  seq: raw.seq,
  at: instant(raw.at),
  key: raw.key,
  event: JSON.parse(raw.body) as Event,
});

const LOG = 'SELECT e.seq, e.at, e.key, e.body FROM event e WHERE e.conversation = (SELECT nr FROM conversation WHERE id = ?)';

function prepareCurrent(db: Db, writer: Writer): Conversations['current'] {
  const newest = db.prepare<[string], { id: string; seq: number; status: string | null }>(
    'SELECT id, seq, status FROM conversation WHERE learner = ? ORDER BY nr DESC LIMIT 2',
  );
  const reserve = db.prepare<[string, string, number]>('INSERT INTO conversation (id, learner, created_at) VALUES (?, ?, ?)');
  const find = (learner: LearnerId, fresh: boolean) => {
    const [last, before] = newest.all(learner);
    // One reserved and not begun gives way to the one before it, should an agent have re-opened that meanwhile.
    const found = last?.seq === 0 && before && before.status !== 'closed' ? before : last;
    return found && !(fresh && found.status === 'closed') ? { id: conversationId(found.id), seq: found.seq } : undefined;
  };
  return async (learner, fresh, newId, at) =>
    find(learner, fresh) ??
    // Looked for again inside: two tabs that open at once must get the same one.
    writer.write(() => {
      const found = find(learner, fresh);
      if (!found) reserve.run(newId, learner, at);
      return found ?? { id: newId, seq: 0 };
    });
}

export function prepareConversations(db: Db, writer: Writer): Conversations {
  const owner = db.prepare<[string], string>('SELECT learner FROM conversation WHERE id = ?').pluck();
  const known = db
    .prepare<[string, string], number>(
      `SELECT e.seq FROM event e
       WHERE e.conversation = (SELECT nr FROM conversation WHERE id = ?) AND e.key = ? AND e.leads = 1`,
    )
    .pluck();
  const load = db.prepare<[string], { learner: string; seq: number; state: string | null }>(
    'SELECT learner, seq, state FROM conversation WHERE id = ?',
  );
  const since = db.prepare<[string, number, number], RawEvent>(`${LOG} AND e.seq > ? ORDER BY e.seq LIMIT ?`);
  const before = db.prepare<[string, number, number], RawEvent>(`${LOG} AND e.seq < ? ORDER BY e.seq DESC LIMIT ?`);
  const queue = db.prepare<[], { id: string; since: number }>(
    `SELECT id, ${WAITS_FROM} AS since FROM conversation WHERE status = 'waiting' ORDER BY waiting_since, nr`,
  );
  const waits = db.prepare<[number], number>('SELECT lasted FROM wait ORDER BY id DESC LIMIT ?').pluck();
  const ownedBy = db
    .prepare<[string], string>("SELECT id FROM conversation WHERE status = 'with-agent' AND owner = ? ORDER BY active_at, nr")
    .pluck();
  const idle = db
    .prepare<[number, number], string>(
      "SELECT id FROM conversation WHERE status = 'with-bot' AND active_at < ? ORDER BY active_at, nr LIMIT ?",
    )
    .pluck();

  return {
    ...prepareInbox(db),
    current: prepareCurrent(db, writer),
    append: prepareAppend(db, writer),
    mark: prepareMark(db, writer),
    async known(id, key) {
      return known.get(id, key);
    },
    async owner(id) {
      const found = owner.get(id);
      return found === undefined ? undefined : learnerId(found);
    },
    async load(id) {
      const found = load.get(id);
      if (!found) return undefined;
      const state = found.state === null ? undefined : (JSON.parse(found.state) as Conversation);
      return { learner: learnerId(found.learner), seq: found.seq, state };
    },
    async since(id, seq, limit) {
      return since.all(id, seq, limit).map(stampedFrom);
    },
    async before(id, seq, limit) {
      // "Infinity" means the tail; SQLite compares an integer with that as one would hope.
      return before.all(id, seq, limit).map(stampedFrom).reverse();
    },
    async queue() {
      return queue.all().map((row) => ({ id: conversationId(row.id), since: instant(row.since) }));
    },
    async recentWaits(limit) {
      return waits.all(limit);
    },
    async ownedBy(agent) {
      return ownedBy.all(agent).map(conversationId);
    },
    async idle(than: Instant, limit) {
      return idle.all(than, limit).map(conversationId);
    },
  };
}
