/** What is too old goes, a few conversations per transaction: what a kill interrupts goes at the next sweep. */
import { conversationId } from '#domain/ids.ts';
import { prepareErased } from './sqlite-erased.ts';
import type { Db } from './sqlite-open.ts';
import { prepareRemoval } from './sqlite-removal.ts';
import type { Writer } from './sqlite-writer.ts';
import type { Retention } from './store.ts';

export function prepareRetention(db: Db, writer: Writer): Retention {
  const old = db.prepare<[number, number], { nr: number; id: string; learner: string }>(
    `SELECT nr, id, learner FROM conversation WHERE coalesce(active_at, created_at) < ? ORDER BY coalesce(active_at, created_at) LIMIT ?`,
  );
  const left = db.prepare<[string], number>('SELECT 1 FROM conversation WHERE learner = ? LIMIT 1').pluck();
  const removal = prepareRemoval(db);
  const erased = prepareErased(db);
  return {
    async sweep(before, limit) {
      if (old.get(before, 1) === undefined && !erased.any()) return [];
      return writer.write(() => {
        const found = old.all(before, limit);
        for (const { nr } of found) removal.conversation(nr);
        for (const learner of new Set(found.map((row) => row.learner)))
          if (left.get(learner) === undefined) removal.learner(learner);
        return [...erased.take(), ...found.map(({ id }) => conversationId(id))];
      });
    },
  };
}
