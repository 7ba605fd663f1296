/** What an owner who slipped is told. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseTable } from '#bot/parse-table.ts';
import { changed, FIXTURE, faultsOf } from '#tests/unit/bot/fixture.ts';

const SHOP = 'en/shop.yaml';
const shop = readFileSync(`${FIXTURE}/${SHOP}`, 'utf8');
const PHRASE = '      - office hours\n';
/** Counted from 1. */
const lineOf = (text: string): number => shop.slice(0, shop.indexOf(text)).split('\n').length;
const slip = (from: string, to: string): string => {
  expect(shop).toContain(from);
  return shop.replace(from, to);
};

describe('a slip in YAML', () => {
  test.each([
    ['a tab', PHRASE, '\t- office hours\n', 'begins with a tab: indent it with blanks'],
    ['a line that hangs', '    title: Opening hours\n', '   title: Opening hours\n', 'exactly below it'],
    ['a dash that hangs', PHRASE, `${PHRASE}     - bank holidays\n`, 'begin it exactly below them'],
    ['a dash without its blank', PHRASE, '      -office hours\n', 'begin it exactly below its neighbours'],
    ['a colon in the text', 'title: Opening hours', 'title: Hours: when', 'colon followed by a blank'],
    ['a key without its colon', 'title: Opening hours', 'title Opening hours', 'add the colon'],
    ['a quote in quotes', PHRASE, `      - 'what's on'\n`, "it is written ''"],
    ['a bracket first', PHRASE, '      - [can] i come\n', 'put the whole text in "quotes"'],
    ['a star first', PHRASE, '      - * open\n', 'put the whole text in "quotes"'],
    ['a backslash in quotes', PHRASE, '      - "\\d days"\n', "use 'single quotes'"],
    ['a key twice', 'title: Opening hours', 'title: Hours\n    title: Opening hours', '"title" stands here a second time'],
    ['a quote left open', PHRASE, '      - "office hours\n', 'is not closed'],
    ['a second document', 'topic: shop\n', 'topic: shop\n---\n', 'remove the line'],
    ['a merge', 'topic: shop\n', '<<<<<<< HEAD\ntopic: shop\n=======\ntopic: store\n>>>>>>> theirs\n', "remove git's marks"],
  ])('B130 %s is one fault that says what to do', (_, from, to, says) => {
    const faults = faultsOf({ [SHOP]: slip(from, to) });
    expect(faults).toEqual([expect.objectContaining({ file: SHOP, level: 'fault', message: expect.stringContaining(says) })]);
    expect(faults[0]?.message).not.toMatch(/implicit|scalar|mapping|at line/i);
  });

  test.each([
    ['a tag', '      - !important office hours\n', '"!important"'],
    ['a tag and nothing else', '      - !important\n', '"!important"'],
    ['an anchor', '      - &c office hours\n', '"&c"'],
    ['nothing but a comment', '      - # office hours\n', '"# office hours" is no part of the example'],
  ])('B152 %s, which YAML would take from the text unseen, is a fault with its line', (_, line, says) => {
    const faults = faultsOf({ [SHOP]: slip(PHRASE, line) });
    expect(faults).toEqual([
      expect.objectContaining({ file: SHOP, line: lineOf(PHRASE), message: expect.stringContaining(says) }),
    ]);
    expect(faults[0]?.message).toContain('put the whole text in "quotes"');
  });

  test.each([
    ['an example', PHRASE, '      - how do I print # signs\n', '"# signs"'],
    ['a Chinese example', PHRASE, '      - 怎么打印 #号\n', '"#号"'],
    ['a title', 'title: Opening hours', 'title: Opening #hours', '"#hours"'],
    ['an answer', 'answer: Read the hint under the exercise.', 'answer: Read hint # 3.', '"# 3."'],
  ])('B152 %s cut by a comment is warned about; the table goes on', (_, from, to, cut) => {
    const parsed = parseTable(changed({ [SHOP]: slip(from, to) }));
    expect(parsed).toMatchObject({ ok: true, warnings: [{ file: SHOP, line: lineOf(from), level: 'warning' }] });
    expect(parsed.ok && parsed.warnings[0]?.message).toContain(`${cut} is no part of the`);
  });

  test('B152 what cuts nothing is left alone: quotes, a # within a word, comments beside them, and keys', () => {
    const fine = `${PHRASE}      - how do I learn C# fast\n      - "print # signs" # a comment\n      # another\n`;
    expect(parseTable(changed({ [SHOP]: slip(PHRASE, fine).replace('topic: shop', 'topic: shop # ours') }))).toMatchObject({
      ok: true,
      warnings: [],
    });
  });

  test('B150 a fault in an answer names its line: the intent’s, a pattern’s, one of several, the voice’s', () => {
    const answer = slip('answer: Read the hint under the exercise.', 'answer:\n      - Read.\n      - Ask {who}.');
    const at = lineOf('answer: Read the hint under the exercise.');
    expect(faultsOf({ [SHOP]: answer })).toEqual([expect.objectContaining({ file: SHOP, line: at + 2 })]);
    const own = "answer: A black video is the browser's fault.";
    expect(faultsOf({ [SHOP]: slip(own, 'answer:\n          - Look.\n          - Look at {problm}.') })).toEqual([
      expect.objectContaining({ line: lineOf(own) + 2, message: expect.stringContaining('{problm} in the answer') }),
    ]);
    const voice = readFileSync(`${FIXTURE}/en/voice.yaml`, 'utf8');
    const line = voice.split('\n').findIndex((text) => text.startsWith('  confirm:')) + 1;
    expect(faultsOf({ 'en/voice.yaml': voice.replace(/^( {2}confirm:).*$/m, '$1 "Is {it} right?"') })).toEqual([
      expect.objectContaining({ file: 'en/voice.yaml', line, message: expect.stringContaining('"confirm": {it}') }),
    ]);
  });

  test('B130 in the catalogue it is the one fault named, not every intent that the file would have declared', () => {
    const before = readFileSync(`${FIXTURE}/catalogue/shop.yaml`, 'utf8');
    const faults = faultsOf({ 'catalogue/shop.yaml': before.replace(/^( {2}shop\.hours:.*)$/m, '$1\n\tkind: other') });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({ file: 'catalogue/shop.yaml', message: expect.stringContaining('YAML') });
  });

  test('B130 an intent that is both followed and near, and missing, is named once', () => {
    const faults = faultsOf({
      'catalogue/more.yaml': 'topic: more\nintents:\n  more.one: { kind: other, follow: [more.two], near: [more.two] }\n',
      'en/more.yaml': 'language: en\ntopic: more\nintents:\n  more.one: { title: One, examples: [one more], answer: One }\n',
    });
    expect(faults).toEqual([expect.objectContaining({ file: 'catalogue/more.yaml', line: 3 })]);
  });
});
