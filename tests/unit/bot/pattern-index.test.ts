import { describe, expect, test } from 'vitest';
import { words } from '#bot/normalise.ts';
import { indexPatterns } from '#bot/pattern-index.ts';
import { plausible } from '#bot/pattern-match.ts';
import { compilePattern } from '#bot/pattern-syntax.ts';
import { createRecent } from '#bot/recent.ts';

describe('which patterns are tried', () => {
  const patterns = [
    'refund * order',
    '(refund|money) [please]',
    '{when:date}',
    '[no] video * (plays|loads)',
    '(a|b|c|d) video',
    '* certificate *',
  ].map(compilePattern);
  test.each([
    'refund my order',
    'money please',
    'tomorrow',
    'no video ever loads',
    'a video',
    'where is my certificate',
    'video',
    '',
  ])('D21 for "%s" none that could fit is left out, and the order is the table’s', (text) => {
    const present = new Set(words(text));
    const tried = indexPatterns(patterns).worthTrying(present);
    expect(tried).toEqual([...tried].sort((a, b) => a - b));
    const fitting = patterns.flatMap((pattern, at) => (plausible(pattern, present) ? [at] : []));
    expect(tried).toEqual(expect.arrayContaining(fitting));
    expect(tried.filter((at) => plausible(patterns[at] as (typeof patterns)[number], present))).toEqual(fitting);
  });

  test('D21 a pattern without a needed word is always tried, one with a rare word only when it is there', () => {
    expect(indexPatterns(patterns).worthTrying(new Set(['video']))).toEqual([2, 3, 4]);
  });

  test('D21 what was not asked for longest is forgotten first', () => {
    const recent = createRecent<number>(2);
    recent.put('a', 1);
    recent.put('b', 2);
    expect(recent.get('a')).toBe(1);
    recent.put('c', 3);
    expect([recent.get('a'), recent.get('b'), recent.get('c')]).toEqual([1, undefined, 3]);
  });
});
