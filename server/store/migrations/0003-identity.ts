/**
 * Learners a host site vouches for: one per (site, subject), whichever browser they come from. Their tokens stand in `pass`, one per
 * browser, and end with the signature behind them; `learner.token_hash` of theirs is the hash of no token.
 */
export const IDENTITY = /* sql */ `
ALTER TABLE learner ADD COLUMN subject TEXT;
ALTER TABLE learner ADD COLUMN role TEXT;
ALTER TABLE learner ADD COLUMN enrolment TEXT;
CREATE UNIQUE INDEX learner_subject ON learner(site, subject) WHERE subject IS NOT NULL;

CREATE TABLE pass (
  hash TEXT PRIMARY KEY,
  learner TEXT NOT NULL REFERENCES learner(id),
  until INTEGER NOT NULL,
  place TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX pass_learner ON pass(learner, until);
`;
