/** The scripts an owner runs: import, export, missed; each as a process of its own, on a table in a folder of its own. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readTableFiles } from '#bot/files.ts';
import { parseTable } from '#bot/parse-table.ts';
import type { Event } from '#domain/events.ts';
import { readCsv } from '#scripts/intents-import/csv.ts';
import { readDialogflow } from '#scripts/intents-import/dialogflow.ts';
import { idOf } from '#scripts/intents-import/into-table.ts';
import { readRasa } from '#scripts/intents-import/rasa.ts';
import { BadInput } from '#scripts/intents-import/source.ts';
import { openSqliteStore } from '#store/sqlite.ts';
import { botSaid, said, TRACE } from '#tests/support/samples.ts';
import { realIds } from '#tests/support/sqlite-storage.ts';
import { talk, tell } from '#tests/support/store-talk.ts';
import { FIXTURE, fixtureFiles, tableOf } from '#tests/unit/bot/fixture.ts';

let home: string;
let dir: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'handraise-import-'));
  dir = join(home, 'intents');
  cpSync(FIXTURE, dir, { recursive: true });
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function run(script: string, ...args: string[]) {
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const env = { ...process.env, DATA_DIR: home };
    execFile('node_modules/.bin/tsx', [`scripts/${script}.ts`, '--dir', dir, ...args], { env }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
}
const read = (path: string) => readFileSync(join(dir, path), 'utf8');
const table = () => tableOf(fixtureFiles(dir));
const examplesOf = (intent: string, tongue = 'en') =>
  table()
    .phrases.filter((p) => p.intent === intent && p.tongue === tongue)
    .flatMap((p) => p.examples.map(({ text }) => text));
const all = () =>
  new Map(
    readdirSync(dir, { recursive: true, encoding: 'utf8' })
      .filter((f) => statSync(join(dir, f)).isFile())
      .map((f) => [f, read(f)]),
  );

describe('intents:import', () => {
  it('L40 Rasa NLU: marks of entities taken off, topics from retrieval names, languages told apart; no answer hands off', async () => {
    const { code, out, err } = await run('intents-import', 'tests/fixtures/import/nlu.yml');
    expect([code, err]).toEqual([0, '']);
    expect(examplesOf('imported.greet-visitor')).toEqual(['hello there good people', 'a very good morning to all']);
    expect(examplesOf('faq.ask-parking')).toEqual(['where can I park in Berlin', 'is there parking for two cars']);
    expect(examplesOf('faq.ask-parking', 'zh')).toEqual(['哪里可以停车']);
    expect(examplesOf('imported.book')).toEqual(['book a seat for me', 'reserve a chair']);
    expect(table().intents.get('imported.book')).toMatchObject({ handoff: 'always' });
    expect(out).toContain('"synonym" entries are not intents');
    expect(out).toContain('3 intents have no answer yet and hand off to a person');
  }, 60_000);

  it('L41 Dialogflow ES: phrases in parts, answers of each language; fallbacks and other languages are left out and named', async () => {
    const { code, out } = await run('intents-import', 'tests/fixtures/import/dialogflow', '--topic', 'old');
    expect(code).toBe(0);
    expect(examplesOf('old.opening-times')).toEqual(['when do you unlock the doors', 'door times']);
    const phrases = table().phrases.filter((p) => p.intent === 'old.opening-times');
    expect(phrases.map((p) => [p.tongue, p.answers])).toEqual([
      ['en', ['We open at nine.', 'From nine on.']],
      ['zh', ['九点开门。']],
    ]);
    expect(table().intents.get('old.opening-times')).toMatchObject({ handoff: 'never' });
    expect(out).toContain('Fallback: a fallback');
    expect(out).toContain('only English and Chinese');
  }, 60_000);

  it('L42 what exists is not touched without --force; with it examples are added and nothing is taken away', async () => {
    const csv = join(home, 'new.csv');
    writeFileSync(
      csv,
      '\uFEFFtext,intent,language\r\n"are you open, at night",shop.hours,en\r\nwhen are you open,shop.hours,en\r\n',
    );
    const before = all();
    const refused = await run('intents-import', csv);
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('the table has shop.hours already: --force')]);
    expect(all()).toEqual(before);
    expect((await run('intents-import', csv, '--force', '--dry-run')).out).toContain('would write');
    expect(all()).toEqual(before);
    expect((await run('intents-import', csv, '--force')).code).toBe(0);
    const old = before.get('en/shop.yaml') ?? '';
    expect(read('en/shop.yaml').replace('      - are you open, at night\n', '')).toBe(old);
  }, 60_000);

  it('B131 a row with more cells than columns is refused: a comma in a text would make an intent of its end', () => {
    const row = 'text,intent\nhow do i pay,shop.pay\nhow do i pay, please,shop.pay\n';
    expect(() => readCsv(row, 'a.csv', null)).toThrow('a.csv:3 has more cells than the first line has columns');
    // Spreadsheets fill rows up.
    expect(readCsv('text,intent\nhow do i pay,shop.pay,,\n', 'a.csv', null).intents).toHaveLength(1);
  });

  it.each([';', '\t'])('B131 cells may be separated by %j', (mark) => {
    const rows = [
      ['text', 'intent', 'language'],
      ['"pay; now, please"', 'shop.pay', 'en'],
      ['what, when', 'shop.pay', 'en'],
    ];
    const { intents } = readCsv(rows.map((row) => row.join(mark)).join('\r\n'), 'a.csv', null);
    expect(intents).toEqual([expect.objectContaining({ name: 'shop.pay', examples: ['pay; now, please', 'what, when'] })]);
  });

  it('L43 bad input is refused with the place and what to do', () => {
    const csv = (text: string) => () => readCsv(text, 'a.csv', null);
    const rasa = (text: string) => () => readRasa(text, 'a.yml', null);
    for (const [read, words] of [
      [csv('question,label\nx,y\n'), 'a.csv:1 the first line must name the columns'],
      [csv('text,intent\nhow,a.b\n,a.b\n'), 'a.csv:3 text is empty'],
      [csv('text,intent\n"open,a.b\n'), 'a.csv:2 a quote is not closed'],
      [csv('text,intent\n"two\nlines",a.b\nx"y,a.b\n'), 'a.csv:4 a quote is not closed'],
      [csv('text,intent,language\nwie,a.b,de\n'), 'a.csv:2 language "de": write en or zh'],
      [csv('text,intent\n'), 'has no rows'],
      [rasa('nlu:\n  - intent: a\n    examples: |\n      no dash\n'), 'must begin with "- "'],
      [rasa('nlu:\n  - intent: a\n'), 'has no examples'],
      [rasa('nlu: [\n'), 'not valid YAML'],
      [rasa('nlu: text\n'), 'must be a list'],
      [() => readDialogflow(FIXTURE), 'no folder "intents"'],
      [() => idOf('开门', 'faq'), 'rename it to Latin letters'],
    ] as const) {
      expect(read).toThrow(BadInput);
      expect(read).toThrow(words);
    }
    expect(idOf('faq/Opening_Hours 24', 'x')).toBe('faq.opening-hours-24');
    expect(idOf('askWeather', 'x')).toBe('x.ask-weather');
  });

  it('L43 nothing is written when anything is wrong, and the process ends with 2', async () => {
    const before = all();
    for (const [name, text, words] of [
      ['a.csv', 'text,intent\nwhen is it,shop.new\n,shop.new\n', ':3 text is empty'],
      ['b.csv', `text,intent\n${'???,shop.new\n'.repeat(2)}`, 'nothing was written, the table would have faults'],
      ['c.zip', 'PK', 'unpack it first'],
    ] as const) {
      writeFileSync(join(home, name), text);
      const { code, err } = await run('intents-import', join(home, name));
      expect([name, code, err]).toEqual([name, 2, expect.stringContaining(words)]);
    }
    expect(all()).toEqual(before);
  }, 60_000);
});

describe('files that are not UTF-8', () => {
  const gbk = (text: string, word: string, bytes: readonly number[]) => {
    const [before = '', after = ''] = text.split(word);
    return Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)]);
  };
  const REFUND = [0xcd, 0xcb, 0xbf, 0xee];

  it('B105 one to import is refused, and nothing is written', async () => {
    const csv = join(home, 'excel.csv');
    writeFileSync(csv, gbk('text,intent,language\n退款,faq.refund,zh\n', '退款', REFUND));
    const before = all();
    const { code, err } = await run('intents-import', csv);
    expect([code, err]).toEqual([2, expect.stringContaining('excel.csv is not UTF-8: save it again')]);
    expect(all()).toEqual(before);
  }, 60_000);

  it('B105 one of the table is a fault of its line', async () => {
    const voice = read('zh/voice.yaml');
    const [word = ''] = /\p{Script=Han}{2}/u.exec(voice) ?? [];
    writeFileSync(join(dir, 'zh/voice.yaml'), gbk(voice, word, REFUND));
    const parsed = parseTable(await readTableFiles(dir));
    const line = voice.slice(0, voice.indexOf(word)).split('\n').length;
    expect(parsed.ok ? [] : parsed.faults).toContainEqual({
      file: 'zh/voice.yaml',
      line,
      level: 'fault',
      message: 'the file is not saved as UTF-8: save it again in that encoding',
    });
  });
});

describe('intents:import, where an answer is missing in one language', () => {
  it('B104 a new intent hands off, for that is what it says there', async () => {
    const folder = join(home, 'export');
    mkdirSync(join(folder, 'intents'), { recursive: true });
    const put = (name: string, value: unknown) => writeFileSync(join(folder, 'intents', name), JSON.stringify(value));
    put('Doors.json', { name: 'Doors', responses: [{ messages: [{ type: '0', lang: 'en', speech: 'At nine.' }] }] });
    put('Doors_usersays_en.json', [{ data: [{ text: 'when do you unlock the doors' }] }]);
    put('Doors_usersays_zh.json', [{ data: [{ text: '门什么时候打开呢' }] }]);
    const { code, out } = await run('intents-import', folder);
    expect([code, table().intents.get('imported.doors')?.handoff]).toEqual([0, 'always']);
    expect(out).toContain('hand off to a person: imported.doors');
  }, 60_000);

  it('B104 one that stands in the table and does not hand off is refused, and nothing is written', async () => {
    for (const [path, more] of [
      ['catalogue/shop.yaml', '  shop.doors:\n    kind: other\n'],
      ['en/shop.yaml', '  shop.doors:\n    title: Doors\n    examples: [when do you unlock the doors]\n    answer: At nine.\n'],
    ] as const)
      writeFileSync(join(dir, path), `${read(path)}${more}`);
    const csv = join(home, 'more.csv');
    writeFileSync(csv, 'text,intent,language\n门什么时候打开呢,shop.doors,zh\n');
    const before = all();
    const { code, err } = await run('intents-import', csv, '--force');
    expect([code, err]).toEqual([2, expect.stringContaining('does not hand off: shop.doors (zh)')]);
    expect(all()).toEqual(before);
  }, 60_000);
});

describe('intents:export', () => {
  it('L44 what is exported imports again to the very same table; formulas are guarded', async () => {
    writeFileSync(join(dir, 'en/smalltalk.yaml'), read('en/smalltalk.yaml').replace('you idiot', '"=you, \\"idiot\\""'));
    const before = all();
    const out = join(home, 'all.csv');
    expect((await run('intents-export', '--out', out)).code).toBe(0);
    expect(readFileSync(out, 'utf8')).toContain(`"'=you, ""idiot""",smalltalk.abuse,en,,\r\n`);
    const { code, err } = await run('intents-import', out, '--force');
    expect([code, err]).toEqual([0, '']);
    expect(all()).toEqual(before);
    const zh = (await run('intents-export', '--lang', 'zh')).out.trim().split('\r\n');
    expect(zh.slice(1).every((line) => /,zh,/.test(line))).toBe(true);
  }, 60_000);

  it("L44 an example of a lesson's comes back to that lesson's file, not to its course's", async () => {
    const path = 'en/courses/loops.yaml';
    const lesson = `language: en
topic: shop
scope: { course: python, lesson: loops }
intents:
  shop.loops:
    examples: [why does my loop run once too often]
    answer: Count from zero.
`;
    writeFileSync(join(dir, path), lesson);
    const before = all();
    const out = join(home, 'all.csv');
    expect((await run('intents-export', '--out', out)).code).toBe(0);
    expect(readFileSync(out, 'utf8')).toContain('why does my loop run once too often,shop.loops,en,python,loops\r\n');
    expect((await run('intents-import', out, '--force')).code).toBe(0);
    expect(all()).toEqual(before);
    writeFileSync(out, 'text,intent,language,course,lesson\nthe loop skips one,shop.loops,en,python,loops\n');
    expect((await run('intents-import', out, '--force')).code).toBe(0);
    expect(read(path)).toContain('the loop skips one');
    writeFileSync(out, 'text,intent,lesson\nthe loop skips one,shop.loops,loops\n');
    const { code, err } = await run('intents-import', out, '--force');
    expect([code, err]).toEqual([2, expect.stringContaining(':2 lesson "loops" without its course')]);
  }, 60_000);
});

describe('intents:missed', () => {
  it('L45 open questions in groups, with the nearest intents and what agents answered', async () => {
    const none = await run('intents-missed');
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('There is no database')]);
    const store = await openSqliteStore({ path: join(home, 'handraise.db'), ids: realIds });
    const notKnown = {
      ...botSaid('?', 'not-known'),
      trace: { ...TRACE, how: 'none', intent: 'shop.hours', score: 0.2 },
    } as Event;
    const id = await talk(store, 'a', [
      said('do you sell gift vouchers'),
      notKnown,
      { type: 'handoff-requested', reason: 'asked' },
    ]);
    const agent = 'ada' as Parameters<typeof store.agents.get>[0];
    await tell(store, id, [
      { type: 'taken', agent },
      { type: 'agent-said', agent, text: 'At the desk.' },
    ]);
    await talk(store, 'b', [said('gift vouchers for sale?'), notKnown]);
    await talk(store, 'c', [said('is there a shuttle bus'), notKnown]);
    await store.close();
    const { code, out } = await run('intents-missed');
    expect(code).toBe(0);
    expect(out).toContain('3 open questions in 2 groups');
    expect(out).toContain(
      '2x "gift vouchers for sale?"  (en; not known 2)\n    "do you sell gift vouchers"\n  nearest: shop.hours (0.20)',
    );
    expect(out).toContain('an agent answered: At the desk.');
    const lines = (await run('intents-missed', '--json')).out.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).questions.length)).toEqual([2, 1]);
  }, 60_000);
});
