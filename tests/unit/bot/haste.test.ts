/** Sentences written before the lists were changed: haste that is asked about, and haste that is had. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { changed, mindOf, tableOf, talk } from '#tests/unit/bot/fixture.ts';

const shipped = mindOf(
  tableOf(
    changed({
      'en/voice.yaml': readFileSync('intents/en/voice.yaml', 'utf8'),
      'zh/voice.yaml': readFileSync('intents/zh/voice.yaml', 'utf8'),
    }),
  ),
);
const isUrgent = (text: string): boolean => talk(shipped)(text).handoff === 'urgent';

const SAID = {
  en: {
    asked: [
      'does the exam start in an hour?',
      'can I start immediately after paying?',
      'do I get the certificate immediately?',
      'will I get the certificate immediately after the final test?',
      'does the live session start in ten minutes or in an hour',
      'is the refund paid back immediately?',
      'what happens when my session expires in 30 minutes?',
      'can I watch the videos right away?',
      'does my access end immediately when I cancel?',
      'is my account locked right away after three wrong passwords?',
      'can you tell me whether it opens immediately?',
      'could someone explain if access starts right away after payment?',
      'if I pay now, do I need the code immediately?',
      'how do I see whether the quiz closes in an hour or tomorrow?',
      'is it possible to start the exam right away?',
      'is the homework due today?',
      'is there an exam tomorrow?',
      'will the video be available immediately?',
      'when I pay by card, is the course unlocked immediately?',
      'should the certificate be there immediately?',
    ],
    meant: [
      'I need this immediately',
      'my exam starts in an hour and I cannot log in',
      'the exam starts in an hour, help!',
      'I need help right away',
      'please answer immediately',
      'can someone help me immediately?',
      'my essay is due in an hour and the upload fails',
      'my deadline is in two hours and the page is blank',
      "I can't log in and the quiz closes in 20 minutes",
      'does nobody answer? I need this immediately!',
      "why can't I log in, my exam starts in an hour",
      'how do I log in? my exam starts in an hour',
      'please unlock my account right away, the exam is in ten minutes',
      'can you fix it immediately?',
      'what should I do, my exam begins in 15 minutes and the page is white',
      'could you please call me right away',
      'my submission is due in 30 minutes',
      'is anybody there? my exam starts in five minutes',
      'I have an exam tomorrow and the videos do not load',
      'can I get help immediately, the test has begun',
      'why can I not log in I have an exam tomorrow',
      'please let me know if you can fix it immediately',
    ],
  },
  zh: {
    asked: [
      '付款后马上能看课吗',
      '考试是一小时后开始吗',
      '交卷后立刻出成绩吗',
      '证书马上就能下载吗',
      '报名之后可以马上开始学习吗',
      '退款会立即退到卡里吗',
      '取消订阅后会马上失去权限吗',
      '提交申请后会马上处理吗',
      '付款后会马上给我开通吗',
      '提问以后老师会马上回复吗？',
      '这张优惠券马上过期吗',
      '课程马上到期会有提醒吗',
      '作业是今天截止吗',
      '我们是明天考试吗？',
      '输错三次密码会立即冻结账号吗',
      '下单以后会立即给我发邮件吗',
      '投诉以后是不是立刻处理',
      '申请退款后多久处理，是立即处理吗',
      '考完马上知道分数吗',
      '直播马上就能回看吗',
      '哪些作业马上要截止了',
    ],
    meant: [
      '我现在马上就要用',
      '一小时后就考试了，我登录不了',
      '还有十分钟就考试了，页面打不开',
      '请马上帮我处理',
      '能不能立刻处理',
      '马上要考试了，登不上去',
      '我需要马上解决',
      '立刻给我退款',
      '作业今晚截止，传不上去',
      '考试马上开始了，进不去',
      '麻烦马上联系我',
      '可以马上回复我吗',
      '马上就要交了，怎么上传不了',
      '为什么登录不了，马上就要考试了',
      '能马上帮我看一下吗',
      '你们能立即处理吗',
      '离截止只剩十分钟了',
      '我明天考试，视频放不了怎么办',
      '怎么还不处理，请立刻处理',
      '可不可以马上给我退款？',
      '马上要考试了能帮我看下吗',
    ],
  },
} as const;

for (const tongue of ['en', 'zh'] as const)
  test(`B110 whether something is fast or soon is a question like any other, and who needs it fast has a person fetched (${tongue})`, () => {
    const { asked, meant } = SAID[tongue];
    const expected = [...asked.map((text) => ({ text, urgent: false })), ...meant.map((text) => ({ text, urgent: true }))];
    expect(expected.map(({ text }) => ({ text, urgent: isUrgent(text) }))).toEqual(expected);
  });

test('B110 a star at the end of an entry stands for no words: it says that the entry does not count where it is asked about', () => {
  const listed = (path: string, entry: string) => {
    const voice = readFileSync(`tests/fixtures/intents/${path}`, 'utf8');
    return mindOf(tableOf(changed({ [path]: voice.replace(/urgent: \[.*\]/, `urgent: [${entry}]`) })));
  };
  const en = listed('en/voice.yaml', '"rocket today *", "*"');
  const said = [
    'the rocket is lost, rocket today',
    'is the rocket today',
    'is my rocket today?',
    'rocket today, where is it',
    'hi',
  ];
  expect(said.map((text) => talk(en)(text).handoff === 'urgent')).toEqual([true, false, false, true, false]);
  const zh = listed('zh/voice.yaml', '"马上飞 *"');
  const asked = ['火箭马上飞', '火箭会马上飞吗', '火箭能马上飞吗', '火箭马上飞，对吗'];
  expect(asked.map((text) => talk(zh)(text).handoff === 'urgent')).toEqual([true, false, true, true]);
});
