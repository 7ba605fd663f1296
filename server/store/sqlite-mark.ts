/** Read marks. They only go forward, and never past the end of the log. */
import type { Db } from './sqlite-open.ts';
import type { Writer } from './sqlite-writer.ts';
import type { Conversations } from './store.ts';

export function prepareMark(db: Db, writer: Writer): Conversations['mark'] {
  const head = db.prepare<[string], { nr: number; seq: number; byLearner: number }>(
    'SELECT nr, seq, read_by_learner AS byLearner FROM conversation WHERE id = ?',
  );
  const read = db.prepare<[number, string], { seq: number; said: number }>(
    'SELECT seq, said FROM reading WHERE conversation = ? AND agent = ?',
  );
  // Only what lies between the old mark and the new one is counted; "unread" is then a subtraction of two columns.
  const saidBetween = db
    .prepare<[number, number, number], number>(
      "SELECT count(*) FROM event WHERE conversation = ? AND seq > ? AND seq <= ? AND type = 'learner-said'",
    )
    .pluck();
  const putLearner = db.prepare<[number, number]>('UPDATE conversation SET read_by_learner = ? WHERE nr = ?');
  const putAgent = db.prepare<[number, string, number, number]>(
    `INSERT INTO reading (conversation, agent, seq, said) VALUES (?, ?, ?, ?)
     ON CONFLICT(conversation, agent) DO UPDATE SET seq = excluded.seq, said = excluded.said`,
  );

  function markNow(id: string, reader: string, wanted: number, write: boolean): boolean {
    const found = head.get(id);
    if (!found) return false;
    const seq = Math.min(wanted, found.seq);
    const old = reader === 'learner' ? { seq: found.byLearner, said: 0 } : (read.get(found.nr, reader) ?? { seq: 0, said: 0 });
    if (!(seq > old.seq)) return false;
    if (write && reader === 'learner') putLearner.run(seq, found.nr);
    else if (write) putAgent.run(found.nr, reader, seq, old.said + (saidBetween.get(found.nr, old.seq, seq) ?? 0));
    return true;
  }

  return async (id, reader, seq) => {
    // A mark that would change nothing, the common case, costs no commit.
    if (markNow(id, reader, seq, false)) await writer.write(() => markNow(id, reader, seq, true));
  };
}
