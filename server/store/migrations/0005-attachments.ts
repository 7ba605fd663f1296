/**
 * Files people sent; the bytes lie in DATA_DIR/attachments under the id. A row goes together with its conversation, or after a day when
 * no message carried it; the trigger keeps what must still leave the disk, so that no end of the process can leave a file behind.
 */
export const ATTACHMENTS = /* sql */ `
CREATE TABLE attachment (
  id TEXT PRIMARY KEY,
  conversation INTEGER NOT NULL REFERENCES conversation(nr),
  agent TEXT,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  width INTEGER,
  height INTEGER,
  at INTEGER NOT NULL,
  said INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX attachment_conversation ON attachment(conversation);
CREATE INDEX attachment_unsaid ON attachment(at) WHERE said = 0;

CREATE TABLE file_gone (
  id TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
CREATE TRIGGER attachment_gone AFTER DELETE ON attachment BEGIN
  INSERT OR IGNORE INTO file_gone VALUES (old.id);
END;
`;
