/** Search over two indexes: what was written (message_words) and what it is about (subject_words: learner, course, lesson). */
import type { Db } from './sqlite-open.ts';
import { terms, words } from './words.ts';

/** Indexes a conversation's learner, course and lesson anew; to be called at the end of the transaction that changed them. */
export function prepareSubjects(db: Db): (nr: number) => void {
  const read = db.prepare<[number], { name: string | null; email: string | null; about: string }>(
    'SELECT l.name, l.email, c.about FROM conversation c JOIN learner l ON l.id = c.learner WHERE c.nr = ?',
  );
  const put = db.prepare<[number, string]>('INSERT OR REPLACE INTO subject_words (rowid, words) VALUES (?, ?)');
  return (nr) => {
    const found = read.get(nr);
    if (found) put.run(nr, words([found.name, found.email, found.about].filter((part) => part).join('\n')));
  };
}

/**
 * Every word must be found somewhere in the conversation, not all in the same place: "ana refund". A word that half of all
 * messages hold would stop the server for a third of a second, so only its newest NEWEST places count; whoever looks for
 * several such words at once still finds, however old, the messages that hold them all.
 */
const NEWEST = 10_000;
const IN_MESSAGES = `SELECT e.conversation FROM
  (SELECT rowid AS id FROM message_words WHERE message_words MATCH ? ORDER BY rowid DESC LIMIT ${NEWEST}) w JOIN event e ON e.id = w.id`;
const BY_WORD = `SELECT * FROM (SELECT rowid FROM subject_words WHERE subject_words MATCH ? ORDER BY rowid DESC LIMIT ${NEWEST})
  UNION ${IN_MESSAGES}`;
/** Signs are in no index: the newest conversations are read through. */
const BY_SIGN = `SELECT s.nr FROM conversation s JOIN learner t ON t.id = s.learner
  WHERE s.nr > (SELECT max(nr) FROM conversation) - ${NEWEST} AND (t.name LIKE ? ESCAPE '\\' OR t.email LIKE ? ESCAPE '\\'
  OR s.about LIKE ? ESCAPE '\\' OR json_extract(s.state, '$.last.text') LIKE ? ESCAPE '\\')`;

interface Condition {
  readonly sql: string;
  readonly params: readonly string[];
}

/** Sets of numbers, so that SQLite walks the few that were found and not the whole folder. */
function byWords(queries: readonly string[]): Condition[] {
  if (queries.length === 0) return [];
  const each = queries.map(() => `SELECT * FROM (${BY_WORD})`).join(' INTERSECT ');
  const params = queries.flatMap((query) => [query, query]);
  if (queries.length === 1) return [{ sql: `c.nr IN (${each})`, params }];
  return [{ sql: `c.nr IN (SELECT * FROM (${each}) UNION ${IN_MESSAGES})`, params: [...params, queries.join(' AND ')] }];
}

/** A condition over `conversation c JOIN learner l` with its positional parameters; undefined when nothing is looked for. */
export function searchCondition(search: string): Condition | undefined {
  const wanted = terms(search);
  if (wanted.length === 0) return undefined;
  const queries = wanted.flatMap((term) => (term.how === 'words' ? [term.query] : []));
  const signs = wanted.flatMap((term) =>
    term.how === 'like'
      ? [{ sql: `c.nr IN (${BY_SIGN})`, params: [term.pattern, term.pattern, term.pattern, term.pattern] }]
      : [],
  );
  const all = [...byWords(queries), ...signs];
  return { sql: all.map(({ sql }) => sql).join(' AND '), params: all.flatMap(({ params }) => params) };
}
