import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pack, unpack } from '#bot/packing.ts';
import { correct, learnSpelling } from '#bot/speller.ts';
import { listOf, numberOf, stringAt, tabulate } from '#bot/string-table.ts';

describe('what a model is made of', () => {
  test('B64 comes back from its bytes as it was, and the bytes are not copied', () => {
    const model = {
      name: '模型 "x"',
      weights: Float32Array.of(0.1, -2.5, 3e9),
      deep: [
        { ids: Int32Array.of(1, -2), none: null },
        { small: Int8Array.of(-128, 127), empty: new Float32Array(0) },
      ],
    };
    const packed = pack(model);
    const back = unpack(packed) as typeof model;
    expect(back).toEqual(model);
    expect(back.weights.buffer).toBe(packed.buffer);
    const askew = new Uint8Array(packed.length + 3);
    askew.set(packed, 3);
    expect(unpack(askew.subarray(3))).toEqual(model);
  });

  test('B64 damaged bytes are refused, whatever is cut off or overwritten', () => {
    const packed = pack({ weights: Float32Array.from({ length: 100 }, (_, i) => i), name: 'x' });
    for (const length of [0, 3, 8, 20, packed.length - 8]) expect(() => unpack(packed.slice(0, length))).toThrow();
    expect(() => unpack(packed.slice().fill(255, 0, 4))).toThrow();
  });

  test('B64 a table of strings knows its own and no others', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string()), fc.array(fc.string()), (own, others) => {
        const table = tabulate(own);
        const list = listOf(own);
        own.forEach((text, number) => {
          expect(numberOf(table, text)).toBe(number);
          expect(stringAt(list, number)).toBe(text);
        });
        for (const text of others) expect(numberOf(table, text)).toBe(own.indexOf(text));
        expect(stringAt(list, own.length)).toBeNull();
        expect(stringAt(list, -1)).toBeNull();
      }),
    );
  });

  test('B21 of two words one typo away the table’s more frequent one is meant; English words stay', () => {
    const spelling = learnSpelling(
      new Map([
        ['certificate', 3],
        ['video', 2],
        ['vedeo', 1],
        ['pay', 9],
        ['course', 5],
      ]),
    );
    const mended = ['certifcate', 'certificatee', 'ceertificate', 'cretificate', 'certificete', 'vidoe', 'vadeo', 'coursse'];
    expect(mended.map((word) => correct(spelling, word))).toEqual([
      ...Array.from({ length: 5 }, () => 'certificate'),
      'video',
      'video',
      'course',
    ]);
    // An English word, two letters, one of the table, two typos, one letter in another place.
    for (const word of ['coarse', 'py', 'vedeo', 'crtfcate', 'veido']) expect(correct(spelling, word)).toBe(word);
  });
});
