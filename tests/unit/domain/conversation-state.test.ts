/** What the state says after a run of events, and what commands do that come twice or too early. */
import { describe, expect, it } from 'vitest';
import { fold } from '#domain/conversation.ts';
import { decideAgent, decideLearner, decideSystem, type LearnerCommand, withBot } from '#domain/decide.ts';
import type { Event } from '#domain/events.ts';
import { EMPTY_MEMORY } from '#domain/understanding.ts';
import { ADA, at, BEN, botSaid, said, started, stateAfter } from '#tests/support/samples.ts';

const closed: Event = { type: 'closed', by: 'learner', resolved: true };
const taken: Event = { type: 'taken', agent: ADA };
const replied: Event = { type: 'agent-said', agent: ADA, text: 'done' };
const waiting: Event = { type: 'handoff-requested', reason: 'asked' };
const queued: Event = { type: 'returned-to-queue', agent: ADA, why: 'left' };
const contact: LearnerCommand = { type: 'leave-contact', email: 'a@b.co', name: 'Ana', text: 'call me' };
const learner = (command: LearnerCommand, ...events: Event[]) => {
  const decision = decideLearner(events.length > 0 ? stateAfter(...events) : undefined, command, started, at(0));
  return decision.ok ? decision.events : decision.refused.code;
};
const kinds = (events: ReturnType<typeof learner>) => (typeof events === 'string' ? events : events.map((event) => event.type));

describe('commands at the wrong moment', () => {
  it('C1 nothing but a first word, a call for a person or contact details starts a log', () => {
    expect(kinds(learner(contact))).toEqual(['started', 'handoff-requested', 'contact-left']);
    expect(learner({ type: 'end' })).toBe('not-allowed');
    expect(learner({ type: 'cancel-wait' })).toEqual([]);
    expect(learner({ type: 'helped', seq: 1, helped: true })).toBe('not-allowed');
    for (const command of [{ type: 'note', text: 'x' }, { type: 'take' }, { type: 'reopen' }] as const)
      expect(decideAgent(undefined, command, ADA), command.type).toMatchObject({ refused: { code: 'not-allowed' } });
    expect(decideSystem(undefined, { type: 'close-idle' })).toEqual({ ok: true, events: [] });
  });

  it('C1 a message is stored with what was picked and the files that go with it, a reply with its files', () => {
    const files = [{ id: 'f', name: 'a.png', type: 'image/png', bytes: 3 }] as const;
    const picked: LearnerCommand = { type: 'say', text: 'Refund', lang: 'en', place: {}, choice: 'intent:refund', files };
    expect(learner(picked, started)).toMatchObject([{ type: 'learner-said', choice: 'intent:refund', files }]);
    expect(decideAgent(stateAfter(started, taken), { type: 'reply', text: '', files }, ADA)).toMatchObject({
      events: [{ type: 'agent-said', files }],
    });
  });

  it('R1 contact details put a conversation in the queue once: who waits keeps the place, who has a person stays with them', () => {
    expect(kinds(learner(contact, started))).toEqual(['handoff-requested', 'contact-left']);
    expect(kinds(learner(contact, started, waiting))).toEqual(['contact-left']);
    expect(kinds(learner(contact, started, waiting, taken))).toEqual(['contact-left']);
  });

  it('R11 who is given back keeps the place of when they asked, through takes and transfers, until they have what they asked for', () => {
    const passed: Event = { type: 'transferred', from: ADA, to: BEN };
    const place = (...events: Event[]) => stateAfter(started, ...events).phase;
    const back = { status: 'waiting', since: at(1000), reason: 'returned' };
    expect(place(waiting, taken, queued)).toEqual({ ...back, returnedAt: at(3000) });
    expect(place(waiting, taken, passed, queued, taken, queued)).toEqual({ ...back, returnedAt: at(6000) });
    expect(place(said('x'), taken, queued), 'a person came unasked').toMatchObject({ since: at(2000), returnedAt: at(3000) });
    for (const end of [{ type: 'returned-to-bot', agent: ADA }, { type: 'handoff-cancelled' }, closed] as const)
      expect(place(waiting, taken, queued, end, waiting), end.type).toEqual({
        status: 'waiting',
        since: at(5000),
        reason: 'asked',
      });
  });

  it('R11 a state stored before places were kept gives the place of when the person came', () => {
    const state = { ...stateAfter(started, waiting), phase: { status: 'with-agent', agent: ADA, since: at(2000) } as const };
    expect(fold(state, [queued], 3, at(9000))?.phase).toMatchObject({ since: at(2000), returnedAt: at(9000) });
  });

  it('C7 what is closed is neither taken nor closed again: how and when it ended stays', () => {
    const ended = stateAfter(started, said('x'), closed);
    expect(decideAgent(ended, { type: 'take' }, ADA)).toEqual({ ok: false, refused: { code: 'closed' } });
    expect(decideAgent(ended, { type: 'close', resolved: false }, ADA)).toEqual({ ok: true, events: [] });
    expect(learner({ type: 'end' }, started, closed)).toEqual([]);
    expect(decideSystem(ended, { type: 'close-idle' })).toEqual({ ok: true, events: [] });
  });

  it('C7 an agent closes it as resolved or not, and a transfer to oneself is none', () => {
    const mine = stateAfter(started, waiting, taken);
    for (const resolved of [true, false])
      expect(decideAgent(mine, { type: 'close', resolved }, ADA)).toEqual({
        ok: true,
        events: [{ type: 'closed', by: 'agent', agent: ADA, resolved }],
      });
    expect(decideAgent(mine, { type: 'transfer', to: ADA }, ADA)).toEqual({ ok: true, events: [] });
  });

  it('Q1 a rating is skipped only after the end, too', () => {
    expect(learner({ type: 'skip-rating' })).toBe('not-allowed');
    expect(learner({ type: 'skip-rating' }, started, said('x'), botSaid('y'))).toBe('not-allowed');
  });

  it('C8 nothing is resolved while a person is awaited, nor by the bot’s answer once somebody took it', () => {
    const ends = (...events: Event[]) => learner({ type: 'end' }, started, said('x'), botSaid('an answer'), ...events);
    expect(ends(waiting, taken, replied, queued)).toEqual([{ type: 'closed', by: 'learner', resolved: false }]);
    expect(ends(waiting, taken)).toEqual([{ type: 'closed', by: 'learner', resolved: false }]);
  });
});

describe('the state', () => {
  it('C2 has the learner’s newest words, language and place; the bot’s reply does not hide them', () => {
    const place = { course: { id: 'py' }, lesson: { id: '3' } };
    const state = stateAfter(
      started,
      said('hello'),
      { type: 'learner-said', text: '退款', lang: 'zh-CN', place },
      botSaid('y'),
    );
    expect(state).toMatchObject({ asked: '退款', lang: 'zh-CN', place, last: { text: 'y', from: 'bot' } });
  });

  it('C10 at most the last twenty answers can be judged, and judgements are counted apart', () => {
    const answers = Array.from({ length: 25 }, (_, n) => botSaid(`${n}`));
    const state = stateAfter(started, ...answers);
    expect([state.answers.length, state.answers[0], state.answers.at(-1)]).toEqual([20, 7, 26]);
    const judged = fold(
      state,
      [
        { type: 'helped', about: 7, helped: true },
        { type: 'helped', about: 8, helped: false },
        { type: 'helped', about: 9, helped: false },
      ],
      26,
      at(0),
    );
    expect(judged).toMatchObject({ helpedYes: 1, helpedNo: 2 });
    expect(judged?.answers[0]).toBe(10);
  });

  it('B154 an answer that is not asked about cannot be judged', () => {
    expect(stateAfter(started, botSaid('a'), { ...botSaid('b'), judged: false } as Event).answers).toEqual([2]);
  });

  it('R10 kind and severity are those of the last intent that was about something, and urgency is never lowered', () => {
    const urgent = { ...botSaid('y'), kind: 'account', severity: 'high' } as Event;
    const chat = { ...botSaid('hi', 'small-talk'), kind: 'other', severity: 'low' } as Event;
    const missed = { ...botSaid('what?', 'not-known'), kind: 'other', severity: 'low' } as Event;
    const handed = stateAfter(started, said('x'), urgent, chat, missed, { type: 'handoff-requested', reason: 'intent' });
    expect(handed).toMatchObject({ kind: 'account', severity: 'high' });
    const angry: Event = { type: 'handoff-requested', reason: 'angry' };
    expect(stateAfter(started, { type: 'handoff-requested', reason: 'urgent' }, angry).severity).toBe('urgent');
  });

  it('R6 a request stays with the conversation until an agent closes it', () => {
    const left: Event = { type: 'contact-left', email: 'a@b.co', name: '', text: '' };
    expect(stateAfter(started, waiting, left).request).toBe(true);
    expect(stateAfter(started, waiting, left, closed).request).toBe(true);
    expect(stateAfter(started, waiting, left, { type: 'closed', by: 'agent', agent: ADA, resolved: true }).request).toBe(false);
  });

  it('Q42 a hand-off, a taking and a first reply are timed by the first of each', () => {
    const state = stateAfter(started, waiting, taken, replied, queued, { type: 'taken', agent: BEN }, replied, waiting);
    expect(state).toMatchObject({ handoffAt: at(1000), takenAt: at(2000), firstReplyAt: at(3000) });
  });

  it('C4 what the bot had asked is forgotten when a person is asked for, and when one hands back', () => {
    const expecting = { type: 'offer-person' } as const;
    const asks = { ...botSaid('shall I?', 'offer-person'), memory: { ...EMPTY_MEMORY, expecting, misses: 2 } } as Event;
    expect(stateAfter(started, asks).memory).toMatchObject({ expecting, misses: 2 });
    expect(stateAfter(started, asks, waiting).memory).toMatchObject({ expecting: null, misses: 0 });
    expect(stateAfter(started, taken, asks, { type: 'returned-to-bot', agent: ADA }).memory).toMatchObject({
      expecting: null,
      misses: 0,
    });
  });

  it('C9 who re-opens a conversation answers for it', () => {
    const state = stateAfter(started, waiting, taken, closed, { type: 'reopened', by: 'agent', agent: BEN });
    expect(state.lastAgent).toBe(BEN);
  });

  it('C3 each message of the bot carries what it will remember', () => {
    const memory = { ...EMPTY_MEMORY, turns: 7, known: { name: 'Ana' } };
    const { type: _, memory: __, ...say } = botSaid('y') as Extract<Event, { type: 'bot-said' }>;
    const all = withBot(undefined, [started, said('x')], 0, at(0), { says: [say], memory });
    expect(fold(undefined, all, 0, at(0))?.memory).toEqual(memory);
  });
});
