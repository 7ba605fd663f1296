/** Search over two indexes: what was written (message_words) and what it is about (subject_words: learner, course, lesson). */
import type { Db } from './sqlite-open.ts';
import { terms, words } from './words.ts';

/** Indexes a conversation's learner, course and lesson anew; to be called inside the transaction that changed them. */
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

/** Every term must be found somewhere in the conversation, not all in the same place: "ana refund". */
const BY_WORDS = `c.nr IN (
  SELECT rowid FROM subject_words WHERE subject_words MATCH ?
  UNION SELECT e.conversation FROM message_words w JOIN event e ON e.id = w.rowid WHERE w.words MATCH ?)`;
const BY_LIKE = `(l.name LIKE ? ESCAPE '\\' OR l.email LIKE ? ESCAPE '\\' OR c.about LIKE ? ESCAPE '\\'
  OR json_extract(c.state, '$.last.text') LIKE ? ESCAPE '\\')`;

/** A condition over `conversation c JOIN learner l` with its positional parameters; undefined when nothing is looked for. */
export function searchCondition(search: string): { readonly sql: string; readonly params: readonly string[] } | undefined {
  const wanted = terms(search);
  if (wanted.length === 0) return undefined;
  const sql = wanted.map((term) => (term.how === 'words' ? BY_WORDS : BY_LIKE)).join(' AND ');
  const params = wanted.flatMap((term) =>
    term.how === 'words' ? [term.query, term.query] : [term.pattern, term.pattern, term.pattern, term.pattern],
  );
  return { sql, params };
}
