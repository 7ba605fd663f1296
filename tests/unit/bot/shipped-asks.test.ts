/** What learners ask of the table that ships, and which answer it is. Questions are its examples, patterns and regexes: no model is trained. */
import { describe, expect, test } from 'vitest';
import { openBook } from '#bot/book.ts';
import { compileMatcher } from '#bot/matcher.ts';
import type { Mind } from '#bot/scene.ts';
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

  test('B145 titles are offered to a learner as what they may mean: broad enough, and from their side', () => {
    const titles = table.phrases.filter(({ topic, title }) => topic !== 'smalltalk' && title !== null);
    expect(titles.filter(({ title }) => /too many|邮件太多|收不到验证码|我能|\bthe bot\b/i.test(title ?? ''))).toEqual([]);
  });
});
