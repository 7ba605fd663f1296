import { expect, test } from 'vitest';
import { tongueOf } from '#widget/ui/tongue.ts';

test('W161 a message says its language where that is not the interface’s and the letters tell', () => {
  const cases: readonly (readonly [text: string, byBot: boolean, lang: string, tongue: string | undefined])[] = [
    ['怎么退款', false, 'en', 'zh'],
    ['怎么退款', false, 'zh-TW', undefined],
    ['how do I get a refund?', false, 'zh-CN', 'en'],
    ['how do I get a refund?', false, 'en', undefined],
    ['Python 里的 for 循环怎么写', false, 'en', 'zh'],
    ['what does 变量 mean in English', false, 'zh-CN', 'en'],
    // The bot answers in English or Chinese, whatever the interface speaks; people write what they like.
    ['Here is how a refund works.', true, 'de', 'en'],
    ['wie geht das?', false, 'de', undefined],
    ['返金方法', false, 'ja', undefined],
    ['返金はできますか', false, 'en', undefined],
    ['как вернуть деньги', false, 'zh-CN', undefined],
    ['👍 42', true, 'zh-CN', undefined],
  ];
  for (const [text, byBot, lang, tongue] of cases) expect(tongueOf(text, byBot, lang), `${text} (${lang})`).toBe(tongue);
});
