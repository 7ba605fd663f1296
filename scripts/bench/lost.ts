/** What a database must still hold, read while no server has it open. */
import Database from 'better-sqlite3';
import type { Acked } from './pour.ts';

export interface Kept {
  /** Acknowledged and not there under their number, with their words. */
  readonly missing: number;
  /** SQLite's own word: "ok" or what is wrong. */
  readonly integrity: string;
}

/** Reads the file as the kill left it, its write-ahead log included, and changes nothing. */
export function keptIn(path: string, acked: readonly Acked[]): Kept {
  const db = new Database(path, { readonly: true, fileMustExist: true });
  try {
    const find = db
      .prepare<[string, number, string, string], number>(
        `SELECT 1 FROM conversation
         JOIN event AS lead ON lead.conversation = conversation.nr
         JOIN event AS said ON said.conversation = conversation.nr AND said.key = lead.key AND said.type = 'learner-said'
         WHERE conversation.id = ? AND lead.seq = ? AND lead.key = ? AND lead.leads = 1 AND said.body ->> '$.text' = ?`,
      )
      .pluck();
    const missing = acked.filter(
      ({ conversation, seq, cid, text }) => find.get(conversation, seq, cid, text) === undefined,
    ).length;
    return { missing, integrity: String(db.pragma('integrity_check', { simple: true })) };
  } finally {
    db.close();
  }
}

/** Rows that one of the two files has and the other has not, over every table but `setting`, which names the file's own epoch. */
export function differences(one: string, other: string): number {
  const db = new Database(one, { readonly: true, fileMustExist: true });
  try {
    db.prepare('ATTACH ? AS other').run(other);
    const tables = db
      .prepare<[], string>(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%' AND name <> 'setting'",
      )
      .pluck()
      .all();
    const left = (a: string, b: string, table: string): number =>
      db
        .prepare<[], number>(`SELECT count(*) FROM (SELECT * FROM ${a}."${table}" EXCEPT SELECT * FROM ${b}."${table}")`)
        .pluck()
        .get() ?? 0;
    return tables.reduce((sum, table) => sum + left('main', 'other', table) + left('other', 'main', table), 0);
  } finally {
    db.close();
  }
}
