/** What the table that ships says, and whether the dialogue keeps it. Questions are examples of the table: no model is trained. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openBook } from '#bot/book.ts';
import { compileMatcher } from '#bot/matcher.ts';
import { VOICE_KEYS } from '#bot/parse-voice.ts';
import type { Mind } from '#bot/scene.ts';
import { VARIABLES } from '#server/config.ts';
import { fixtureFiles, TURN, tableOf, talk } from './fixture.ts';

const table = tableOf(fixtureFiles('intents'));
const mind: Mind = { table, book: openBook(table), matcher: compileMatcher(table, {}) };

/** Every answer of the table with its intent, those of single patterns too. */
const ANSWERS = table.phrases.flatMap((phrases) =>
  [...phrases.answers, ...phrases.patterns.flatMap((pattern) => pattern.answers)].map((text) => ({
    intent: phrases.intent,
    tongue: phrases.tongue,
    text,
  })),
);
const saying = (words: RegExp, among: (intent: string) => boolean) =>
  ANSWERS.filter(({ intent, text }) => among(intent) && words.test(text));
const handoffOf = (intent: string) => table.intents.get(intent)?.handoff;

describe('what the shipped answers promise', () => {
  test('B112 an answer that ends in an offer of a person, or asks whether it shall, is one to which the bot expects a yes', () => {
    const offers =
      /\bshall (i|a|we)\b|if you like, a |\bi can (also )?(get|fetch|ask|connect|bring)|要不要|要我(帮你|去)|我帮你找|需要的话/i;
    expect(ANSWERS.length).toBeGreaterThan(150);
    expect(saying(offers, (intent) => handoffOf(intent) === 'never')).toEqual([]);
    const offered = saying(offers, (intent) => handoffOf(intent) === 'offer');
    expect(offered.filter(({ text }) => !/[?？]$/.test(text))).toEqual([]);
  });

  test.each([
    ['are you a bot', 'yes'],
    ['you are stupid', 'yes please'],
    ['你是机器人吗', '好'],
    ['你是傻子吗', '好的'],
  ])('B112 "%s", then "%s", fetches a person', (question, yes) => {
    const say = talk(mind);
    expect(say(question).handoff).toBeUndefined();
    expect(say(yes).handoff).toBe('asked');
  });

  test.each([
    ["the video won't play", 'ok'],
    ['视频播放不了', '好的'],
  ])('B112 "%s", then "%s": an answer that asks nothing is taken note of, nobody is fetched', (question, ok) => {
    const say = talk(mind);
    expect(say(question).says[0]?.text).not.toMatch(/[?？]$/);
    expect(say(ok).handoff).toBeUndefined();
  });

  test('B113 no answer asks for details that the bot cannot take: "tell me which lesson", "paste it here"', () => {
    const asks = /\btell (me|us)\b|\bwrite (it here|here: which)\b|\bpaste\b|告诉我(?!们)|写在这里|贴过来|发给我(?!们)/i;
    // Who is insulted, or was wrong, asks for the question in other words: that is read.
    expect(saying(asks, (intent) => !intent.startsWith('smalltalk.'))).toEqual([]);
  });

  test.each(['there is a mistake in the lesson', 'i have a suggestion', '发现课程里有错误', '我有个建议'])(
    'B113 who would rather tell a person than press "Report" gets one: %s',
    (text) => {
      const say = talk(mind);
      expect(say(text).says[0]?.text).toMatch(/[?？]$/);
      expect(say(/\p{Script=Han}/u.test(text) ? '好的' : 'yes').handoff).toBe('asked');
    },
  );

  test.each([
    ['my account was hacked', 'urgent', '/account/security'],
    ['someone is in my account', 'intent', '/account/security'],
    ['账号被盗了', 'urgent', '/account/security'],
  ])('B114 "%s" is told what to do at once, with nobody there, too', (text, handoff, link) => {
    for (const staffed of [true, false]) {
      const reply = talk(mind, { hours: { ...TURN.hours, staffed } })(text);
      expect(reply.handoff).toBe(handoff);
      expect(reply.says[0]?.text).toContain(link);
      expect(reply.says).toHaveLength(2);
    }
  });

  test('B115 what is said before a hand-off is true at night, too: that a person comes now is said by the sentence after it', () => {
    const comes =
      /\b(person|colleague|somebody)\b[^.]*\bnow\b|\bnow\b[^.]*\b(person|colleague)\b|\bright now\b|马上[^，。]*(人工|同事)|同事马上|现在我帮你转/i;
    expect(saying(comes, (intent) => handoffOf(intent) === 'after')).toEqual([]);
  });

  test('B115 an answer without an e-mail slot promises no e-mail to an address that nobody knows, nor to tell anybody', () => {
    const mails = /\bby e-mail\b|邮件也会/i;
    expect(saying(/i'll (pass|tell)|我会转告/i, () => true)).toEqual([]);
    expect(saying(mails, (intent) => table.intents.get(intent)?.slots.includes('email') === false)).toEqual([]);
  });

  test.each(['where is my certificate', '没收到证书'])(
    'B116 nothing is filed before the learner has tried what helps most: %s',
    (text) => {
      const say = talk(mind);
      expect(say(text).request).toBeUndefined();
      expect(say('yes').handoff).toBe('asked');
    },
  );

  test('B117 what is asked for gets to a person: an intent with slots files a request', () => {
    const asking = [...table.intents.values()].filter(({ slots }) => slots.length > 0);
    expect(asking.length).toBeGreaterThan(2);
    expect(asking.filter(({ request }) => request === null).map(({ id }) => id)).toEqual([]);
  });
  test.each([
    ['where is my refund', '/account/orders', 'yes', 'i want a refund'],
    ['how long does a refund take', '10 days', 'yes', 'i want a refund'],
    ['order number lookup', '/account/orders', 'yes please', 'i want a refund'],
    ['where is my order', '/account/orders', 'yes', 'i want a refund'],
    ['退款多久能到', '10 天', '好的', '我要退款'],
    ['订单号怎么查', '/account/orders', '要', '我要退款'],
    ['我的订单在哪里看', '/account/orders', '好', '我要退款'],
  ])('B117 "%s" is answered at once, without an order number; then a person on a yes', (question, answer, yes, errand) => {
    const say = talk(mind);
    expect(say(question)).toMatchObject({ says: [{ act: 'answer' }], memory: { expecting: { type: 'offer-person' } } });
    expect(talk(mind)(question).says[0]?.text).toContain(answer);
    expect(say(yes).handoff).toBe('asked');
    // In the middle of what does need one it is answered, too, and that goes on.
    const busy = talk(mind);
    expect(busy(errand).memory.expecting).toMatchObject({ type: 'slot', slot: 'order' });
    expect(busy(question)).toMatchObject({ memory: { expecting: { type: 'slot', slot: 'order', tries: 0 } } });
  });

  test.each([
    ['i want a refund', "I don't have the order number", 'ada@example.com', 'yes'],
    ['i want a refund', "sorry, i don't have it", 'ada@example.com', 'yes'],
    ['i want a refund', 'no idea', 'ada@example.com', 'yes'],
    ['i want a refund', 'i lost the order number', 'ada@example.com', 'yes'],
    ['我要退款', '我没有订单号', 'ada@example.com', '对'],
    ['我要退款', '订单号找不到了', 'ada@example.com', '对'],
    ['我要退款', '没有', 'ada@example.com', '对'],
  ])('B142 "%s", then "%s": the refund goes on without the number', (errand, without, email, yes) => {
    const say = talk(mind);
    say(errand);
    const next = say(without);
    expect(next.memory.expecting).toMatchObject({ type: 'slot', slot: 'email', filled: { order: '' } });
    expect(next.says).toHaveLength(2);
    expect(say(email)).toMatchObject({ memory: { expecting: { type: 'confirm' } } });
    const done = say(yes);
    expect(done.request).toEqual({ kind: 'refund', slots: { email } });
    expect(done.says[0]?.text).toMatch(/without a number|没有提供/);
    expect(done.memory.known).toEqual({ email });
  });

  test('B142 a number given after all is taken over, and one said at once to be missing is not asked for', () => {
    const say = talk(mind);
    say('i want a refund');
    say('i have no order number');
    say('ada@example.com');
    expect(say('found it, the order is 4712').memory.expecting).toMatchObject({ type: 'confirm', filled: { order: '4712' } });
    const paid = talk(mind)('i paid but i have no access, and no order number');
    expect(paid).toMatchObject({ request: { kind: 'access', slots: {} }, handoff: 'intent' });
  });

  test.each([
    ['i want a refund', 'where is my order'],
    ['我要退款', '订单号怎么查'],
  ])('B142 who asks where the number stands is told so: "%s", "%s"', (errand, question) => {
    const say = talk(mind);
    say(errand);
    expect(say(question).memory.expecting).toMatchObject({ type: 'slot', slot: 'order' });
  });

  test('B116 whoever files a request is told so', () => {
    const told = /\b(with our|is noted|passed|filed|goes to)\b|已登记|已经登记|转给|交给/;
    expect(saying(/^/, (intent) => table.intents.get(intent)?.request !== null).filter(({ text }) => !told.test(text))).toEqual(
      [],
    );
  });

  test.each([
    ['when are you open', 'within these hours'],
    ['你们几点上班', '以上时间内'],
  ])('B116 while people are there, no "next working day" is named: %s', (text, open) => {
    const say = (next: string) => talk(mind, { hours: { staffed: true, today: '09:00–17:00', next } })(text).says[0]?.text;
    expect(say('')).toContain(open);
    expect(say('tomorrow at 09:00')).toContain('tomorrow at 09:00');
  });

  test('B116 the privacy answer names the days for which chats are kept', () => {
    const days = VARIABLES.find(({ name }) => name === 'RETENTION_DAYS')?.standard;
    expect(days).toBeDefined();
    const said = saying(/^/, (intent) => intent === 'help.privacy').map(({ text }) => /(\d+) (?:days|天)/.exec(text)?.[1]);
    expect(said).toEqual([days, days]);
  });

  test('B116 the test at the end has one name, and as many attempts in every answer', () => {
    expect(saying(/final quiz|结业测验/, () => true)).toEqual([]);
    const attempts = saying(/\b3 attempts|3 次机会/, () => true).map(({ intent, tongue }) => `${tongue} ${intent}`);
    expect(attempts.sort()).toEqual(
      ['en', 'zh'].flatMap((tongue) => [`${tongue} certificate.how-to-get`, `${tongue} learning.quiz-retake`]),
    );
  });

  test.each(['en', 'zh'] as const)(
    'B116 who is asked for an order number is sent where the answers say orders are (%s)',
    (tongue) => {
      const { lines } = table.voices[tongue];
      for (const key of ['ask-order', 'bad-order'])
        for (const text of lines.get(key) ?? []) expect(text).toContain('](/account/orders)');
    },
  );

  test('B116 the Chinese bot says 你 throughout', () => {
    const lines = [...table.voices.zh.lines.values()].flat();
    expect(lines.length).toBeGreaterThan(30);
    expect([...lines, ...ANSWERS.map(({ text }) => text)].filter((text) => text.includes('您'))).toEqual([]);
  });

  test('B116 no sentence is asked of an owner that the bot never says', () => {
    const files = readdirSync('server/bot').filter((name) => name.endsWith('.ts') && name !== 'parse-voice.ts');
    const code = [...files.map((name) => `server/bot/${name}`), 'server/desk/think.ts']
      .map((path) => readFileSync(path, 'utf8'))
      .join();
    // "ask-order" and its like are put together from the slot's name.
    const whole = VOICE_KEYS.filter((key) => !/^(ask|bad)-/.test(key));
    expect(whole.filter((key) => !code.includes(`'${key}'`))).toEqual([]);
  });
});
