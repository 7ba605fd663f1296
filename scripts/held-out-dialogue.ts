/** Measures whole replies on held-out sentences: two questions in one message, neighbours kept apart, the language, a typo. */
import type { Reply } from '#bot/bot.ts';
import type { RunningBot } from '#bot/engine.ts';
import { type HeldOut, readHeldOut } from '#bot/held-out.ts';
import { read } from '#bot/normalise.ts';
import { SITE } from '#bot/table.ts';
import { EMPTY_MEMORY, type Tongue } from '#domain/understanding.ts';
import { dice } from './data/corpora.ts';
import { mistyped } from './mistyped.ts';

export interface DialogueFigures {
  readonly tongue: Tongue;
  /** Messages made of two held-out questions, each of which is answered rightly on its own; and the share with both answered. */
  readonly pairs: number;
  readonly bothAnswered: number;
  /** Single questions. Shares: taken for two; answered as an intent the owner calls easily mistaken for theirs; in another language. */
  readonly singles: number;
  readonly takenForTwo: number;
  readonly asNeighbour: number;
  readonly otherLanguage: number;
  /** Accuracy of the best intent, 0 to 1, as written and with one typo in each, mean of `rounds` typos. */
  readonly asWritten: number;
  readonly withTypo: number;
  /** What went wrong, for reading. */
  readonly faults: readonly string[];
}

const JOINTS: Readonly<Record<Tongue, readonly string[]>> = {
  en: ['? ', '. Also, ', ' and ', ', and also ', '\n', ' plus ', '; '],
  zh: ['？', '。', '，另外', '，还有', '\n', '，', '；顺便问一下，'],
};
const PAIRS = 200;

/** `dir` as in `readHeldOut`. The same sentences, pairs and typos each time. */
export async function measureDialogue(bot: RunningBot, dir: string, tongue: Tongue, rounds = 1): Promise<DialogueFigures> {
  const { intents } = bot.mind.table;
  const foreign = tongue === 'en' ? 'zh-CN' : 'en';
  const faults: string[] = [];
  const shared = (h: HeldOut): boolean => h.expected !== null && intents.get(h.expected)?.scope.course === null;
  const singles = (await readHeldOut(dir, tongue)).filter(shared);
  const near = (a: string | null, b: string | null): boolean => intents.get(a ?? '')?.near.includes(b ?? '') === true;
  const clear: HeldOut[] = [];
  const count = { two: 0, neighbour: 0, language: 0, written: 0, typo: 0, both: 0 };
  const note = (kind: 'two' | 'neighbour' | 'language', text: string, reply: Reply): void => {
    count[kind]++;
    faults.push(`${kind}: "${text}" -> ${answered(reply).join(' and ') || reply.says[0]?.text}`);
  };
  const slips = dice(7);
  const chance = dice(8);
  for (const single of singles) {
    const { text, expected } = single;
    // Asked from a page in the other language.
    const reply = await ask(bot, text, foreign);
    const [first, second] = answered(reply);
    if (second !== undefined) note('two', text, reply);
    else if (near(expected, first ?? null)) note('neighbour', text, reply);
    else if (first === expected && answersAtOnce(expected)) clear.push(single);
    // "thx" is nobody's Chinese, though a Chinese learner may write it.
    if (isHan(text) === (tongue === 'zh') && reply.says.some((said) => said.tongue !== tongue)) note('language', text, reply);
    if ((await bot.match(read(text), tongue, SITE)).intent === expected) count.written++;
    for (let round = 0; round < rounds; round++)
      if ((await bot.match(read(mistyped(text, tongue, slips)), tongue, SITE)).intent === expected) count.typo++;
  }
  let pairs = 0;
  for (let tries = 0; pairs < PAIRS && tries < PAIRS * 10; tries++) {
    const [one, two] = [clear[Math.floor(chance() * clear.length)], clear[Math.floor(chance() * clear.length)]];
    if (one === undefined || two === undefined || one.expected === two.expected) continue;
    if (near(one.expected, two.expected) || near(two.expected, one.expected)) continue;
    const joint = JOINTS[tongue][pairs++ % JOINTS[tongue].length] ?? '';
    const text = `${one.text.replace(/[.?!。？！]+$/, '')}${joint}${two.text}`;
    const got = answered(await ask(bot, text, tongue));
    if (got.includes(one.expected ?? '') && got.includes(two.expected ?? '')) count.both++;
    else faults.push(`pair: "${text}" is ${one.expected} and ${two.expected}, answered ${got.join(' and ') || 'none'}`);
  }
  const of = (n: number, all: number): number => (all === 0 ? 0 : n / all);
  return {
    tongue,
    pairs,
    bothAnswered: of(count.both, pairs),
    singles: singles.length,
    takenForTwo: of(count.two, singles.length),
    asNeighbour: of(count.neighbour, singles.length),
    otherLanguage: of(count.language, singles.length),
    asWritten: of(count.written, singles.length),
    withTypo: of(count.typo, singles.length * rounds),
    faults,
  };

  /** Answers at once, with nothing to be asked first and no person; who is in a hurry is given one whatever else they ask. */
  function answersAtOnce(id: string | null): boolean {
    const intent = intents.get(id ?? '');
    if (intent === undefined || intent.slots.length > 0 || intent.topic === 'smalltalk') return false;
    return intent.handoff !== 'always' && intent.severity !== 'urgent';
  }
}

const isHan = (text: string): boolean => /\p{Script=Han}/u.test(text);
const answered = ({ says }: Reply): readonly string[] =>
  says.flatMap(({ act, trace }) => (act === 'answer' && trace.intent !== null ? [trace.intent] : []));

const ask = (bot: RunningBot, text: string, lang: string): Promise<Reply> =>
  bot.reply({
    text,
    lang,
    place: {},
    learner: { name: null, email: null },
    memory: EMPTY_MEMORY,
    hours: { staffed: true, today: '9:00–17:00', next: '9:00' },
  });
