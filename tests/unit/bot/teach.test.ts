import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { teach, withoutPersonal } from '#bot/draft-files.ts';
import { readTableFiles } from '#bot/files.ts';
import { groupAlike, habitsOf } from '#bot/group.ts';
import { parseTable } from '#bot/parse-table.ts';
import type { SourceFile } from '#bot/table.ts';
import type { Draft } from '#domain/missed.ts';
import type { Tongue } from '#domain/understanding.ts';
import { ADA, T0 } from '#tests/support/samples.ts';
import { changed, fixtureFiles, tableOf } from './fixture.ts';

const draft = (change: Partial<Draft>): Draft => ({
  id: 'd',
  at: T0,
  by: ADA,
  tongue: 'en',
  intent: 'shop.hours',
  create: null,
  examples: ['are you open at night'],
  from: [1],
  ...change,
});
const taught = (drafts: Draft[], files: readonly SourceFile[] = fixtureFiles()) => teach(files, tableOf(files), drafts);
function written(drafts: Draft[], files?: readonly SourceFile[]) {
  const made = taught(drafts, files);
  if (!made.ok) throw new Error(made.faults.join());
  expect(parseTable(made.files)).toMatchObject({ ok: true });
  return new Map(made.changed.map(({ path, text }) => [path, text]));
}
/** Lines of `now` that `before` has not, in order. */
function added(before: string, now: string): string[] {
  const held = before.split('\n');
  return now.split('\n').filter((line) => {
    const at = held.indexOf(line);
    if (at >= 0) held.splice(at, 1);
    return at < 0;
  });
}

describe('drafts in the files', () => {
  test('L10 an example is one more line of its intent; nothing else of the file changes, comments included', async () => {
    const files = await readTableFiles('intents');
    for (const [tongue, intent, path] of [
      ['en', 'billing.price', 'en/billing.yaml'],
      ['zh', 'billing.price', 'zh/billing.yaml'],
    ] as const) {
      const before = readFileSync(`intents/${path}`, 'utf8');
      const after = written([draft({ tongue, intent, examples: ['wie teuer: "ist" es', '多少 #钱'] })], files).get(path) ?? '';
      expect(added(after, before)).toEqual([]);
      expect(added(before, after).map((line) => line.trim())).toEqual(['- \'wie teuer: "ist" es\'', '- "多少 #钱"']);
    }
  });

  test('L10 every file of the shipped table is written back as it was read, but for the new line', async () => {
    const files = await readTableFiles('intents');
    const parsed = parseTable(files);
    if (!parsed.ok) throw new Error('the shipped table has faults');
    const first = new Map(parsed.table.phrases.map((phrases) => [phrases.at.file, phrases]));
    const drafts = [...first.values()].map(({ intent, tongue }) => draft({ intent, tongue, examples: ['qqq www eee'] }));
    const made = teach(files, parsed.table, drafts);
    if (!made.ok) throw new Error(made.faults.join());
    for (const { path, text } of made.changed) {
      const before = readFileSync(`intents/${path}`, 'utf8');
      expect([path, added(text, before)]).toEqual([path, []]);
      expect(new Set(added(before, text).map((line) => line.trim()))).toEqual(new Set(['- qqq www eee']));
    }
  });

  test('L11 what stands there already, in other case or punctuation, is not added again', () => {
    expect([...written([draft({ examples: ['When are you OPEN?'] })], withHours()).keys()]).toEqual([]);
  });
  const withHours = () =>
    changed({
      'en/shop.yaml': readFileSync('tests/fixtures/intents/en/shop.yaml', 'utf8').replace(
        /( {2}shop\.hours:\n(?: {4}.*\n)*? {4}examples:\n)/,
        '$1      - when are you open\n',
      ),
    });

  test('L12 a new intent gets its catalogue entry, title, examples and answer; a new topic its own files', () => {
    const create = { kind: 'billing', title: 'Gift cards', answer: 'We sell them.\nAsk *us*.' } as const;
    const examples = ['do you have gift cards', 'can i buy a voucher'];
    const old = written([draft({ intent: 'shop.gift-card', create, examples })]);
    expect([...old.keys()].sort()).toEqual(['catalogue/shop.yaml', 'en/shop.yaml']);
    const fresh = written([draft({ intent: 'gifts.card', create, examples })]);
    expect([...fresh.keys()].sort()).toEqual(['catalogue/gifts.yaml', 'en/gifts.yaml']);
    expect(fresh.get('en/gifts.yaml')).toBe(
      [
        '# yaml-language-server: $schema=../schema/topic.json',
        'language: en',
        'topic: gifts',
        'intents:',
        '  gifts.card:',
        '    title: Gift cards',
        '    examples:',
        '      - do you have gift cards',
        '      - can i buy a voucher',
        '    answer: |-',
        '      We sell them.',
        '      Ask *us*.',
        '',
      ].join('\n'),
    );
  });

  test('L12 a new intent drafted in both languages is declared once, in an old topic and in a new one', () => {
    const en = { kind: 'billing', title: 'Gift cards', answer: 'We sell them.' } as const;
    const zh = { kind: 'billing', title: '礼品卡', answer: '有卖的。' } as const;
    for (const intent of ['shop.gift-card', 'gifts.card']) {
      const files = written([
        draft({ id: 'a', intent, create: en, examples: ['do you have gift cards'] }),
        draft({ id: 'b', intent, create: zh, tongue: 'zh', examples: ['有礼品卡吗'] }),
      ]);
      const [topic] = intent.split('.');
      expect([...files.keys()].sort()).toEqual([`catalogue/${topic}.yaml`, `en/${topic}.yaml`, `zh/${topic}.yaml`]);
      expect(files.get(`catalogue/${topic}.yaml`)?.split(`${intent}:`).length).toBe(2);
      expect(files.get(`zh/${topic}.yaml`)).toContain('有礼品卡吗');
    }
  });

  test('L12 an intent that says nothing in that language is refused with what to do', () => {
    const made = taught([draft({ tongue: 'zh', intent: 'smalltalk.nothing' })]);
    expect(made).toEqual({
      ok: false,
      faults: ['"smalltalk.nothing" says nothing in zh yet: write its title and answer there first'],
    });
  });
});

describe('examples from messages', () => {
  test('L13 addresses, telephone and order numbers are left out', () => {
    expect(withoutPersonal('my order #48213 for ada.l@example.com never came')).toBe('my order for never came');
    expect(withoutPersonal('请给 13812345678 回电')).toBe('请给 回电');
    expect(withoutPersonal('lesson 3 does not load')).toBe('lesson 3 does not load');
  });
});

describe('grouping', () => {
  const en = (text: string) => ({ text, tongue: 'en' as const });
  const zh = (text: string) => ({ text, tongue: 'zh' as const });
  const examples = async () => {
    const parsed = parseTable(await readTableFiles('intents'));
    if (!parsed.ok) throw new Error('the shipped table has faults');
    return parsed.table.phrases.flatMap((p) => p.examples.map(({ text }) => ({ text, tongue: p.tongue })));
  };
  const texts = async (items: readonly { text: string; tongue: Tongue }[]) =>
    (await groupAlike(items, habitsOf(await examples()))).map((group) => group.map(({ text }) => text));

  test('L14 messages that ask the same stand together, typos and word order aside; others apart', async () => {
    expect(
      await texts(
        [
          'do you offer a student discount',
          'how to cook rice',
          'is there any discount for students',
          'can i get an invoice for my company',
          'student discounts?',
          'i need an invocie for my company',
        ].map(en),
      ),
    ).toEqual([
      ['do you offer a student discount', 'is there any discount for students', 'student discounts?'],
      ['how to cook rice'],
      ['can i get an invoice for my company', 'i need an invocie for my company'],
    ]);
    expect(await texts(['可以开公司发票吗', '有学生优惠吗', '公司发票怎么开'].map(zh))).toEqual([
      ['可以开公司发票吗', '公司发票怎么开'],
      ['有学生优惠吗'],
    ]);
  });

  test('L14 the same sentence is one group whatever its case; languages are apart; nothing is lost', async () => {
    const items = [en('GIFT CARD!'), zh('gift card'), en('gift card'), en('???'), en('???')];
    expect((await groupAlike(items, habitsOf([]))).map((group) => group.length)).toEqual([2, 1, 2]);
  });

  test('L15 two thousand questions are grouped while others get their turn: never held for a quarter of a second', async () => {
    const habits = habitsOf(await examples());
    const many = Array.from({ length: 2_000 }, (_, n) =>
      en(`question number ${n * 7919} about topic ${n % 97} and thing ${n % 31}`),
    );
    let longest = 0;
    let last = performance.now();
    const watch = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 1);
    expect((await groupAlike(many, habits)).flat()).toHaveLength(2_000);
    clearInterval(watch);
    expect(longest).toBeLessThan(250);
  });
});
