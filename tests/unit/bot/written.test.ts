import { describe, expect, test } from 'vitest';
import { readHeldOut } from '#bot/held-out.ts';
import { sentenceKey, words } from '#bot/normalise.ts';
import { corpusFile, dice, readRows } from '#scripts/data/corpora.ts';
import { intentsOf, mapPools, tasksOf } from '#scripts/data/tasks.ts';
import { parseWritten, readDomains } from '#scripts/data/written.ts';

const key = (text: string): string => sentenceKey(words(text));
const ASKED = ['hwu64', 'clinc150'].flatMap((name) => [`${name}/valid`, `${name}/test`]);
const ASKED_TOO = ['hint3-powerplay11/', ...['askubuntu', 'webapps', 'chatbot'].map((name) => `nlu-evaluation/${name}.`)];

describe('messages written to teach the encoder', () => {
  const [en, zh] = [readDomains('en'), readDomains('zh')];
  const messages = [...en, ...zh].flatMap(({ intents }) => [...intents.values()].flat());

  test('B96 both languages have the same intents, each with nine messages or more, and none stands twice', () => {
    const names = (domains: typeof en): unknown => domains.map(({ name, intents }) => [name, [...intents.keys()]]);
    expect(names(zh)).toEqual(names(en));
    for (const { intents } of [...en, ...zh])
      for (const some of intents.values()) expect(some.length).toBeGreaterThanOrEqual(9);
    expect(new Set(messages.map(key)).size).toBe(messages.length);
  });

  test('B96 none of them is a sentence that a figure is measured on', async () => {
    const asked = [...ASKED, ...ASKED_TOO.map((name) => `${name}test`)].flatMap((name) =>
      readRows(corpusFile(`${name}.jsonl`)),
    );
    const heldOut = await Promise.all(
      (['en', 'zh'] as const).flatMap((tongue) => [
        readHeldOut('tests/intents', tongue),
        readHeldOut('tests/intents/second', tongue),
      ]),
    );
    const measured = new Set([...asked, ...heldOut.flat()].map(({ text }) => key(text)));
    expect(measured.size).toBeGreaterThan(8_000);
    expect(messages.filter((text) => measured.has(key(text)))).toEqual([]);
  });

  test('B96 a file that is not in its form is refused with the line', () => {
    expect(() => parseWritten('shop.en.txt', '\nwhere is it')).toThrow('shop.en.txt:2: a message before the first "# intent"');
    expect(() => parseWritten('shop.en.txt', '# a\none\n# a')).toThrow('shop.en.txt:3: "a" stands here for the second time');
    expect(parseWritten('shop.en.txt', '# a\none\n\n# b\n two \n')).toEqual(
      new Map([
        ['a', ['one']],
        ['b', ['two']],
      ]),
    );
  });
});

describe('tasks drawn from them', () => {
  // Three domains of two intents in one language, one of three in the other; "few" is too small.
  const domain = (name: string, intents: number): string[][] =>
    Array.from({ length: intents }, (_, i) => ['a', 'b', 'c'].map((message) => `${name}${i} ${message}`));
  const pools = [[domain('en1-', 2), domain('en2-', 2), domain('en3-', 2), [['en-few x']]], [domain('zh1-', 3)]];
  const draw = tasksOf(pools, 2, 3);
  const chance = dice(1);
  const tasks = Array.from({ length: 400 }, () => draw(chance));

  test('B97 a task is of one language, a language as often as it has intents, of intents with sentences enough', () => {
    for (const task of tasks) {
      expect(task).toHaveLength(2);
      expect(new Set(task.flat().map((message) => message.slice(0, 2))).size).toBe(1);
      for (const intent of task) expect([...intent].sort()).toEqual(pools.flat(2).find((one) => one.includes(intent[0] ?? '')));
    }
    const english = tasks.filter((task) => task[0]?.[0]?.startsWith('en')).length / tasks.length;
    expect(english).toBeGreaterThan(0.58);
    expect(english).toBeLessThan(0.75);
  });

  test('B97 half of the tasks are near neighbours, the others anything', () => {
    const english = tasks.filter((task) => task[0]?.[0]?.startsWith('en'));
    const near = english.filter((task) => new Set(task.map(([message]) => message?.slice(0, 3))).size === 1).length;
    // Of the other half a fifth are so by chance.
    expect(near / english.length).toBeGreaterThan(0.5);
    expect(near / english.length).toBeLessThan(0.7);
  });

  test('B97 what is made of each sentence keeps its place', () => {
    expect(mapPools(pools, (message) => message.length)[1]?.[0]?.[2]).toEqual([7, 7, 7]);
    expect(intentsOf(pools)).toHaveLength(10);
  });
});
