/** What became of the load: read from the database the server left. */
import Database from 'better-sqlite3';

/** Share of the learners' messages that the bot answered, 0 to 1: the others waited for a person. */
export function answeredIn(path: string): number {
  const db = new Database(path, { readonly: true });
  try {
    const count = (type: string) =>
      db.prepare<[string], number>('SELECT count(DISTINCT conversation || key) FROM event WHERE type = ?').pluck().get(type) ??
      0;
    return Math.round((count('bot-said') / Math.max(1, count('learner-said'))) * 1_000) / 1_000;
  } finally {
    db.close();
  }
}
