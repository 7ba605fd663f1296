/** A trained likeness model as plain data: it travels from the trainer's thread and rests on disk. */
import { createHash } from 'node:crypto';
import { type Calibration, calibrate } from './calibration.ts';
import type { Classifier } from './classifier.ts';
import type { Corpus } from './corpus.ts';
import { blocksOf } from './features.ts';
import { learn } from './fusion.ts';
import { learnVocabulary, type Vector, vectorOf } from './vectors.ts';

/** Raise when features or training change: older files on disk are then trained anew. */
const FORMAT = 6;

export interface Model {
  /** Which corpus and which method made it. */
  readonly key: string;
  readonly corpus: Corpus;
  readonly features: readonly string[];
  readonly idf: Float32Array;
  readonly strange: number;
  /** One per lesson of the corpus. */
  readonly vectors: readonly Vector[];
  readonly classifier: Classifier;
  readonly calibration: Calibration;
}

export function modelKey(corpus: Corpus): string {
  return createHash('sha256')
    .update(JSON.stringify([FORMAT, corpus]))
    .digest('hex')
    .slice(0, 20);
}

/** About a second for 96 intents, and four more for the calibration unless one is handed in. Blocks: run it in the trainer. */
export function trainModel(corpus: Corpus, known?: Calibration): Model {
  const blocks = corpus.lessons.map((lesson) => blocksOf(corpus.tongue, lesson.tokens));
  const vocabulary = learnVocabulary(blocks);
  const vectors = blocks.map((b) => vectorOf(vocabulary, b));
  const labels = corpus.lessons.map((lesson) => lesson.label);
  return {
    key: modelKey(corpus),
    corpus,
    features: [...vocabulary.ids.keys()],
    idf: vocabulary.idf,
    strange: vocabulary.strange,
    vectors,
    classifier: learn(vectors, labels, corpus.classes.length, vocabulary.ids.size),
    calibration: known ?? calibrate(corpus, blocks),
  };
}
