/** What the bot missed, and the drafts made from it. `keep` runs inside the append's own transaction. */
import type { Event, Stamped } from '#domain/events.ts';
import { conversationId } from '#domain/ids.ts';
import { type Draft, MISSED_LOOKBACK, type MissedQuestion, missedBy, missedIn } from '#domain/missed.ts';
import { instant } from '#domain/time.ts';
import type { Db } from './sqlite-open.ts';
import type { Writer } from './sqlite-writer.ts';
import type { Missed } from './store.ts';

interface Raw extends Omit<MissedQuestion, 'conversation' | 'at' | 'nearest'> {
  readonly conversation: string;
  readonly at: number;
  readonly nearest: string;
}
const questionFrom = (raw: Raw): MissedQuestion => ({
  ...raw,
  conversation: conversationId(raw.conversation),
  at: instant(raw.at),
  nearest: JSON.parse(raw.nearest) as MissedQuestion['nearest'],
});

const OPEN = `SELECT m.nr AS id, c.id AS conversation, m.seq, m.at, m.text, m.tongue, m.reason, m.nearest, m.course, m.lesson, m.reply,
  e.body ->> '$.place.course.title' AS courseTitle, e.body ->> '$.place.lesson.title' AS lessonTitle
FROM missed m JOIN conversation c ON c.nr = m.conversation JOIN event e ON e.conversation = m.conversation AND e.seq = m.seq
WHERE m.handled IS NULL ORDER BY m.nr DESC LIMIT ?`;

const COUNTS = `SELECT count(*) AS "all", coalesce(sum(nr IN (SELECT f.value FROM draft, json_each(draft.body, '$.from') f)), 0) AS drafted
FROM missed WHERE handled IS NULL`;

export function prepareMissed(db: Db, writer: Writer): Missed {
  const open = db.prepare<[number], Raw>(OPEN);
  const counts = db.prepare<[], { all: number; drafted: number }>(COUNTS);
  const handle = db.prepare<[string, string, number, number]>(
    'UPDATE missed SET handled = ?, handled_by = ?, handled_at = ? WHERE nr = ? AND handled IS NULL',
  );
  const drafts = db.prepare<[], string>('SELECT body FROM draft ORDER BY at, id').pluck();
  const put = db.prepare<[string, number, string]>(
    'INSERT INTO draft (id, at, body) VALUES (?, ?, ?) ON CONFLICT(id) DO UPDATE SET body = excluded.body',
  );
  const gone = db
    .prepare<[string], number>('SELECT count(*) FROM json_each(?) f WHERE NOT EXISTS (SELECT 1 FROM missed WHERE nr = f.value)')
    .pluck();
  const remove = db.prepare<[string]>('DELETE FROM draft WHERE id = ?');
  return {
    async open(limit) {
      return open.all(limit).map(questionFrom);
    },
    async counts() {
      const { all, drafted } = counts.get() ?? { all: 0, drafted: 0 };
      return { open: all - drafted, drafted };
    },
    handle(ids, how, by, at) {
      return writer.write(() => ids.reduce((sum, id) => sum + handle.run(how, by, at, id).changes, 0));
    },
    async drafts() {
      return drafts.all().map((body) => JSON.parse(body) as Draft);
    },
    putDraft(draft) {
      // Asked in the same transaction: retention or `learner erase` may have come since the questions were read.
      return writer.write(
        () => gone.get(JSON.stringify(draft.from)) === 0 && put.run(draft.id, draft.at, JSON.stringify(draft)).changes === 1,
      );
    },
    removeDraft(id) {
      return writer.write(() => remove.run(id).changes === 1);
    },
  };
}

/** Keeps what the events just stored (seq > `after`) show to be missed, and an agent's first reply to what is kept. */
export function prepareKeep(db: Db): (conversation: number, after: number, events: readonly Event[]) => void {
  const tail = db
    .prepare<[number, number], number>('SELECT seq FROM event WHERE conversation = ? ORDER BY seq DESC LIMIT ?')
    .pluck();
  const entry = db.prepare<[number, number], { at: number; key: string; body: string }>(
    'SELECT at, key, body FROM event WHERE conversation = ? AND seq = ?',
  );
  /** Of the entries looked back at mostly the last two count: the others are never read. */
  function lazily(conversation: number, seq: number): Stamped {
    let stored: { at: number; key: string; event: Event } | undefined;
    const read = () => {
      if (stored) return stored;
      const { at, key, body } = entry.get(conversation, seq) as { at: number; key: string; body: string };
      stored = { at, key, event: JSON.parse(body) as Event };
      return stored;
    };
    return {
      seq,
      get at() {
        return instant(read().at);
      },
      get key() {
        return read().key;
      },
      get event() {
        return read().event;
      },
    };
  }
  const insert = db.prepare(
    `INSERT INTO missed (conversation, seq, at, text, tongue, reason, nearest, course, lesson)
     VALUES (@conversation, @seq, @at, @text, @tongue, @reason, @nearest, @course, @lesson)
     ON CONFLICT(conversation, seq) DO NOTHING`,
  );
  const answer = db.prepare<[string, number]>('UPDATE missed SET reply = ? WHERE conversation = ? AND reply IS NULL');
  return (conversation, after, events) => {
    // The log is read again only when there is a reason to: most commands give none.
    if (events.some(missedBy)) {
      const seqs = tail.all(conversation, MISSED_LOOKBACK + events.length).reverse();
      const log = seqs.map((seq) => lazily(conversation, seq));
      for (const miss of missedIn(log, after)) insert.run({ ...miss, conversation, nearest: JSON.stringify(miss.nearest) });
    }
    for (const event of events) if (event.type === 'agent-said' && event.text !== '') answer.run(event.text, conversation);
  };
}
