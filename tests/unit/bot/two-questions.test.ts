/** Two questions in one message: when they are answered both, and when the message is one thing. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Match, Matcher } from '#bot/matcher.ts';
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

  test('B24 a half counts from 0.6 on; of a sentence that is plain as a whole, from 0.85, and only with what the whole was taken for', () => {
    const [hours, video] = ['what are your opening hours', 'the video does not play'];
    const both = `${hours}, ${video}`;
    /** What is asked, if the matcher is so sure of each. */
    const asked = (text: string, scores: Readonly<Record<string, number>>, taken: Partial<Match> = {}) => {
      const match: Matcher['match'] = (reading, ...rest) => {
        const found = mind.matcher.match(reading, ...rest);
        const score = scores[reading.source.trim()];
        if (score === undefined) return found;
        const whole = reading.source === text ? { intent: 'shop.hours', ...taken } : {};
        return { ...found, how: 'likeness', verdict: 'sure', score, answers: [], captures: {}, by: null, ...whole };
      };
      return intents(text, { ...mind, matcher: { ...mind.matcher, match } }).length;
    };
    const two = `${hours}. ${video}`;
    expect(asked(two, { [hours]: 0.6, [video]: 0.6 })).toBe(2);
    expect(asked(two, { [hours]: 0.59, [video]: 0.6 })).toBe(1);
    expect(asked(both, { [both]: 0.84, [hours]: 0.6, [video]: 0.6 })).toBe(2);
    expect(asked(both, { [both]: 0.85, [hours]: 0.84, [video]: 0.9 })).toBe(1);
    expect(asked(both, { [both]: 0.85, [hours]: 0.85, [video]: 0.85 })).toBe(2);
    expect(asked(both, { [both]: 0.85, [hours]: 0.85, [video]: 0.85 }, { intent: 'shop.stuck' })).toBe(1);
    expect(asked(both, { [both]: 0.85, [hours]: 0.6, [video]: 0.6 }, { verdict: 'unsure' })).toBe(2);
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
