/** A corpus on its way to the trainer, as bytes: the process that serves conversations never opens it. */
import { createHash } from 'node:crypto';
import type { Corpus } from '#bot/corpus.ts';
import type { Tongue } from '#domain/understanding.ts';

/** Raise when features, training or a model's shape change: older files on disk are then trained anew. */
const FORMAT = 28;

export interface Syllabus {
  readonly tongue: Tongue;
  /** JSON. */
  readonly bytes: Uint8Array;
  /** Names of the models that come of it: by which corpus, which method, and whether with the encoder. */
  readonly keys: { readonly light: string; readonly full: string };
}

export function syllabusOf(corpus: Corpus): Syllabus {
  const bytes = Buffer.from(JSON.stringify(corpus));
  const key = (mode: string): string =>
    createHash('sha256').update(`${FORMAT} ${mode}\n`).update(bytes).digest('hex').slice(0, 20);
  return { tongue: corpus.tongue, bytes, keys: { light: key('light'), full: key('full') } };
}
export const corpusIn = ({ bytes }: Syllabus): Corpus =>
  JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')) as Corpus;
