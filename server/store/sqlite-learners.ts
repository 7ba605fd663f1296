import { LEARNER_COLUMNS, learnerFrom, type RawLearner } from './learner-row.ts';
import type { Db } from './sqlite-open.ts';
import { preparePasses } from './sqlite-passes.ts';
import { prepareSubjects } from './sqlite-search.ts';
import type { Writer } from './sqlite-writer.ts';
import type { Learners } from './store.ts';

const COLUMNS = `SELECT ${LEARNER_COLUMNS} FROM learner`;

export function prepareLearners(db: Db, writer: Writer): Learners {
  const insert = db.prepare(
    `INSERT INTO learner (id, token_hash, site, name, email, lang, device, first_seen_at)
     VALUES (@id, @tokenHash, @site, @name, @email, @lang, @device, @firstSeenAt)`,
  );
  const byToken = db.prepare<[string], RawLearner>(`${COLUMNS} WHERE token_hash = ?`);
  const byId = db.prepare<[string], RawLearner>(`${COLUMNS} WHERE id = ?`);
  const change = db.prepare(
    `UPDATE learner SET name = coalesce(@name, name), email = coalesce(@email, email), lang = coalesce(@lang, lang),
     device = coalesce(@device, device) WHERE id = @id`,
  );
  const theirs = db.prepare<[string], number>('SELECT nr FROM conversation WHERE learner = ? AND seq > 0').pluck();
  const reindex = prepareSubjects(db);
  const renamed = (id: string) =>
    writer.atEnd(() => {
      for (const nr of theirs.all(id)) reindex(nr);
    });

  return {
    ...preparePasses(db, writer, renamed),
    async create({ id, site, name, email, lang, device, firstSeenAt }, tokenHash) {
      await writer.write(() => insert.run({ id, site, name, email, lang, device, firstSeenAt, tokenHash }));
    },
    async byToken(tokenHash) {
      const raw = byToken.get(tokenHash);
      return raw && learnerFrom(raw);
    },
    async get(id) {
      const raw = byId.get(id);
      return raw && learnerFrom(raw);
    },
    async update(id, { name = null, email = null, lang = null, device = null }) {
      await writer.write(() => {
        change.run({ id, name, email, lang, device });
        if (name !== null || email !== null) renamed(id);
      });
    },
  };
}
