/** Two questions in one message: when they are answered both, and when the message is one thing. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { changed, FIXTURE, fixtureFiles, mindOf, tableOf, talk } from '#tests/unit/bot/fixture.ts';

const mind = mindOf(tableOf(fixtureFiles()));
const edited = (path: string, from: string, to: string) =>
  mindOf(tableOf(changed({ [path]: readFileSync(`${FIXTURE}/${path}`, 'utf8').replace(from, to) })));
const intents = (text: string, of = mind, more: Parameters<typeof talk>[1] = {}) =>
  talk(of, more)(text).says.map((said) => said.trace.intent);
const HOURS = 'What are your opening hours?';
const VIDEO = 'The video does not play.';

describe('two questions', () => {
  test('B24 are looked for among more sentences, and one asked twice is one', () => {
    expect(intents(`It is raining here. ${HOURS} ${VIDEO}`)).toEqual(['shop.hours', 'shop.video']);
    expect(intents(`${HOURS} When are you open? ${VIDEO}`)).toEqual(['shop.hours', 'shop.video']);
    expect(intents(`${HOURS} When are you open?`)).toEqual(['shop.hours']);
  });

  test('B24 of three none is answered by halves', () => {
    const said = talk(mind)(`${HOURS} ${VIDEO} I am stuck.`).says;
    expect(said.map(({ text }) => text).join()).not.toContain('two things');
  });

  test('B21 B24 what the owner gave as one example, or wrote as one pattern, is one question', () => {
    const both = 'what are your opening hours and also the video does not play';
    expect(intents(both)).toEqual(['shop.hours', 'shop.video']);
    const example = edited('en/shop.yaml', '      - i am stuck\n', `      - i am stuck\n      - ${both}\n`);
    expect(intents(both, example)).toEqual(['shop.stuck']);
    const pattern = edited(
      'en/shop.yaml',
      '      - pattern: "i am stuck on {problem}"',
      `      - "${both}"\n      - pattern: "i am stuck on {problem}"`,
    );
    expect(intents(both, pattern)).toEqual(['shop.stuck']);
  });

  test('B24 B100 two that the owner calls near are one asked in two ways', () => {
    for (const [of, near] of [
      ['shop.hours', 'shop.video'],
      ['shop.video', 'shop.hours'],
    ]) {
      const close = edited('catalogue/shop.yaml', `  ${of}:\n`, `  ${of}:\n    near: [${near}]\n`);
      const said = talk(close)(`${HOURS} ${VIDEO}`).says;
      expect(said.map(({ text }) => text).join(), of).not.toContain('two things');
    }
  });

  test('B24 B25 in an exam neither gets what is withheld out', () => {
    const exam = { place: { page: { url: '/exam', kind: 'exam' as const } } };
    for (const text of [`I am stuck. ${HOURS}`, `${HOURS} I am stuck.`]) {
      expect(intents(text)).toHaveLength(2);
      const said = talk(mind, exam)(text).says;
      expect(said.map((one) => one.text).join(), text).not.toContain('Read the hint');
    }
  });

  test('B24 thanks beside a question are no question', () => {
    expect(intents(`That helped. ${HOURS}`)).toEqual(['shop.hours']);
  });

  test('B24 what people say of themselves after the question is one, where the table has it', () => {
    const known = edited('zh/shop.yaml', '[我卡住了,', '[我卡住了, 我视力不好,');
    expect(intents('你们几点上班，我视力不好', known)).toEqual(['shop.hours', 'shop.stuck']);
  });

  test('B20 B24 each answer counts as one message of the bot, so that wordings go on in turn', () => {
    const ask = talk(mind);
    expect(ask(HOURS).memory.turns).toBe(1);
    expect(ask(`${HOURS} ${VIDEO}`).memory.turns).toBe(3);
  });
});
