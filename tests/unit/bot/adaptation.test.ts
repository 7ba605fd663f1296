import { describe, expect, test } from 'vitest';
import { readData } from '#bot/data-files.ts';
import { type Addition, adapt, decodeAdditions, encodeAdditions, matricesOf, RANK, SHAPES } from '#bot/members/adaptation.ts';
import { loadEncoder, type Published, readPublished } from '#bot/members/encoder.ts';
import { shippedMaps } from '#bot/members/sense.ts';
import { createTransform } from '#bot/members/transformer.ts';
import { type Taught, taskSlopes } from '#scripts/data/adapt-encoder.ts';
import { dice } from '#scripts/data/corpora.ts';
import { LearningEncoder } from '#scripts/data/encoder-slopes.ts';

const chance = dice(3);
const some = (length: number, size: number): Float32Array => new Float32Array(length).map(() => (chance() - 0.5) * size);
const made: Addition[] = SHAPES.map(([inner, columns]) => ({
  down: some(inner * RANK, 1 / Math.sqrt(inner)),
  up: some(columns * RANK, 0.1),
}));
const { pieces, weights } = readPublished() as Published;
const { weights: adapted } = readPublished() as Published;
adapt(adapted, made);

describe('what is added to the encoder', () => {
  test('B94 each matrix becomes itself + down x up', () => {
    const before = matricesOf(weights);
    matricesOf(adapted).forEach((dense, m) => {
      const { down, up } = made[m] as Addition;
      const columns = up.length / RANK;
      for (const at of [0, 1, columns, dense.weights.length - 1]) {
        const [row, column] = [Math.floor(at / columns), at % columns];
        let sum = before[m]?.weights[at] as number;
        for (let r = 0; r < RANK; r++) sum += (down[row * RANK + r] as number) * (up[r * columns + column] as number);
        expect(dense.weights[at]).toBeCloseTo(sum, 5);
      }
      expect(dense.bias).toEqual(before[m]?.bias);
    });
  });

  test('B94 a file gives back what was written, to 16 bits; one cut short is refused', () => {
    const bytes = encodeAdditions(made);
    decodeAdditions(bytes).forEach(({ down, up }, m) => {
      const { down: hadDown, up: hadUp } = made[m] as Addition;
      expect(Math.max(...down.map((v, i) => Math.abs(v - (hadDown[i] as number))))).toBeLessThan(1e-5);
      expect(Math.max(...up.map((v, i) => Math.abs(v - (hadUp[i] as number))))).toBeLessThan(1e-5);
    });
    expect(() => decodeAdditions(bytes.subarray(0, bytes.length - 8))).toThrow(RangeError);
    expect(encodeAdditions(decodeAdditions(readData('encoder.additions.bin')))).toEqual(readData('encoder.additions.bin'));
  });

  test('B94 the encoder that ships has them; asked for without, it is the published one', () => {
    const sentence = 'how do i get my money back';
    const published = createTransform(weights)([pieces.split(sentence)])[0] as Float32Array;
    const cosine = (vector: Float32Array | undefined): number =>
      published.reduce((sum, v, i) => sum + v * (vector?.[i] as number), 0) / Math.hypot(...published);
    expect(cosine(loadEncoder(null)?.encode([sentence])[0])).toBeCloseTo(1, 5);
    expect(cosine(loadEncoder()?.encode([sentence])[0])).toBeLessThan(0.999);
  });
});

describe('how they are learnt', () => {
  const taught = (text: string): Taught => ({ pieces: pieces.split(text), words: some(100, 1) });
  const examples = ['how do i get my money back', 'where is lesson two'].map(taught);
  const further = ['refund please now', 'i want a refund', 'open the second lesson', 'lesson 2 where'].map(taught);
  const encoder = new LearningEncoder(weights, 128);
  const lossWith = (additions: readonly Addition[]): ReturnType<typeof taskSlopes> => {
    encoder.take(additions);
    return taskSlopes(encoder, shippedMaps().sentence, examples, further, 2);
  };

  test('B95 learning reads sentences as answering does', () => {
    encoder.take(made);
    const ids = examples.map((one) => one.pieces);
    const theirs = createTransform(adapted)(ids);
    encoder.forward(ids).forEach((vector, s) => {
      expect(Math.max(...vector.map((v, i) => Math.abs(v - (theirs[s]?.[i] as number))))).toBeLessThan(1e-4);
    });
    expect(() => encoder.forward([Array.from({ length: 129 }, () => 7)])).toThrow('at most 128');
  });

  test('B95 every slope is the one that differences of the loss show', { timeout: 90_000 }, () => {
    const slopes = encoder.backward(lossWith(made).slopes);
    SHAPES.forEach((_, m) => {
      for (const part of ['down', 'up'] as const) {
        const slope = slopes[m]?.[part] as Float32Array;
        const steepness = Math.hypot(...slope);
        const along = (step: number): number =>
          lossWith(
            made.map((addition, i) =>
              i === m
                ? { ...addition, [part]: addition[part].map((v, j) => v + (step * (slope[j] as number)) / steepness) }
                : addition,
            ),
          ).loss;
        // Far enough apart for numbers of single precision.
        const shown = (along(5e-3) - along(-5e-3)) / 1e-2;
        expect([m, part, Math.abs(shown / steepness - 1) < 0.02, shown, steepness]).toEqual([m, part, true, shown, steepness]);
      }
    });
  });
});
