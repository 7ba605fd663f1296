import { agentId } from '#domain/ids.ts';
import type { Db } from './sqlite-open.ts';
import type { Writer } from './sqlite-writer.ts';
import { type Agents, unlessFull } from './store.ts';

/** A session's last use is written at most this often, so that reading pages does not cost an fsync each. Milliseconds. */
const TOUCH_EVERY = 60_000;

type Sessions = Pick<Agents, 'openSession' | 'session' | 'endSession' | 'endSessionsOf'>;

export function prepareSessions(db: Db, writer: Writer): Sessions {
  const sweep = db.prepare<[number]>('DELETE FROM session WHERE until <= ?');
  const insert = db.prepare(
    `INSERT INTO session (hash, agent, csrf, opened_at, until, touched_at) VALUES (@hash, @agent, @csrf, @at, @until, @at)`,
  );
  const find = db.prepare<[string], { agent: string; csrf: string; until: number; touched: number }>(
    `SELECT s.agent, s.csrf, s.until, s.touched_at AS touched FROM session s
     JOIN agent a ON a.id = s.agent AND a.disabled = 0 WHERE s.hash = ?`,
  );
  const touch = db.prepare<[number, string]>('UPDATE session SET touched_at = ? WHERE hash = ?');
  const end = db.prepare<[string]>('DELETE FROM session WHERE hash = ?');
  const endAll = db.prepare<[string]>('DELETE FROM session WHERE agent = ?');

  return {
    async openSession(session) {
      await writer.write(() => {
        sweep.run(session.at);
        insert.run(session);
      });
    },
    async session(hash, now, idleMs, looked = false) {
      const found = find.get(hash);
      if (!found || now >= found.until || now - found.touched >= idleMs) return undefined;
      // A full disk must not keep agents from reading.
      if (!looked && now - found.touched >= Math.min(TOUCH_EVERY, idleMs / 2))
        await writer.write(() => touch.run(now, hash)).catch(unlessFull);
      return { agent: agentId(found.agent), csrf: found.csrf };
    },
    async endSession(hash) {
      await writer.write(() => end.run(hash));
    },
    async endSessionsOf(agent) {
      await writer.write(() => endAll.run(agent));
    },
  };
}
