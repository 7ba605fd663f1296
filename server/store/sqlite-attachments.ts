/** What is known of the files people sent. */
import type { Attached } from '#domain/events.ts';
import { conversationId, learnerId } from '#domain/ids.ts';
import type { Db } from './sqlite-open.ts';
import type { Writer } from './sqlite-writer.ts';
import type { Attachments } from './store.ts';

interface Raw {
  readonly id: string;
  readonly name: string;
  readonly type: Attached['type'];
  readonly bytes: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly conversation: string;
  readonly learner: string;
  readonly agent: string | null;
  readonly said: number;
}

export function prepareAttachments(db: Db, writer: Writer): Attachments {
  const insert = db.prepare(
    `INSERT INTO attachment (id, conversation, agent, name, type, bytes, width, height, at)
     SELECT @id, nr, @agent, @name, @type, @bytes, @width, @height, @at FROM conversation WHERE id = @conversation`,
  );
  const get = db.prepare<[string], Raw>(
    `SELECT a.id, a.name, a.type, a.bytes, a.width, a.height, c.id AS conversation, c.learner, a.agent, a.said
     FROM attachment a JOIN conversation c ON c.nr = a.conversation WHERE a.id = ?`,
  );
  const stale = db.prepare<[number, number]>(
    'DELETE FROM attachment WHERE id IN (SELECT id FROM attachment WHERE said = 0 AND at < ? LIMIT ?)',
  );
  const anyStale = db.prepare<[number], number>('SELECT 1 FROM attachment WHERE said = 0 AND at < ? LIMIT 1').pluck();
  const gone = db.prepare<[number], string>('SELECT id FROM file_gone LIMIT ?').pluck();
  const forget = db.prepare<[string]>('DELETE FROM file_gone WHERE id = ?');
  return {
    add: ({ width = null, height = null, ...rest }) => writer.write(() => insert.run({ ...rest, width, height }).changes === 1),
    async get(id) {
      const raw = get.get(id);
      if (!raw) return undefined;
      const { name, type, bytes, width, height, agent } = raw;
      const size = width === null || height === null ? {} : { width, height };
      return {
        file: { id, name, type, bytes, ...size },
        conversation: conversationId(raw.conversation),
        learner: learnerId(raw.learner),
        byAgent: agent !== null,
        said: raw.said === 1,
      };
    },
    async dropUnsaid(before, limit) {
      if (anyStale.get(before) !== undefined) await writer.write(() => stale.run(before, limit));
    },
    async gone(limit) {
      return gone.all(limit);
    },
    async forgotten(ids) {
      if (ids.length > 0)
        await writer.write(() => {
          for (const id of ids) forget.run(id);
        });
    },
  };
}

/** Inside an append: these files belong to this conversation's log now. Throws when one has gone meanwhile. */
export function prepareSay(db: Db): (conversation: number, files: readonly Attached[]) => void {
  const say = db.prepare<[number, string]>('UPDATE attachment SET said = 1, conversation = ? WHERE id = ?');
  return (conversation, files) => {
    for (const { id } of files)
      if (say.run(conversation, id).changes !== 1) throw new Error(`There is no attachment ${id} any more.`);
  };
}
