/** How far the model may be trusted, found by cross-validation on the table itself; no outside data is needed. */
import { softmax } from './classifier.ts';
import type { Corpus } from './corpus.ts';
import type { Blocks } from './features.ts';
import { learn, vote } from './fusion.ts';
import { Nearest } from './nearest.ts';
import { learnVocabulary, vectorOf } from './vectors.ts';

export interface Calibration {
  /** Divides the log-odds, so that a probability of 0.8 is right in 80 of 100 cases. */
  readonly temperature: number;
  /** Mean and deviation of the two signs of being in scope. */
  readonly logit: { readonly mean: number; readonly deviation: number };
  readonly known: { readonly mean: number; readonly deviation: number };
  /** Familiarity below `unknown`: no answer. From `sure` on: answered without asking. */
  readonly unknown: number;
  readonly sure: number;
}

const FOLDS = 4;
/** Two quarters of the examples are tried: enough for the figures, half the time. */
const TRIED = 2;
/** Of the held-out examples that were understood rightly, this share must be accepted. */
const ACCEPTED = 0.95;
/** Of the messages answered without asking, this share must be right. */
const PRECISION = 0.9;

interface Trial {
  readonly scores: Float32Array;
  readonly known: number;
  readonly label: number;
}

export function calibrate(corpus: Corpus, blocks: readonly Blocks[]): Calibration {
  const trials = Array.from({ length: TRIED }, (_, fold) => holdOut(corpus, blocks, fold)).flat();
  const temperature = fitTemperature(trials);
  const judged = trials.map((trial) => {
    const p = Float32Array.from(trial.scores);
    softmax(p, temperature);
    const best = p.indexOf(Math.max(...p));
    const right = corpus.classes[best]?.intent === corpus.classes[trial.label]?.intent;
    return { logit: logOdds(p[best] ?? 0), known: trial.known, right };
  });
  const scale = { logit: spread(judged.map((j) => j.logit)), known: spread(judged.map((j) => j.known)) };
  const scored = judged
    .map((j) => ({ score: familiarity(scale, j.logit, j.known), right: j.right }))
    .sort((a, b) => b.score - a.score);
  const rights = scored.filter((s) => s.right);
  const unknown = rights[Math.floor(rights.length * ACCEPTED)]?.score ?? 0;
  let sure = scored[0]?.score ?? 0;
  let right = 0;
  scored.forEach((s, i) => {
    if (s.right) right++;
    if (right / (i + 1) >= PRECISION) sure = s.score;
  });
  return { temperature, ...scale, unknown, sure: Math.max(sure, unknown) };
}

/** How much a message looks like the table's own subjects; 0 is average, negative is strange. */
export function familiarity(scale: Pick<Calibration, 'logit' | 'known'>, logit: number, known: number): number {
  return (logit - scale.logit.mean) / scale.logit.deviation + (known - scale.known.mean) / scale.known.deviation;
}
export const logOdds = (p: number): number => Math.log(Math.max(p, 1e-6) / Math.max(1 - p, 1e-6));

function holdOut(corpus: Corpus, blocks: readonly Blocks[], fold: number): readonly Trial[] {
  const inside: number[] = [];
  const outside: number[] = [];
  corpus.lessons.forEach((lesson, i) => {
    (lesson.example && i % FOLDS === fold ? outside : inside).push(i);
  });
  const vocabulary = learnVocabulary(inside.flatMap((i) => [blocks[i] ?? []]));
  const vectors = inside.map((i) => vectorOf(vocabulary, blocks[i] ?? []));
  const labels = inside.map((i) => corpus.lessons[i]?.label ?? 0);
  const classifier = learn(vectors, labels, corpus.classes.length, vocabulary.ids.size);
  const nearest = new Nearest(vectors, vocabulary.ids.size);
  return outside.map((i) => {
    const vector = vectorOf(vocabulary, blocks[i] ?? []);
    const scores = new Float32Array(corpus.classes.length);
    vote(classifier, vector, nearest.cosines(vector), labels, scores);
    return {
      scores,
      known: vector.known,
      label: corpus.lessons[i]?.label ?? 0,
    };
  });
}

function fitTemperature(trials: readonly Trial[]): number {
  let best = 1;
  let least = Number.POSITIVE_INFINITY;
  for (let temperature = 0.3; temperature < 4; temperature *= 1.15) {
    let loss = 0;
    for (const trial of trials) {
      const p = Float32Array.from(trial.scores);
      softmax(p, temperature);
      loss -= Math.log(Math.max(p[trial.label] ?? 0, 1e-9));
    }
    if (loss < least) {
      least = loss;
      best = temperature;
    }
  }
  return best;
}

function spread(numbers: readonly number[]): { readonly mean: number; readonly deviation: number } {
  const mean = numbers.reduce((a, b) => a + b, 0) / (numbers.length || 1);
  const variance = numbers.reduce((a, b) => a + (b - mean) ** 2, 0) / (numbers.length || 1);
  return { mean, deviation: Math.sqrt(variance) || 1 };
}
