/** A trained understanding of one language as plain data: it travels from the trainer's thread and rests on disk. */
import type { Class, Corpus } from '#bot/corpus.ts';
import { countSaid, type Said } from '#bot/homophones.ts';
import { isHan } from '#bot/normalise.ts';
import { learnSpelling, type Spelling } from '#bot/speller.ts';
import { listOf, type StringList } from '#bot/string-table.ts';
import type { Tongue } from '#domain/understanding.ts';
import { type Panel, trainPanel } from './panel.ts';
import { type Maps, senseOf, sentenceFor, shippedMaps, spacesOf } from './sense.ts';
import { holdOut, type Trust, trustIn } from './trust.ts';

export interface Model {
  /** See Syllabus; empty for one that is not kept. */
  readonly key: string;
  readonly tongue: Tongue;
  readonly classes: readonly Class[];
  /** The lessons as the owner wrote them. */
  readonly texts: StringList;
  readonly spelling: Spelling;
  /** Chinese words; none in an English table. */
  readonly said: Said;
  readonly panel: Panel;
  /** Judging without the encoder. */
  readonly light: Trust;
  /** Judging with it; null: trained without. */
  readonly full: Trust | null;
}
/** What was learnt by cross-validation; a small change of the table may keep it. */
export type Trusts = Pick<Model, 'light' | 'full'>;

/** The encoder's vectors by sentence (`sentenceFor`). */
export type Vectors = ReadonlyMap<string, Float32Array>;

/** The sentences whose vectors full mode needs. Samples of patterns are no sentences that anybody wrote, and patterns find theirs. */
export const sentencesOf = ({ tongue, lessons }: Corpus): string[] => [
  ...new Set(lessons.flatMap(({ source, tokens }) => (source === 'pattern' ? [] : sentenceFor(tongue, tokens)))),
];

export interface Training {
  readonly key?: string;
  readonly known?: Trusts | null;
  /** Other maps than the shipped ones. */
  readonly maps?: Maps;
}
/** `vectors` null: light mode. Blocks for seconds: run it in the trainer. */
export function trainModel(
  corpus: Corpus,
  vectors: Vectors | null,
  { key = '', known, maps = shippedMaps() }: Training = {},
): Model {
  const senses = corpus.lessons.map(({ tokens }) =>
    senseOf(corpus.tongue, tokens, vectors?.get(sentenceFor(corpus.tongue, tokens)) ?? null, maps),
  );
  const lessons = { senses, labels: corpus.lessons.map(({ label }) => label), classes: corpus.classes.length };
  const spaces = spacesOf(maps);
  const panel = trainPanel(lessons, spaces);
  return {
    key,
    tongue: corpus.tongue,
    classes: corpus.classes,
    texts: listOf(corpus.lessons.map(({ text }) => text)),
    spelling: learnSpelling(frequencies(corpus)),
    said: countSaid(corpus.tongue === 'zh' ? corpus.lessons.map(({ tokens }) => tokens) : []),
    panel,
    ...(known ?? trusts()),
  };

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

function frequencies({ lessons }: Corpus): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { tokens } of lessons) for (const word of tokens) if (!isHan(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
