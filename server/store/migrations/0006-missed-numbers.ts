/**
 * AUTOINCREMENT: consoles and drafts name a missed question by its number. Without, SQLite gives the numbers of the newest rows again once
 * these are erased, and who still holds one would act on somebody else's question. Only a table made anew can have it.
 */
export const MISSED_NUMBERS = /* sql */ `
CREATE TABLE missed_numbered (
  nr INTEGER PRIMARY KEY AUTOINCREMENT,
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
INSERT INTO missed_numbered SELECT nr, conversation, seq, at, text, tongue, reason, nearest, course, lesson, reply, handled, handled_by,
  handled_at FROM missed ORDER BY nr;
DROP TABLE missed;
ALTER TABLE missed_numbered RENAME TO missed;
CREATE INDEX missed_open ON missed(nr) WHERE handled IS NULL;
`;
