import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { NOTHING } from '#bot/matcher.ts';
import { isJudged } from '#domain/events.ts';
import { changed, FIXTURE, fixtureFiles, mindOf, tableOf, talk } from './fixture.ts';

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

  /** Unsure between these, the likeliest first. */
  const between = (...ids: readonly string[]) => {
    const candidates = ids.map((intent) => ({ intent, score: 0.5 }));
    const [intent = null, second = null] = ids;
    const runnerUp = second === null ? null : { intent: second, score: 0.5 };
    const match = {
      ...NOTHING,
      how: 'likeness' as const,
      verdict: 'unsure' as const,
      intent,
      score: 0.5,
      candidates,
      runnerUp,
    };
    return talk({ ...mind, matcher: { ...mind.matcher, match: () => match } });
  };
  const offered = (reply: ReturnType<ReturnType<typeof between>>) => reply.says[0]?.choices.map((c) => c.choice);

  test('B138 nobody is asked whether they meant an insult, or thanks', () => {
    expect(offered(between('smalltalk.abuse', 'shop.hours', 'shop.video')('your site is rubbish'))).toEqual([
      'intent:shop.hours',
      'intent:shop.video',
      'none',
    ]);
    expect(offered(between('shop.hours', 'smalltalk.thanks')('open thanks'))).toEqual(['intent:shop.hours', 'none']);
    expect(between('smalltalk.abuse', 'smalltalk.thanks')('you and your site').says[0]?.act).toBe('not-known');
  });

  test('B139 in an exam no title is offered that would be refused, and what is likeliest such a one is told so', () => {
    const exam = { place: { page: { url: '/quiz', kind: 'exam' as const } } };
    expect(offered(between('shop.hours', 'shop.stuck')('how does it go on', exam))).toEqual(['intent:shop.hours', 'none']);
    expect(between('shop.stuck', 'shop.hours')('question two', exam).says[0]?.text).toContain('You are in an exam');
    expect(offered(between('shop.stuck', 'shop.hours')('question two'))).toContain('intent:shop.stuck');
  });
});

test('B30 B31 unsure a third time in a row it offers a person; silence in between changes nothing', () => {
  const ask = talk(mind);
  const said = () => {
    const { says, memory } = ask('about my money');
    return [says[0]?.act, memory.misses];
  };
  expect([said(), said(), said()]).toEqual([
    ['suggest', 0],
    ['suggest', 1],
    ['offer-person', 2],
  ]);
  for (const [text, more] of [
    ['', { files: 1 }],
    ['???', {}],
  ] as const) {
    const unknown = talk(mind);
    unknown('qwertz');
    unknown(text, more);
    expect(unknown('qwertz').says[0]?.act, text).toBe('offer-person');
  }
});

test('B154 an answer that is none, or that a person follows, is not asked about; others are', () => {
  const catalogue = readFileSync(`${FIXTURE}/catalogue/shop.yaml`, 'utf8');
  const asked = (more: string) => {
    const files = changed({ 'catalogue/shop.yaml': catalogue.replace('  shop.hours:\n', `$&${more}`) });
    const [answer] = talk(mindOf(tableOf(files)))('when are you open').says;
    return answer && isJudged(answer);
  };
  expect(['', '    judged: false\n', '    handoff: after\n'].map(asked)).toEqual([true, false, false]);
});
