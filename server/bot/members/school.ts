/** Where models come from: the one in service, the disk, or training; the encoder's part may follow later. */
import { join } from 'node:path';
import { loadModel, saveModel, touchModel } from '#bot/models.ts';
import { unpack } from '#bot/packing.ts';
import { doJob, type Workshop } from '#bot/workshop.ts';
import type { Tongue } from '#domain/understanding.ts';
import type { Model } from './model.ts';
import type { Syllabus } from './syllabus.ts';
import type { Mode } from './trust.ts';

export interface School {
  /** A model of the table as it is now; rejects when `signal` ends it. `old` is the one in service: a model with the encoder's part is followed by another such. */
  learn(syllabus: Syllabus, old: Model | undefined, signal: AbortSignal): Promise<Model>;
  /**
   * The same of a table that is only tried. Its words may be a learner's, whom erasing must reach: it never touches the disk, and is
   * held in memory until the next one of its language, or until that table, or another, comes into service.
   */
  attempt(syllabus: Syllabus, old: Model | undefined, signal: AbortSignal): Promise<Model>;
  /** The same with the encoder's part; null when it has it, or cannot have it. */
  deepen(syllabus: Syllabus, model: Model, signal: AbortSignal): Promise<Model | null>;
}
export interface SchoolParts extends Workshop {
  readonly cacheDir: string | null;
  readonly warn: (message: string) => void;
  /** Told when training begins for a language that has no model in service. */
  readonly firstLearning: () => void;
}
/** Whether a trained model goes to the disk, and what ends the training. */
interface How {
  readonly keep: boolean;
  readonly signal: AbortSignal;
}
/** The last model that was tried, with the bytes to be written if its table is published. */
interface Tried {
  readonly model: Model;
  readonly packed: Uint8Array;
}

/** Where what takes long to make is kept. */
export const modelsIn = (cacheDir: string | null): string | null => (cacheDir === null ? null : join(cacheDir, 'models'));

export function openSchool(workshop: SchoolParts): School {
  const { cacheDir, encoding } = workshop;
  const models = modelsIn(cacheDir);
  const tried = new Map<Tongue, Tried>();

  const stored = async ({ tongue, keys }: Syllabus, mode: Mode): Promise<Model | null> =>
    models === null ? null : loadModel(models, tongue, keys[mode]);
  const study = async (syllabus: Syllabus, mode: Mode, old: Model | undefined, how: How): Promise<Model | null> => {
    const { keep, signal } = how;
    const had = old === undefined ? null : { texts: old.texts, light: old.light, full: old.full };
    const job = { type: 'study', study: { syllabus, mode, models, keep, had } } as const;
    const { model: packed, troubles } = await doJob(job, { ...workshop, signal });
    for (const trouble of troubles) workshop.warn(trouble);
    if (packed === null) return null;
    if (packed === 'kept') return stored(syllabus, mode);
    const model = unpack(packed) as Model;
    if (!keep) tried.set(syllabus.tongue, { model, packed });
    return model;
  };
  const full = async (syllabus: Syllabus, old: Model | undefined, how: How): Promise<Model | null> =>
    encoding === null ? null : study(syllabus, 'full', old, how);
  /** From the disk, or by training. */
  const made = async (syllabus: Syllabus, old: Model | undefined, how: How): Promise<Model> => {
    const known = encoding === null ? null : await stored(syllabus, 'full');
    if (old === undefined && known === null && (await stored(syllabus, 'light')) === null) workshop.firstLearning();
    // Who trains in this very thread has nobody to serve meanwhile, and would wait for the encoder's part next.
    const quick = workshop.trainer !== null && (old === undefined || old.full === null);
    const deep = known ?? (quick ? null : await full(syllabus, old, how));
    const light = deep ?? (await stored(syllabus, 'light')) ?? (await study(syllabus, 'light', old, how));
    if (light === null) throw new Error('the trained model could not be read back');
    return light;
  };
  const isOf = ({ keys }: Syllabus, { key }: Model): boolean => Object.values(keys).includes(key);
  /** One that was tried before the one in service had the encoder's part would be a step back. */
  const stillFits = (syllabus: Syllabus, last: Tried | undefined, old: Model | undefined): last is Tried =>
    last !== undefined && isOf(syllabus, last.model) && (last.model.full !== null || (old?.full ?? null) === null);
  /** A model that was tried is in service from now on. */
  const keepTried = async ({ model, packed }: Tried): Promise<void> => {
    if (models === null) return;
    await saveModel(models, model.tongue, model.key, packed).catch((error: unknown) =>
      workshop.warn(`the trained model could not be kept; the next start trains again: ${String(error)}`),
    );
  };

  return {
    async learn(syllabus, old, signal) {
      if (old !== undefined && isOf(syllabus, old)) return old;
      const last = tried.get(syllabus.tongue);
      tried.delete(syllabus.tongue);
      if (old !== undefined && models !== null) await touchModel(models, old.tongue, old.key);
      if (!stillFits(syllabus, last, old)) return made(syllabus, old, { keep: true, signal });
      await keepTried(last);
      return last.model;
    },
    async attempt(syllabus, old, signal) {
      const last = tried.get(syllabus.tongue);
      if (stillFits(syllabus, last, old)) return last.model;
      tried.delete(syllabus.tongue);
      return old !== undefined && isOf(syllabus, old) ? old : made(syllabus, old, { keep: false, signal });
    },
    deepen: async (syllabus, model, signal) => (model.full === null ? full(syllabus, undefined, { keep: true, signal }) : null),
  };
}
