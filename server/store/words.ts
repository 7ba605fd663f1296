/**
 * How text becomes words for the search index. FTS5 splits at spaces, and a run of Chinese has none; so runs of Han and kana are
 * cut into overlapping pairs: 申请退款 -> 申请 请退 退款 款. Pairs rather than FTS5's trigrams, because most Chinese words that an agent
 * looks for (退款 refund, 证书 certificate) have two characters. The lone last character lets a single one be found as a prefix.
 */
const RUN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]+/gu;
const SEARCHABLE = /[\p{L}\p{N}]/u;
const MAX_TERMS = 8;
const MAX_TERM_CHARS = 100;

function pairs(run: string): string[] {
  const chars = [...run];
  return chars.map((char, index) => char + (chars[index + 1] ?? ''));
}

/** Text as it goes into the index. */
export function words(text: string): string {
  return text.normalize('NFKC').replace(RUN, (run) => ` ${pairs(run).join(' ')} `);
}

export type Term =
  /** An FTS5 query: the words in this order, the last of them as a beginning. Safe for any input. */
  | { readonly how: 'words'; readonly query: string }
  /** Signs only, which the index does not hold: a LIKE pattern with ESCAPE '\'. */
  | { readonly how: 'like'; readonly pattern: string };

function term(text: string): Term {
  if (!SEARCHABLE.test(text)) return { how: 'like', pattern: `%${text.replace(/[\\%_]/g, '\\$&')}%` };
  const last = text.match(RUN)?.at(-1) ?? '';
  // At the end of the query a run's last pair may go on in the text, so its lone last character must not be asked for.
  const open = [...last].length > 1 && text.endsWith(last);
  const asked = open
    ? words(text)
        .trimEnd()
        .replace(/\s\S+$/u, '')
    : words(text);
  return { how: 'words', query: `"${asked.replaceAll('"', ' ').trim()}"*` };
}

/** What an agent typed, as terms that must all be found; at most eight, the rest is ignored. */
export function terms(search: string): readonly Term[] {
  return search
    .normalize('NFKC')
    .split(/[\s\p{Cc}]+/u)
    .filter((part) => part !== '')
    .slice(0, MAX_TERMS)
    .map((part) => term([...part].slice(0, MAX_TERM_CHARS).join('')));
}
