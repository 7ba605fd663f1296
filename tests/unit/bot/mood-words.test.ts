/** Sentences written before the lists were: words of haste and anger that mean neither, and such as do. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { changed, mindOf, tableOf, talk } from '#tests/unit/bot/fixture.ts';

const shipped = mindOf(
  tableOf(
    changed({
      'en/voice.yaml': readFileSync('intents/en/voice.yaml', 'utf8'),
      'zh/voice.yaml': readFileSync('intents/zh/voice.yaml', 'utf8'),
    }),
  ),
);
const moodOf = (text: string) => {
  const { handoff } = talk(shipped)(text);
  return handoff === 'urgent' || handoff === 'angry' ? handoff : 'neither';
};

const SAID = {
  en: {
    neither: [
      'how do I become a lawyer with this course',
      'does it open immediately',
      'do I get access immediately after paying',
      'can I start right away',
      'will my card be charged immediately',
      'do students have to pay right away',
      'the quiz shows the answer immediately, can I turn that off?',
      'I want to start learning right away, which course do you recommend?',
      'the video stops immediately after the intro',
      'is this course for lawyers and paralegals',
      'I am a lawyer, is there a certificate for legal training?',
      'I am terrible at maths, is this course for me?',
      'my internet connection is terrible, can I download the videos',
      'my spelling is awful, does that cost points?',
      'what is the worst grade that still passes',
      'what is the worst case complexity of quicksort',
      'how do I remove useless columns from a dataframe',
      'how do I deal with angry customers',
      'which course teaches fraud detection',
      'how do websites get hacked',
      'do you have a course on emergency medicine',
      'how do I change my emergency contact',
      'what to do in an emergency is missing in lesson 3',
      'how many lessons can I do in an hour',
      'can I finish a quiz in ten minutes',
      'how do I put the deadline in my calendar',
      'after how many wrong passwords do I get locked out',
      'how do I recognise a scam email',
      'would it be a waste of time to take the beginner course twice',
      'do I have to hurry or does my access last a year',
    ],
    urgent: [
      'I need help immediately',
      'please fix this right away',
      'refund me immediately',
      'can you unlock my account immediately?',
      'this must be fixed immediately',
      'could someone answer me right away',
      'reply immediately!',
      'Emergency! I cannot open the exam',
      'this is an emergency',
      'hurry up please',
      'I am in a hurry',
      'my test begins in five minutes and the page is blank',
      'the assignment is due in an hour',
      'my account was hacked',
      'I am locked out of my account',
    ],
    angry: [
      'you will hear from my lawyer',
      'I will call a lawyer',
      'your support is terrible',
      'this is the most awful course I ever took',
      'what a terrible service',
      'worst support ever',
      'you are the worst',
      'this course is a scam',
      'you people are useless',
      'what a useless bot',
      'I am so angry right now',
      'I am very disappointed with your support',
      'that was a complete waste of money',
      'your website is horrible',
      'I am really annoyed',
    ],
  },
  zh: {
    neither: [
      '怎么成为律师',
      '律师资格考试有课程吗',
      '我是律师，能报这门课吗',
      '起诉状怎么写',
      '摄影课里曝光时间怎么设置',
      '曝光三要素在哪一课',
      '有防诈骗的课程吗',
      '怎么防止账号被盗',
      '怎么尽快学会编程',
      '我想尽快找到工作，学哪门课好',
      '考试前要赶紧复习哪些内容',
      '紧急联系人怎么填',
      '有紧急救援的课程吗',
      '恶心呕吐的护理在哪一章',
      '失望用英语怎么说',
      '怎么面对失望的情绪',
      '怎么处理客户投诉',
      '投诉处理技巧的课在哪里',
      '愤怒情绪怎么管理',
      '废物利用手工课有吗',
      '怎么避免浪费时间',
      '付款后立刻能看课吗',
      '买了课马上能学吗',
      '证书是立即发放的吗',
      '要是不着急的话可以慢慢学吗',
      '怎么识别骗子短信',
      '骗钱的网站怎么识别，网络安全课讲吗',
      '消费者协会在哪一课讲到',
      '有没有情绪管理课教人不生气',
      '写差评分析的作业怎么交',
    ],
    urgent: [
      '请尽快处理',
      '麻烦尽快回复我',
      '你们赶紧解决',
      '赶紧退款',
      '情况很紧急',
      '紧急！考试打不开',
      '我有紧急情况',
      '我的账号被盗了',
      '银行卡被盗刷了',
      '我被诈骗了',
      '马上要考试了页面打不开',
      '作业今晚截止，交不上去',
      '来不及了快帮我',
      '很着急，请马上处理',
      '立即给我退款',
    ],
    angry: [
      '我要找律师',
      '等着收律师函吧',
      '我要起诉你们',
      '我要曝光你们',
      '再不退款就网上曝光',
      '你们太恶心了',
      '对你们很失望',
      '失望透顶',
      '我要投诉你们客服',
      '再不回复我就投诉',
      '我非常愤怒',
      '一群废物',
      '纯属浪费时间',
      '浪费我的钱',
      '你们就是骗子',
    ],
  },
} as const;

describe('words of haste and anger', () => {
  for (const tongue of ['en', 'zh'] as const)
    test(`B106 tell harmless questions from what is urgent and who is angry (${tongue})`, () => {
      const expected = Object.entries<readonly string[]>(SAID[tongue]).flatMap(([mood, texts]) =>
        texts.map((text) => ({ text, mood })),
      );
      expect(expected.map(({ text }) => ({ text, mood: moodOf(text) }))).toEqual(expected);
    });

  test('B107 in an entry ( | ) is one of these and * a few words of the same clause, and what is merely asked about is not meant', () => {
    const voice = readFileSync('tests/fixtures/intents/en/voice.yaml', 'utf8');
    const entry = '"(need|want) * (now|today)"';
    const mind = mindOf(
      tableOf(changed({ 'en/voice.yaml': voice.replace(/urgent: \[.*\]/, `urgent: [${entry}, "* smoke *", "fire."]`) })),
    );
    const urgent = (text: string) => talk(mind)(text).handoff === 'urgent';
    for (const text of [
      'I want it now',
      'we need the paper signed and sent today',
      'fire! the room',
      'there is smoke',
      'why so slow, I need it now',
    ])
      expect([text, urgent(text)]).toEqual([text, true]);
    for (const text of [
      'I need a paper. It is written now',
      'I need one two three four five six now',
      'do I need it now',
      'how do people want it now',
      'I do not need it today',
      'the fire course',
      'a * b',
    ])
      expect([text, urgent(text)]).toEqual([text, false]);
    // Asked in the middle of a clause; behind the same words stated it is meant.
    for (const who of ['i', 'we', 'you', 'he', 'she', 'they', 'it', 'one']) {
      expect([who, urgent(`so does ${who} need it now`)]).toEqual([who, false]);
      expect([who, urgent(`see what ${who} need now`)]).toEqual([who, true]);
    }
    // "and" begins a clause of its own.
    expect(['smells bad and fire', 'smells bad fire'].map(urgent)).toEqual([true, false]);
  });
});
