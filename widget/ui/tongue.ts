/** In which language a message is, for the voice that reads it out. */

const count = (text: string, of: RegExp): number => text.match(of)?.length ?? 0;

/**
 * "zh" or "en", which the bot speaks, where that is not the interface's language `lang` and the letters leave no doubt; undefined
 * otherwise. A word or two of the other language inside a message do not change it.
 */
export function tongueOf(text: string, byBot: boolean, lang: string): 'zh' | 'en' | undefined {
  if (/[^\P{L}\p{Script=Han}\p{Script=Latin}]/u.test(text)) return undefined;
  const characters = count(text, /\p{Script=Han}/gu);
  const words = count(text, /\p{Script=Latin}+/gu);
  if (characters + words === 0) return undefined;
  const tongue = characters > words ? 'zh' : 'en';
  // What people write in these letters may be in the interface's language as well.
  const doubtful = tongue === 'zh' ? /^ja/ : /^(de|es|fr|pt)/;
  return lang.startsWith(tongue) || (!byBot && doubtful.test(lang)) ? undefined : tongue;
}
