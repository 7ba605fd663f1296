/** "do I have to pay immediately", 付款后会马上开通吗: is what stands there asked about? In doubt it is not, as with denial.ts. */
import { endsClause } from './denial.ts';
import { isHan, type Reading, type Token } from './normalise.ts';

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(' '));
const SUBJECTS = setOf('i we you he she they it one');
/** Of these behind an ordinary word a statement begins: "why can I not log in I have an exam today". */
const SPEAKERS = setOf('i we he she they');
const AUXILIARIES = setOf('do does did is are was were will would should can could may might must shall');
const ASKING = new Set([...AUXILIARIES, ...setOf('how what when where which who why if whether after before')]);
/** Behind these "if" asks; "let me know if you can" asks for help. */
const WONDERING = setOf('know me us explain see ask asking wonder wondering sure say check');
const HELPERS = setOf('you someone somebody anyone anybody');

/** `start` and `end`: the entry's tokens, the end exclusive. */
export function isAsked(reading: Reading, start: number, end: number): boolean {
  const { source, tokens } = reading;
  let from = start;
  while (from > 0 && !isBorder(source, tokens, from - 1)) from--;
  const before = tokens.slice(from, start).map(({ text }) => text);
  const entry = tokens.slice(start, end).map(({ text }) => text);
  if (!isHan(entry[0] ?? '')) return asksInEnglish(before, entry);
  let to = end;
  while (to < tokens.length && !isBorder(source, tokens, to - 1)) to++;
  const after = tokens.slice(end, to).map(({ text }) => text);
  return asksInChinese(before.join(''), [...before, ...entry, ...after].join(''));
}

function isBorder(source: string, tokens: readonly Token[], at: number): boolean {
  const [token, next] = [tokens[at], tokens[at + 1]];
  return token === undefined || next === undefined || endsClause(source, token, next);
}

/** It is not where the entry is itself how the question begins: "can you … right away". */
function asksInEnglish(before: readonly string[], entry: readonly string[]): boolean {
  if (wonders([...before, ...entry])) return true;
  const subject = before.at(-1) ?? '';
  if (SUBJECTS.has(subject)) return AUXILIARIES.has(before.at(-2) ?? '');
  const states = before.some((word, i) => i > 0 && SPEAKERS.has(word) && !ASKING.has(before[i - 1] ?? ''));
  return !states && ASKING.has(before[0] ?? '');
}
/** "can you tell me whether it opens immediately" */
const wonders = (words: readonly string[]): boolean =>
  words.some(
    (word, i) =>
      (word === 'whether' || (word === 'if' && WONDERING.has(words[i - 1] ?? ''))) && !HELPERS.has(words[i + 1] ?? ''),
  );

/** A question by its particle, and not one for help: 能马上处理吗 asks for it, 会马上处理吗 whether. */
const QUESTION = /吗[啊呀呢]?$|(?<![什怎那这多])么$|是不是|会不会|是否|哪些/;
const PLEA = /[请求帮快能]|麻烦|可以|可否|可不/;
function asksInChinese(before: string, clause: string): boolean {
  return QUESTION.test(clause) && (/会$/.test(before) || !PLEA.test(clause));
}
