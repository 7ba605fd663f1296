import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { changed, mindOf, tableOf, talk } from '#tests/unit/bot/fixture.ts';

/** The fixture with the word lists that ship. */
const shipped = mindOf(
  tableOf(
    changed({
      'en/voice.yaml': readFileSync('intents/en/voice.yaml', 'utf8'),
      'zh/voice.yaml': readFileSync('intents/zh/voice.yaml', 'utf8'),
    }),
  ),
);
const mood = (text: string): string | undefined => {
  const { handoff } = talk(shipped)(text);
  return handoff === 'urgent' || handoff === 'angry' ? handoff : undefined;
};
const moods = (texts: readonly string[]) => texts.map((text) => [text, mood(text)]);
const all = (texts: readonly string[], expected: string | undefined) => texts.map((text) => [text, expected]);

describe('urgent and angry', () => {
  test('B34 what is denied is neither, however many small words stand between (en)', () => {
    const texts = [
      "I'm not in a hurry, when does the course start?",
      'no need to hurry',
      'no need to answer right away',
      'there is no hurry at all',
      'it is not that urgent',
      "I don't think it's urgent",
      "I wouldn't say it is an emergency",
      "you don't have to answer my question immediately",
      'I do not need it asap',
      'nothing urgent, just a question',
      'not in any particular hurry',
      'I am not really angry',
      'that was not such a terrible lesson',
    ];
    expect(moods(texts)).toEqual(all(texts, undefined));
  });

  test('B34 a denial reaches over five small words and not over six, and not into the next clause', () => {
    expect(mood('it is not at all really that very urgent')).toBeUndefined();
    expect(mood('it is not at all really that very much urgent')).toBe('urgent');
    expect(mood('I do not need a call urgent')).toBeUndefined();
    for (const joint of ['and', 'but', 'or', 'because', 'since', 'please'])
      expect([joint, mood(`I do not need it ${joint} urgent`)]).toEqual([joint, 'urgent']);
  });

  test('B34 a denial of something else leaves it urgent or angry (en)', () => {
    const urgent = [
      'why is there no answer, this is urgent',
      'why is there no answer this is urgent',
      'The video does not play. Urgent!',
      'the video does not play urgent',
      "I can't log in and my exam starts in ten minutes",
      'I do not have time it is due today',
      'I do not need excuses this is urgent',
      'no, it is urgent',
      'no - urgent!',
      'please hurry',
      'my account was hacked',
      "I'm not in a hurry but the homework is due tonight",
    ];
    expect(moods(urgent)).toEqual(all(urgent, 'urgent'));
    const angry = [
      'I have never been so disappointed',
      "it still doesn't work, this is unacceptable",
      'I do not need this useless course',
      'not one reply in a week, what a scam',
    ];
    expect(moods(angry)).toEqual(all(angry, 'angry'));
  });

  test('B34 B103 what is denied is neither, and a word is not found across the borders of others (zh)', () => {
    const texts = [
      '不用着急',
      '我不是很急',
      '不急，慢慢来',
      '没那么急',
      '别着急',
      '并不是特别急',
      '不需要你们马上回复',
      '没有什么急事',
      '没必要立刻处理',
      '我不想投诉，只是问问',
      '没有生气',
      '讲个脑筋急转弯',
      '我想参加急救培训',
      '应急预案怎么写',
      '怎么建立即时聊天',
      '点立即购买没反应',
      '付款后马上就能看吗',
      '考试倒计时能暂停吗',
      '代码无语法错误但是运行不了',
      '成绩超过分数线了吗',
      '方差评估怎么做',
      '反应产生气体怎么办',
      '为什么破坏了文件',
      '账号用的是我妈的名字',
      '基础太差能学吗',
      '不满意能退款吗',
      '讨论区有人发广告，怎么举报',
    ];
    expect(moods(texts)).toEqual(all(texts, undefined));
  });

  test('B34 real urgency and anger are found, also behind what does not work (zh)', () => {
    const urgent = [
      '急',
      '急！视频打不开',
      '在线等，急',
      '视频打不开 急',
      '急急急',
      '我很急',
      '特别急，帮帮忙',
      '挺急的',
      '有点着急',
      '急死我了',
      '发票急用',
      '有急事找你们',
      '视频放不了很急',
      '登不上着急',
      '登录不了马上考试',
      '请马上处理',
      '能不能马上处理',
      '再不赶紧就来不及了',
      '作业马上要截止了',
      '是不是被盗了',
      '能加急吗',
    ];
    expect(moods(urgent)).toEqual(all(urgent, 'urgent'));
    const angry = [
      '我要投诉',
      '再不处理我就投诉',
      '太过分了',
      '又卡了，无语',
      '真无语',
      '差评！',
      '服务态度太差了',
      '我对你们很不满意',
      '客服让人生气',
      '什么破网站',
      '妈的，又卡了',
      '一点用都没有的废物',
      '举报你们',
    ];
    expect(moods(angry)).toEqual(all(angry, 'angry'));
  });

  test('B103 an entry with a full stop counts where nothing touches it; one without, anywhere', () => {
    const voice = readFileSync('tests/fixtures/intents/zh/voice.yaml', 'utf8');
    const urgentAs = (entry: string) =>
      mindOf(tableOf(changed({ 'zh/voice.yaml': voice.replace(/urgent: \[.*\]/, `urgent: [${entry}]`) })));
    expect(['考试，急', '急转弯'].map((text) => talk(urgentAs('急。'))(text).handoff)).toEqual(['urgent', undefined]);
    expect(['考试，急', '急转弯'].map((text) => talk(urgentAs('急'))(text).handoff)).toEqual(['urgent', 'urgent']);
  });
});
