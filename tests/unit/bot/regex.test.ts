import { deserialize, serialize } from 'node:v8';
import { describe, expect, test } from 'vitest';
import { findEntities } from '#bot/entities.ts';
import { work } from '#bot/jobs.ts';
import { lint } from '#bot/lint.ts';
import { MAX_READ_CHARS, type Reading, read } from '#bot/normalise.ts';
import { type Parcel, parcelOf, unwrap } from '#bot/parcels.ts';
import { matchPattern } from '#bot/pattern-match.ts';
import { compilePattern, PatternError } from '#bot/pattern-syntax.ts';
import { compileRegex, findIn, MAX_REGEX_ROWS, type Regex } from '#bot/regex.ts';
import { changed, faultsOf, fixtureFiles, mindOf, tableOf, talk } from '#tests/unit/bot/fixture.ts';

const EXTRA = 'en/zz.yaml';
const file = (language: string, rows: string, intent = 'shop.video') =>
  `language: ${language}\ntopic: shop\nintents:\n  ${intent}:\n    patterns:\n${rows}`;
const mind = mindOf(
  tableOf(
    changed({
      [EXTRA]: file(
        'en',
        [
          `      - regex: '\\b(?<code>e-\\d{4})\\b'`,
          '        not: [refund]',
          '        answer: "Error {code} is a known one."',
          `      - regex: 'https?://\\S+\\.mp4'`,
          `      - { regex: '^hours?\\W*$', priority: 5, answer: Ours. }`,
          `      - { regex: 'want .*refund', answer: Never. }`,
          '',
        ].join('\n'),
      ),
      'zh/zz.yaml': file('zh', `      - { regex: '报错(?<code>\\d+)', answer: '错误{code}。' }\n`),
    }),
  ),
);
const match = (text: string, tongue: 'en' | 'zh' = 'en') =>
  mind.matcher.match(read(text), tongue, { course: null, lesson: null });

describe('regexes', () => {
  test('B78 a regex is found anywhere in the message, in any case, with its punctuation, and answers at once', () => {
    const { says } = talk(mind)('😀 my player says (E-4711) and stops');
    expect(says[0]?.text).toMatch(/^Error E-4711 is a known one\./);
    expect(says[0]?.trace).toMatchObject({ how: 'pattern', intent: 'shop.video', by: '\\b(?<code>e-\\d{4})\\b', score: 1 });
    expect(says[0]?.trace.sentence).toBe('The regex "\\b(?<code>e-\\d{4})\\b" of shop.video finds something in the message.');
    expect(match('see HTTPS://cdn.example.com/a.MP4 please')).toMatchObject({ verdict: 'sure', intent: 'shop.video' });
    expect(match('e-47112 and e-471').regex).toBeUndefined();
  });

  test('B78 full-width forms and traditional characters do not matter; a group keeps what was written', () => {
    expect(match('課程報錯４７１１怎麼辦', 'zh')).toMatchObject({ regex: true, captures: { code: '4711' } });
    expect(match('says Ｅ－４７１１ again')).toMatchObject({ regex: true, captures: { code: 'E-4711' } });
    const zh = file('zh', `      - { regex: '课程(?<what>.+)报错', answer: '{what}。' }\n`);
    const reading = read('課程電腦報錯');
    const other = mindOf(tableOf(changed({ 'zh/zz.yaml': zh }))).matcher.match(reading, 'zh', { course: null, lesson: null });
    expect(other.captures).toEqual({ what: '電腦' });
  });

  test('B78 a regex is tried on messages of its own language alone', () => {
    expect(match('what does 报错4711 mean').regex).toBeUndefined();
  });

  test('B79 patterns go before regexes, regexes before examples, and "not" excludes', () => {
    expect(match('I want a refund')).toMatchObject({ intent: 'shop.refund', by: '[i] [want|need] a refund' });
    expect(match('hours')).toMatchObject({ intent: 'shop.video', by: '^hours?\\W*$' });
    expect(match('refund for e-4711').regex).toBeUndefined();
  });

  test('B54 a table with regexes comes whole from the process that parsed it', async () => {
    const parsed = await work(
      { type: 'parse', files: changed({ [EXTRA]: file('en', `      - regex: 'e-(?<code>\\d{4})'\n`) }) },
      null,
    );
    const parcel = deserialize(serialize(parcelOf(parsed))) as Parcel;
    const { table } = (await unwrap(parcel)) as Extract<typeof parsed, { ok: true }>;
    const found = mindOf(table).matcher.match(read('it says E-4711'), 'en', { course: null, lesson: null });
    expect(found).toMatchObject({ intent: 'shop.video', regex: true, captures: { code: '4711' } });
  });

  test('B22 B79 a course’s regex is tried there alone, and there before the site’s; a higher priority goes before both', () => {
    const python = `language: en\ntopic: shop\nscope: { course: python }\nintents:\n  shop.video:\n    patterns:\n`;
    const rows = (scope: string) => `      - { regex: 'codec', answer: ${scope} codec. }\n`;
    const site = `${rows('Site')}      - { regex: 'urgent codec', priority: 1, answer: Urgent. }\n`;
    const two = mindOf(
      tableOf(
        changed({
          [EXTRA]: file('en', site),
          'en/zy.yaml': `${python}${rows('Python')}      - { regex: 'black', answer: Python black. }\n`,
        }),
      ),
    );
    const said = (text: string, course?: string) =>
      talk(two, course ? { place: { course: { id: course } } } : {})(text).says[0]?.text.split('.')[0];
    expect([said('which codec is it'), said('which codec is it', 'python')]).toEqual(['Site codec', 'Python codec']);
    expect(said('urgent codec question', 'python')).toBe('Urgent');
    expect([said('a black one', 'python'), said('a black one')]).toEqual([
      'Python black',
      expect.not.stringContaining('Python'),
    ]);
  });

  test('B78 a group that took nothing is no capture', () => {
    expect(findIn(compileRegex('(?<x>a*)(?<y>z)?b'), 'aab')).toEqual({ x: [0, 2] });
    expect(findIn(compileRegex('(?<x>a*)(?<y>z)?b'), 'b')).toEqual({});
  });

  test('B79 a table with regexes gives no warning it would not give without', () => {
    const table = tableOf(changed({ [EXTRA]: file('en', `      - regex: '\\be-\\d{4}\\b'\n`) }));
    expect(lint(table)).toEqual(lint(tableOf(fixtureFiles())));
  });

  test.each([
    ['(a', 'missing closing )'],
    ['a**', 'invalid nested repetition'],
    ['(?=a)b', 'no look-around'],
    ['(a)\\1', 'no back-references'],
    ['[z-a]', 'invalid character class range'],
    ['a{2000}', 'invalid repeat count'],
    ['(?<Big>a)', 'the group "Big" cannot be named in an answer'],
    ['a*', 'matches the empty message'],
    ['x|', 'matches the empty message'],
    ['.+', 'matches any message'],
    ['x'.repeat(201), 'longer than 200 characters'],
    ['(ab){80}', 'more than 100 parts'],
  ])('B80 the regex "%s" is refused with its line because it %s', (regex, reason) => {
    const [fault, ...others] = faultsOf({ [EXTRA]: file('en', `      - fine words\n      - regex: '${regex}'\n`) });
    expect(others).toEqual([]);
    expect(fault).toMatchObject({ file: EXTRA, line: 7, level: 'fault' });
    expect(fault?.message).toContain(reason);
    expect(fault?.message).toContain('regex "');
  });

  test('B80 too many, a row with both, an empty one and an unknown capture are refused with their lines', () => {
    const many = Array.from({ length: MAX_REGEX_ROWS / 2 + 1 }, (_, i) => `      - regex: 'code${i}'\n`).join('');
    const faults = faultsOf({ 'en/zz.yaml': file('en', many), 'zh/zz.yaml': file('zh', many) });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({ file: 'zh/zz.yaml', line: 55 });
    expect(faults[0]?.message).toContain('more than 100 regexes: write some as');
    const line = (row: string) => faultsOf({ [EXTRA]: file('en', `${row}\n`) })[0];
    expect(line('      - { regex: a, pattern: b }')).toMatchObject({ line: 6, message: expect.stringContaining('two rows') });
    expect(line('      - { regex: "" }')).toMatchObject({ line: 6, message: expect.stringContaining('regex is empty') });
    expect(line(`      - { regex: '(?<code>\\d+)', answer: 'See {cod}' }`)?.message).toContain('did you mean "code"?');
  });
});

/** The quickest of a few tries, in milliseconds: what the work takes when nothing else is on the core. */
function quickest(work: () => void): number {
  return Math.min(
    ...Array.from({ length: 5 }, () => {
      const since = performance.now();
      work();
      return performance.now() - since;
    }),
  );
}
const FLOOD = 100_000;
const FLOODS = [
  'a'.repeat(FLOOD),
  `${'a'.repeat(FLOOD)}!`,
  'a '.repeat(FLOOD / 2),
  'ab'.repeat(FLOOD / 2),
  '退款'.repeat(FLOOD / 2),
  // Cut where something is found, so that the groups are looked for as well.
  ...['b', 'c', '=a=', '!z'].map(
    (end) => `${'a'.repeat(MAX_READ_CHARS - end.length)}${end}${'a'.repeat(FLOOD - MAX_READ_CHARS)}`,
  ),
];
const CORES = [
  '(a+)+',
  '(a|aa)*',
  '(a|a)*',
  '((a*)*)*',
  '(.*)*',
  '(\\w+\\s?)*',
  '([a-z]+)*',
  '(a?b?)*',
  '(.*a){9}',
  '(a{1,9}){1,9}',
];
const TAILS = ['$', 'b$', 'c', '=.*=', '[^a]z'];
const NASTY = CORES.flatMap((core) => TAILS.map((tail) => `${core}${tail}`));

describe('cost', () => {
  test('B81 fifty catastrophic regexes against 100,000 characters are refused at load or done within 50 ms', () => {
    expect(new Set(NASTY).size).toBe(50);
    const accepted = NASTY.flatMap((source): (readonly [string, Regex])[] => {
      try {
        return [[source, compileRegex(source)]];
      } catch (error) {
        expect(error).toBeInstanceOf(PatternError);
        return [];
      }
    });
    expect(accepted.length).toBeGreaterThan(25);
    expect(accepted.length).toBeLessThan(50);
    expect(accepted.some(([, regex]) => FLOODS.some((message) => findIn(regex, read(message).source) !== null))).toBe(true);
    const slow = accepted.flatMap(([source, regex]) =>
      FLOODS.flatMap((message) => {
        const took = quickest(() => findIn(regex, read(message).source));
        return took < 50 ? [] : [`${source} took ${took} ms`];
      }),
    );
    expect(slow).toEqual([]);
  });

  test('B82 fifty nasty patterns against 100,000 characters are each done within 50 ms', () => {
    const shapes = (n: number): readonly string[] => [
      `${'* a '.repeat(20 + n)}b`,
      `${'[a] '.repeat(60 + n)}b`,
      `{x} a {y} a {z} a ${'* '.repeat(9 + n)}b`,
      `(${'a|'.repeat(90 + n)}a) * (a [a [a [a]]]) * b`,
      `${'{x} [a|退] '.repeat(20 + n)}b`,
    ];
    const patterns = Array.from({ length: 10 }, (_, n) => shapes(n)).flat();
    const readings: readonly Reading[] = [...FLOODS, 'a '.repeat(199)].map(read);
    const slow = patterns.flatMap((source) => {
      const pattern = compilePattern(source);
      return readings.flatMap((reading) => {
        const spans = findEntities(reading);
        const took = quickest(() => expect(matchPattern(pattern, reading.tokens, spans)).toBeNull());
        return took < 50 ? [] : [`${source} took ${took} ms`];
      });
    });
    expect(slow).toEqual([]);
  });
});
