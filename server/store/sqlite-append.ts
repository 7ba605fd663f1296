/** The hot path: events, state, inbox columns, search and rating in one transaction. */
import type { Conversation } from '#domain/conversation.ts';
import type { Event } from '#domain/events.ts';
import type { CommandKey, ConversationId } from '#domain/ids.ts';
import type { Instant } from '#domain/time.ts';
import { columns, spoken, WAITS_FROM } from './rows.ts';
import { prepareSay } from './sqlite-attachments.ts';
import { prepareKeep } from './sqlite-missed.ts';
import type { Db } from './sqlite-open.ts';
import { prepareSubjects } from './sqlite-search.ts';
import type { Writer } from './sqlite-writer.ts';
import type { Appended, Conversations } from './store.ts';
import { words } from './words.ts';

interface Head {
  readonly nr: number;
  readonly seq: number;
  readonly about: string;
}

const MOVE = `UPDATE conversation SET
  seq = @seq, said = said + @said, state = @state, status = @status, urgency = @urgency, owner = @owner,
  waiting_since = @waitingSince, active_at = @activeAt, about = @about, started_at = @startedAt, closed_at = @closedAt,
  ended_by = @endedBy, resolved = @resolved, course = @course, lesson = @lesson, kind = @kind, last_agent = @lastAgent,
  handoff_at = @handoffAt, taken_at = @takenAt, first_reply_at = @firstReplyAt, helped_yes = @helpedYes, helped_no = @helpedNo
WHERE nr = @nr`;

const RATE = `INSERT INTO rating (conversation, stars, reasons, comment, agent, course, lesson, first_at, changed_at)
VALUES (@nr, @stars, @reasons, @comment, @agent, @course, @lesson, @firstAt, @at)
ON CONFLICT(conversation) DO UPDATE SET stars = excluded.stars, reasons = excluded.reasons, comment = excluded.comment,
  agent = excluded.agent, course = excluded.course, lesson = excluded.lesson, changed_at = excluded.changed_at`;

export function prepareAppend(db: Db, writer: Writer): Conversations['append'] {
  const head = db.prepare<[string], Head>('SELECT nr, seq, about FROM conversation WHERE id = ?');
  const waitedFrom = db.prepare<[number], number | null>(`SELECT ${WAITS_FROM} FROM conversation WHERE nr = ?`).pluck();
  const known = db
    .prepare<[number, string], number>('SELECT seq FROM event WHERE conversation = ? AND key = ? AND leads = 1')
    .pluck();
  const insert = db.prepare<[number, number, number, string, number, string, string]>(
    'INSERT INTO event (conversation, seq, at, key, leads, type, body) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const index = db.prepare<[number | bigint, string]>('INSERT INTO message_words (rowid, words) VALUES (?, ?)');
  const move = db.prepare(MOVE);
  const rate = db.prepare(RATE);
  const waited = db.prepare<[number, number]>('INSERT INTO wait (ended_at, lasted) VALUES (?, ?)');
  const reindex = prepareSubjects(db);
  const keepMissed = prepareKeep(db);
  const sayFiles = prepareSay(db);

  function store(at: Head, events: readonly Event[], bodies: readonly string[], key: string, now: Instant): void {
    for (const [offset, event] of events.entries()) {
      const body = bodies[offset] ?? '';
      const { lastInsertRowid } = insert.run(at.nr, at.seq + offset + 1, now, key, offset === 0 ? 1 : 0, event.type, body);
      const text = spoken(event);
      if (text !== undefined) writer.atEnd(() => index.run(lastInsertRowid, words(text)));
    }
    const from = events.some((event) => event.type === 'taken') ? waitedFrom.get(at.nr) : null;
    if (typeof from === 'number') waited.run(now, now - from);
  }

  function keepRating(nr: number, next: Conversation, at: Instant): void {
    if (!next.rating) return;
    const { stars, reasons, comment, agent, firstAt } = next.rating;
    const course = next.place.course?.id ?? null;
    const lesson = next.place.lesson?.id ?? null;
    rate.run({ nr, stars, reasons: JSON.stringify(reasons), comment, agent, course, lesson, firstAt, at });
  }

  return function append(
    id: ConversationId,
    after: number,
    events: readonly Event[],
    key: CommandKey,
    at: Instant,
    next: Conversation,
  ): Promise<Appended> {
    if (events.length === 0) return Promise.reject(new Error('An append needs at least one event.'));
    const bodies = events.map((event) => JSON.stringify(event));
    const cells = columns(next, at);
    const said = events.filter((event) => event.type === 'learner-said').length;
    return writer.write((): Appended => {
      const found = head.get(id);
      if (!found) throw new Error(`There is no conversation ${id} to append to.`);
      const first = known.get(found.nr, key);
      if (first !== undefined) return { outcome: 'duplicate', first };
      if (found.seq !== after) return { outcome: 'conflict' };
      const last = after + events.length;
      store(found, events, bodies, key, at);
      move.run({ ...cells, nr: found.nr, seq: last, said });
      if (after === 0 || cells.about !== found.about) writer.atEnd(() => reindex(found.nr));
      for (const event of events) if ('files' in event && event.files) sayFiles(found.nr, event.files);
      keepMissed(found.nr, after, events);
      if (events.some((event) => event.type === 'rated')) keepRating(found.nr, next, at);
      return { outcome: 'stored', first: after + 1, last };
    });
  };
}
