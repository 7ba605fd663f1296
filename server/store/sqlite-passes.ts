/** Verified learners and their passes: one learner per (site, subject), one pass per browser. */
import type { Place } from '#domain/events.ts';
import { instant } from '#domain/time.ts';
import { LEARNER_COLUMNS, learnerFrom, type RawLearner } from './learner-row.ts';
import type { Db } from './sqlite-open.ts';
import type { Writer } from './sqlite-writer.ts';
import type { Learners } from './store.ts';

/** Browsers of one learner that are remembered: those whose passes ran out first are forgotten. */
const MAX_PASSES = 50;

const ADMIT = `INSERT INTO learner (id, token_hash, site, name, email, lang, device, first_seen_at, subject, role, enrolment)
VALUES (@id, 'none: ' || @id, @site, @name, @email, @lang, @device, @firstSeenAt, @subject, @role, @enrolment)
ON CONFLICT(site, subject) WHERE subject IS NOT NULL DO UPDATE SET name = excluded.name, email = excluded.email,
  lang = excluded.lang, device = excluded.device, role = excluded.role, enrolment = excluded.enrolment
RETURNING ${LEARNER_COLUMNS}`;
// A pass belongs to its learner for good: somebody else's hash changes nothing.
const PASS = `INSERT INTO pass (hash, learner, until, place) VALUES (@hash, @learner, @until, @place)
ON CONFLICT(hash) DO UPDATE SET until = excluded.until, place = excluded.place WHERE learner = excluded.learner`;
const FORGET = `DELETE FROM pass WHERE learner = ? AND hash NOT IN
  (SELECT hash FROM pass WHERE learner = ? ORDER BY until DESC, hash LIMIT ${MAX_PASSES})`;

export function preparePasses(db: Db, writer: Writer, renamed: (learner: string) => void): Pick<Learners, 'admit' | 'byPass'> {
  const before = db.prepare<[string, string], { name: string | null; email: string | null }>(
    'SELECT name, email FROM learner WHERE site = ? AND subject = ?',
  );
  const admit = db.prepare<object, RawLearner>(ADMIT);
  const keep = db.prepare(PASS);
  const forget = db.prepare<[string, string]>(FORGET);
  const find = db.prepare<[string], RawLearner & { until: number; place: string }>(
    `SELECT ${LEARNER_COLUMNS}, until, place FROM pass JOIN learner ON learner.id = pass.learner WHERE hash = ?`,
  );

  return {
    admit: ({ signed, ...learner }, hash, { until, place }) =>
      writer.write(() => {
        const was = before.get(learner.site, signed.subject);
        const raw = admit.get({ ...learner, ...signed });
        if (!raw) throw new Error('The learner was neither made nor found.');
        keep.run({ hash, learner: raw.id, until, place: JSON.stringify(place) });
        forget.run(raw.id, raw.id);
        if (was && (was.name !== raw.name || was.email !== raw.email)) renamed(raw.id);
        return learnerFrom(raw);
      }),
    async byPass(hash) {
      const found = find.get(hash);
      if (!found) return undefined;
      const { until, place, ...raw } = found;
      return { learner: learnerFrom(raw), pass: { until: instant(until), place: JSON.parse(place) as Place } };
    },
  };
}
