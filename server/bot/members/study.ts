/** All of learning one language, from the corpus to the model's bytes on disk: the trainer does it. */
import { join } from 'node:path';
import { saveModel } from '#bot/models.ts';
import { pack } from '#bot/packing.ts';
import { type StringList, stringAt } from '#bot/string-table.ts';
import type { Encoding } from './encoding.ts';
import { encodeKept } from './kept-vectors.ts';
import { sentencesOf, type Trusts, trainModel, type Vectors } from './model.ts';
import { corpusIn, type Syllabus } from './syllabus.ts';
import type { Mode } from './trust.ts';

export interface Study {
  readonly syllabus: Syllabus;
  readonly mode: Mode;
  /** Where models are kept; null: nowhere. */
  readonly models: string | null;
  /** False for a trial: what lies there is used, and nothing is written. */
  readonly keep: boolean;
  /** What the model in service learnt from, and what cross-validation found there. */
  readonly had: (Trusts & { readonly texts: StringList }) | null;
}
export interface Studied {
  /** The packed model; 'kept': it lies on disk; null: the encoder was asked for and is not there. */
  readonly model: Uint8Array<ArrayBuffer> | 'kept' | null;
  /** What went wrong without stopping the work. */
  readonly troubles: readonly string[];
}
/** A changed table keeps what cross-validation found while less than this share of its lessons is new. */
const SMALL_CHANGE = 0.1;

export async function study({ syllabus, mode, models, keep, had }: Study, encoding: Encoding | null): Promise<Studied> {
  const corpus = corpusIn(syllabus);
  const troubles: string[] = [];
  const orTrouble =
    (message: string) =>
    (error: unknown): null => {
      troubles.push(`${message}: ${error instanceof Error ? error.message : String(error)}`);
      return null;
    };
  let vectors: Vectors | null = null;
  if (mode === 'full') {
    const sentences = sentencesOf(corpus);
    if (encoding === null || sentences.length === 0) return { model: null, troubles };
    const file = models === null ? null : join(models, `${syllabus.tongue}.vectors`);
    vectors = await encodeKept(sentences, encoding, file, keep).catch(
      orTrouble('the encoder could not read the table; the bot goes on without it'),
    );
    if (vectors === null) return { model: null, troubles };
  }
  const kept = had !== null && (mode === 'light' || had.full !== null) && alike(corpus.lessons, had.texts);
  const known = kept ? { light: had.light, full: mode === 'full' ? had.full : null } : null;
  const packed = pack(trainModel(corpus, vectors, { key: syllabus.keys[mode], known }));
  if (models === null || !keep) return { model: packed, troubles };
  const saved = await saveModel(models, syllabus.tongue, syllabus.keys[mode], packed)
    .then(() => true)
    .catch(orTrouble('the trained model could not be kept; the next start trains again'));
  return { model: saved === null ? packed : 'kept', troubles };
}

function alike(now: readonly { readonly text: string }[], then: StringList): boolean {
  const before = new Set(Array.from(then.ends, (_, i) => stringAt(then, i)));
  return now.filter(({ text }) => !before.has(text)).length < SMALL_CHANGE * now.length;
}
