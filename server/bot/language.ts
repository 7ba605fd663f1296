/** Which of the bot's languages a message is in. The message decides; the conversation, then the page, only when the message shows nothing. */
import type { Tongue } from '#domain/understanding.ts';
import { isHan, type Reading } from './normalise.ts';

export const pageTongue = (lang: string): Tongue => (/^zh\b/i.test(lang.trim()) ? 'zh' : 'en');

/** "python报错怎么办" is Chinese, "what does 你好 mean" English: Chinese characters against Latin words, two to one. */
export function detectTongue(reading: Reading, otherwise: Tongue): Tongue {
  let han = 0;
  let latin = 0;
  for (const { text } of reading.tokens) {
    if (isHan(text)) han++;
    else if (/\p{Script=Latin}/u.test(text)) latin++;
  }
  if (han === 0 && latin === 0) return otherwise;
  if (han === 0) return 'en';
  return han * 2 > latin || (han === 1 && latin < 3) ? 'zh' : 'en';
}
