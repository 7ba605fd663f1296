/** The members that judge a message side by side, each by its own evidence; calibration weighs their opinions. */
import { type Classifier, logits } from '#bot/classifier.ts';
import type { Blocks } from '#bot/features.ts';
import { cosines, type Postings, postingsOf } from '#bot/nearest.ts';
import { learnVocabulary, type Vector, type Vocabulary, vectorOf } from '#bot/vectors.ts';
import { bayes } from './bayes.ts';
import { type Gaussian, gaussians, likelihoods, unseen } from './gaussian.ts';
import type { Space } from './projection.ts';
import { margins, type Placed, type Separator, separate } from './separate.ts';

/** Where a message lies in a space of meaning, and how well it would fit the likeliest of other people's intents (`likeliestIn`); null: too few of its words are known. */
export interface Meaning {
  readonly point: Float32Array;
  readonly elsewhere: number | null;
}
/** What a message gives the members to judge by; null where its source is missing. */
export interface Sense {
  readonly blocks: Blocks;
  /** By the words' vectors. */
  readonly words: Meaning | null;
  /** By the sentence encoder. */
  readonly sentence: Meaning | null;
}
/** Plain data. */
export interface Panel {
  readonly classes: number;
  readonly vocabulary: Vocabulary;
  /** Words, word pairs and letters. */
  readonly lexical: Separator;
  /** The same features once more. */
  readonly bayes: Classifier;
  /** The lessons in the lexical features; `labels` are their classes. */
  readonly lessons: Postings;
  readonly labels: Int32Array;
  /** Nearness in meaning by word vectors. */
  readonly words: Gaussian | null;
  /** Nearness in meaning by the encoder. */
  readonly sentence: Gaussian | null;
  /** Words and letters beside the encoder's point: better than nearness where examples are many. */
  readonly border: Separator | null;
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
  /** What the likeliest of other people's intents would score beside those in `words` and in `sentence`. */
  readonly elsewhere: { readonly words: number | null; readonly sentence: number | null };
  /** Share of the message's features that the lessons know, 0 to 1. */
  readonly known: number;
  /** Each class's most similar lesson; -1 where none has anything in common. */
  readonly closest: Int32Array;
  /** The message in the lexical features. */
  readonly vector: Vector;
}

export interface Lessons {
  readonly senses: readonly Sense[];
  readonly labels: readonly number[];
  readonly classes: number;
}
export interface Spaces {
  readonly words: Space;
  readonly sentence: Space;
}

/** Blocks for seconds on large tables: run it in the trainer. */
export function trainPanel({ senses, labels, classes }: Lessons, spaces: Spaces): Panel {
  const blocks = senses.map((sense) => sense.blocks);
  const vocabulary = learnVocabulary(blocks);
  const vectors = blocks.map((b) => vectorOf(vocabulary, b));
  const { words, sentence } = spaces;
  const at = (kind: 'words' | 'sentence') => {
    const there = senses.flatMap((sense, i) => (sense[kind] === null ? [] : [{ ...sense[kind], label: labels[i] ?? 0 }]));
    return { points: there.map(({ point }) => point), labels: there.map(({ label }) => label) };
  };
  const [near, far] = [at('words'), at('sentence')];
  const placed = vectors.flatMap((vector, i): Placed[] => {
    const point = senses[i]?.sentence?.point ?? null;
    return point === null ? [] : [{ vector, point: shorten(point) }];
  });
  return {
    classes,
    vocabulary,
    lexical: separate(
      vectors.map((vector) => ({ vector, point: null })),
      labels,
      classes,
      vocabulary.ids.size,
    ),
    bayes: bayes(vectors, labels, classes, vocabulary.ids.size),
    lessons: postingsOf(vectors, vocabulary.ids.size),
    labels: Int32Array.from(labels),
    words: near.points.length === 0 ? null : gaussians(near.points, near.labels, classes, words),
    sentence: far.points.length === 0 ? null : gaussians(far.points, far.labels, classes, sentence),
    border: far.points.length === 0 ? null : separate(placed, far.labels, classes, vocabulary.ids.size),
  };
}

/** Points come with length sqrt(dimensions); borders are drawn between points of length 1. */
function shorten(point: Float32Array): Float32Array {
  return point.map((v) => v / Math.sqrt(point.length));
}

/** Well under a millisecond for a hundred classes. */
export function ask(panel: Panel, { blocks, words, sentence }: Sense): Opinion {
  const vector = vectorOf(panel.vocabulary, blocks);
  const { nearest, closest } = mostAlike(panel, vector);
  return hearing(panel, sentence, {
    lexical: fill(panel, (into) => margins(panel.lexical, { vector, point: null }, into)),
    bayes: fill(panel, (into) => logits(panel.bayes, vector, into)),
    nearest,
    words: likely(panel, panel.words, words),
    sentence: null,
    border: null,
    elsewhere: { words: elsewhere(panel.words, words), sentence: null },
    known: vector.known,
    closest,
    vector,
  });
}

function mostAlike({ classes, lessons, labels }: Panel, vector: Vector): Pick<Opinion, 'nearest' | 'closest'> {
  const nearest = new Float32Array(classes);
  const closest = new Int32Array(classes).fill(-1);
  const alike = cosines(lessons, vector);
  for (let i = 0; i < alike.length; i++) {
    const cosine = alike[i] as number;
    const k = labels[i] as number;
    if (cosine <= (nearest[k] as number)) continue;
    nearest[k] = cosine;
    closest[k] = i;
  }
  return { nearest, closest };
}

/** `opinion`, which was asked for without it, with the encoder heard as well. */
export function hearing(panel: Panel, sentence: Meaning | null, opinion: Opinion): Opinion {
  if (sentence === null) return opinion;
  const { border } = panel;
  const { vector } = opinion;
  return {
    ...opinion,
    sentence: likely(panel, panel.sentence, sentence),
    border: border === null ? null : fill(panel, (into) => margins(border, { vector, point: shorten(sentence.point) }, into)),
    elsewhere: { ...opinion.elsewhere, sentence: elsewhere(panel.sentence, sentence) },
  };
}

function fill({ classes }: Panel, by: (into: Float32Array) => void): Float32Array {
  const into = new Float32Array(classes);
  by(into);
  return into;
}
const likely = (panel: Panel, gaussian: Gaussian | null, meaning: Meaning | null): Float32Array | null =>
  gaussian === null || meaning === null ? null : fill(panel, (into) => likelihoods(gaussian, meaning.point, into));
const elsewhere = (gaussian: Gaussian | null, meaning: Meaning | null): number | null =>
  gaussian === null || meaning === null || meaning.elsewhere === null
    ? null
    : meaning.elsewhere + unseen(gaussian, meaning.point);
