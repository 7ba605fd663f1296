/** nlp.js and natural on the same rows, each as its own documentation uses it. */
import { createRequire } from 'node:module';
import { OUT_OF_SCOPE, type Row } from '#scripts/data/corpora.ts';
import { type Figures, figuresOf, type Judged } from '#scripts/intents-bench/figures.ts';

export type Library = (train: readonly Row[], test: readonly Row[]) => Promise<Figures>;

const expected = ({ intent }: Row): string | null => (intent === OUT_OF_SCOPE ? null : intent);

interface Natural {
  BayesClassifier: new () => {
    addDocument(text: string, intent: string): void;
    train(): void;
    getClassifications(text: string): { label: string; value: number }[];
  };
}

export const natural: Library = async (train, test) => {
  const { BayesClassifier } = createRequire(import.meta.url)('natural') as Natural;
  const classifier = new BayesClassifier();
  for (const { text, intent } of train) classifier.addDocument(text, intent);
  classifier.train();
  return figuresOf(
    test.map((row): Judged => {
      const all = classifier.getClassifications(row.text);
      const total = all.reduce((sum, { value }) => sum + value, 0) || 1;
      const top = all[0];
      const probability = (top?.value ?? 0) / total;
      return { expected: expected(row), best: top?.label ?? null, probability, familiarity: probability, accepted: true };
    }),
  );
};

interface NlpJs {
  settings: object;
  addLanguage(locale: string): void;
  addDocument(locale: string, text: string, intent: string): void;
  train(): Promise<void>;
  process(locale: string, text: string): Promise<{ intent: string; classifications: { intent: string; score: number }[] }>;
}
interface Basic {
  /** A container of its own for each run: the default one would remember the last corpus. */
  containerBootstrap(): Promise<{ use(plugin: unknown): void; get(name: 'nlp'): NlpJs }>;
  readonly Nlp: unknown;
  readonly LangEn: unknown;
}

export const nlpJs: Library = async (train, test) => {
  // It ships no types.
  const { containerBootstrap, Nlp, LangEn } = createRequire(import.meta.url)('@nlpjs/basic') as Basic;
  const container = await containerBootstrap();
  container.use(Nlp);
  container.use(LangEn);
  const nlp = container.get('nlp');
  Object.assign(nlp.settings, { autoSave: false, log: false, nlu: { log: false } });
  nlp.addLanguage('en');
  for (const { text, intent } of train) nlp.addDocument('en', text, intent);
  await nlp.train();
  const judged: Judged[] = [];
  for (const row of test) {
    const { intent, classifications } = await nlp.process('en', row.text);
    // "None" is its word for out of scope; in scope the likeliest intent counts all the same.
    const none = classifications.find((c) => c.intent === 'None')?.score ?? 0;
    const top = classifications.find((c) => c.intent !== 'None');
    judged.push({
      expected: expected(row),
      best: top?.intent ?? null,
      probability: top?.score ?? 0,
      familiarity: (top?.score ?? 0) - none,
      accepted: intent !== 'None',
    });
  }
  return figuresOf(judged);
};
