/** Where models come from: the one in service, the disk, or training; the encoder's part may follow later. */
import { join } from 'node:path';
import { loadModel, touchModel } from '#bot/models.ts';
import { unpack } from '#bot/packing.ts';
import { doJob, type Workshop } from '#bot/workshop.ts';
import type { Model } from './model.ts';
import type { Syllabus } from './syllabus.ts';
import type { Mode } from './trust.ts';

export interface School {
  /** A model of the table as it is now. `old` is the one in service: a model with the encoder's part is followed by another such. */
  learn(syllabus: Syllabus, old: Model | undefined): Promise<Model>;
  /** The same with the encoder's part; null when it has it, or cannot have it. */
  deepen(syllabus: Syllabus, model: Model): Promise<Model | null>;
}
export interface SchoolParts extends Workshop {
  readonly cacheDir: string | null;
  readonly warn: (message: string) => void;
}

/** Where what takes long to make is kept. */
export const modelsIn = (cacheDir: string | null): string | null => (cacheDir === null ? null : join(cacheDir, 'models'));

export function openSchool(workshop: SchoolParts): School {
  const { cacheDir, encoding } = workshop;
  const models = modelsIn(cacheDir);
  const stored = async ({ tongue, keys }: Syllabus, mode: Mode): Promise<Model | null> =>
    models === null ? null : loadModel(models, tongue, keys[mode]);
  const study = async (syllabus: Syllabus, mode: Mode, old: Model | undefined): Promise<Model | null> => {
    const had = old === undefined ? null : { texts: old.texts, light: old.light, full: old.full };
    const job = { type: 'study', study: { syllabus, mode, models, had } } as const;
    const { model, troubles } = await doJob(job, workshop);
    for (const trouble of troubles) workshop.warn(trouble);
    return model === 'kept' ? stored(syllabus, mode) : model === null ? null : (unpack(model) as Model);
  };
  const full = async (syllabus: Syllabus, old: Model | undefined): Promise<Model | null> =>
    encoding === null ? null : study(syllabus, 'full', old);
  return {
    async learn(syllabus, old) {
      if (old !== undefined && Object.values(syllabus.keys).includes(old.key)) return old;
      if (old !== undefined && models !== null) await touchModel(models, old.tongue, old.key);
      const known = encoding === null ? null : await stored(syllabus, 'full');
      // Who trains in this very thread has nobody to serve meanwhile, and would wait for the encoder's part next.
      const quick = workshop.trainer !== null && (old === undefined || old.full === null);
      const deep = known ?? (quick ? null : await full(syllabus, old));
      const light = deep ?? (await stored(syllabus, 'light')) ?? (await study(syllabus, 'light', old));
      if (light === null) throw new Error('the trained model could not be read back');
      return light;
    },
    deepen: async (syllabus, model) => (model.full === null ? full(syllabus, undefined) : null),
  };
}
