import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { slotValue } from '#bot/entities.ts';
import { NOTHING } from '#bot/matcher.ts';
import type { Entity } from '#bot/table.ts';
import { EMPTY_MEMORY } from '#domain/understanding.ts';
import { changed, FIXTURE, fixtureFiles, mindOf, tableOf, talk } from '#tests/unit/bot/fixture.ts';

const mind = mindOf(tableOf(fixtureFiles()));

describe('slots', () => {
  test('B40 missing slots are asked for one by one, repeated, confirmed, filed and handed off', () => {
    const ask = talk(mind);
    expect(ask('i want a refund').memory.expecting).toMatchObject({ type: 'slot', slot: 'order' });
    expect(ask('it is HR-48213').memory.expecting).toMatchObject({ slot: 'email', filled: { order: 'HR-48213' } });
    const confirm = ask('Ada@Example.com');
    expect(confirm.says[0]?.text).toContain('HR-48213, ada@example.com');
    expect(confirm.says[0]?.choices.map((c) => c.choice)).toEqual(['yes', 'no']);
    const done = ask('yes');
    expect(done).toMatchObject({
      handoff: 'intent',
      request: { kind: 'refund', slots: { order: 'HR-48213', email: 'ada@example.com' } },
    });
    expect(done.memory.expecting).toBeNull();
  });

  test('B40 what the first message or the account tells is not asked again', () => {
    const reply = talk(mind, { learner: { name: null, email: 'ada@example.com' } })('please refund my order 48213');
    expect(reply.memory.expecting).toMatchObject({ type: 'confirm', filled: { order: '48213', email: 'ada@example.com' } });
  });

  test('B40 B23 a Chinese learner is asked in Chinese to the end, whatever Latin letters the answers are in', () => {
    const ask = talk(mind);
    ask('我要退款');
    const texts = ['HR-482', 'Ada@Example.com', 'OK'].map((text) => ask(text).says[0]);
    expect(texts.map((said) => said?.tongue)).toEqual(['zh', 'zh', 'zh']);
    expect(texts[1]?.text).toBe('我复述一遍：HR-482、ada@example.com。对吗？');
    expect(texts[2]?.text).toBe('订单 HR-482 的退款已登记，结果发到 ada@example.com。');
  });

  test('B40 B23 a name in Latin letters does not turn a Chinese conversation; an English command or question does', () => {
    const catalogue = readFileSync(`${FIXTURE}/catalogue/shop.yaml`, 'utf8')
      .replace('slots: [order, email]', 'slots: [who, order, email]')
      .replace('slots:\n', 'slots:\n  who: { entity: name }\n');
    const named = mindOf(tableOf(changed({ 'catalogue/shop.yaml': catalogue })));
    const given = (text: string) => {
      const ask = talk(named);
      ask('我要退款');
      return ask(text);
    };
    expect(given('Ada Lovelace')).toMatchObject({ says: [{ tongue: 'zh' }], memory: { expecting: { slot: 'order' } } });
    expect(given('stop')).toMatchObject({ says: [{ tongue: 'en' }], memory: { expecting: null } });
    expect(given('opening hours?').says[0]).toMatchObject({ tongue: 'en', trace: { intent: 'shop.hours' } });
  });

  test('B41 after two bad tries a person is offered', () => {
    const ask = talk(mind);
    ask('where is my refund');
    expect(ask('qwertz').says[0]?.text).toContain("doesn't look like an order number");
    expect(ask('qwertz').says[0]?.act).toBe('offer-person');
    expect(ask('yes').handoff).toBe('asked');
  });

  test('B42 a question in between is answered and the slot asked for again', () => {
    const ask = talk(mind);
    ask('i want a refund');
    const reply = ask('what are your opening hours?');
    expect(reply.says.map((s) => s.trace.intent)).toEqual(['shop.hours', 'shop.refund']);
    expect(reply.memory.expecting).toMatchObject({ type: 'slot', slot: 'order', tries: 0 });
    expect(ask('48213').memory.expecting).toMatchObject({ slot: 'email' });
  });

  test('B42 a question whose answer offers a person is answered, too, and the slot asked for again', () => {
    const ask = talk(mind);
    ask('i want a refund');
    const reply = ask('the video does not play');
    expect(reply.says.map((s) => s.trace.intent)).toEqual(['shop.video', 'shop.refund']);
    expect(reply.memory.expecting).toMatchObject({ type: 'slot', slot: 'order', tries: 0 });
  });

  test('B42 "ok" instead of the slot is no question of its own, whatever it is like', () => {
    const praised = mindOf(
      tableOf(
        changed({
          'en/smalltalk.yaml': readFileSync(`${FIXTURE}/en/smalltalk.yaml`, 'utf8').replace(
            '[thank you,',
            '[all right, thank you,',
          ),
        }),
      ),
    );
    const say = talk(praised);
    say('i want a refund');
    const { says, memory } = say('all right');
    expect(says.map((s) => [s.act, s.trace.intent])).toEqual([['ask', 'shop.refund']]);
    expect(memory.expecting).toMatchObject({ type: 'slot', slot: 'order', tries: 1 });
  });

  const confirming = () => {
    const ask = talk(mind);
    ask('please refund my order 48213');
    ask('a@example.com');
    return ask;
  };
  test.each([
    ['what are your opening hours?', 'shop.hours'],
    ['the video does not play', 'shop.video'],
    ['thank you', 'smalltalk.thanks'],
  ])('B42 "%s" instead of a yes is answered and the yes asked for again; then it files', (text, id) => {
    const ask = confirming();
    const reply = ask(text);
    expect(reply.says.map((s) => [s.act === 'ask', s.trace.intent])).toEqual([
      [false, id],
      [true, 'shop.refund'],
    ]);
    expect(reply.says[1]?.text).toContain('48213, a@example.com');
    expect(reply.says[1]?.choices.map((c) => c.choice)).toEqual(['yes', 'no']);
    expect(ask('yes').request).toEqual({ kind: 'refund', slots: { order: '48213', email: 'a@example.com' } });
  });

  test('B42 what an exam withholds is withheld there as well, and the errand goes on', () => {
    const reply = confirming()('i am stuck', { place: { page: { url: '/exam', kind: 'exam' } } });
    expect(reply.says[0]?.text).toContain('You are in an exam');
    expect(reply.memory.expecting).toMatchObject({ type: 'confirm' });
  });

  test('B42 another errand takes over; no and cancel end it as ever', () => {
    const other = confirming()('where is my refund');
    expect(other.says[0]?.trace.intent).toBe('shop.status');
    expect(other.memory.expecting?.type).not.toBe('confirm');
    expect(confirming()('i want to talk to a human')).toMatchObject({ handoff: 'asked', memory: { expecting: null } });
    for (const end of ['no', 'cancel']) {
      const ask = confirming();
      ask('what are your opening hours?');
      expect(ask(end).request).toBeUndefined();
      expect(ask('yes').request).toBeUndefined();
    }
  });

  test.each(['no, it is 4712', 'sorry, not 48213 but 4712', '不对，是4712', '订单号错了，应该是 4712'])(
    'B43 a short order number is a correction as well: %s',
    (text) => {
      expect(confirming()(text).memory.expecting).toMatchObject({ type: 'confirm', filled: { order: '4712' } });
    },
  );

  const AWAY = { hours: { staffed: false, today: '9:00–17:00', next: 'Monday 9:00' } };
  test('B136 with nobody there the address that a request has just been given is not asked for again', () => {
    const ask = talk(mind, AWAY);
    ask('please refund my order 48213');
    ask('a@example.com');
    const done = ask('yes');
    expect(done.says.map((s) => s.text).join()).not.toMatch(/Leave your e-mail/);
    expect(done).toMatchObject({ handoff: 'intent', contact: { email: 'a@example.com', text: '48213, a@example.com' } });
    // Without one it is, and with somebody there a person comes.
    expect(talk(mind, AWAY)('i want to talk to a human')).toMatchObject({
      says: [{ text: expect.stringContaining('Leave your e-mail') }],
    });
    expect(talk(mind, AWAY)('i want to talk to a human').contact).toBeUndefined();
    expect(confirming()('yes').contact).toBeUndefined();
  });

  test.each(['no, it is 48299', 'wait, the order number is 48299', '不对，是48299'])(
    'B137 a fact given before is corrected while the next is asked for: %s',
    (text) => {
      const ask = talk(mind);
      ask('i want a refund');
      ask('48213');
      expect(ask(text).memory.expecting).toMatchObject({
        type: 'slot',
        intent: 'shop.refund',
        slot: 'email',
        filled: { order: '48299' },
        tries: 0,
      });
      expect(ask('a@example.com').says[0]?.text).toContain('48299');
    },
  );

  test('B137 what is but likely to be another errand does not drop the request under way', () => {
    const likely = (score: number) => {
      const match = { ...NOTHING, how: 'likeness' as const, verdict: 'sure' as const, intent: 'shop.status', score };
      const ask = talk({ ...mind, matcher: { ...mind.matcher, match: () => match } });
      return ask('the wrong course', {
        memory: {
          ...EMPTY_MEMORY,
          expecting: { type: 'slot', intent: 'shop.refund', slot: 'email', filled: { order: '48213' }, tries: 0 },
        },
      });
    };
    expect(likely(0.7).memory.expecting).toMatchObject({ intent: 'shop.refund', slot: 'email', tries: 1 });
    expect(likely(0.95).memory.expecting).toMatchObject({ intent: 'shop.status' });
  });

  test('B43 back goes one step back, cancel drops it, no asks anew, a corrected fact is taken over', () => {
    const ask = talk(mind);
    ask('i want a refund');
    ask('48213');
    expect(ask('back').memory.expecting).toMatchObject({ slot: 'order', filled: {} });
    ask('48214');
    expect(ask('a@example.com').memory.expecting).toMatchObject({ type: 'confirm' });
    expect(ask('no, it is order 48215').memory.expecting).toMatchObject({ type: 'confirm', filled: { order: '48215' } });
    expect(ask('no').memory.expecting).toMatchObject({ type: 'slot', slot: 'order', filled: {} });
    const dropped = ask('cancel');
    expect(dropped.request).toBeUndefined();
    expect(dropped.memory.expecting).toBeNull();
  });

  test('B43 nothing is filed without a yes', () => {
    const ask = talk(mind);
    ask('please refund my order 48213');
    ask('a@example.com');
    expect(ask('hmm well').request).toBeUndefined();
  });

  test.each<[Entity, string, string | null]>([
    ['email', 'write to Ada.L@example.co.uk please', 'ada.l@example.co.uk'],
    ['email', 'ada@example', null],
    ['email', '我的邮箱是ada@example.com。', 'ada@example.com'],
    ['email', 'to ada@example.com- thanks', 'ada@example.com'],
    ['order-number', '#4711', '4711'],
    ['order-number', '4711', '4711'],
    ['order-number', 'ab-123.', 'AB-123'],
    ['order-number', 'my mail is ada12345@example.com', null],
    ['order-number', 'I paid 48213 EUR', null],
    ['order-number', 'ａ１２３４５', 'A12345'],
    ['order-number', '订单号是48213', '48213'],
    ['order-number', 'no idea', null],
    ['date', 'next Friday would be nice', 'next Friday'],
    ['date', '下周三可以吗', '下周三'],
    ['date', '24 May', '24 May'],
    ['date', '5 月 24 日', '5 月 24 日'],
    ['date', '2026 年 5 月 24 日', '2026 年 5 月 24 日'],
    ['date', 'on Monday please', 'on Monday'],
    ['date', 'it was May 24th, 2026', 'May 24th, 2026'],
    ['money', '49.90 EUR', '49.90 EUR'],
    ['money', '一共100元', '100元'],
    ['money', '49.90', '49.90'],
    ['phone', '+44 20 7946 0000', '+442079460000'],
    ['phone', '13812345678', '13812345678'],
    ['phone', '(020) 7946-0000', '02079460000'],
    ['phone', '555-0199', '5550199'],
    ['phone', '+1 2 3 4 5', null],
    ['phone', '+123 4567 8901 2345 67', null],
    ['number', 'three', null],
    ['number', '3 of them', '3'],
    ['name', 'my name is Ada Lovelace', 'Ada Lovelace'],
    ['name', '我叫李雷', '李雷'],
    ['name', 'I am Ada.', 'Ada'],
    ['name', 'one two three four five six seven eight', 'one two three four five six seven eight'],
    ['name', 'one two three four five six seven eight nine', null],
    ['name', 'a'.repeat(61), null],
    ['name', 'Ada <b>', null],
    ['name', 'x1@', null],
    ['text', '  the loop exercise ', 'the loop exercise'],
    ['text', '…', null],
    ['text', 'x'.repeat(1_200), 'x'.repeat(1_000)],
  ])('B44 as %s, "%s" gives %s', (entity, text, value) => {
    expect(slotValue(entity, text)).toBe(value);
  });

  test.each([
    ['29 Feb', '29 February 2028', '30 April', 'May 31st, 2026', '31 of Dec', '29 feb 2000'],
    ['2028-02-29', '2026/04/30', '24.05.2026', '5/24/26', '12/31/2026', '31/12/2026'],
    ['2月29日', '2028年2月29日', '4月30号', '12月31'],
  ])('B109 a day that there is, is one: %s, %s …', (...days) => {
    expect(days.map((day) => slotValue('date', day))).toEqual(days);
  });
  test.each([
    ['31 February', 'February 30', '29 Feb 2026', '31 April', '31st of June 2026', 'Nov 31st', '0 May', '29 Feb 1900'],
    ['2026-02-30', '2026-13-01', '2026/02/29', '30/02/2026', '31.04.26', '13/13/2026', '00/05/2026'],
    ['2月30日', '2026年2月29日', '4月31号', '13月5日', '2 月 30 日', '2026 年 2 月 30 日', '2月300元'],
  ])('B109 one that there is not is none: %s, %s …', (...days) => {
    expect(days.map((day) => slotValue('date', day))).toEqual(days.map(() => null));
  });
  test('B109 asked for a day, the bot refuses one that there is not in the words that ask for one', () => {
    const catalogue = readFileSync(`${FIXTURE}/catalogue/shop.yaml`, 'utf8')
      .replace('slots: [order, email]', 'slots: [date, email]')
      .replace('slots:\n', 'slots:\n  date: { entity: date }\n');
    const dated = mindOf(tableOf(changed({ 'catalogue/shop.yaml': catalogue })));
    for (const [request, wrong, refusal, right] of [
      ['i want a refund', '31 February', "I can't read that as a day.", '28 February'],
      ['我要退款', '2月30日', '没认出是哪一天。', '2月28日'],
    ] as const) {
      const ask = talk(dated);
      expect(ask(request).memory.expecting).toMatchObject({ slot: 'date' });
      const refused = ask(wrong);
      expect(refused.says[0]?.text).toContain(refusal);
      expect(refused.memory.expecting).toMatchObject({ slot: 'date', tries: 1 });
      expect(ask(right).memory.expecting).toMatchObject({ slot: 'email', filled: { date: right } });
    }
  });
});
