import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readData } from '#bot/data-files.ts';
import { glossesOf } from '#bot/glosses.ts';
import { words } from '#bot/normalise.ts';

const inEnglish = (text: string): string => glossesOf(words(text)).join(' ');
const EVERYDAY = readFileSync(new URL('../../../scripts/data/everyday.zh.txt', import.meta.url), 'utf8');
const ours = EVERYDAY.trimEnd()
  .split('\n')
  .map((line) => line.split('\t'));

describe('Chinese in English words', () => {
  test.each([
    // The fewest words would be 我想 改 签到 后天: "sign in".
    ['我想改签到后天', 'i want change ticket to day after tomorrow'],
    ['能不能退款', 'can i refund'],
    ['验证码一直没收到', 'verification code keeps did not receive'],
  ])('B98 %s is split where it is likeliest', (chinese, english) => {
    expect(inEnglish(chinese)).toBe(english);
  });

  test('B98 traditional characters are read as simplified ones, words of other scripts are kept, and what nobody knows says nothing', () => {
    expect(inEnglish('我的證書')).toBe(inEnglish('我的证书'));
    expect(inEnglish('PDF下载')).toBe('pdf download');
    expect(inEnglish('龘龘')).toBe('');
    expect(glossesOf([])).toEqual([]);
  });

  test('B98 words that only colour a sentence say nothing', () => {
    expect(inEnglish('可以退款吗')).toBe(inEnglish('可以退款'));
    expect(inEnglish('证书呢')).toBe(inEnglish('证书'));
  });

  test('B98 our own glosses come before the dictionary, each a few plain words, and no word stands twice', () => {
    const shipped = new Map(
      readData('glosses.zh.txt')
        .toString('utf8')
        .trimEnd()
        .split('\n')
        .map((line) => line.split('\t'))
        .map(([word, gloss]) => [word, gloss]),
    );
    expect(new Set(ours.map(([word]) => word)).size).toBe(ours.length);
    for (const [word, gloss = ''] of ours) {
      expect(`${word} ${gloss}`).toMatch(/^\p{Script=Han}{1,6} (-|[a-z0-9]+( [a-z0-9]+){0,4})$/u);
      expect(shipped.get(word)).toBe(gloss === '-' ? '' : gloss);
    }
    expect(ours.length).toBeGreaterThan(13_000);
  });
});
