/** What a learner does in a run: asks, escalates, judges, ends, rates, begins anew; and reloads the page now and then. */
import { describeLearner, isSettled, type Learner } from './learner.ts';
import type { Random } from './random.ts';
import { TooLong, until } from './until.ts';

export interface Study {
  readonly lang: string;
  readonly random: Random;
  /** Takes one message from the run's quota; false when there is none left. */
  take(): boolean;
  enough(): boolean;
  /** Resolves when this learner may say the next thing: keeps the arrival rate, and lets faults happen between messages. */
  pace(): Promise<void>;
}

const QUESTIONS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  en: [
    'How much does the course cost?',
    'The video does not play on my phone',
    'When do I get my certificate?',
    'What is a loop?',
    'I want my money back',
    'Where are the slides of lesson 3?',
    'hm, that is not what I meant',
  ],
  zh: ['课程多少钱？', '视频打不开', '证书什么时候发？', '什么是循环？', '我想退款', '讲义在哪里下载？', '不是这个意思'],
};
/** More than this on the way and the learner waits: people stop typing when nothing is sent. */
const MOST_ON_THE_WAY = 5;
const STEP_MS = 30_000;

export async function study(learner: Learner, { lang, random, take, enough, pace }: Study): Promise<void> {
  const questions = QUESTIONS[lang] ?? QUESTIONS['en'];
  const soon = (what: string, isTrue: () => boolean) => until(`${learner.name}: ${what}`, STEP_MS, isTrue, learner.subscribe);
  let said = 0;

  async function step(): Promise<void> {
    await soon('open', () => learner.session().conversation !== null);
    await soon('room in the outbox', () => learner.session().pending.length < MOST_ON_THE_WAY);
    const { conversation, entries } = learner.session();
    if (conversation?.status === 'closed' && random.chance(0.8)) {
      await soon('an empty outbox', () => learner.session().pending.length === 0);
      // A message that met the closed conversation has opened the next one meanwhile.
      const now = learner.session().conversation;
      if (now?.id !== conversation.id) return;
      if (now.rating === 'ask' && random.chance(0.7))
        await learner.do({ type: 'rate', stars: random.whole(1, 5), reasons: ['clear'], comment: `by ${learner.name}` });
      await soon('rated', () => learner.session().pending.length === 0);
      await learner.startNew();
      return;
    }
    const turn = random.next();
    if (turn < 0.03) await learner.do({ type: 'ask-person', lang, context: {} });
    else if (turn < 0.04) await learner.do({ type: 'end' });
    else if (turn < 0.07) {
      const answer = entries.findLast((entry) => entry.type === 'message' && entry.canHelp === true);
      if (answer) await learner.do({ type: 'helped', seq: answer.seq, helped: random.chance(0.6) });
    } else if (take() && questions)
      await learner.do({ type: 'say', text: `${random.pick(questions)} (${learner.name}, ${++said})`, lang, context: {} });
    if (random.chance(0.004)) learner.reload();
  }

  while (!enough()) {
    await pace();
    try {
      await learner.retryFailed();
      await step();
    } catch (error) {
      // A fault may last longer than one step; the run itself has an end.
      if (!(error instanceof TooLong)) throw error;
    }
  }
}

/**
 * After everything is healed: nothing on its way, nothing to fetch, the thread read back to its beginning. Answers with what keeps a
 * learner from that: where a server has lost what it had acknowledged, one waits for ever for numbers that are not there.
 */
export async function comeToRest(learner: Learner, ms: number): Promise<string[]> {
  await learner.retryFailed();
  try {
    await until(`${learner.name} comes to rest`, ms, () => isSettled(learner), learner.subscribe);
  } catch (error) {
    if (!(error instanceof TooLong)) throw error;
    return [`${describeLearner(learner)} did not come to rest`];
  }
  await learner.readBack();
  return [];
}
