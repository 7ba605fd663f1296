/** One run of the bench: train as the bot trains, then ask every test row as a learner would. */
import type { Corpus, Lesson } from '#bot/corpus.ts';
import type { Encoding } from '#bot/members/encoding.ts';
import { Likeness } from '#bot/members/likeness.ts';
import { sentencesOf, trainModel, type Vectors } from '#bot/members/model.ts';
import { type Maps, sentenceFor, shippedMaps } from '#bot/members/sense.ts';
import type { Mode } from '#bot/members/trust.ts';
import { sentenceKey, words } from '#bot/normalise.ts';
import { SITE } from '#bot/table.ts';
import type { Tongue } from '#domain/understanding.ts';
import { OUT_OF_SCOPE, type Row } from '#scripts/data/corpora.ts';
import { type Figures, figuresOf, type Judged } from '#scripts/intents-bench/figures.ts';

export interface Setup {
  readonly train: readonly Row[];
  readonly test: readonly Row[];
  readonly tongue: Tongue;
  readonly mode: Mode;
  readonly encoding: Encoding;
  /** Other maps than the shipped ones. */
  readonly maps?: Maps;
}
export interface Run extends Figures {
  /** What it was asked, row by row. */
  readonly judged: readonly Judged[];
  /** All in: reading, encoding, training, cross-validation. */
  readonly trainSeconds: number;
  /** Of one answer, the encoder included where it was asked. */
  readonly p50Micros: number;
  readonly p99Micros: number;
  readonly rssMb: number;
}

/** The corpus as the table gives it: examples, and the intent's name as its title where it is made of words. */
function corpusOfRows(rows: readonly Row[], tongue: Tongue): Corpus {
  const intents = [...new Set(rows.map(({ intent }) => intent))].filter((intent) => intent !== OUT_OF_SCOPE);
  const labels = new Map(intents.map((intent, label) => [intent, label]));
  const lessons: Lesson[] = [];
  const teach = (text: string, label: number | undefined, source: Lesson['source']): void => {
    const tokens = words(text);
    if (label !== undefined && tokens.length > 0) lessons.push({ text, tokens, label, source });
  };
  for (const { text, intent } of rows) teach(text, labels.get(intent), 'example');
  for (const intent of intents) if (titleOf(intent) !== null) teach(titleOf(intent) ?? '', labels.get(intent), 'title');
  return { tongue, classes: intents.map((intent) => ({ intent, scope: SITE })), lessons };
}

/** "billing.refund-policy", "CheckBalance", "card_arrival" -> words; null for "intent_17" and the like. */
function titleOf(intent: string): string | null {
  const title = intent
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .replace(/[_\-./+:]+/g, ' ')
    .toLowerCase()
    .trim();
  return /\p{L}{3}|\p{Script=Han}/u.test(title) && !/\d/.test(title) && !/^(intent|class|label|none|other)\b/.test(title)
    ? title
    : null;
}

export async function run({ train, test, tongue, mode, encoding, maps = shippedMaps() }: Setup): Promise<Run> {
  const began = performance.now();
  const corpus = corpusOfRows(train, tongue);
  const likeness = new Likeness(trainModel(corpus, mode === 'full' ? await encodeAll(corpus, encoding) : null, { maps }), maps);
  const exact = new Map(train.map(({ text, intent }) => [sentenceKey(words(text)), intent]));
  const trainSeconds = (performance.now() - began) / 1000;

  const judged: Judged[] = [];
  const micros: number[] = [];
  for (const { text, intent } of test) {
    const start = performance.now();
    const tokens = likeness.correct(words(text));
    const same = exact.get(sentenceKey(words(text)));
    let found = likeness.judge(tokens, null, SITE, () => true);
    if (same === undefined && found.wantsVector) {
      const vectors = await encoding.encode([sentenceFor(tongue, tokens)]);
      if (vectors !== null) found = likeness.judge(tokens, vectors[0] ?? null, SITE, () => true);
    }
    micros.push((performance.now() - start) * 1000);
    judged.push({
      expected: intent === OUT_OF_SCOPE ? null : intent,
      best: same ?? found.ranked[0]?.intent ?? null,
      probability: same !== undefined ? 1 : (found.ranked[0]?.score ?? 0),
      familiarity: same !== undefined ? Number.MAX_VALUE : found.familiarity,
      accepted: same !== undefined || found.verdict !== 'unknown',
    });
  }
  micros.sort((a, b) => a - b);
  const at = (share: number): number => Math.round(micros[Math.floor(micros.length * share)] ?? 0);
  return {
    ...figuresOf(judged),
    judged,
    trainSeconds,
    p50Micros: at(0.5),
    p99Micros: at(0.99),
    rssMb: Math.round(process.memoryUsage.rss() / 1e6),
  };
}

async function encodeAll(corpus: Corpus, encoding: Encoding): Promise<Vectors | null> {
  const sentences = sentencesOf(corpus);
  if (sentences.length === 0) return null;
  sentences.sort((a, b) => a.length - b.length);
  const vectors = await encoding.encode(sentences);
  return vectors === null ? null : new Map(sentences.map((sentence, i) => [sentence, vectors[i] ?? new Float32Array()]));
}
