/**
 * The first schema. `conversation.nr` stands for the long id inside the file: it keeps keys and indexes small.
 * `event` is the truth; every other column of `conversation` is folded from it and written in the same transaction.
 * A conversation nobody has said anything in has seq 0, status NULL and no state.
 */
export const START = /* sql */ `
CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE learner (
  nr INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  token_hash TEXT NOT NULL UNIQUE,
  site TEXT NOT NULL,
  name TEXT,
  email TEXT,
  lang TEXT NOT NULL,
  device TEXT NOT NULL,
  first_seen_at INTEGER NOT NULL
) STRICT;

CREATE TABLE conversation (
  nr INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  learner TEXT NOT NULL REFERENCES learner(id),
  created_at INTEGER NOT NULL,
  seq INTEGER NOT NULL DEFAULT 0,
  state TEXT,
  status TEXT CHECK (status IN ('with-bot', 'waiting', 'with-agent', 'closed')),
  urgency INTEGER NOT NULL DEFAULT 2,
  owner TEXT,
  waiting_since INTEGER,
  active_at INTEGER,
  about TEXT NOT NULL DEFAULT '',
  said INTEGER NOT NULL DEFAULT 0,
  read_by_learner INTEGER NOT NULL DEFAULT 0,
  started_at INTEGER,
  closed_at INTEGER,
  ended_by TEXT,
  resolved INTEGER,
  course TEXT,
  lesson TEXT,
  kind TEXT,
  last_agent TEXT,
  handoff_at INTEGER,
  taken_at INTEGER,
  first_reply_at INTEGER,
  helped_yes INTEGER NOT NULL DEFAULT 0,
  helped_no INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX conversation_learner ON conversation(learner, nr);
CREATE INDEX conversation_waiting ON conversation(urgency, waiting_since, nr) WHERE status = 'waiting';
CREATE INDEX conversation_owned ON conversation(owner, active_at, nr) WHERE status = 'with-agent';
CREATE INDEX conversation_open ON conversation(active_at, nr) WHERE closed_at IS NULL AND status IS NOT NULL;
CREATE INDEX conversation_idle ON conversation(active_at, nr) WHERE status = 'with-bot';
CREATE INDEX conversation_closed ON conversation(closed_at, nr) WHERE status = 'closed';
CREATE INDEX conversation_started ON conversation(started_at, nr) WHERE started_at IS NOT NULL;

CREATE TABLE event (
  id INTEGER PRIMARY KEY,
  conversation INTEGER NOT NULL REFERENCES conversation(nr),
  seq INTEGER NOT NULL CHECK (seq > 0),
  at INTEGER NOT NULL,
  key TEXT NOT NULL,
  leads INTEGER NOT NULL,
  type TEXT NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (conversation, seq)
) STRICT;
-- One command, one key: only the first event of a command carries the mark, so a command may write several.
CREATE UNIQUE INDEX event_key ON event(conversation, key) WHERE leads = 1;

CREATE TABLE reading (
  conversation INTEGER NOT NULL REFERENCES conversation(nr),
  agent TEXT NOT NULL,
  seq INTEGER NOT NULL,
  said INTEGER NOT NULL,
  PRIMARY KEY (conversation, agent)
) STRICT, WITHOUT ROWID;

CREATE TABLE rating (
  conversation INTEGER PRIMARY KEY REFERENCES conversation(nr),
  stars INTEGER NOT NULL CHECK (stars BETWEEN 1 AND 5),
  reasons TEXT NOT NULL,
  comment TEXT NOT NULL,
  agent TEXT,
  course TEXT,
  lesson TEXT,
  first_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;

-- Waits that ended with a person, in the order they ended.
CREATE TABLE wait (
  id INTEGER PRIMARY KEY,
  ended_at INTEGER NOT NULL,
  lasted INTEGER NOT NULL
) STRICT;

-- Conversations per status, kept by the trigger: counting a million closed ones for every inbox would not do.
CREATE TABLE tally (
  status TEXT PRIMARY KEY,
  n INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO tally VALUES ('with-bot', 0), ('waiting', 0), ('with-agent', 0), ('closed', 0);
CREATE TRIGGER conversation_moved AFTER UPDATE OF status ON conversation WHEN old.status IS NOT new.status BEGIN
  UPDATE tally SET n = n - 1 WHERE status = old.status;
  UPDATE tally SET n = n + 1 WHERE status = new.status;
END;

-- Search. The text is cut into words by words.ts first, because FTS5 sees a run of Chinese as one word.
CREATE VIRTUAL TABLE message_words USING fts5(words, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE subject_words USING fts5(words, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2');

CREATE TABLE agent (
  id TEXT PRIMARY KEY,
  login TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('agent', 'admin')),
  password_hash TEXT NOT NULL,
  disabled INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
  hash TEXT PRIMARY KEY,
  agent TEXT NOT NULL REFERENCES agent(id),
  csrf TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  until INTEGER NOT NULL,
  touched_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_agent ON session(agent);

CREATE TABLE canned (
  id TEXT PRIMARY KEY,
  shortcut TEXT NOT NULL,
  title TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE probe (
  id INTEGER PRIMARY KEY,
  filler BLOB NOT NULL
) STRICT;
`;
