/** Fills a database with conversations by SQL, copied from one that the real server wrote: the shape is right by construction. */
import { closeSync, fsyncSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';

/** Events per copied conversation: as many as ten questions with their answers, and the start. */
const TURNS = 10;

/** Columns of `table` but those named. */
function columnsOf(db: Database.Database, table: string, without: readonly string[]): readonly string[] {
  const names = db.prepare<[], { name: string }>(`PRAGMA table_info(${table})`).all();
  return names.map(({ name }) => name).filter((name) => !without.includes(name));
}

/**
 * Adds conversations until the file holds about `messages` stored messages (questions and answers). The newest conversation with an
 * answered question is the pattern. Search is filled as the server fills it: questions are found, answers are not.
 */
export function seedMessages(path: string, messages: number): number {
  const db = new Database(path);
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = OFF');
    const pattern = db
      .prepare<[], number>("SELECT conversation FROM event WHERE type = 'bot-said' ORDER BY id DESC LIMIT 1")
      .pluck()
      .get();
    if (pattern === undefined) throw new Error('seed: let the server answer one question first');
    const count = Math.max(1, Math.round(messages / (2 * TURNS)));
    const first = (db.prepare<[], number>('SELECT max(nr) FROM conversation').pluck().get() ?? 0) + 1;
    const kept = columnsOf(db, 'conversation', ['nr', 'id', 'seq', 'said']).join(', ');
    db.exec('CREATE TEMP TABLE n (i INTEGER PRIMARY KEY); CREATE TEMP TABLE t (k INTEGER PRIMARY KEY);');
    db.exec(`WITH RECURSIVE c(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM c LIMIT ${count}) INSERT INTO n SELECT i FROM c`);
    db.exec(`WITH RECURSIVE c(k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM c LIMIT ${TURNS}) INSERT INTO t SELECT k FROM c`);
    const fill = db.transaction(() => {
      db.prepare(
        `INSERT INTO conversation (nr, id, seq, said, ${kept})
         SELECT ? + i, lower(hex(randomblob(16))), ${1 + 2 * TURNS}, ${TURNS}, ${kept} FROM n, conversation WHERE nr = ?`,
      ).run(first, pattern);
      const event = 'INSERT INTO event (conversation, seq, at, key, leads, type, body) SELECT ? + i,';
      const from = (type: string) =>
        `FROM n, t, (SELECT at, body FROM event WHERE conversation = ? AND type = '${type}' LIMIT 1)`;
      db.prepare(`${event} 1, at, 's' || i, 1, 'started', body ${from('started')} WHERE k = 0`).run(first, pattern);
      db.prepare(`${event} 2 + 2 * k, at, 'q' || i || '-' || k, 1, 'learner-said', body ${from('learner-said')}`).run(
        first,
        pattern,
      );
      db.prepare(`${event} 3 + 2 * k, at, 'q' || i || '-' || k, 0, 'bot-said', body ${from('bot-said')}`).run(first, pattern);
      db.prepare(
        `INSERT INTO message_words (rowid, words)
         SELECT id, lower(body ->> '$.text') FROM event WHERE conversation >= ? AND type = 'learner-said'`,
      ).run(first);
      db.prepare(`UPDATE tally SET n = n + ? WHERE status = (SELECT status FROM conversation WHERE nr = ?)`).run(
        count,
        pattern,
      );
    });
    fill();
    db.pragma('wal_checkpoint(TRUNCATE)');
    return count * 2 * TURNS;
  } finally {
    db.close();
    // Else the first sync of the server that is measured would pay for what was written here.
    const file = openSync(path, 'r');
    fsyncSync(file);
    closeSync(file);
  }
}
