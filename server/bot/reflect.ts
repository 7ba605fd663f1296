/** Turns first and second person round, so that a captured phrase can be said back: "my exercise" -> "your exercise". */
import type { Tongue } from '#domain/understanding.ts';

const TURNED: Readonly<Record<string, string>> = {
  i: 'you',
  me: 'you',
  my: 'your',
  mine: 'yours',
  myself: 'yourself',
  we: 'you',
  us: 'you',
  our: 'your',
  ours: 'yours',
  you: 'I',
  your: 'my',
  yours: 'mine',
  yourself: 'myself',
};
const VERBS: readonly (readonly [RegExp, string])[] = [
  [/\bi am\b/gi, 'you are'],
  [/\bi'm\b/gi, "you're"],
  [/\bi was\b/gi, 'you were'],
  [/\bi've\b/gi, "you've"],
  [/\bi'll\b/gi, "you'll"],
  [/\bi'd\b/gi, "you'd"],
  [/\bam i\b/gi, 'are you'],
  [/\byou are\b/gi, 'I am'],
  [/\byou're\b/gi, "I'm"],
  [/\byou were\b/gi, 'I was'],
  [/\bare you\b/gi, 'am I'],
];
const PERSON = new RegExp(
  `\\b(?:${[...VERBS.map(([find]) => find.source.replaceAll('\\b', '')), ...Object.keys(TURNED)].join('|')})\\b`,
  'gi',
);
const TURNED_ZH: Readonly<Record<string, string>> = { 我: '你', 你: '我', 您: '我', 咱: '你' };

/** One pass, so that what was turned is not turned back. */
export function reflect(text: string, tongue: Tongue): string {
  if (tongue === 'zh')
    return text.replace(/我们|你们|咱们|[我你您咱]/g, (w) =>
      w.length === 2 ? (w === '你们' ? '我们' : '你们') : (TURNED_ZH[w] ?? w),
    );
  return text.replace(PERSON, (word) => {
    const verb = VERBS.find(([find]) => new RegExp(`^${find.source}$`, 'i').test(word));
    return verb?.[1] ?? TURNED[word.toLowerCase()] ?? word;
  });
}
