/**
 * Messages the bot missed, kept until somebody handles them, and the changes to the table that admins propose. A row of `missed`
 * is made in the same transaction as the events that show the miss; rows are marked, never deleted.
 */
export const MISSED = /* sql */ `
CREATE TABLE missed (
  nr INTEGER PRIMARY KEY,
  conversation INTEGER NOT NULL REFERENCES conversation(nr),
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  text TEXT NOT NULL,
  tongue TEXT NOT NULL CHECK (tongue IN ('en', 'zh')),
  reason TEXT NOT NULL CHECK (reason IN ('not-known', 'unhelpful', 'handed-off')),
  nearest TEXT NOT NULL,
  course TEXT,
  lesson TEXT,
  reply TEXT,
  handled TEXT CHECK (handled IN ('example', 'intent', 'dismissed')),
  handled_by TEXT,
  handled_at INTEGER,
  UNIQUE (conversation, seq)
) STRICT;
CREATE INDEX missed_open ON missed(nr) WHERE handled IS NULL;

CREATE TABLE draft (
  id TEXT PRIMARY KEY,
  at INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;
