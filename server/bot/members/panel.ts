/** The members that judge a message side by side, each by its own evidence; calibration weighs their opinions. */
import { type Classifier, logits } from '#bot/classifier.ts';
import type { Blocks } from '#bot/features.ts';
import { Nearest } from '#bot/nearest.ts';
import { learnVocabulary, type Vector, type Vocabulary, vectorOf } from '#bot/vectors.ts';
import { bayes } from './bayes.ts';
import { type Gaussian, gaussians, likelihoods } from './gaussian.ts';
import { separate, separateDense } from './separate.ts';

/** What a message gives the members to judge by. A point is null where its source is missing. */
export interface Sense {
  readonly blocks: Blocks;
  /** From the words' vectors, projected. */
  readonly words: Float32Array | null;
  /** From the sentence encoder, projected. */
  readonly sentence: Float32Array | null;
}
/** Plain data. */
export interface Panel {
  readonly classes: number;
  readonly features: readonly string[];
  readonly idf: Float32Array;
  readonly strange: number;
  /** Words, word pairs and letters. */
  readonly lexical: Classifier;
  /** The same features once more. */
  readonly bayes: Classifier;
  /** One per lesson, in the lexical features; `labels` are their classes. */
  readonly vectors: readonly Vector[];
  readonly labels: readonly number[];
  /** Nearness in meaning by word vectors. */
  readonly words: Gaussian | null;
  /** Nearness in meaning by the encoder. */
  readonly sentence: Gaussian | null;
  /** Borders between the classes in the encoder's space: better than nearness where examples are many. */
  readonly border: Classifier | null;
}
/** Scores per class, one list per member; null where the member had nothing to judge by. Only differences within a list matter. */
export interface Opinion {
  readonly lexical: Float32Array;
  readonly bayes: Float32Array;
  /** Cosine to the class's most similar lesson. */
  readonly nearest: Float32Array;
  readonly words: Float32Array | null;
  readonly sentence: Float32Array | null;
  readonly border: Float32Array | null;
  /** Share of the message's features that the lessons know, 0 to 1. */
  readonly known: number;
  /** Cosine to every lesson, for naming the one most alike. */
  readonly cosines: Float32Array;
}

export interface Lessons {
  readonly senses: readonly Sense[];
  readonly labels: readonly number[];
  readonly classes: number;
}
export interface Spaces {
  /** Variances between classes, see Projection. */
  readonly words: Float32Array;
  readonly sentence: Float32Array;
}

/** Blocks for seconds on large tables: run it in the trainer. */
export function trainPanel({ senses, labels, classes }: Lessons, spaces: Spaces): Panel {
  const blocks = senses.map((sense) => sense.blocks);
  const vocabulary = learnVocabulary(blocks);
  const vectors = blocks.map((b) => vectorOf(vocabulary, b));
  const { words, sentence } = spaces;
  const at = (kind: 'words' | 'sentence') => {
    const points = senses.flatMap((sense, i) => (sense[kind] === null ? [] : [{ point: sense[kind], label: labels[i] ?? 0 }]));
    return { points: points.map((p) => p.point), labels: points.map((p) => p.label) };
  };
  const [near, far] = [at('words'), at('sentence')];
  return {
    classes,
    features: [...vocabulary.ids.keys()],
    idf: vocabulary.idf,
    strange: vocabulary.strange,
    lexical: separate(vectors, labels, classes, vocabulary.ids.size),
    bayes: bayes(vectors, labels, classes, vocabulary.ids.size),
    vectors,
    labels,
    words: near.points.length === 0 ? null : gaussians(near.points, near.labels, classes, words),
    sentence: far.points.length === 0 ? null : gaussians(far.points, far.labels, classes, sentence),
    border: far.points.length === 0 ? null : separateDense(far.points.map(shorten), far.labels, classes),
  };
}

/** Points come with length sqrt(dimensions); the border is drawn between points of length 1. */
function shorten(point: Float32Array): Float32Array {
  const scale = 1 / Math.sqrt(point.length);
  return point.map((v) => v * scale);
}
const listed = (point: Float32Array): Vector => ({
  ids: Int32Array.from(point, (_, i) => i),
  values: shorten(point),
  known: 1,
});

/** A panel ready to be asked. */
export class Bench {
  readonly panel: Panel;
  readonly #vocabulary: Vocabulary;
  readonly #nearest: Nearest;
  readonly #labels: Int32Array;

  constructor(panel: Panel) {
    this.panel = panel;
    this.#vocabulary = {
      ids: new Map(panel.features.map((feature, id) => [feature, id])),
      idf: panel.idf,
      strange: panel.strange,
    };
    this.#nearest = new Nearest(panel.vectors, panel.features.length);
    this.#labels = Int32Array.from(panel.labels);
  }

  /** Well under a millisecond for a hundred classes. */
  ask(sense: Sense): Opinion {
    const { panel } = this;
    const vector = vectorOf(this.#vocabulary, sense.blocks);
    const cosines = this.#nearest.cosines(vector);
    const nearest = new Float32Array(panel.classes);
    const labels = this.#labels;
    for (let i = 0; i < cosines.length; i++) {
      const cosine = cosines[i] as number;
      if (cosine <= 0) continue;
      const k = labels[i] as number;
      if (cosine > (nearest[k] as number)) nearest[k] = cosine;
    }
    const likely = (kind: 'words' | 'sentence'): Float32Array | null => {
      const [gaussian, point] = [panel[kind], sense[kind]];
      return gaussian === null || point === null ? null : this.#fill((into) => likelihoods(gaussian, point, into));
    };
    const { border } = panel;
    const { sentence } = sense;
    return {
      lexical: this.#fill((into) => logits(panel.lexical, vector, into)),
      bayes: this.#fill((into) => logits(panel.bayes, vector, into)),
      nearest,
      words: likely('words'),
      sentence: likely('sentence'),
      border: border === null || sentence === null ? null : this.#fill((into) => logits(border, listed(sentence), into)),
      known: vector.known,
      cosines,
    };
  }
  #fill(fill: (into: Float32Array) => void): Float32Array {
    const into = new Float32Array(this.panel.classes);
    fill(into);
    return into;
  }
}
