import { describe, expect, it } from 'vitest';
import type { Event, Stamped } from '#domain/events.ts';
import { missedIn } from '#domain/missed.ts';
import { EMPTY_MEMORY, type Expecting, type Trace } from '#domain/understanding.ts';
import { ADA, at, botSaid, said, started, TRACE } from '#tests/support/samples.ts';

const log = (...events: Event[]): Stamped[] =>
  events.map((event, index) => ({ seq: index + 1, at: at(index), key: String(index), event }));
const missed = (...events: Event[]) => missedIn(log(started, ...events), 0).map(({ text, reason }) => [text, reason]);
type Act = Parameters<typeof botSaid>[1];
const bot = (act: Act, trace: Partial<Trace>, expecting: Expecting | null = null) =>
  ({ ...botSaid('…', act), trace: { ...TRACE, ...trace }, memory: { ...EMPTY_MEMORY, expecting } }) as Event;
const notKnown = bot('not-known', { how: 'none' });
const handOff = bot('hand-off', { how: 'dialogue', intent: 'help.person' });
const handed = (reason: Extract<Event, { type: 'handoff-requested' }>['reason'] = 'asked'): Event => ({
  type: 'handoff-requested',
  reason,
});
const picked = (choice: string): Event => ({ type: 'learner-said', text: 'button', lang: 'en', place: {}, choice });

describe('what counts as missed', () => {
  it('L1 a message the bot did not know, also when it offers a person instead of saying so', () => {
    expect(missed(said('do you sell cars'), notKnown)).toEqual([['do you sell cars', 'not-known']]);
    expect(missed(said('a'), notKnown, said('b'), bot('offer-person', { how: 'none' }))).toEqual([
      ['a', 'not-known'],
      ['b', 'not-known'],
    ]);
    expect(missed(said('hi'), bot('small-talk', { how: 'pattern' }), said('price'), botSaid('10'))).toEqual([]);
  });

  it('L1 "none of these" counts for the message that was asked about, not for the button', () => {
    const suggest = bot('suggest', { how: 'likeness' }, { type: 'choose', intents: ['a.a', 'a.b'] });
    expect(missed(said('bill'), suggest, picked('none'), notKnown)).toEqual([['bill', 'not-known']]);
  });

  it('L2 an answer called unhelpful counts for the message it answered, however much was said since', () => {
    const judged = (about: number, helped: boolean): Event => ({ type: 'helped', about, helped });
    const chat = [said('price'), botSaid('10'), said('and tax'), botSaid('20 %')];
    expect(missed(...chat, judged(3, false))).toEqual([['price', 'unhelpful']]);
    expect(missed(...chat, judged(5, false))).toEqual([['and tax', 'unhelpful']]);
    expect(missed(...chat, judged(5, true))).toEqual([]);
    expect(missed(...chat, judged(99, false))).toEqual([]);
  });

  it('L3 a hand-off counts for the question before it, not for the request for a person', () => {
    expect(missed(said('price'), botSaid('10'), handed())).toEqual([['price', 'handed-off']]);
    expect(missed(said('price'), botSaid('10'), said('a human please'), handOff, handed())).toEqual([['price', 'handed-off']]);
    expect(missed(said('a human please'), handOff, handed())).toEqual([]);
    const offer = bot('offer-person', { how: 'dialogue' }, { type: 'offer-person' });
    expect(missed(said('price'), offer, said('yes'), handOff, handed())).toEqual([['price', 'handed-off']]);
  });

  it('L3 urgent and angry messages say what they are about, so they count themselves', () => {
    const hand = bot('hand-off', { how: 'dialogue', intent: null });
    expect(missed(said('price'), botSaid('10'), said('exam in 5 minutes!!'), hand, handed('urgent'))).toEqual([
      ['exam in 5 minutes!!', 'handed-off'],
    ]);
  });

  it('L3 what the bot had asked for (an order number) is not the question', () => {
    const ask = bot('ask', { how: 'likeness' }, { type: 'slot', intent: 'a.a', slot: 'order', filled: {}, tries: 0 });
    const done = bot('answer', { how: 'dialogue' });
    expect(missed(said('refund me'), ask, said('4711'), done, handed('intent'))).toEqual([['refund me', 'handed-off']]);
  });

  it('L4 one message is kept once, with its first reason; nothing after a person has spoken', () => {
    expect(missed(said('x y'), notKnown, handed())).toEqual([['x y', 'not-known']]);
    const agent: Event = { type: 'agent-said', agent: ADA, text: 'hello' };
    expect(missed(said('price'), botSaid('10'), agent, handed())).toEqual([]);
    expect(missedIn(log(started, said('x y'), notKnown, handed()), 3)).toHaveLength(1);
    expect(missedIn(log(started, said('x y'), notKnown), 3)).toEqual([]);
  });

  it('L4 it keeps the language, the place, and what the bot took it for', () => {
    const place = { course: { id: 'py' }, lesson: { id: 'l1' } };
    const asked: Event = { type: 'learner-said', text: 'bill', lang: 'zh-CN', place };
    const suggest = {
      ...bot('suggest', { how: 'likeness', intent: 'a.a', score: 0.5, runnerUp: { intent: 'a.b', score: 0.2 } }),
      choices: [
        { label: 'A', choice: 'intent:a.a' },
        { label: 'C', choice: 'intent:a.c' },
        { label: '-', choice: 'none' },
      ],
    } as Event;
    const [miss] = missedIn(log(started, asked, suggest, picked('none'), notKnown), 0);
    expect(miss).toMatchObject({ seq: 2, tongue: 'en', course: 'py', lesson: 'l1' });
    expect(miss?.nearest).toEqual([
      { intent: 'a.a', score: 0.5 },
      { intent: 'a.b', score: 0.2 },
      { intent: 'a.c', score: 0 },
    ]);
  });
});
