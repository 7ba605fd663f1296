/** Thousands of open conversations, or one of thousands of messages, copied by SQL from one that the real server wrote. */
import Database from 'better-sqlite3';

function withDatabase<T>(path: string, work: (db: Database.Database) => T): T {
  const db = new Database(path);
  try {
    db.pragma('journal_mode = WAL');
    return db.transaction(() => work(db))();
  } finally {
    db.close();
  }
}
const columns = (db: Database.Database, table: string, without: readonly string[]) =>
  db
    .prepare<[], { name: string }>(`PRAGMA table_info(${table})`)
    .all()
    .map(({ name }) => name)
    .filter((name) => !without.includes(name))
    .join(', ');

/** Adds `count` conversations like `pattern`, each of another learner ("Learner 17"), the first the newest, a second apart. */
export function seedInbox(path: string, pattern: string, count: number): void {
  withDatabase(path, (db) => {
    const nr = db.prepare<[string], number>('SELECT nr FROM conversation WHERE id = ?').pluck().get(pattern);
    if (nr === undefined) throw new Error(`seed: there is no conversation ${pattern}`);
    const first = (db.prepare<[], number>('SELECT max(nr) FROM conversation').pluck().get() ?? 0) + 1;
    const person = columns(db, 'learner', ['nr', 'id', 'token_hash', 'name', 'subject']);
    const rest = columns(db, 'conversation', ['nr', 'id', 'learner', 'active_at', 'waiting_since', 'state']);
    db.exec(
      `CREATE TEMP TABLE n AS WITH RECURSIVE c(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM c LIMIT ${count}) SELECT i FROM c`,
    );
    db.prepare(
      `INSERT INTO learner (id, token_hash, name, ${person})
       SELECT printf('%032x', ? + i), printf('seed %d', ? + i), 'Learner ' || i, ${person}
       FROM n, learner WHERE id = (SELECT learner FROM conversation WHERE nr = ?)`,
    ).run(first, first, nr);
    db.prepare(
      `INSERT INTO conversation (nr, id, learner, active_at, waiting_since, state, ${rest})
       SELECT ? + i, printf('%032x', ? + i), printf('%032x', ? + i), active_at - i * 1000, waiting_since - i * 1000,
         json_set(state, '$.learner', printf('%032x', ? + i)), ${rest} FROM n, conversation WHERE nr = ?`,
    ).run(first, first, first, first, nr);
    db.prepare(
      `INSERT INTO event (conversation, seq, at, key, leads, type, body)
       SELECT ? + i, seq, at, key, leads, type, body FROM n, event WHERE conversation = ?`,
    ).run(first, nr);
    db.prepare(
      `INSERT INTO message_words (rowid, words)
       SELECT id, lower(body ->> '$.text') FROM event WHERE conversation >= ? AND type = 'learner-said'`,
    ).run(first);
    db.prepare(`INSERT INTO subject_words (rowid, words) SELECT ? + i, 'learner ' || i FROM n`).run(first);
    db.prepare('UPDATE tally SET n = n + ? WHERE status = (SELECT status FROM conversation WHERE nr = ?)').run(count, nr);
  });
}

/** Makes `conversation` as long as `length` entries: its first question and answer again and again, numbered. */
export function seedLongTalk(path: string, conversation: string, length: number): void {
  withDatabase(path, (db) => {
    const at = db
      .prepare<[string], { nr: number; seq: number }>('SELECT nr, seq FROM conversation WHERE id = ?')
      .get(conversation);
    if (!at) throw new Error(`seed: there is no conversation ${conversation}`);
    const one = (type: string) =>
      db
        .prepare<[number, string], { at: number; body: string }>(
          'SELECT at, body FROM event WHERE conversation = ? AND type = ?',
        )
        .get(at.nr, type);
    const kinds = ['learner-said', 'bot-said'].map((type) => ({ type, ...one(type) }));
    const insert = db.prepare<[number, number, number, string, number, string, string]>(
      'INSERT INTO event (conversation, seq, at, key, leads, type, body) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    let said = 0;
    for (let seq = at.seq + 1; seq <= length; seq++) {
      const learner = (seq - at.seq) % 2 === 1;
      const { type = '', at: when = 0, body = '{}' } = kinds[learner ? 0 : 1] ?? {};
      const text = { ...(JSON.parse(body) as object), text: `line ${seq}` };
      insert.run(at.nr, seq, when, `${seq - (learner ? 0 : 1)}`.padStart(32, '0'), learner ? 1 : 0, type, JSON.stringify(text));
      if (learner) said += 1;
    }
    db.prepare('UPDATE conversation SET seq = ?, said = said + ? WHERE nr = ?').run(length, said, at.nr);
  });
}
