/** A trained understanding of one language as plain data: it travels from the trainer's thread and rests on disk. */
import { createHash } from 'node:crypto';
import type { Corpus } from '#bot/corpus.ts';
import { type Panel, trainPanel } from './panel.ts';
import { type Maps, senseOf, sentenceFor, shippedMaps, spacesOf } from './sense.ts';
import { holdOut, type Trust, trustIn } from './trust.ts';

/** Raise when features or training change: older files on disk are then trained anew. */
const FORMAT = 14;

export interface Model {
  /** Which corpus and which method made it. */
  readonly key: string;
  readonly corpus: Corpus;
  readonly panel: Panel;
  /** Judging without the encoder. */
  readonly light: Trust;
  /** Judging with it; null: trained without. */
  readonly full: Trust | null;
}
/** What was learnt by cross-validation; a small change of the table may keep it. */
export type Trusts = Pick<Model, 'light' | 'full'>;

export function modelKey(corpus: Corpus, full: boolean): string {
  return createHash('sha256')
    .update(JSON.stringify([FORMAT, full, corpus]))
    .digest('hex')
    .slice(0, 20);
}

/** The encoder's vectors by sentence (`sentenceFor`). */
export type Vectors = ReadonlyMap<string, Float32Array>;

/** The sentences whose vectors full mode needs. Samples of patterns are no sentences that anybody wrote, and patterns find theirs. */
export const sentencesOf = ({ tongue, lessons }: Corpus): string[] => [
  ...new Set(lessons.flatMap(({ source, tokens }) => (source === 'pattern' ? [] : sentenceFor(tongue, tokens)))),
];

/** `vectors` null: light mode. Blocks for seconds: run it in the trainer. */
export function trainModel(corpus: Corpus, vectors: Vectors | null, known?: Trusts, maps: Maps = shippedMaps()): Model {
  const senses = corpus.lessons.map(({ tokens }) =>
    senseOf(corpus.tongue, tokens, vectors?.get(sentenceFor(corpus.tongue, tokens)) ?? null, maps),
  );
  const lessons = { senses, labels: corpus.lessons.map(({ label }) => label), classes: corpus.classes.length };
  const spaces = spacesOf(maps);
  const panel = trainPanel(lessons, spaces);
  return { key: modelKey(corpus, vectors !== null), corpus, panel, ...(known ?? trusts()) };

  function trusts(): Trusts {
    const held = corpus.lessons.map(({ source }) => source === 'example');
    const trials = holdOut(lessons, held, spaces);
    const same = (a: number, b: number): boolean => corpus.classes[a]?.intent === corpus.classes[b]?.intent;
    return {
      light: trustIn('light', trials, same),
      full: panel.sentence === null ? null : trustIn('full', trials, same),
    };
  }
}
