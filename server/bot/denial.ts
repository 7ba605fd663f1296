/** "I'm not in a hurry", 不是很急: is what stands there denied? In doubt it is not: a plea overheard is worse than a person fetched in vain. */
import { isHan, type Reading, type Token } from './normalise.ts';

/** Without "never", which mostly strengthens: "never been so disappointed". */
const DENIALS: ReadonlySet<string> = new Set(['not', 'no', 'nothing', '不', '没', '别', '无']);
/** So many tokens may stand between a denial and what it denies. */
const REACH = 5;
/** Only these may. With any other word it is that word which is denied: "it does not play, urgent", 放不了很急. */
const LIGHT: ReadonlySet<string> = new Set([
  ...'a all an any at be been being big especially exactly even feeling great in kind much necessarily of overly'.split(' '),
  ...'particular particularly quite real really so such super terribly that the to too very yet'.split(' '),
  ...'用要需必是会算太很那么这特别怎非常十分有什啥再想打至于求一定多大',
]);
/** Behind these a whole clause is denied, whatever its words: "no need to answer immediately", 不需要你们马上回复. */
const OPENERS: readonly (readonly string[])[] = [['need'], ['have', 'to'], ['think'], ['say'], ['需', '要'], ['必']];
const NEXT_CLAUSE: ReadonlySet<string> = new Set(['and', 'but', 'or', 'because', 'since', 'please']);
/** Anything else than blanks, quotes and hyphens within words. */
const STOP = /\s-+\s|[^\s'"“”*_-]/;
/** 特别 and its like hold no denial. */
const BEFORE_OTHER = /[特分个区级性告识类]/;

/** `at`: the first token of what is said. `clauses`: may it be denied together with the clause it stands in? */
export function denied({ source, tokens }: Reading, at: number, clauses: boolean): boolean {
  const between: string[] = [];
  for (let i = at - 1; i >= 0 && between.length <= REACH; i--) {
    const [token, next] = [tokens[i], tokens[i + 1]];
    if (token === undefined || next === undefined || endsClause(source, token, next)) return false;
    if (DENIALS.has(token.text) && isDenial(tokens, i))
      return between.every((word) => LIGHT.has(word)) || (clauses && opens(between));
    between.unshift(token.text);
  }
  return false;
}

/** Does another clause begin with `next`, the token after this one? */
export const endsClause = (source: string, token: Token, next: Token): boolean =>
  NEXT_CLAUSE.has(token.text) || isStop(source, token, next);

/** Chinese learners write a blank for a comma. */
export function isStop(source: string, token: Token, next: Token): boolean {
  const gap = source.slice(token.to, next.from);
  return STOP.test(gap) || (gap !== '' && isHan(token.text) && isHan(next.text));
}

/** Not 是不是, which asks, nor 再不, which threatens. */
function isDenial(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1]?.text ?? '';
  if (before === '再' || (isHan(before) && before === tokens[at + 1]?.text)) return false;
  return tokens[at]?.text !== '别' || !BEFORE_OTHER.test(before);
}

/** "not need ..."; but in "I do not need excuses, this is urgent" without its comma another clause has begun. */
const opens = (between: readonly string[]): boolean =>
  OPENERS.some((words) => words.every((word, i) => between[i] === word)) &&
  (between[0] === 'think' || between[0] === 'say' || !between.includes('is'));
