import { describe, expect, it } from 'vitest';
import { asCommonWord } from '#bot/common-words.ts';
import { countSaid, mendHomophones } from '#bot/homophones.ts';
import { words } from '#bot/normalise.ts';

const TABLE = ['收不到验证码', '验证码过期了', '视频播放不了', '怎么申请退款', '作业在哪里提交'];
const said = countSaid(TABLE.map(words));
const nothing = countSaid([]);
const meant = (text: string, table = said): string => mendHomophones(table, words(text)).join('');

describe('slips in Chinese', () => {
  it.each([
    ['收不到验正码', '收不到验证码'],
    ['视屏播放不了', '视频播放不了'],
    ['怎么身请退款', '怎么申请退款'],
    // Speakers, and so typists, of the south keep z and zh, n and ng, n and l together.
    ['怎么申请推款', '怎么申请退款'],
    ['作业在哪里提焦', '作业在哪里提交'],
  ])('B158 a character that gave way to another of its sound is read as it was meant: %s', (typed, told) => {
    expect(meant(typed)).toBe(told);
  });

  it('B158 words of the language are mended too, when the table knows none of them', () => {
    expect(meant('来条冷之识', nothing)).toBe('来条冷知识');
  });

  it.each(['食品有问题', '双胞胎四岁收吗', '我叫王小丽', '课程几点开始', '在不在', '帮我看看这道题'])(
    'B158 what makes sense stays as written: %s',
    (text) => {
      expect(meant(text)).toBe(text);
      expect(meant(text, nothing)).toBe(text);
    },
  );

  it('B158 as many tokens as there were, other words among them, and nothing far behind is mended', () => {
    const tokens = words('my 验正码 是 48213');
    expect(mendHomophones(said, tokens)).toEqual([...words('my 验证码 是 48213')]);
    const long = words(`${'好'.repeat(300)}验正码`);
    expect(mendHomophones(said, long)).toEqual(long);
    expect(mendHomophones(said, [])).toEqual([]);
  });
});

describe('slips in English', () => {
  it.each([
    ['pasword', 'password'],
    ['certificatte', 'certificate'],
    ['sollution', 'solution'],
    ['stirke', 'strike'],
    ['subscripton', 'subscription'],
    ['opne', 'open'],
    ['lesspn', 'lesson'],
  ])('B159 a word that nobody knows is read as the common one a slip away: %s', (typed, told) => {
    expect(asCommonWord(typed)).toBe(told);
  });

  it.each(['gradle', 'jupyter', 'hols', 'qzxvk', 'form', 'kafka', 'café', 'py3', 'ab'])(
    'B159 names, known words, short and odd ones stay: %s',
    (word) => {
      expect(asCommonWord(word)).toBe(word);
    },
  );
});
