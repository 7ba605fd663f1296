/** A learner as the database has it. */
import { learnerId, siteId } from '#domain/ids.ts';
import { instant } from '#domain/time.ts';
import type { Learner } from './store.ts';

export interface RawLearner {
  readonly id: string;
  readonly site: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly lang: string;
  readonly device: string;
  readonly firstSeenAt: number;
  readonly subject: string | null;
  readonly role: string | null;
  readonly enrolment: string | null;
}
export const learnerFrom = ({ subject, role, enrolment, ...raw }: RawLearner): Learner => ({
  ...raw,
  id: learnerId(raw.id),
  site: siteId(raw.site),
  firstSeenAt: instant(raw.firstSeenAt),
  ...(subject === null ? {} : { signed: { subject, role, enrolment } }),
});

export const LEARNER_COLUMNS = 'id, site, name, email, lang, device, first_seen_at AS firstSeenAt, subject, role, enrolment';
