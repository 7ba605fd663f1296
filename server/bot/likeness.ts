/** A model at work: which intents a message resembles, and how familiar it is at all. */
import type { Tongue } from '#domain/understanding.ts';
import { familiarity, logOdds } from './calibration.ts';
import { softmax } from './classifier.ts';
import { blocksOf } from './features.ts';
import { vote } from './fusion.ts';
import type { Model } from './model.ts';
import { Nearest } from './nearest.ts';
import { isHan } from './normalise.ts';
import { Speller } from './speller.ts';
import { type Scope, visible } from './table.ts';
import { type Vocabulary, vectorOf } from './vectors.ts';

export interface Resembling {
  readonly intent: string;
  /** Calibrated probability. */
  readonly score: number;
  /** The most similar example of that intent, as the owner wrote it. */
  readonly by: string | null;
}
export interface Resemblance {
  /** Most likely first, one entry per intent. */
  readonly ranked: readonly Resembling[];
  readonly verdict: 'sure' | 'unsure' | 'unknown';
  readonly familiarity: number;
}

export class Likeness {
  readonly model: Model;
  readonly #vocabulary: Vocabulary;
  readonly #nearest: Nearest;
  readonly #speller: Speller;
  readonly #labels: readonly number[];

  constructor(model: Model) {
    this.model = model;
    const { corpus } = model;
    this.#vocabulary = {
      ids: new Map(model.features.map((feature, id) => [feature, id])),
      idf: model.idf,
      strange: model.strange,
    };
    this.#labels = corpus.lessons.map((lesson) => lesson.label);
    this.#nearest = new Nearest(model.vectors, model.features.length);
    const frequency = new Map<string, number>();
    for (const lesson of corpus.lessons)
      for (const word of lesson.tokens) if (!isHan(word)) frequency.set(word, (frequency.get(word) ?? 0) + 1);
    this.#speller = new Speller(frequency);
  }

  get tongue(): Tongue {
    return this.model.corpus.tongue;
  }
  /** The word as the table spells it. */
  correct(word: string): string {
    return this.#speller.correct(word);
  }

  /** `tokens` after the speller. Only classes visible at `place` that `exists` are considered. */
  judge(tokens: readonly string[], place: Scope, exists: (intent: string) => boolean): Resemblance {
    const { corpus, classifier, calibration } = this.model;
    const vector = vectorOf(this.#vocabulary, blocksOf(corpus.tongue, tokens));
    const usable = corpus.classes.map((c) => visible(c.scope, place) && exists(c.intent));
    const p = new Float32Array(corpus.classes.length);
    const cosines = this.#nearest.cosines(vector);
    vote(classifier, vector, cosines, this.#labels, p);
    for (let k = 0; k < p.length; k++) if (usable[k] !== true) p[k] = Number.NEGATIVE_INFINITY;
    if (vector.ids.length === 0 || !usable.includes(true))
      return { ranked: [], verdict: 'unknown', familiarity: Number.NEGATIVE_INFINITY };
    softmax(p, calibration.temperature);
    const scores = new Map<string, number>();
    corpus.classes.forEach(({ intent }, k) => {
      if (usable[k] === true) scores.set(intent, (scores.get(intent) ?? 0) + (p[k] ?? 0));
    });
    const top = [...scores].sort((a, b) => b[1] - a[1]).slice(0, 5);
    const closest = new Map<string, { readonly text: string; readonly cosine: number }>();
    cosines.forEach((value, i) => {
      const lesson = corpus.lessons[i];
      const owner = corpus.classes[lesson?.label ?? -1];
      if (value === 0 || lesson === undefined || owner === undefined || usable[lesson.label] !== true) return;
      if (value > (closest.get(owner.intent)?.cosine ?? 0)) closest.set(owner.intent, { text: lesson.text, cosine: value });
    });
    const known = familiarity(calibration, logOdds(top[0]?.[1] ?? 0), vector.known);
    return {
      ranked: top.map(([intent, score]) => ({ intent, score, by: closest.get(intent)?.text ?? null })),
      verdict: known >= calibration.sure ? 'sure' : known >= calibration.unknown ? 'unsure' : 'unknown',
      familiarity: known,
    };
  }
}
