/** What learners ask of the table that ships, and which answer it is. Questions are its examples, patterns and regexes: no model is trained. */
import { describe, expect, test } from 'vitest';
import { fill, variablesIn } from '#bot/answer.ts';
import { openBook } from '#bot/book.ts';
import { compileMatcher } from '#bot/matcher.ts';
import type { Mind } from '#bot/scene.ts';
import { parseMarkup } from '#protocol/markup.ts';
import { fixtureFiles, tableOf, talk } from './fixture.ts';

const table = tableOf(fixtureFiles('intents'));
const mind: Mind = { table, book: openBook(table), matcher: compileMatcher(table, {}) };
/** Of every reply the intents, what is said, and the titles on the buttons. */
const ask = (text: string, more: Parameters<typeof talk>[1] = {}) => {
  const reply = talk(mind, more)(text);
  return {
    reply,
    intents: reply.says.map((said) => said.trace.intent),
    text: reply.says.map((said) => said.text).join('\n'),
    choices: reply.says.flatMap((said) => said.choices.map(({ choice }) => choice)),
  };
};

describe('which answer is given', () => {
  test.each(['refund', 'Refund?', 'hi, refunds', 'money back', '退款', '退费？', '你好，退款', '退款问题'])(
    'B143 a bare "%s" is given the rule in short, and the other two to choose from',
    (text) => {
      const { reply, text: said, choices } = ask(text);
      expect(reply.request).toBeUndefined();
      expect(said).toMatch(/14 (days|天)/);
      expect(choices).toEqual(expect.arrayContaining(['intent:billing.refund-request', 'intent:billing.refund-status']));
    },
  );
  test.each(['i want a refund', '我要退款', 'where is my refund', '退款到哪了'])(
    'B143 what says which it is, is not asked: %s',
    (text) => expect(ask(text).intents).not.toContain('billing.refund-policy'),
  );

  test.each([
    'print("hello")',
    'why does print( "a" ) not work',
    'def area(w, h):',
    'print("hello") 报错了',
    '为什么 range(5) 到4就没了',
  ])('B144 code is no question about printing: %s', (text) => {
    expect(ask(text).intents).toEqual(['learning.stuck']);
    expect(ask(text, { place: { page: { url: '/exam', kind: 'exam' } } }).text).not.toContain('**');
  });
  test('B144 in the lesson on loops code gets what that lesson has to say', () => {
    const place = { course: { id: 'python-basics', title: 'Python Basics' }, lesson: { id: 'loops', title: 'Loops' } };
    expect(ask('for i in range(5): print(i)', { place }).text).toContain('Never ends?');
  });

  test.each([
    ['where can i see my grade and can i retake the quiz', 'learning.grade', 'learning.quiz-retake'],
    ['怎么查成绩，另外考试可以补考吗', 'learning.grade', 'learning.quiz-retake'],
  ])('B24 the mark and another try are two questions: %s', (text, ...both) => expect(ask(text).intents).toEqual(both));

  test('B24 "how long does it take" behind a question about the exam is about the exam', () => {
    expect(ask('is the final exam proctored and how long does it take').intents).not.toContain('learning.time-needed');
  });

  test('B34 in Chinese no blank stands between two sentences', () => {
    expect(ask('账号被盗了').text).toContain('。');
    expect(ask('账号被盗了').text).not.toMatch(/。 /);
  });

  test('B145 titles are offered to a learner as what they may mean: broad enough, and from their side', () => {
    const titles = table.phrases.filter(({ topic, title }) => topic !== 'smalltalk' && title !== null);
    expect(titles.filter(({ title }) => /too many|邮件太多|收不到验证码|我能|\bthe bot\b/i.test(title ?? ''))).toEqual([]);
  });
});

describe('what the answers say', () => {
  const ANSWERS = table.phrases.flatMap(({ intent, tongue, scope, answers, patterns, regexes }) =>
    [...answers, ...[...patterns, ...regexes].flatMap((row) => row.answers)].map((text) => ({ intent, tongue, scope, text })),
  );

  test.each([
    ['is my daughter old enough, she is 12', 'advice.prerequisites'],
    ['could a teenager handle this', 'advice.difficulty'],
    ['how old do i have to be', 'advice.prerequisites'],
    ['my 12 year old wants to learn python, is that ok', 'advice.prerequisites'],
    ['孩子12岁想学python可以吗', 'advice.prerequisites'],
    ['多大可以学', 'advice.prerequisites'],
    ['which course do you recommend for kids', 'advice.which-course'],
    ['我才13岁能报吗', 'advice.prerequisites'],
    ['十二岁孩子听得懂吗', 'advice.difficulty'],
    ['孩子学编程选哪个课', 'advice.which-course'],
  ])('B146 who asks for a child hears from what age on, in a course, too: %s', (text, intent) => {
    for (const place of [{}, { course: { id: 'python-basics', title: 'Python Basics' } }]) {
      const said = ask(text, { place });
      expect(said.intents).toEqual([intent]);
      expect(said.text).toMatch(/\b14\b.*\bparent\b|14 岁.*家长/);
    }
  });

  test('B147 a person is offered to look into it, not to do what only the site or a teacher can', () => {
    const deeds =
      /shall (a person|i) (send|issue|restore|hand|confirm|ask a teacher|pass)|人工(给你发|帮你手动)|同事(根据|帮你代|帮你补)|我(请老师|帮你问老师|帮你转达)|won't lose time|lost for good|不会真丢/i;
    expect(ANSWERS.length).toBeGreaterThan(200);
    expect(ANSWERS.filter(({ text }) => deeds.test(text))).toEqual([]);
  });

  test.each(['i need an invoice', 'where can I find my receipt', '我要发票', '发票在哪儿下'])(
    'B117 an invoice that lies ready is not asked for with number and address: %s',
    (text) => {
      const { reply, text: said } = ask(text);
      expect(reply.memory.expecting).toEqual({ type: 'offer-person' });
      expect(said).toContain('/account/orders');
    },
  );

  test.each(['cancel my appointment', 'can you reschedule our video call', '取消预约', '之前预约的时间我临时有事，想改到周五'])(
    'B148 who cancels or moves an appointment does not book another: %s',
    (text) => {
      const { reply, intents } = ask(text);
      expect(intents).toEqual(['help.appointment-change']);
      expect(reply).toMatchObject({ memory: { expecting: { type: 'offer-person' } } });
      expect(reply.request).toBeUndefined();
    },
  );
  test.each([
    ['how do i turn on dark mode', 'account.appearance'],
    ['please add dark mode', 'account.appearance'],
    ['how do i change my phone number', 'account.change-phone'],
    ['how do i hand in my homework', 'learning.hand-in'],
    ['where can i upload the assignment', 'learning.hand-in'],
    ['怎么打开夜间模式', 'account.appearance'],
    ['怎么换手机号', 'account.change-phone'],
    ['作业怎么交', 'learning.hand-in'],
    // Their neighbours keep what is theirs.
    ['i can not submit my homework', 'technical.quiz-wont-submit'],
    ['when is the homework due', 'learning.deadline'],
    ['how do i change my email', 'account.change-email'],
    ['high contrast mode', 'help.accessibility'],
    ['作业交不上去', 'technical.quiz-wont-submit'],
    ['作业什么时候交', 'learning.deadline'],
  ])('B148 "%s" is %s', (text, intent) => expect(ask(text).intents).toEqual([intent]));

  test.each(['Loops', '循环'])('B149 every mark of an answer is shown as one, whatever is filled in: %s', (title) => {
    for (const { text, tongue } of ANSWERS) {
      const variables = Object.fromEntries(variablesIn(text).map(({ name }) => [name, title]));
      const left = parseMarkup(fill(text, variables, tongue)).flatMap((block) =>
        block.type === 'code' ? [] : (block.type === 'list' ? block.items : block.lines).flat(),
      );
      expect(left.filter((part) => part.type === 'text' && /\*|`|\]\(/.test(part.text))).toEqual([]);
    }
  });
  test('B149 between Chinese and a filled-in word in Latin letters stands a blank', () => {
    const said = (more: Parameters<typeof talk>[1]) => ask('怎么下载课程资料', more).text;
    expect(said({ place: { course: { id: 'x', title: 'X' }, lesson: { id: 'loops', title: 'Loops' } } })).toContain(
      'Loops 的练习',
    );
    expect(said({ place: { course: { id: 'x', title: 'X' }, lesson: { id: 'l', title: '循环' } } })).toContain('循环的练习');
    for (const line of table.voices.zh.lines.get('greeting-course') ?? [])
      expect(line).not.toMatch(/\p{Script=Han}\*\*|\*\*\p{Script=Han}/u);
  });

  test('B116 how long Python Basics takes is what its course page says, not what courses take as a rule', () => {
    const place = { course: { id: 'python-basics', title: 'Python Basics' } };
    for (const text of ['how long does the course take', '这门课要学多久'])
      expect(ask(text, { place }).text).not.toMatch(/6 weeks|6 周/);
  });
});
