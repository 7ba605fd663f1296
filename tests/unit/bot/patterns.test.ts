import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findEntities } from '#bot/entities.ts';
import { type Reading, read } from '#bot/normalise.ts';
import { MAX_PATTERN_TOKENS, matchPattern, plausible } from '#bot/pattern-match.ts';
import { samplesOf } from '#bot/pattern-samples.ts';
import { compilePattern, PatternError } from '#bot/pattern-syntax.ts';

function matches(pattern: string, text: string): Record<string, string> | null {
  const reading: Reading = read(text);
  const captures = matchPattern(compilePattern(pattern), reading.tokens, findEntities(reading));
  if (captures === null) return null;
  const cut = ([from, to]: readonly [number, number]) =>
    reading.source.slice(reading.tokens[from]?.from, reading.tokens[to - 1]?.to);
  return Object.fromEntries(Object.entries(captures).map(([name, range]) => [name, cut(range)]));
}

describe('patterns', () => {
  test.each([
    ['how are you', 'How are you?', true],
    ['how are you', 'how are you today', false],
    ['(fix|repair) my video', 'repair my VIDEO', true],
    ['(fix|repair) my video', 'my video', false],
    ['[please] help [me|us]', 'help', true],
    ['[please] help [me|us]', 'please help us', true],
    ['i cannot log in', "I can't log in!", true],
    ['* refund *', 'when is the refund here', true],
    ['* refund *', 'refund', true],
    ['(怎么|如何)[申请|办理]退款*', '怎么办理退款啊', true],
    ['(怎么|如何)[申请|办理]退款*', '我要退款', false],
    ['怎么安装python', '怎么安装Ｐｙｔｈｏｎ？', true],
    ['第１课', '第1课', true],
    ['申请退款', '申請退款', true],
  ])('B1 "%s" against "%s" is %s', (pattern, text, expected) => {
    expect(matches(pattern, text) !== null).toBe(expected);
  });

  test('B2 a named slot keeps the words as the learner wrote them', () => {
    expect(matches('my name is {name}', 'My name is Ada Lovelace.')).toEqual({ name: 'Ada Lovelace' });
    expect(matches('what is {a} and {b}', 'what is X and Y and Z')).toEqual({ a: 'X and Y', b: 'Z' });
    expect(matches('我卡在{problem}', '我卡在我的练习')).toEqual({ problem: '我的练习' });
    expect(matches('my name is {name}', 'my name is')).toBeNull();
  });

  test('B2 an entity slot takes only that entity', () => {
    expect(matches('order {order:order-number} is late', 'order HR-48213 is late')).toEqual({ order: 'HR-48213' });
    expect(matches('order {order:order-number} is late', 'order banana is late')).toBeNull();
    expect(matches('write to {mail:email}', 'write to ada@example.com')).toEqual({ mail: 'ada@example.com' });
  });

  test.each([
    ['(a|b', 'never closed'],
    ['a|b', 'without its opening bracket'],
    ['a )', 'without its opening bracket'],
    ['{A B}', 'is no slot'],
    ['{a:colour}', 'is no entity'],
    ['{a', 'never closed'],
    ['(a||b)', 'empty choice'],
    ['*', 'matches any message'],
    ['[a] {b}', 'matches any message'],
    ['...', 'no words'],
    ['x'.repeat(501), 'longer than'],
    ['((((((((((a))))))))))', 'nested deeper'],
  ])('B3 the pattern "%s" is refused because it %s', (pattern, reason) => {
    expect(() => compilePattern(pattern)).toThrow(PatternError);
    expect(() => compilePattern(pattern)).toThrow(reason);
  });

  test('B4 fifty nasty patterns against 100,000 characters stay fast', () => {
    const nasty = Array.from({ length: 50 }, (_, i) => {
      const stars = '* a '.repeat(20 + i);
      return (
        [
          `${stars}b`,
          `${'[a] '.repeat(60)}b`,
          `{x} a {y} a {z} a ${'* '.repeat(9)}b`,
          `(${'a|'.repeat(90)}a) * (a [a [a [a]]]) * b`,
        ][i % 4] ?? 'b'
      );
    }).map(compilePattern);
    const messages = [
      'a '.repeat(50_000),
      'ab'.repeat(50_000),
      '退款'.repeat(50_000),
      'a'.repeat(100_000),
      'a '.repeat(MAX_PATTERN_TOKENS - 1),
    ];
    const start = performance.now();
    for (const message of messages) {
      const reading = read(message);
      const spans = findEntities(reading);
      for (const pattern of nasty) expect(matchPattern(pattern, reading.tokens, spans)).toBeNull();
    }
    expect(performance.now() - start).toBeLessThan(2000);
  });

  const word = fc.constantFrom('a', 'b', 'c', '退', '款');
  const source: fc.Arbitrary<string> = fc.letrec((tie) => ({
    node: fc.oneof(
      { depthSize: 'small' },
      word,
      fc.constant('*'),
      tie('choice'),
      tie('option'),
      tie('sequence'),
    ) as fc.Arbitrary<string>,
    choice: fc.array(tie('node') as fc.Arbitrary<string>, { minLength: 1, maxLength: 3 }).map((list) => `(${list.join('|')})`),
    option: fc.array(tie('node') as fc.Arbitrary<string>, { minLength: 1, maxLength: 3 }).map((list) => `[${list.join('|')}]`),
    sequence: fc.array(tie('node') as fc.Arbitrary<string>, { minLength: 1, maxLength: 3 }).map((list) => list.join(' ')),
  })).node as fc.Arbitrary<string>;

  test('B1 a pattern matches exactly what the same regular expression matches', () => {
    const regex = (text: string): RegExp =>
      new RegExp(
        `^${text
          .replace(/\[/g, '(?:')
          .replace(/\]/g, ')?')
          .replace(/\((?!\?)/g, '(?:')
          .replace(/\*/g, '.*')
          .replace(/ /g, '')}$`,
        'u',
      );
    fc.assert(
      fc.property(source, fc.array(word, { maxLength: 7 }), (text, message) => {
        let pattern: ReturnType<typeof compilePattern>;
        try {
          pattern = compilePattern(text);
        } catch (error) {
          expect(error).toBeInstanceOf(PatternError);
          return;
        }
        const reading = read(message.join(' '));
        expect(matchPattern(pattern, reading.tokens, []) !== null).toBe(regex(text).test(message.join('')));
      }),
      { numRuns: 2000 },
    );
  });

  test('B1 the quick refusal never refuses what would match', () => {
    fc.assert(
      fc.property(source, (text) => {
        let pattern: ReturnType<typeof compilePattern>;
        try {
          pattern = compilePattern(text);
        } catch {
          return;
        }
        for (const sample of samplesOf(pattern, 20)) {
          const reading = read(sample.join(' '));
          expect(plausible(pattern, new Set(sample))).toBe(true);
          expect(matchPattern(pattern, reading.tokens, [])).not.toBeNull();
        }
      }),
      { numRuns: 500 },
    );
  });

  test('B3 any text is compiled or refused with a sentence, never anything else', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab()[]{}|* :款'), maxLength: 40 }), (text) => {
        try {
          compilePattern(text);
        } catch (error) {
          expect(error).toBeInstanceOf(PatternError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
