/** A learner's rights: everything kept about them as JSON, and its removal down to the bytes. */
import type { Files } from './files.ts';
import { prepareErased } from './sqlite-erased.ts';
import type { Db } from './sqlite-open.ts';
import { prepareRemoval } from './sqlite-removal.ts';

type Row = Readonly<Record<string, unknown>>;

/** Ids of the learners somebody means by an id, a subject signed by a site, or an e-mail address (any case). */
export function findLearners(db: Db, who: string): readonly string[] {
  return db
    .prepare<[string, string, string], string>(
      'SELECT id FROM learner WHERE id = ? OR subject = ? OR lower(email) = lower(?) ORDER BY nr',
    )
    .pluck()
    .all(who, who, who);
}

/** Every row about a learner, table by table; stored JSON is read, hashes of tokens are left out. */
export function exportLearner(db: Db, id: string): Readonly<Record<string, readonly Row[]>> {
  const mine = 'SELECT nr FROM conversation WHERE learner = ?';
  const queries: Readonly<Record<string, string>> = {
    learner: 'SELECT id, site, subject, name, email, role, enrolment, lang, device, first_seen_at FROM learner WHERE id = ?',
    pass: 'SELECT until, place FROM pass WHERE learner = ?',
    conversation: 'SELECT * FROM conversation WHERE learner = ? ORDER BY nr',
    event: `SELECT conversation, seq, at, key, type, body FROM event WHERE conversation IN (${mine}) ORDER BY conversation, seq`,
    rating: `SELECT * FROM rating WHERE conversation IN (${mine})`,
    reading: `SELECT * FROM reading WHERE conversation IN (${mine})`,
    attachment: `SELECT * FROM attachment WHERE conversation IN (${mine})`,
    missed: `SELECT * FROM missed WHERE conversation IN (${mine})`,
  };
  const read = (row: Row): Row =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name,
        ['state', 'body', 'place', 'reasons', 'nearest'].includes(name) && typeof value === 'string'
          ? JSON.parse(value)
          : value,
      ]),
    );
  // One transaction: one moment.
  return db.transaction(() =>
    Object.fromEntries(
      Object.entries(queries).map(([table, sql]) => [table, db.prepare<[string], Row>(sql).all(id).map(read)]),
    ),
  )();
}

/**
 * Removes learners from every table and their files from the disk, then rewrites search indexes, file and log so that no byte of them is left in any. The rewriting
 * takes about a second per 100 MB, in which a running server answers "storage-full"; clients keep their messages and try again. `tell`: the
 * conversations' bare ids stay until a server has heard of them at its next sweep.
 */
export function eraseLearners(db: Db, ids: readonly string[], files: Pick<Files, 'remove'>, { tell = false } = {}): void {
  db.pragma('secure_delete = ON');
  const removal = prepareRemoval(db);
  const told = prepareErased(db);
  db.transaction(() => {
    if (tell) told.add(ids);
    for (const id of ids) removal.learner(id);
  }).immediate();
  const gone = db.prepare<[], string>('SELECT id FROM file_gone').pluck().all();
  files.remove(gone);
  db.prepare('DELETE FROM file_gone').run();
  // Deleted words stay in an index's segments until these are merged.
  for (const index of ['message_words', 'subject_words'])
    db.prepare(`INSERT INTO ${index}(${index}) VALUES ('optimize')`).run();
  db.exec('VACUUM');
  const [checkpoint] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
  if (checkpoint?.busy !== 0)
    throw new Error(
      'The rows are gone, but the log could not be emptied while somebody was reading. Run the same command again.',
    );
}
