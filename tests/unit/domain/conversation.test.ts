import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evolve, fold } from '#domain/conversation.ts';
import { decideAgent, decideLearner, decideSystem, type LearnerCommand, RATING_EDIT_MS, withBot } from '#domain/decide.ts';
import type { Event } from '#domain/events.ts';
import { EMPTY_MEMORY } from '#domain/understanding.ts';
import { ADA, at, BEN, botSaid, said, started, stateAfter, TRACE } from '#tests/support/samples.ts';

const say: LearnerCommand = { type: 'say', text: 'hello', lang: 'en', place: {} };
const person: LearnerCommand = { type: 'ask-person', lang: 'en', place: {} };
const closed: Event = { type: 'closed', by: 'learner', resolved: true };
const taken: Event = { type: 'taken', agent: ADA };
const waiting: Event = { type: 'handoff-requested', reason: 'asked' };
const five = { stars: 5, reasons: ['clear'], comment: 'thanks' };
const types = (decision: ReturnType<typeof decideLearner>) =>
  decision.ok ? decision.events.map((event) => event.type) : decision.refused.code;

describe('a learner', () => {
  it('C1 starts the log with the first command, whichever it is', () => {
    expect(types(decideLearner(undefined, say, started, at(0)))).toEqual(['started', 'learner-said']);
    expect(types(decideLearner(undefined, person, started, at(0)))).toEqual(['started', 'handoff-requested']);
    expect(types(decideLearner(stateAfter(started), say, started, at(0)))).toEqual(['learner-said']);
  });

  it('C6 writes nothing into a closed conversation', () => {
    const state = stateAfter(started, said('x'), closed);
    for (const command of [say, person, { type: 'leave-contact', email: 'a@b.c', name: '', text: '' } as const]) {
      expect(types(decideLearner(state, command, started, at(0)))).toBe('closed');
    }
  });

  it('R1 asks for a person once, however often the button is pressed', () => {
    const state = stateAfter(started, said('x'), waiting);
    expect(types(decideLearner(state, person, started, at(0)))).toEqual([]);
    expect(types(decideLearner(stateAfter(started, taken), person, started, at(0)))).toEqual([]);
  });

  it('R5 cancels waiting and is back with the bot', () => {
    const state = stateAfter(started, waiting);
    const decision = decideLearner(state, { type: 'cancel-wait' }, started, at(0));
    expect(types(decision)).toEqual(['handoff-cancelled']);
    expect(decision.ok && fold(state, decision.events, 2, at(0))?.phase.status).toBe('with-bot');
    expect(types(decideLearner(stateAfter(started), { type: 'cancel-wait' }, started, at(0)))).toEqual([]);
  });

  it('C10 judges a bot answer once, and only a bot answer', () => {
    const state = stateAfter(started, said('x'), botSaid('an answer'), botSaid('did you mean', 'suggest'));
    const judge = (seq: number, from = state) => decideLearner(from, { type: 'helped', seq, helped: false }, started, at(0));
    expect(types(judge(3))).toEqual(['helped']);
    expect(types(judge(4))).toBe('not-allowed');
    expect(types(judge(2))).toBe('not-allowed');
    expect(
      types(judge(3, stateAfter(started, said('x'), botSaid('an answer'), { type: 'helped', about: 3, helped: false }))),
    ).toBe('not-allowed');
  });

  const resolved = (...events: Event[]) => {
    const decision = decideLearner(stateAfter(started, ...events), { type: 'end' }, started, at(0));
    const first = decision.ok ? decision.events[0] : undefined;
    return first?.type === 'closed' ? first.resolved : undefined;
  };

  it('C8 ends a chat; it is resolved only if the last word was an answer', () => {
    expect(resolved(said('x'), botSaid('an answer'))).toBe(true);
    expect(resolved(said('x'), botSaid('an answer'), said('thanks'), botSaid('welcome', 'small-talk'))).toBe(true);
    expect(resolved(said('x'), botSaid('an answer'), { type: 'helped', about: 3, helped: false })).toBe(false);
    expect(resolved(said('x'), botSaid('what?', 'not-known'))).toBe(false);
    expect(resolved(said('x'), waiting)).toBe(false);
    expect(resolved(said('x'), taken)).toBe(false);
    expect(resolved(said('x'), taken, { type: 'agent-said', agent: ADA, text: 'done' })).toBe(true);
  });

  it('C8 a person’s reply counts also after the hand-back, until another is asked for or an answer is called unhelpful', () => {
    const replied: Event = { type: 'agent-said', agent: ADA, text: 'done' };
    const back: Event = { type: 'returned-to-bot', agent: ADA };
    const no = (about: number): Event => ({ type: 'helped', about, helped: false });
    const served = [said('x'), botSaid('what?', 'not-known'), waiting, taken, replied, back];
    expect(resolved(...served)).toBe(true);
    expect(resolved(...served, said('and?'), botSaid('what?', 'not-known'))).toBe(true);
    expect(resolved(said('x'), waiting, taken, back)).toBe(false);
    // Asked for again: not by the former reply, whether waited for, given up or taken, but by the next.
    const again = [...served, waiting];
    for (const then of [[], [{ type: 'handoff-cancelled' } as const], [taken]]) expect(resolved(...again, ...then)).toBe(false);
    expect(resolved(...again, taken, replied)).toBe(true);
    // Called unhelpful after it, though more was said since; before it, or of what the bot had said before a person came, is past.
    const judged = [...served, said('and?'), botSaid('an answer'), no(9)];
    expect(resolved(...judged)).toBe(false);
    expect(resolved(...judged, said('no'), botSaid('what?', 'not-known'))).toBe(false);
    expect(resolved(...judged, said('so?'), botSaid('another'))).toBe(true);
    expect(resolved(said('x'), botSaid('an answer'), no(3), waiting, taken, replied, back)).toBe(true);
    expect(resolved(said('x'), botSaid('an answer'), waiting, taken, replied, no(3), back)).toBe(true);
  });
});

describe('ratings', () => {
  const ended = stateAfter(started, said('x'), botSaid('y'), closed);
  const rate = (state = ended, when = at(0)) => decideLearner(state, { type: 'rate', rating: five }, started, when);

  it('Q1 come after the end of a chat', () => {
    expect(types(rate())).toEqual(['rated']);
    expect(types(rate(stateAfter(started, said('x'))))).toBe('not-allowed');
  });

  it('Q2 are asked for once: a skip after a rating or a skip changes nothing', () => {
    const skip = (state: typeof ended) => types(decideLearner(state, { type: 'skip-rating' }, started, at(0)));
    expect(skip(ended)).toEqual(['rating-skipped']);
    expect(skip(stateAfter(started, closed, { type: 'rating-skipped' }))).toEqual([]);
    expect(skip(stateAfter(started, closed, { type: 'rated', rating: five }))).toEqual([]);
  });

  it('Q3 may be changed for 14 days after the first, even when changed in between', () => {
    const first = stateAfter(started, closed, { type: 'rated', rating: five });
    const changed = evolve(first, { type: 'rated', rating: { ...five, stars: 1 } }, 4, at(RATING_EDIT_MS));
    expect(changed?.rating).toMatchObject({ stars: 1, firstAt: at(2000) });
    expect(types(rate(changed, at(2000 + RATING_EDIT_MS)))).toEqual(['rated']);
    expect(types(rate(changed, at(2001 + RATING_EDIT_MS)))).toBe('not-allowed');
    expect(types(rate(stateAfter(started, closed, { type: 'rating-skipped' }), at(RATING_EDIT_MS * 2)))).toEqual(['rated']);
  });

  it('Q4 belong to the last agent who owned the chat, or to the bot', () => {
    const agentOf = (...events: Event[]) =>
      stateAfter(started, ...events, closed, { type: 'rated', rating: five }).rating?.agent;
    expect(agentOf(said('x'), botSaid('y'))).toBeNull();
    expect(agentOf(taken, { type: 'transferred', from: ADA, to: BEN })).toBe(BEN);
  });
});

describe('agents', () => {
  it('R4 take: the second is refused with the name of the first; the first may press again', () => {
    const state = stateAfter(started, waiting, taken);
    expect(decideAgent(state, { type: 'take' }, BEN)).toEqual({ ok: false, refused: { code: 'taken', detail: ADA } });
    expect(decideAgent(state, { type: 'take' }, ADA)).toEqual({ ok: true, events: [] });
  });

  it('C7 reply, transfer and hand back are the owner’s; a note is anybody’s', () => {
    const mine = stateAfter(started, taken);
    const commands = [
      { type: 'reply', text: 'x' },
      { type: 'transfer', to: BEN },
      { type: 'return-to-bot' },
      { type: 'return-to-queue' },
    ] as const;
    for (const command of commands) {
      expect(decideAgent(mine, command, ADA).ok, command.type).toBe(true);
      expect(decideAgent(mine, command, BEN), command.type).toMatchObject({ refused: { code: 'taken' } });
      expect(decideAgent(stateAfter(started, waiting), command, ADA), command.type).toMatchObject({
        refused: { code: 'not-allowed' },
      });
      expect(decideAgent(stateAfter(started, closed), command, ADA), command.type).toMatchObject({
        refused: { code: 'closed' },
      });
    }
    expect(decideAgent(mine, { type: 'note', text: 'x' }, BEN).ok).toBe(true);
    expect(decideAgent(mine, { type: 'close', resolved: true }, BEN)).toMatchObject({ refused: { code: 'taken' } });
    expect(decideAgent(stateAfter(started, waiting), { type: 'close', resolved: true }, BEN).ok).toBe(true);
  });

  it('C9 re-open a closed conversation and own it', () => {
    const state = stateAfter(started, closed);
    const decision = decideAgent(state, { type: 'reopen' }, BEN);
    expect(decision.ok && fold(state, decision.events, 2, at(0))?.phase).toMatchObject({ status: 'with-agent', agent: BEN });
  });

  it('C9 not once its learner has gone on to another; what is open already stays as it is', () => {
    const reopen = (...events: Event[]) => decideAgent(stateAfter(started, ...events), { type: 'reopen' }, BEN, true);
    expect(reopen(closed)).toMatchObject({
      ok: false,
      refused: { code: 'not-allowed', detail: expect.stringContaining('another') },
    });
    expect(reopen(closed, { type: 'reopened', by: 'agent', agent: BEN })).toEqual({ ok: true, events: [] });
  });

  it('R10 see urgency: urgent words make it urgent, anger high, the rest keeps the intent’s', () => {
    const severity = (reason: 'urgent' | 'angry' | 'asked') =>
      stateAfter(started, { type: 'handoff-requested', reason }).severity;
    expect([severity('urgent'), severity('angry'), severity('asked')]).toEqual(['urgent', 'high', 'normal']);
  });
});

describe('the bot', () => {
  const part = {
    says: [
      {
        text: 'hi',
        act: 'answer' as const,
        choices: [],
        trace: TRACE,
        kind: 'billing' as const,
        severity: 'normal' as const,
        tongue: 'en' as const,
      },
    ],
    memory: EMPTY_MEMORY,
  };

  it('C4 is silent while a person is awaited or owns the conversation, and speaks again when handed back', () => {
    const speaks = (...events: Event[]) =>
      withBot(stateAfter(started, ...events), [said('x')], events.length + 1, at(0), part).some(
        (event) => event.type === 'bot-said',
      );
    expect(speaks()).toBe(true);
    expect(speaks(waiting)).toBe(false);
    expect(speaks(waiting, taken)).toBe(false);
    expect(speaks(waiting, taken, { type: 'returned-to-bot', agent: ADA })).toBe(true);
  });

  it('B136 an address given with the request is left with it, once a person is awaited', () => {
    const contact = { email: 'a@example.com', text: '48213, a@example.com' };
    const filed = { ...part, request: { kind: 'refund' as const, slots: { order: '48213' } }, contact };
    const all = withBot(undefined, [started, said('x')], 0, at(0), { ...filed, handoff: 'intent' });
    expect(all.slice(-2)).toEqual([
      { type: 'handoff-requested', reason: 'intent' },
      { type: 'contact-left', name: '', ...contact },
    ]);
    expect(withBot(undefined, [started, said('x')], 0, at(0), filed).at(-1)).toMatchObject({ type: 'request-filed' });
  });

  it('C3 its message, request and hand-off follow the learner’s message in one list', () => {
    const all = withBot(undefined, [started, said('x')], 0, at(0), {
      ...part,
      request: { kind: 'refund', slots: { order: 'A1' } },
      handoff: 'intent',
    });
    expect(all.map((event) => event.type)).toEqual([
      'started',
      'learner-said',
      'bot-said',
      'request-filed',
      'handoff-requested',
    ]);
    expect(fold(undefined, all, 0, at(0))).toMatchObject({ request: true, phase: { status: 'waiting', reason: 'intent' } });
  });
});

describe('the system', () => {
  it('C8 closes an idle bot conversation and leaves the others', () => {
    expect(decideSystem(stateAfter(started, said('x'), botSaid('y')), { type: 'close-idle' })).toMatchObject({
      events: [{ type: 'closed', by: 'system', resolved: true }],
    });
    const handedBack: Event[] = [
      taken,
      { type: 'agent-said', agent: ADA, text: 'done' },
      { type: 'returned-to-bot', agent: ADA },
    ];
    expect(decideSystem(stateAfter(started, said('x'), waiting, ...handedBack), { type: 'close-idle' })).toMatchObject({
      events: [{ type: 'closed', by: 'system', resolved: true }],
    });
    expect(decideSystem(stateAfter(started, waiting), { type: 'close-idle' })).toEqual({ ok: true, events: [] });
  });

  it('R7 gives back only what the absent agent owns', () => {
    const back = { type: 'give-back', why: 'left', agent: ADA } as const;
    expect(decideSystem(stateAfter(started, taken), back)).toMatchObject({
      events: [{ type: 'returned-to-queue', why: 'left' }],
    });
    expect(decideSystem(stateAfter(started, { type: 'taken', agent: BEN }), back)).toEqual({ ok: true, events: [] });
  });
});

describe('the fold', () => {
  const anyEvent: fc.Arbitrary<Event> = fc.oneof(
    fc.string().map(said),
    fc.string().map((text) => botSaid(text)),
    fc.constantFrom<Event>(
      waiting,
      taken,
      closed,
      { type: 'handoff-cancelled' },
      { type: 'rating-skipped' },
      { type: 'reopened', by: 'agent', agent: BEN },
    ),
    fc.constantFrom<Event>(
      { type: 'returned-to-bot', agent: ADA },
      { type: 'returned-to-queue', agent: ADA, why: 'left' },
      { type: 'transferred', from: ADA, to: BEN },
    ),
    fc.integer({ min: 0, max: 50 }).map((about): Event => ({ type: 'helped', about, helped: about % 2 === 0 })),
    fc.integer({ min: 1, max: 5 }).map((stars): Event => ({ type: 'rated', rating: { stars, reasons: [], comment: '' } })),
  );

  it('C2 is total: no order of stored events throws, and the state keeps to its four phases', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
        const state = fold(undefined, [started, ...events], 0, at(0));
        expect(['with-bot', 'waiting', 'with-agent', 'closed']).toContain(state?.phase.status);
        expect(state?.answers.length).toBeLessThanOrEqual(20);
      }),
    );
    expect(evolve(undefined, said('x'), 1, at(0))).toBeUndefined();
  });
});
