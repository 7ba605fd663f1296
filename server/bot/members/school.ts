/** Where models come from: the one in service, the disk, or training; the encoder's part may follow later. */
import { join } from 'node:path';
import { type Corpus, corpusOf } from '#bot/corpus.ts';
import { loadModel, saveModel } from '#bot/models.ts';
import type { Table } from '#bot/table.ts';
import { doJob } from '#bot/workshop.ts';
import type { Tongue } from '#domain/understanding.ts';
import type { Encoding } from './encoding.ts';
import { encodeKept } from './kept-vectors.ts';
import { type Model, modelKey, sentencesOf, type Vectors } from './model.ts';

export interface School {
  /** A model of the table as it is now. `old` is the one in service: a model with the encoder's part is followed by another such. */
  learn(table: Table, tongue: Tongue, old: Model | undefined): Promise<Model>;
  /** The same with the encoder's part; null when it has it, or cannot have it. */
  deepen(model: Model): Promise<Model | null>;
}
export interface SchoolParts {
  readonly cacheDir: string | null;
  readonly trainer: URL | null;
  /** Null: light mode. */
  readonly encoding: Encoding | null;
  readonly warn: (error: unknown, message: string) => void;
}
/** A changed table keeps what cross-validation found while less than this share of its lessons is new. */
const SMALL_CHANGE = 0.1;

export function openSchool({ cacheDir, trainer, encoding, warn }: SchoolParts): School {
  const models = cacheDir === null ? null : join(cacheDir, 'models');
  const stored = async (corpus: Corpus, full: boolean): Promise<Model | null> =>
    models === null ? null : loadModel(models, corpus.tongue, modelKey(corpus, full));
  const train = async (corpus: Corpus, vectors: Vectors | null, old: Model | undefined): Promise<Model> => {
    const kept = old !== undefined && alike(corpus, old.corpus) && (vectors === null || old.full !== null);
    const trusts = kept ? { trusts: { light: old.light, full: vectors === null ? null : old.full } } : {};
    const model = await doJob({ type: 'train', corpus, vectors, ...trusts }, trainer, (error) =>
      warn(error, 'the trainer thread cannot run; parsing and training block the server'),
    );
    if (models !== null)
      await saveModel(models, model).catch((error: unknown) =>
        warn(error, 'the trained model could not be kept; the next start trains again'),
      );
    return model;
  };
  const full = async (corpus: Corpus, old: Model | undefined): Promise<Model | null> => {
    const sentences = sentencesOf(corpus);
    if (encoding === null || sentences.length === 0) return null;
    const file = models === null ? null : join(models, `${corpus.tongue}.vectors`);
    const vectors = await encodeKept(sentences, encoding, file).catch((error: unknown) => {
      warn(error, 'the encoder could not read the table; the bot goes on without it');
      return null;
    });
    return vectors === null ? null : train(corpus, vectors, old);
  };
  return {
    async learn(table, tongue, old) {
      const corpus = corpusOf(table, tongue);
      const keys = [modelKey(corpus, true), modelKey(corpus, false)];
      if (old !== undefined && keys.includes(old.key)) return old;
      const known = encoding === null ? null : await stored(corpus, true);
      const deep = known ?? (old === undefined || old.full === null ? null : await full(corpus, old));
      return deep ?? (await stored(corpus, false)) ?? (await train(corpus, null, old));
    },
    deepen: async (model) => (model.full === null ? full(model.corpus, undefined) : null),
  };
}

function alike(now: Corpus, then: Corpus): boolean {
  const before = new Set(then.lessons.map((lesson) => lesson.text));
  const added = now.lessons.filter((lesson) => !before.has(lesson.text)).length;
  return added < SMALL_CHANGE * now.lessons.length;
}
