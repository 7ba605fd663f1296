/** The database as it stands, read by SQL alone: what the server says of itself does not count. */
import Database from 'better-sqlite3';
import type { Dump, DumpedEvent } from './history.ts';

interface Raw {
  readonly conversation: string;
  readonly seq: number;
  readonly cid: string;
  readonly leads: number;
  readonly type: string;
  readonly text: string | null;
  readonly by: string | null;
}

export function dumpDatabase(path: string): Dump {
  const db = new Database(path, { readonly: true, fileMustExist: true });
  try {
    const fault = db.pragma('integrity_check', { simple: true });
    if (fault !== 'ok') throw new Error(`${path} is damaged: ${String(fault)}`);
    const events = db
      .prepare<[], Raw>(
        `SELECT c.id AS conversation, e.seq, e.key AS cid, e.leads, e.type, e.body ->> '$.text' AS text,
         coalesce(e.body ->> '$.by', e.body ->> '$.why') AS by
         FROM event e JOIN conversation c ON c.nr = e.conversation ORDER BY e.conversation, e.seq, e.id`,
      )
      .all()
      .map((raw): DumpedEvent => ({ ...raw, leads: raw.leads === 1, text: raw.text ?? '', by: raw.by ?? '' }));
    const ratings = db
      .prepare<[], string>('SELECT c.id FROM rating r JOIN conversation c ON c.nr = r.conversation')
      .pluck()
      .all();
    const epoch = db.prepare<[], string>("SELECT value FROM setting WHERE key = 'epoch'").pluck().get() ?? '';
    return { epoch, events, ratings };
  } finally {
    db.close();
  }
}
