/** Which of the bot's languages a message is in. The message decides; the conversation, then the page, only when the message shows nothing. */
import type { Tongue } from '#domain/understanding.ts';
import { findEntities, type Span } from './entities.ts';
import { isHan, type Reading, type Token } from './normalise.ts';
import type { Entity } from './table.ts';

export const pageTongue = (lang: string): Tongue => (/^zh\b/i.test(lang.trim()) ? 'zh' : 'en');

/** Written with Latin letters whatever the language round them. */
const OF_NO_TONGUE: ReadonlySet<Entity> = new Set(['email', 'order-number', 'phone']);
/** Chinese goes on behind a link without a blank. */
const LINK = /(?:https?:\/\/|www\.)(?:(?!\p{Script=Han})[^\s。、])+/giu;
/** What is quoted may be in any language. */
const QUOTED = /"[^"]*"|“[^”]*”|「[^」]*」|『[^』]*』|《[^》]*》/g;

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(' '));
/** Words that hold an English sentence together. */
const FRAME = setOf(
  'what how why when where who which my your our his her their i you we they he she me it the a an of to into can could would should does did have has had will am are was were be been about there here any but because please',
);
/** Such that programmers write in any language, too. */
const FRAME_OR_CODE = setOf('is in for if not and or with from as this that do on at by');
/** Said in English of words in another language. */
const SPEAKS_OF_WORDS = setOf('mean means meaning say says said translate translation pronounce pronounced called');

/** What holds a Chinese sentence together; not what nouns hold, too (会员, 用户, 智能). */
const CHINESE_FRAME = /[的了吗呢吧我你他她它们这那哪是不没把被想请很就也]|什么|怎么/;
const CHINESE_ASKS = /报错|什么|怎么|怎样|如何|多少|是不是|能不能|可以|[吗呢哪咋啥]/;
const CHINESE_SPEAKS_OF_WORDS = /意思|翻译|怎么[说读念写]|[中英][文语]/;

/** Characters that a name or a term of another language has. */
const TERM = 3;

/**
 * The frame of the sentence decides: "what does 你好 mean" is English, "TypeError: … 怎么解决" Chinese. Where it does not show, "怎么用 for loop" is
 * Chinese and "how do I write 变量 in python" English: who mixes is likelier at home in Chinese, so English takes two Latin words for each
 * Chinese character. Facts, links and, beside anything else, what is quoted do not count.
 */
export function detectTongue(reading: Reading, otherwise: Tongue, spans: readonly Span[] = findEntities(reading)): Tongue {
  const facts = spans.filter(({ entity }) => OF_NO_TONGUE.has(entity));
  const links = found(reading, LINK);
  const said = reading.tokens.filter(
    (token, at) => isWord(token) && !within(links, token) && !facts.some(({ start, end }) => at >= start && at < end),
  );
  const quoted = found(reading, QUOTED);
  const own = quoted.length === 0 ? said : said.filter((token) => !within(quoted, token));
  const tokens = own.length > 0 ? own : said;
  const han = tokens.filter(({ text }) => isHan(text)).length;
  const latin = tokens.length - han;
  if (tokens.length === 0) return otherwise;
  if (han === 0 || latin === 0) return han === 0 ? 'en' : 'zh';
  return byFrame(tokens) ?? (han * 2 > latin || (han === 1 && latin < 3) ? 'zh' : 'en');
}

/** Null where the words that hold it together tell nothing. */
function byFrame(tokens: readonly Token[]): Tongue | null {
  const texts = tokens.map(({ text }) => text);
  const latin = texts.filter((text) => !isHan(text));
  const ofWords = latin.some((text) => SPEAKS_OF_WORDS.has(text));
  const certain = latin.filter((text) => FRAME.has(text) || SPEAKS_OF_WORDS.has(text)).length;
  const frame = certain === 0 ? 0 : certain + latin.filter((text) => FRAME_OR_CODE.has(text)).length;
  const framed = frame >= 2;
  const asks = edges(texts).some((run) => CHINESE_ASKS.test(run) && !(framed && ofWords && !CHINESE_SPEAKS_OF_WORDS.test(run)));
  if (asks) return 'zh';
  if (!framed) return null;
  if (ofWords) return 'en';
  // A Chinese name or term in an English sentence; where what it is about is said in Chinese, the Chinese table knows it. Whoever writes
  // English sets a blank before and after it.
  const han = texts.filter(isHan).join('');
  const glued = tokens.some(
    ({ text, from }, at) => from === tokens[at - 1]?.to && isHan(text) !== isHan(texts[at - 1] ?? text),
  );
  return !glued && !CHINESE_FRAME.test(han) && han.length <= TERM * (latin.length - frame) ? 'en' : null;
}

/** The Chinese that a mixed message begins with, and that it ends with. */
function edges(tokens: readonly string[]): readonly string[] {
  const first = tokens.findIndex((text) => !isHan(text));
  const last = tokens.findLastIndex((text) => !isHan(text));
  return [tokens.slice(0, first).join(''), tokens.slice(last + 1).join('')];
}

const isWord = ({ text }: Token): boolean => isHan(text) || /\p{Script=Latin}/u.test(text);
type Part = readonly [from: number, to: number];
const found = ({ source }: Reading, what: RegExp): readonly Part[] =>
  [...source.matchAll(what)].map((part) => [part.index, part.index + part[0].length]);
const within = (parts: readonly Part[], { from }: Token): boolean => parts.some(([start, end]) => from >= start && from < end);
