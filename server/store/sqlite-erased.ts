/** What a command erased, told to the server that may be running: it remembers conversations, and agents have them on their screens. */
import { type ConversationId, conversationId } from '#domain/ids.ts';
import type { Db } from './sqlite-open.ts';

const KEY = 'erased';

export interface Erased {
  /** Notes the conversations of these learners, before they are removed. To be called inside a transaction. */
  add(learners: readonly string[]): void;
  any(): boolean;
  /** Those noted since the last call. To be called inside a transaction. */
  take(): readonly ConversationId[];
}

export function prepareErased(db: Db): Erased {
  const get = db.prepare<[string], string>('SELECT value FROM setting WHERE key = ?').pluck();
  const put = db.prepare<[string, string]>('INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)');
  const drop = db.prepare<[string]>('DELETE FROM setting WHERE key = ?');
  const theirs = db
    .prepare<[string], string>('SELECT id FROM conversation WHERE learner IN (SELECT value FROM json_each(?))')
    .pluck();
  const noted = () => JSON.parse(get.get(KEY) ?? '[]') as string[];
  return {
    add: (learners) => void put.run(KEY, JSON.stringify([...noted(), ...theirs.all(JSON.stringify(learners))])),
    any: () => get.get(KEY) !== undefined,
    take() {
      const found = noted();
      drop.run(KEY);
      return found.map(conversationId);
    },
  };
}
