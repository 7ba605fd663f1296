/** Which of the bot's languages a message is in. The message decides; the conversation, then the page, only when the message shows nothing. */
import type { Tongue } from '#domain/understanding.ts';
import { findEntities, type Span } from './entities.ts';
import { isHan, type Reading } from './normalise.ts';
import type { Entity } from './table.ts';

export const pageTongue = (lang: string): Tongue => (/^zh\b/i.test(lang.trim()) ? 'zh' : 'en');

/** Written with Latin letters whatever the language round them. */
const OF_NO_TONGUE: ReadonlySet<Entity> = new Set(['email', 'order-number', 'phone']);
/** Chinese goes on behind a link without a blank. */
const LINK = /(?:https?:\/\/|www\.)(?:(?!\p{Script=Han})[^\s。、])+/giu;

/**
 * "怎么用 for loop" is Chinese, "how do I write 变量 in python" English: who mixes is likelier at home in Chinese, so English takes two
 * Latin words for each Chinese character. Facts and links do not count.
 */
export function detectTongue(reading: Reading, otherwise: Tongue, spans: readonly Span[] = findEntities(reading)): Tongue {
  const facts = spans.filter(({ entity }) => OF_NO_TONGUE.has(entity));
  const links = [...reading.source.matchAll(LINK)].map((link) => [link.index, link.index + link[0].length] as const);
  let han = 0;
  let latin = 0;
  for (const [at, { text, from }] of reading.tokens.entries()) {
    if (facts.some(({ start, end }) => at >= start && at < end) || links.some(([start, end]) => from >= start && from < end))
      continue;
    if (isHan(text)) han++;
    else if (/\p{Script=Latin}/u.test(text)) latin++;
  }
  if (han === 0 && latin === 0) return otherwise;
  if (han === 0) return 'en';
  return han * 2 > latin || (han === 1 && latin < 3) ? 'zh' : 'en';
}
