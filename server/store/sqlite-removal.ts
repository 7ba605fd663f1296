/** Takes a conversation or a learner out of every table and both search indexes. To be called inside a transaction. */
import type { Db } from './sqlite-open.ts';

export interface Removal {
  conversation(nr: number): void;
  /** The learner, their passes, and every conversation of theirs. */
  learner(id: string): void;
}

export function prepareRemoval(db: Db): Removal {
  const words = db.prepare<[number]>('DELETE FROM message_words WHERE rowid IN (SELECT id FROM event WHERE conversation = ?)');
  // By status first: the trigger keeps the tally.
  const uncount = db.prepare<[number]>('UPDATE conversation SET status = NULL WHERE nr = ?');
  const rest = [
    'DELETE FROM subject_words WHERE rowid = ?',
    // A draft with their words in it goes too; what others asked of it is a question again.
    `DELETE FROM draft WHERE id IN (SELECT d.id FROM draft d, json_each(d.body, '$.from') f
     JOIN missed m ON m.nr = f.value WHERE m.conversation = ?)`,
    'DELETE FROM missed WHERE conversation = ?',
    'DELETE FROM attachment WHERE conversation = ?',
    'DELETE FROM rating WHERE conversation = ?',
    'DELETE FROM reading WHERE conversation = ?',
    'DELETE FROM event WHERE conversation = ?',
    'DELETE FROM conversation WHERE nr = ?',
  ].map((sql) => db.prepare<[number]>(sql));
  const theirs = db.prepare<[string], number>('SELECT nr FROM conversation WHERE learner = ?').pluck();
  const passes = db.prepare<[string]>('DELETE FROM pass WHERE learner = ?');
  const learner = db.prepare<[string]>('DELETE FROM learner WHERE id = ?');

  function conversation(nr: number): void {
    words.run(nr);
    uncount.run(nr);
    for (const statement of rest) statement.run(nr);
  }
  return {
    conversation,
    learner(id) {
      for (const nr of theirs.all(id)) conversation(nr);
      passes.run(id);
      learner.run(id);
    },
  };
}
