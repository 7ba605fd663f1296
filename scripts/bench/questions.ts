/** What the load says: the sentences the bot is tested with, which its table does not hold, and among them ones said only once. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** Of so many messages one is a sentence nobody has said before. */
export const UNIQUE_EVERY = 5;
const DIR = 'tests/intents';
const CATALOGUE = 'intents/catalogue';
const LANGS = ['en', 'zh'] as const;

export interface Question {
  readonly text: string;
  readonly lang: string;
}

/** Intents that send the learner to a person: from then on nobody would be answered by the bot any more. */
function handingOff(): ReadonlySet<string> {
  const all = readdirSync(CATALOGUE).flatMap((name) =>
    Object.entries(
      (parse(readFileSync(join(CATALOGUE, name), 'utf8')) as { intents?: Record<string, { handoff?: string }> }).intents ?? {},
    ),
  );
  return new Set(all.filter(([, { handoff }]) => handoff === 'always' || handoff === 'after').map(([id]) => id));
}

/** English and Chinese in turn; about one in six is out of the table's scope. */
export function questions(): readonly Question[] {
  const out = handingOff();
  const lists = LANGS.map((lang) => {
    const inside = readdirSync(join(DIR, lang))
      .filter((name) => name.endsWith('.yaml'))
      .flatMap((name) => Object.entries(parse(readFileSync(join(DIR, lang, name), 'utf8')) as Record<string, string[]>))
      .flatMap(([intent, sentences]) => (out.has(intent) ? [] : sentences));
    const outside = parse(readFileSync(join(DIR, `oos.${lang}.yaml`), 'utf8')) as string[];
    // Spread, so that neighbours in time are of different subjects.
    return [...inside, ...outside].map((text, i, all) => ({ text: all[(i * 101) % all.length] ?? text, lang }));
  });
  const longest = Math.max(...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, i) => lists.flatMap((list) => list[i] ?? [])).flat();
}

/** The next thing somebody says. */
export function openQuestions(): () => Question {
  const all = questions();
  let said = 0;
  return () => {
    const at = said++;
    const question = all[at % all.length] as Question;
    if (at % UNIQUE_EVERY !== 0) return question;
    return { ...question, text: question.lang === 'zh' ? `第${at}页：${question.text}` : `Page ${at}: ${question.text}` };
  };
}
