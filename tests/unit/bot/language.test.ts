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
  // Words of the other language that are spoken of, or are a name.
  ['what does 你好 mean', 'en'],
  ['how do you say 什么 in Chinese', 'en'],
  ['how to pronounce 谢谢', 'en'],
  ["what's the meaning of 我不知道怎么办", 'en'],
  ['the page says 登录失败', 'en'],
  ['the error is "无法登录，请联系管理员"', 'en'],
  ['when does 《三体》 start', 'en'],
  ["my teacher 王老师 doesn't answer", 'en'],
  ['is 王老师 here today', 'en'],
  ['I bought 数据分析入门 but cannot open it', 'en'],
  ['“refund” 用中文怎么说', 'zh'],
  ['what does it mean 是什么意思', 'zh'],
  ['我的password忘了', 'zh'],
  ['my 课程 is 打不开', 'zh'],
  ['报错 "cannot connect to the server because of a timeout"', 'zh'],
  ['TypeError: cannot read properties of undefined 怎麼解決', 'zh'],
  ['your session has expired, please log in again to continue 怎么办', 'zh'],
  ['什么是 closure and scope in the language', 'zh'],
  ['if下面一行报expected an indented block', 'zh'],
  // What it is about is said in Chinese.
  ['can you 帮我退款', 'zh'],
  ['where is 证书', 'zh'],
  ['can i 申请退款', 'zh'],
  ['for in 循环', 'zh'],
  ['this is not defined 报错', 'zh'],
  // Nothing but what is quoted.
  ['“无法登录”', 'zh'],
  ['"log in"', 'en'],
])('B23, B153 "%s" is %s, whatever was spoken before', (text, tongue) => {
  for (const before of ['en', 'zh'] as const) expect(detectTongue(read(text), before), before).toBe(tongue);
});

test.each(['48213', '+44 20 7946 0000', 'HR-48213', 'привет', 'https://example.com/loops', '?!'])(
  'B23 "%s" shows none of the bot’s languages',
  (text) => {
    for (const before of ['en', 'zh'] as const) expect(detectTongue(read(text), before)).toBe(before);
  },
);
