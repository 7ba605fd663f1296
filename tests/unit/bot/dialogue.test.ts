import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { respond } from '#bot/dialogue.ts';
import { changed, FIXTURE, fixtureFiles, mindOf, TURN, tableOf, talk } from '#tests/unit/bot/fixture.ts';

const mind = mindOf(tableOf(fixtureFiles()));
/** The fixture with another catalogue. */
const withCatalogue = (change: (text: string) => string) =>
  mindOf(tableOf(changed({ 'catalogue/shop.yaml': change(readFileSync(`${FIXTURE}/catalogue/shop.yaml`, 'utf8')) })));
const PYTHON = { place: { course: { id: 'python', title: 'Python Basics' } } };

describe('answers', () => {
  test('B20 a pattern answers at once and its trace says why', () => {
    const { says } = talk(mind)('I need a refund!');
    expect(says[0]?.trace).toMatchObject({
      how: 'pattern',
      intent: 'shop.refund',
      by: '[i] [want|need] a refund',
      score: 1,
      scope: 'site',
      tongue: 'en',
      tableVersion: mind.table.version,
    });
    expect(says[0]?.trace.sentence).toContain('fits the whole message');
  });

  test('B20 captures are said back, first and second person turned round, in both languages', () => {
    expect(talk(mind)('I am stuck on my exercise').says[0]?.text).toBe('You are stuck on your exercise. Try the hint.');
    expect(talk(mind)('我卡在我的练习').says[0]?.text).toBe('你卡在你的练习了？看看提示。');
    const ask = talk(mind);
    expect(ask('my name is ada').says[0]?.text).toBe('Hello Ada!');
    ask('opening hours');
    expect(ask('opening hours').says[0]?.text).toMatch(/Ada\.$|9:00–17:00\.$/);
  });

  test('B20 what a learner wrote cannot smuggle in a link or bold text', () => {
    expect(talk(mind)('my name is [x](https://evil.example)').says[0]?.text ?? '').not.toMatch(/[[\]*<>]/);
  });

  test('B20 a pattern of higher priority wins, and its excluded words exclude it', () => {
    expect(talk(mind)('my video is black').says[0]?.text).toContain("browser's fault");
    expect(talk(mind)('my video is black or white').says[0]?.trace.how).not.toBe('pattern');
  });

  test('B21 an example is matched exactly whatever its case and punctuation, likeness finds the rest, typos included', () => {
    expect(talk(mind)('WHERE is my refund??').says[0]?.trace).toMatchObject({ how: 'example', intent: 'shop.status' });
    expect(talk(mind)('the vidoe player shows an eror').says[0]?.trace).toMatchObject({ intent: 'shop.video' });
  });

  test('B22 the nearest scope speaks: lesson and course before site, and only there', () => {
    expect(talk(mind)('the python clip hangs').says[0]?.trace.how).not.toBe('example');
    const there = talk(mind, PYTHON)('the python clip hangs');
    expect(there.says[0]?.text).toBe('The videos of Python Basics are also on the mirror.');
    expect(there.says[0]?.trace.scope).toBe('course:python');
    expect(talk(mind, PYTHON)('what is a loop').says[0]?.trace.intent).toBe('shop.loops');
    expect(talk(mind)('what is a loop').says[0]?.trace.intent).not.toBe('shop.loops');
  });

  test('B23 the message decides the language, not the page', () => {
    expect(talk(mind)('怎么申请退款').says[0]?.tongue).toBe('zh');
    expect(talk(mind, { lang: 'zh-CN' })('when are you open').says[0]).toMatchObject({
      tongue: 'en',
      text: 'We are open 9:00–17:00.',
    });
    expect(talk(mind, { lang: 'zh-CN' })('🙂').says[0]?.tongue).toBe('zh');
  });

  test('B23 a bare number is answered in the language of the conversation', () => {
    const ask = talk(mind);
    ask('怎么申请退款');
    expect(ask('48213').says[0]?.tongue).toBe('zh');
  });

  test.each([
    'HR-48213',
    'ada@example.com',
    'www.example.com/loops',
    'https://example.com/courses/python?lesson=loops',
    'ok',
    'OK thanks',
    'yes',
    'hello',
    'thanks!',
  ])('B23 "%s" shows no language: a Chinese conversation stays Chinese', (text) => {
    const ask = talk(mind);
    ask('怎么申请退款');
    expect(ask(text).says[0]?.tongue).toBe('zh');
    expect(talk(mind)(text).says[0]?.tongue).toBe('en');
  });

  test('B23 facts and links do not outweigh the Chinese round them', () => {
    for (const text of [
      '邮箱 ada.lovelace@mail.example.com',
      '这个https://example.com/courses/python/loops打不开',
      '单号 HR-48213',
    ])
      expect([text, talk(mind)(text).says[0]?.tongue]).toEqual([text, 'zh']);
  });

  test.each(['when are you open', 'ok, when are you open?', 'hello, my order is HR-48213', 'where is my refund'])(
    'B101 "%s" is English in a Chinese conversation, too',
    (text) => {
      const ask = talk(mind);
      ask('怎么申请退款');
      expect(ask(text).says[0]?.tongue).toBe('en');
    },
  );

  test('B24 two questions in one message are both answered', () => {
    const { says } = talk(mind)('What are your opening hours? The video does not play.');
    expect(says.map((s) => s.trace.intent)).toEqual(['shop.hours', 'shop.video']);
    for (const text of [
      'opening hours and also the video does not play',
      'Opening hours. Also, the video does not play',
      'opening hours plus the video does not play',
    ])
      expect([text, talk(mind)(text).says.map((s) => s.trace.intent)]).toEqual([text, ['shop.hours', 'shop.video']]);
  });

  test('B24 what people say of themselves before a comma is no second question beside the one that follows', () => {
    const zh = readFileSync(`${FIXTURE}/zh/shop.yaml`, 'utf8').replace('[我卡住了,', '[我卡住了, 我视力不好, 我有夜盲症,');
    const known = mindOf(tableOf(changed({ 'zh/shop.yaml': zh })));
    const answered = (text: string): readonly unknown[] => talk(known)(text).says.map((s) => s.trace.intent);
    expect(answered('我卡住了，你们几点上班')).toEqual(['shop.stuck', 'shop.hours']);
    for (const reason of ['我视力不好', '我有夜盲症']) {
      expect(answered(reason)).toEqual(['shop.stuck']);
      expect(answered(`${reason}，你们几点上班`)).toHaveLength(1);
    }
  });

  test('B24 of two questions the one that files or fetches is carried out, after the answer to the other', () => {
    const errands = withCatalogue((text) =>
      text
        .replace('shop.video:\n    kind: technical\n    handoff: offer', 'shop.video:\n    kind: technical\n    handoff: after')
        .replace('shop.stuck:\n', 'shop.stuck:\n    request: complaint\n'),
    );
    const fetched = talk(errands)('The video does not play. What are your opening hours?');
    expect(fetched.says.map((s) => [s.act, s.trace.intent])).toEqual([
      ['answer', 'shop.hours'],
      ['answer', 'shop.video'],
      ['hand-off', 'shop.video'],
    ]);
    expect(fetched.handoff).toBe('intent');
    const filed = talk(errands)('I am stuck. What are your opening hours?');
    expect(filed.says.map((s) => s.trace.intent)).toEqual(['shop.hours', 'shop.stuck']);
    expect(filed.request).toEqual({ kind: 'complaint', slots: {} });
    expect(talk(mind)('I want to talk to a human. What are your opening hours?').handoff).toBe('asked');
    // Each would have to be carried out: neither is half done.
    for (const text of ['The video does not play. I am stuck.', 'I need a refund. The video does not play.']) {
      const said = talk(errands)(text)
        .says.map((s) => s.text)
        .join();
      expect([text, said.includes('two things')]).toEqual([text, false]);
    }
  });

  test('B25, B154 in an exam nothing is answered that would help in it, and whether that helped is not asked', () => {
    const exam = { place: { page: { url: '/exam', kind: 'exam' as const } } };
    expect(talk(mind, exam)('i am stuck').says[0]?.text).toContain('You are in an exam');
    expect(talk(mind, exam)('i am stuck').says[0]?.act).toBe('system');
    expect(talk(mind, exam)('the video does not play').says[0]?.text).toContain('Reload');
  });

  test('B26 quick replies carry titles in the message’s language; a forged choice is read as text', () => {
    const ask = talk(mind);
    expect(ask('opening hours').says[0]?.choices).toEqual([{ label: 'Ask for a refund', choice: 'intent:shop.refund' }]);
    expect(ask('Ask for a refund', { choice: 'intent:shop.refund' }).says[0]?.trace.how).toBe('choice');
    for (const choice of ['intent:shop.loops', 'intent:__proto__', 'constructor', 'none', 'yes']) {
      expect(talk(mind)('when are you open', { choice }).says[0]?.trace).toMatchObject({
        how: 'example',
        intent: 'shop.hours',
      });
    }
  });
});

describe('what the bot does not know', () => {
  test('B30 a second miss in a row offers a person; yes hands off, no goes on', () => {
    const ask = talk(mind);
    expect(ask('capital of mongolia').says[0]?.act).toBe('not-known');
    expect(ask('qwertz asdf').says[0]?.act).toBe('offer-person');
    expect(ask('yes please').handoff).toBe('missed');
    const other = talk(mind);
    other('capital of mongolia');
    other('qwertz asdf');
    expect(other('no').says[0]?.text).toMatch(/else/);
    expect(other('capital of mongolia').says[0]?.act).toBe('not-known');
  });

  test.each([
    ['', 'empty'],
    ['   \n', 'empty'],
    ['?!…', 'empty'],
    ['🙂🙂', 'words'],
  ])('B32 "%s" without words is answered with a question', (text, part) => {
    expect(talk(mind)(text).says[0]?.text.toLowerCase()).toContain(part === 'empty' ? 'empty' : 'what');
  });

  test('P54 a file alone is not guessed at: the bot says that it cannot open it, and offers a person', () => {
    const ask = talk(mind);
    const { says, memory } = ask('', { files: 1 });
    expect(says.map(({ text, choices }) => [text, choices.map(({ choice }) => choice)])).toEqual([
      ['I cannot open files.', ['person']],
    ]);
    expect(memory.misses).toBe(0);
    expect(ask('', { choice: 'person' }).handoff).toBe('asked');
    expect(talk(mind, { lang: 'zh-CN' })('', { files: 2 }).says[0]?.text).toBe('我打不开文件。');
    expect(talk(mind)('I need a refund!', { files: 1 }).says[0]?.trace.intent).toBe('shop.refund');
  });

  test('B140 words beside a file that are not understood are not what was missing: it cannot open files', () => {
    expect(talk(mind)('qwertz yxcv', { files: 1 }).says[0]).toMatchObject({ text: 'I cannot open files.', act: 'not-known' });
    expect(talk(mind)('qwertz yxcv').says[0]?.text).not.toContain('files');
  });

  test('B32 a very long message is not half read', () => {
    expect(talk(mind)('refund '.repeat(400)).says[0]?.text).toContain('a lot of text');
  });

  test('B33 thanks and insults get a sensible answer; a repeated insult a person', () => {
    const ask = talk(mind);
    expect(ask('thank you').says[0]?.act).toBe('small-talk');
    expect(ask('you idiot').says[0]?.text).toBe('Let us stay friendly.');
    expect(ask('you idiot').handoff).toBe('angry');
  });

  test('B34 urgent and angry messages go to a person, with the answer in front when it is sure', () => {
    const urgent = talk(mind)('this is urgent');
    expect(urgent.handoff).toBe('urgent');
    expect(urgent.says.at(-1)).toMatchObject({ act: 'hand-off', severity: 'urgent' });
    expect(talk(mind)('this is a scam, I will call my lawyer').handoff).toBe('angry');
    expect(talk(mind)('it is not urgent').handoff).toBeUndefined();
  });

  test('B34 the request that an urgent or angry message’s answer speaks of is filed', () => {
    const errands = withCatalogue((text) => text.replace('shop.video:\n', 'shop.video:\n    request: complaint\n'));
    const reply = talk(errands)('video is black!!!');
    expect(reply).toMatchObject({ handoff: 'angry', request: { kind: 'complaint', slots: {} } });
    expect(reply.says[0]?.trace.intent).toBe('shop.video');
    expect(talk(errands)('this is a scam').request).toBeUndefined();
  });

  test('B35 asking for a person hands off; with nobody there the bot says when', () => {
    expect(talk(mind)('a person please')).toMatchObject({ handoff: 'asked', says: [{ act: 'hand-off' }] });
    const away = talk(mind, { hours: { staffed: false, today: 'closed', next: 'Monday 9:00' } })('i want to talk to a human');
    expect(away.says.map((s) => s.text).join(' ')).toContain('Monday 9:00');
    expect(away.says.map((s) => s.text).join(' ')).not.toContain('fetching');
  });

  test('B36 no text whatever makes the bot throw or fall silent', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc
        .array(fc.constantFrom('refund', '退款', '48213', 'yes', 'cancel', '🙂', '\0', 'ﷺ', "don't", '__proto__'), {
          maxLength: 30,
        })
        .map((w) => w.join(' ')),
    );
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            anything,
            fc.option(fc.constantFrom('yes', 'no', 'back', 'cancel', 'none', 'person', 'intent:shop.refund', 'intent:x')),
          ),
          { maxLength: 6 },
        ),
        (messages) => {
          const ask = talk(mind);
          for (const [text, choice] of messages) {
            const { says } = ask(text, choice === null ? {} : { choice });
            expect(says.length).toBeGreaterThan(0);
            for (const said of says) expect(said.text).not.toBe('');
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test('B36 a memory from an older table does no harm', () => {
    const memory = {
      ...TURN.memory,
      expecting: { type: 'slot' as const, intent: 'gone.intent', slot: 'gone', filled: {}, tries: 0 },
    };
    expect(respond(mind, { ...TURN, memory, text: 'when are you open' }).says[0]?.trace.intent).toBe('shop.hours');
  });
});
