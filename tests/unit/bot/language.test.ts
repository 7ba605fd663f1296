import { expect, test } from 'vitest';
import { detectTongue, pageTongue } from '#bot/language.ts';
import { read } from '#bot/normalise.ts';

test.each<[string, 'en' | 'zh']>([
  ['zh', 'zh'],
  ['zh-CN', 'zh'],
  [' ZH-Hant-TW', 'zh'],
  ['en', 'en'],
  ['zha', 'en'],
  ['', 'en'],
])('B23 a page in "%s" is served in %s where nothing else tells', (lang, tongue) => {
  expect(pageTongue(lang)).toBe(tongue);
});

test.each<[string, 'en' | 'zh']>([
  ['怎么用 for loop', 'zh'],
  ['用git', 'zh'],
  ['我 love it', 'zh'],
  ['the word 你 please', 'en'],
  ['how do i write 变量 in python', 'en'],
  // Two Latin words for each character are English, one fewer is not.
  ['write 变量 for the loop', 'en'],
  ['write 变量 for loop', 'zh'],
  ['ring +44 20 7946 0000 please', 'en'],
])('B23 "%s" is %s, whatever was spoken before', (text, tongue) => {
  for (const before of ['en', 'zh'] as const) expect(detectTongue(read(text), before), before).toBe(tongue);
});

test.each(['48213', '+44 20 7946 0000', 'HR-48213', 'привет', 'https://example.com/loops', '?!'])(
  'B23 "%s" shows none of the bot’s languages',
  (text) => {
    for (const before of ['en', 'zh'] as const) expect(detectTongue(read(text), before)).toBe(before);
  },
);
