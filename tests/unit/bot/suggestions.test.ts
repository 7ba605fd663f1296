import { describe, expect, test } from 'vitest';
import { fixtureFiles, mindOf, tableOf, talk } from './fixture.ts';

const mind = mindOf(tableOf(fixtureFiles()));

describe('did you mean', () => {
  test('B31 when unsure it offers two or three titles and none of these', () => {
    const ask = talk(mind);
    const { says, memory } = ask('about my money');
    expect(says[0]?.act).toBe('suggest');
    expect(says[0]?.choices.length).toBeGreaterThanOrEqual(3);
    expect(says[0]?.choices.at(-1)).toEqual({ label: 'None of these', choice: 'none' });
    expect(memory.expecting?.type).toBe('choose');
    expect(ask('None of these', { choice: 'none' }).says[0]?.act).toBe('not-known');
  });

  test('B31 after suggestions "no" means none of them, and "2" or "the first one" means that one', () => {
    const asked = (lang: string, text: string, reply: string) => {
      const ask = talk(mind, { lang });
      const ids = ask(text).says[0]?.choices.map((c) => c.choice.replace('intent:', ''));
      const { says } = ask(reply);
      return { ids, act: says[0]?.act, intent: says[0]?.trace.intent, how: says[0]?.trace.sentence };
    };
    expect(asked('en', 'about my money', 'no')).toMatchObject({
      act: 'not-known',
      how: 'The learner wanted none of the suggestions.',
    });
    for (const [nth, words] of [
      [0, ['1', 'the first one', 'First.', '第一个', '第1个']],
      [1, ['2', 'the second', '第二个']],
    ] as const)
      for (const word of words) {
        const { ids, intent } = asked('en', 'about my money', word);
        expect(intent).toBe(ids?.[nth]);
      }
  });
});
