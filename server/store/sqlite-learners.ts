import { learnerId, siteId } from '#domain/ids.ts';
import { instant } from '#domain/time.ts';
import type { Db } from './sqlite-open.ts';
import { prepareSubjects } from './sqlite-search.ts';
import type { Writer } from './sqlite-writer.ts';
import type { Learner, Learners } from './store.ts';

interface Raw {
  readonly id: string;
  readonly site: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly lang: string;
  readonly device: string;
  readonly firstSeenAt: number;
}
const learnerFrom = (raw: Raw): Learner => ({
  ...raw,
  id: learnerId(raw.id),
  site: siteId(raw.site),
  firstSeenAt: instant(raw.firstSeenAt),
});

const COLUMNS = 'SELECT id, site, name, email, lang, device, first_seen_at AS firstSeenAt FROM learner';

export function prepareLearners(db: Db, writer: Writer): Learners {
  const insert = db.prepare(
    `INSERT INTO learner (id, token_hash, site, name, email, lang, device, first_seen_at)
     VALUES (@id, @tokenHash, @site, @name, @email, @lang, @device, @firstSeenAt)`,
  );
  const byToken = db.prepare<[string], Raw>(`${COLUMNS} WHERE token_hash = ?`);
  const byId = db.prepare<[string], Raw>(`${COLUMNS} WHERE id = ?`);
  const change = db.prepare(
    `UPDATE learner SET name = coalesce(@name, name), email = coalesce(@email, email), lang = coalesce(@lang, lang),
     device = coalesce(@device, device) WHERE id = @id`,
  );
  const theirs = db.prepare<[string], number>('SELECT nr FROM conversation WHERE learner = ? AND seq > 0').pluck();
  const reindex = prepareSubjects(db);

  return {
    async create(learner, tokenHash) {
      await writer.write(() => insert.run({ ...learner, tokenHash }));
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
        if (name === null && email === null) return;
        writer.atEnd(() => {
          for (const nr of theirs.all(id)) reindex(nr);
        });
      });
    },
  };
}
