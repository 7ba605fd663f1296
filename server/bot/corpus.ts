/** What likeness learns from: the table's examples, titles and pattern samples of one language, as plain data for the trainer. */
import type { Tongue } from '#domain/understanding.ts';
import { words } from './normalise.ts';
import { samplesOf } from './pattern-samples.ts';
import type { Scope, Table } from './table.ts';

/** An intent as seen from one scope: a course's phrases for a site intent are a class of their own, unseen elsewhere. */
export interface Class {
  readonly intent: string;
  readonly scope: Scope;
}
export interface Lesson {
  /** As the owner wrote it. */
  readonly text: string;
  readonly tokens: readonly string[];
  /** Index into `Corpus.classes`. */
  readonly label: number;
  /** Examples are held out in cross-validation; titles and pattern samples only teach. */
  readonly source: 'example' | 'title' | 'pattern';
}
export interface Corpus {
  readonly tongue: Tongue;
  readonly classes: readonly Class[];
  readonly lessons: readonly Lesson[];
}

const SAMPLES_PER_PATTERN = 8;

export function corpusOf(table: Table, tongue: Tongue): Corpus {
  const classes: Class[] = [];
  const lessons: Lesson[] = [];
  const labels = new Map<string, number>();
  for (const phrases of table.phrases) {
    if (phrases.tongue !== tongue) continue;
    const key = JSON.stringify([phrases.intent, phrases.scope.course, phrases.scope.lesson]);
    const label = labels.get(key) ?? classes.push({ intent: phrases.intent, scope: phrases.scope }) - 1;
    labels.set(key, label);
    const teach = (text: string, tokens: readonly string[], source: Lesson['source']): void => {
      if (tokens.length > 0) lessons.push({ text, tokens, label, source });
    };
    for (const { text } of phrases.examples) teach(text, words(text), 'example');
    if (phrases.title !== null) teach(phrases.title, words(phrases.title), 'title');
    // No more of them than of real examples: many patterns must not make an intent likelier.
    const each = Math.max(1, Math.min(SAMPLES_PER_PATTERN, Math.floor(phrases.examples.length / phrases.patterns.length)));
    for (const row of phrases.patterns) for (const sample of samplesOf(row.pattern, each)) teach(row.source, sample, 'pattern');
  }
  return { tongue, classes, lessons };
}
