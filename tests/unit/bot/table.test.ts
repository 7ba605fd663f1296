import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lint } from '#bot/lint.ts';
import { parseTable } from '#bot/parse-table.ts';
import { changed, faultsOf, fixtureFiles, tableOf } from '#tests/unit/bot/fixture.ts';

const SHOP = (body: string) => `topic: shop\nintents:\n${body}`;
/** Sorts behind the fixture's files, so that what clashes is found here. */
const EXTRA = 'en/zz.yaml';
const en = (body: string) => `language: en\ntopic: shop\nintents:\n${body}`;

describe('the table', () => {
  test('B10 the fixture parses; the same files give the same version, any change another', () => {
    const table = tableOf(fixtureFiles());
    expect(table.intents.size).toBe(10);
    expect(tableOf([...fixtureFiles()].reverse()).version).toBe(table.version);
    expect(tableOf(changed({ [EXTRA]: en('  shop.hours:\n    examples: [doors]\n') })).version).not.toBe(table.version);
  });

  test.each([
    ['unknown intent', { [EXTRA]: en('  shop.refnd:\n    title: x\n') }, EXTRA, 4, 'did you mean "shop.refund"?'],
    ['unknown key', { [EXTRA]: en('  shop.refund:\n    exampels: [x]\n') }, EXTRA, 5, 'did you mean "examples"?'],
    ['bad pattern', { [EXTRA]: en('  shop.refund:\n    patterns:\n      - fine\n      - "(a|b"\n') }, EXTRA, 7, 'never closed'],
    ['empty answer', { [EXTRA]: en('  shop.refund:\n    answer: ""\n') }, EXTRA, 5, 'is empty'],
    ['unknown variable', { [EXTRA]: en('  shop.refund:\n    answer: See {ordr}\n') }, EXTRA, 5, 'did you mean "order"?'],
    ['unknown filter', { [EXTRA]: en('  shop.refund:\n    answer: "See {order:shout}"\n') }, EXTRA, 5, 'there is no ":shout"'],
    ['wrong language', { [EXTRA]: 'language: zh\ntopic: shop\n' }, EXTRA, 1, 'does not fit the folder "en/"'],
    ['not YAML', { [EXTRA]: 'a: [1,\nb' }, EXTRA, 2, 'not valid YAML'],
    ['a list for a mapping', { [EXTRA]: '- a\n- b\n' }, EXTRA, 1, 'must be a mapping'],
    [
      'unknown follow-up',
      { 'catalogue/a.yaml': SHOP('  shop.new: { kind: other, follow: [shop.hour] }\n') },
      'catalogue/a.yaml',
      3,
      'did you mean "shop.hours"?',
    ],
    [
      'unknown slot',
      { 'catalogue/a.yaml': SHOP('  shop.new: { kind: other, slots: [mail] }\n') },
      'catalogue/a.yaml',
      3,
      'asks for slot "mail"',
    ],
    [
      'unknown kind',
      { 'catalogue/a.yaml': SHOP('  shop.new: { kind: biling }\n') },
      'catalogue/a.yaml',
      3,
      'did you mean "billing"?',
    ],
    [
      'declared twice',
      { 'catalogue/a.yaml': SHOP('  shop.hours: { kind: other }\n') },
      'catalogue/shop.yaml',
      19,
      'declared twice, also in catalogue/a.yaml:3',
    ],
    [
      'wrong topic',
      { 'catalogue/a.yaml': SHOP('  desk.x: { kind: other }\n') },
      'catalogue/a.yaml',
      3,
      'must be named "shop.<name>"',
    ],
    [
      'missing voice',
      { 'en/voice.yaml': 'language: en\nvoice: { greeting: Hi }\nwords: {}\n' },
      'en/voice.yaml',
      1,
      '"not-known" is missing',
    ],
    [
      'course intent elsewhere',
      { [EXTRA]: en('  shop.loops:\n    examples: [x]\n') },
      EXTRA,
      4,
      'exists only in course "python"',
    ],
    ['alias', { [EXTRA]: en('  shop.refund:\n    answer: &a Hello\n    title: *a\n') }, EXTRA, 6, 'aliases'],
  ] as const)('B11 %s is reported with file, line and what to do', (_, changes, file, line, message) => {
    const faults = faultsOf(changes);
    expect(faults).toContainEqual(
      expect.objectContaining({ file, line, level: 'fault', message: expect.stringContaining(message) }),
    );
  });

  test('B142 a slot that may be left out has a sentence as well as its word list, and is one that exists', () => {
    const voice = fixtureFiles().find(({ path }) => path === 'en/voice.yaml')?.text ?? '';
    const edited = (line: string, list: string) => ({
      'en/voice.yaml': voice.replace('voice:\n', `voice:\n${line}`).replace('words:\n', `words:\n${list}`),
    });
    const faults = (line: string, list: string) => faultsOf(edited(line, list)).map(({ message }) => message);
    const [line, list] = ['  without-order: Fine.\n', '  without-order: [no order number]\n'];
    expect(faults(line, list)).toEqual([]);
    expect(faults(line, '')).toEqual([expect.stringContaining('"without-order" needs both')]);
    expect(faults('', list)).toEqual([expect.stringContaining('"without-order" needs both')]);
    // A warning: a table of one's own may have no orders, and the voice that ships.
    const slip = lint(tableOf(changed(edited(line.replace('order', 'ordre'), list.replace('order', 'ordre')))));
    expect(slip.map(({ message }) => message)).toContainEqual(expect.stringContaining('did you mean "order"?'));
  });

  test('B11 any text in any file gives a table or faults, and never throws', () => {
    const piece = fc.constantFrom(
      'language: en\n',
      'topic: shop\n',
      'intents:\n',
      '  shop.refund:\n',
      '    answer: ',
      '    - ',
      '{a',
      '[',
      '"',
      '*',
      '&a',
      '\t',
      'x: y\n',
      '!!js/f',
      '\n',
      '---\n',
      '退款',
      ': ',
    );
    fc.assert(
      fc.property(
        fc.constantFrom('en/x.yaml', 'catalogue/x.yaml', 'zh/voice.yaml', 'zz/x.yaml'),
        fc.array(piece, { maxLength: 12 }),
        (path, pieces) => {
          const parsed = parseTable(changed({ [path]: pieces.join('') }));
          if (!parsed.ok) for (const fault of parsed.faults) expect(fault.line).toBeGreaterThan(0);
        },
      ),
      { numRuns: 60 },
    );
  });

  test.each([
    ['an example twice', en('  shop.hours:\n    examples: [where is my refund]\n'), 5, 'also stands under "shop.status"'],
    [
      'a pattern that its own "not" kills',
      en('  shop.hours:\n    patterns:\n      - { pattern: "closing time", not: [closing] }\n'),
      6,
      'never matches',
    ],
    [
      'a pattern another one answers',
      en(
        '  shop.hours:\n    patterns: ["my name is shop"]\n  smalltalk.name:\n    patterns:\n      - { pattern: "my name is *", priority: 9 }\n',
      ),
      5,
      'is never reached',
    ],
    [
      'an example another pattern catches',
      en('  shop.hours:\n    examples: [my video is black]\n'),
      5,
      'is caught by the pattern',
    ],
  ])('B12 %s is warned about with its line', (_, text, line, message) => {
    const found = lint(tableOf(changed({ [EXTRA]: text })));
    const shop = found.find((f) => f.message.includes(message));
    expect(shop).toMatchObject({ level: 'warning', line });
  });

  test('B12 a missing language and an unused slot are warned about', () => {
    const files = changed({
      'catalogue/a.yaml': `${SHOP('  shop.new: { kind: other }\n')}slots:\n  colour: { entity: text }\n`,
    });
    const messages = lint(tableOf(files)).map((f) => `${f.file}:${f.line} ${f.message}`);
    expect(messages.join('\n')).toMatch(/catalogue\/a\.yaml:3 "shop\.new" says nothing in "zh"/);
    expect(messages.join('\n')).toMatch(/catalogue\/a\.yaml:5 no intent asks for slot "colour"/);
  });

  test('B12 the fixture itself is clean', () => {
    expect(lint(tableOf(fixtureFiles()))).toEqual([]);
  });
});
