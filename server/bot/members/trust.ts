/** How far the members' joint opinion may be trusted: found by cross-validation on the table itself, no outside data needed. */
import { foldsOf } from './folds.ts';
import { ask, type Lessons, type Opinion, type Spaces, trainPanel } from './panel.ts';
import { fitWeights, fuse } from './weights.ts';

/** Plain data. */
export interface Trust {
  /** Of each member's scores, in the order of `scoresOf`; they carry the temperature. */
  readonly weights: readonly number[];
  /** Of each sign of being in scope, in the order of `signsOf`. */
  readonly signs: readonly Spread[];
  /** Familiarity below this: no answer. */
  readonly unknown: number;
  /** From here on answered without asking back. */
  readonly sure: number;
  /** From here on the other way of judging need not be asked at all. */
  readonly certain: number;
}
interface Spread {
  readonly mean: number;
  readonly deviation: number;
}
/** `light` judges without the encoder, `full` with it. */
export type Mode = 'light' | 'full';

/** This share of the held-out examples must be accepted. */
const ACCEPTED = 0.95;
/** Of what is answered without asking back, and without asking the encoder, this share must be right in the trials, which are harder than what comes. */
const PRECISION = 0.91;
const CERTAIN = 0.985;
/**
 * Of messages that no intent is about at most this share may be answered outright. Trials with their own intent hidden stand for
 * them: they are nearer to the table than real strangers, of whom about as many get through.
 */
const STRANGERS = 0.05;
/** Where the weights start from, and are held to when examples are few. */
const START = {
  light: { lexical: 2.5, bayes: 0.5, nearest: 1.3, words: 0.1, sentence: 0, border: 0 },
  full: { lexical: 0.5, bayes: 0.3, nearest: 1.3, words: 0.03, sentence: 0.03, border: 2 },
} as const;
/** No score reaches it; finite, for it is kept as JSON. */
const NEVER = Number.MAX_VALUE;
/** Larger tables are cross-validated on a part: the figures need no more. */
const TRIALS = 1200;

const JUDGES = {
  light: ['lexical', 'bayes', 'nearest', 'words'],
  full: ['lexical', 'bayes', 'nearest', 'words', 'sentence', 'border'],
} as const;
type Member = keyof typeof START.full;
const membersOf = (mode: Mode, opinion: Opinion): Member[] => JUDGES[mode].filter((name) => opinion[name] !== null);
const scoresOf = (mode: Mode, opinion: Opinion): Float32Array[] =>
  membersOf(mode, opinion).flatMap((name) => opinion[name] ?? []);

/** Probabilities of the classes; those not `open` get none. */
export const probabilities = (trust: Trust, mode: Mode, opinion: Opinion, open?: readonly boolean[]): Float32Array =>
  fuse(scoresOf(mode, opinion), trust.weights, open);

/** Which of the signs counts only against a message. */
const AHEAD = 4;
/**
 * Signs of being in scope, the larger the more: how clear the best class is, how much is known, how well the best class fits by two
 * members, and how much better than other people's intents would.
 */
function signsOf(mode: Mode, opinion: Opinion, best: number, open?: readonly boolean[]): number[] {
  const top = (scores: Float32Array | null): number[] => {
    if (scores === null) return [];
    let most = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < scores.length; k++)
      if ((open === undefined || open[k] === true) && (scores[k] ?? 0) > most) most = scores[k] ?? 0;
    return [most];
  };
  const by = mode === 'light' ? 'words' : 'sentence';
  const fits = mode === 'light' ? [opinion.lexical, opinion.words] : [opinion.sentence, opinion.border];
  const other = opinion.elsewhere[by];
  const ahead = other === null ? [] : top(opinion[by]).map((most) => most - other);
  return [logOdds(best), opinion.known, ...fits.flatMap(top), ...ahead];
}

/** How much a message looks like the table's own subjects: 0 is average, negative strange. `best`: the best intent's probability. */
export function familiarity(trust: Trust, mode: Mode, opinion: Opinion, best: number, open?: readonly boolean[]): number {
  const signs = signsOf(mode, opinion, best, open);
  const off = signs.map((sign, i) => (sign - (trust.signs[i]?.mean ?? 0)) / (trust.signs[i]?.deviation ?? 1));
  // What fits nobody's intents, gibberish say, is no nearer to the table's for that.
  return off.reduce((sum, by, i) => sum + (i === AHEAD ? Math.min(0, by) : by), 0) / signs.length;
}
const logOdds = (p: number): number => Math.log(Math.max(p, 1e-6) / Math.max(1 - p, 1e-6));

interface Trial {
  readonly opinion: Opinion;
  readonly label: number;
}

/** Opinions on examples that the panel had not seen. `held[i]` false: lesson i only teaches. Blocks for seconds. */
export function holdOut({ senses, labels, classes }: Lessons, held: readonly boolean[], spaces: Spaces): Trial[] {
  const examples = held.flatMap((yes, i) => (yes ? [i] : []));
  const folds = examples.length <= 5000 ? 5 : 10;
  const tried = Math.max(1, Math.min(folds, Math.ceil((TRIALS * folds) / (examples.length || 1))));
  const foldOf = foldsOf({ senses, labels, classes }, held, folds);
  return Array.from({ length: tried }, (_, fold) => {
    const inside = labels.flatMap((_, i) => (foldOf.get(i) === fold ? [] : [i]));
    const pick = <T>(list: readonly T[]): T[] => inside.map((i) => list[i] as T);
    const panel = trainPanel({ senses: pick(senses), labels: pick(labels), classes }, spaces);
    return examples.flatMap((i) => {
      const sense = senses[i];
      return foldOf.get(i) !== fold || sense === undefined ? [] : [{ opinion: ask(panel, sense), label: labels[i] ?? 0 }];
    });
  }).flat();
}

/** `same`: do two classes mean the same intent? */
export function trustIn(mode: Mode, trials: readonly Trial[], same: (a: number, b: number) => boolean): Trust {
  const first = trials[0];
  if (first === undefined) return { weights: [], signs: [], unknown: 0, sure: 0, certain: NEVER };
  const start = membersOf(mode, first.opinion).map((name) => START[mode][name]);
  const weights = fitWeights(
    trials.map(({ opinion, label }) => ({ scores: scoresOf(mode, opinion), label })),
    start,
  );
  const judged = trials.map(({ opinion, label }) => {
    const p = fuse(scoresOf(mode, opinion), weights);
    const best = p.indexOf(p.reduce((a, b) => Math.max(a, b), 0));
    return { opinion, best: p[best] ?? 0, right: same(best, label) };
  });
  const columns = judged.map(({ opinion, best }) => signsOf(mode, opinion, best));
  const most = Math.max(...columns.map(({ length }) => length));
  const signs = Array.from({ length: most }, (_, i) => spread(columns.flatMap((row) => row[i] ?? [])));
  const draft: Trust = { weights, signs, unknown: 0, sure: 0, certain: 0 };
  const ranked = judged
    .map(({ opinion, best, right }) => ({ score: familiarity(draft, mode, opinion, best), right }))
    .sort((a, b) => b.score - a.score);
  const unknown = ranked[Math.min(ranked.length - 1, Math.floor(ranked.length * ACCEPTED))]?.score ?? 0;
  const sure = Math.max(unknown, lowest(ranked, PRECISION), highest(strangersTo(draft, mode, trials, same), STRANGERS));
  return { ...draft, unknown, sure, certain: Math.max(sure, lowest(ranked, CERTAIN)) };
}

/** The lowest score above which this share is right, one more error granted: a few lucky trials prove nothing. */
function lowest(ranked: readonly { readonly score: number; readonly right: boolean }[], share: number): number {
  let score = NEVER;
  let right = 0;
  ranked.forEach((trial, i) => {
    if (trial.right) right++;
    if (right / (i + 2) >= share) score = trial.score;
  });
  return score;
}

/** How familiar each trial looks when its own intent is hidden. */
function strangersTo(
  draft: Trust,
  mode: Mode,
  trials: readonly Trial[],
  same: (a: number, b: number) => boolean,
): readonly number[] {
  return trials.flatMap(({ opinion, label }) => {
    const open = Array.from(opinion.lexical, (_, k) => !same(k, label));
    if (!open.includes(true)) return [];
    const best = probabilities(draft, mode, opinion, open).reduce((a, b) => Math.max(a, b), 0);
    return [familiarity(draft, mode, opinion, best, open)];
  });
}
/** What no more than `share` of the scores reach; one always may. */
function highest(scores: readonly number[], share: number): number {
  const ranked = [...scores].sort((a, b) => b - a);
  return ranked[Math.max(0, Math.floor(ranked.length * share) - 1)] ?? Number.NEGATIVE_INFINITY;
}

function spread(numbers: readonly number[]): Spread {
  const mean = numbers.reduce((a, b) => a + b, 0) / (numbers.length || 1);
  const variance = numbers.reduce((a, b) => a + (b - mean) ** 2, 0) / (numbers.length || 1);
  return { mean, deviation: Math.sqrt(variance) || 1 };
}
