/** What an owner who slipped is told. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FIXTURE, faultsOf } from '#tests/unit/bot/fixture.ts';

const SHOP = 'en/shop.yaml';
const shop = readFileSync(`${FIXTURE}/${SHOP}`, 'utf8');
const PHRASE = '      - office hours\n';
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
