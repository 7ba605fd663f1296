/** The checker is checked: a sound history passes, and each way of being unsound is named by its invariant. */
import { describe, expect, it } from 'vitest';
import { check, type Verdict } from './checker.ts';
import type { Dump, DumpedEvent, FinalList, Op } from './history.ts';

const C = 'c1';
const E = 'epoch';
const row = (seq: number, cid: string, type: string, text = '', leads = true, by = ''): DumpedEvent => ({
  conversation: C,
  seq,
  cid,
  leads,
  type,
  text,
  by,
});
const send = (client: string, cid: string, n: number, command: string, text = ''): Op => ({
  t: n,
  client,
  op: 'send',
  conversation: C,
  cid,
  n,
  command,
  text,
});
const ack = (client: string, cid: string, seq: number): Op => ({
  t: 1,
  client,
  op: 'ack',
  conversation: C,
  cid,
  seq,
  epoch: E,
});

/** A learner asks twice, asks for a person, an agent takes it, replies, notes and closes; it is rated. */
const EVENTS: readonly DumpedEvent[] = [
  row(1, 'a1', 'started'),
  row(2, 'a1', 'learner-said', 'how much?', false),
  row(3, 'a1', 'bot-said', 'ten', false),
  row(4, 'a2', 'learner-said', 'why?'),
  row(5, 'a2', 'bot-said', 'because', false),
  row(6, 'a3', 'handoff-requested'),
  row(7, 'b1', 'taken'),
  row(8, 'a4', 'learner-said', 'hello?'),
  row(9, 'b2', 'agent-said', 'hello'),
  row(10, 'b3', 'noted', 'slow today'),
  row(11, 'b4', 'closed', '', true, 'agent'),
  row(12, 'a5', 'rated'),
];
const HISTORY: readonly Op[] = [
  send('ann', 'a1', 1, 'say', 'how much?'),
  ack('ann', 'a1', 1),
  send('ann', 'a2', 2, 'say', 'why?'),
  { t: 3, client: 'ann', op: 'timeout', conversation: C, cid: 'a2' },
  send('ann', 'a2', 2, 'say', 'why?'),
  ack('ann', 'a2', 4),
  send('ann', 'a3', 3, 'ask-person'),
  ack('ann', 'a3', 6),
  send('bob', 'b1', 1, 'take'),
  ack('bob', 'b1', 7),
  send('ann', 'a4', 4, 'say', 'hello?'),
  ack('ann', 'a4', 8),
  send('bob', 'b2', 2, 'reply', 'hello'),
  ack('bob', 'b2', 9),
  send('bob', 'b3', 3, 'note', 'slow today'),
  ack('bob', 'b3', 10),
  send('bob', 'b4', 4, 'close'),
  ack('bob', 'b4', 11),
  send('ann', 'a5', 5, 'rate'),
  ack('ann', 'a5', 12),
];
const SPEAKER: Readonly<Record<string, string>> = {
  'learner-said': 'learner',
  'bot-said': 'bot',
  'agent-said': 'agent',
  noted: 'note',
};
const shown = (events: readonly DumpedEvent[], audience: FinalList['audience']): FinalList['shown'] =>
  events.flatMap(({ seq, type, text }) => {
    const speaker = SPEAKER[type];
    if (audience === 'agent' && type === 'started') return [];
    if (audience === 'learner' && (type === 'started' || type === 'noted')) return [{ seq, body: 'hidden' }];
    return [{ seq, body: speaker ? `${speaker}: ${text}` : 'other' }];
  });
const listsOf = (events: readonly DumpedEvent[]): FinalList[] => [
  {
    client: 'ann',
    audience: 'learner',
    source: 'screen',
    conversation: C,
    epoch: E,
    shown: shown(events, 'learner'),
    sending: 0,
  },
  { client: 'bob', audience: 'agent', source: 'sync', conversation: C, epoch: E, shown: shown(events, 'agent'), sending: 0 },
];
const dumpOf = (events: readonly DumpedEvent[], ratings: readonly string[] = [C]): Dump => ({ epoch: E, events, ratings });

const rules = ({ violations }: Verdict) => [...new Set(violations.map(({ rule }) => rule))];
const judge = (events: readonly DumpedEvent[], history: readonly Op[] = HISTORY) =>
  check(history, dumpOf(events), listsOf(events));
/** The same log with its numbers made dense again. */
const dense = (events: readonly DumpedEvent[]) => events.map((event, index) => ({ ...event, seq: index + 1 }));
const screen = (change: (list: FinalList) => Partial<FinalList>): Verdict =>
  check(
    HISTORY,
    dumpOf(EVENTS),
    listsOf(EVENTS).map((list) => (list.client === 'ann' ? { ...list, ...change(list) } : list)),
  );

describe('the checker', () => {
  it('D1 a sound history has nothing lost, doubled, reordered or unexpected', () => {
    expect(judge(EVENTS)).toEqual({ acked: 9, lost: 0, duplicated: 0, reordered: 0, unexpected: 0, violations: [] });
  });

  it('I1 an acknowledged message that the database does not hold is lost (planted: ack before commit)', () => {
    const found = judge(dense(EVENTS.filter(({ cid }) => cid !== 'b3')).map((event) => event));
    expect(found.lost).toBeGreaterThan(0);
    expect(rules(found)).toContain('I1');
  });

  it('I1 a member without a list, and an ack of another database, are losses', () => {
    expect(rules(check(HISTORY, dumpOf(EVENTS), listsOf(EVENTS).slice(0, 1)))).toEqual(['I1']);
    expect(
      judge(
        EVENTS,
        HISTORY.map((op) => (op.op === 'ack' ? { ...op, epoch: 'old' } : op)),
      ).lost,
    ).toBe(9);
  });

  it('I2 one command stored twice is a duplicate (planted: UNIQUE dropped)', () => {
    const again = EVENTS.filter(({ cid }) => cid === 'b2').map((event) => ({ ...event, seq: 13 }));
    const found = judge([...EVENTS, ...again]);
    expect(found.duplicated).toBeGreaterThan(0);
    expect(rules(found)).toContain('I2');
  });

  it('I2 one command acknowledged at two places is a duplicate', () => {
    expect(judge(EVENTS, [...HISTORY, ack('ann', 'a2', 13)]).duplicated).toBe(1);
  });

  it('I3 an entry shown twice is a duplicate (planted: replay race)', () => {
    const found = screen(({ shown }) => ({ shown: [...shown, ...shown.slice(-2)] }));
    expect(found.duplicated).toBe(2);
    expect(rules(found)).toEqual(['I3']);
  });

  it('I3 entries shown in another order are reordered (planted: id order instead of seq)', () => {
    const found = screen(({ shown }) => ({ shown: [...shown].sort((a, b) => (a.body < b.body ? -1 : 1)) }));
    expect(found.reordered).toBeGreaterThan(0);
    expect(rules(found)).toEqual(['I3']);
  });

  it('I3 a hole in a list is a loss (planted: no gap fill)', () => {
    const found = screen(({ shown }) => ({ shown: shown.filter(({ seq }) => seq !== 5) }));
    expect(found).toMatchObject({ lost: 1, duplicated: 0, reordered: 0, unexpected: 0 });
    expect(rules(found)).toEqual(['I3']);
  });

  it('I3 a log with a hole or a doubled number is unsound', () => {
    expect(rules(judge(EVENTS.filter(({ seq }) => seq !== 5)))).toContain('I3');
    expect(rules(screen(({ shown }) => ({ shown: [...shown, { seq: 99, body: 'other' }] })))).toEqual(['I3']);
  });

  it('I4 two messages of one sender stored the wrong way round are reordered', () => {
    const swapped = HISTORY.map((op) => (op.op === 'send' && op.cid === 'a4' ? { ...op, n: 0 } : op));
    expect(judge(EVENTS, swapped)).toMatchObject({ reordered: 1, lost: 0 });
  });

  it('I5 a row that nobody sent, or other words than were sent, are unexpected', () => {
    expect(rules(judge([...EVENTS, row(13, 'zz', 'learner-said', 'who am I')]))).toContain('I5');
    expect(rules(judge(EVENTS.map((event) => (event.seq === 9 ? { ...event, text: 'goodbye' } : event))))).toEqual(['I5']);
    expect(judge([...EVENTS, row(13, 'zz', 'closed', '', true, 'system')]).violations).toEqual([]);
  });

  it('I6 one number with two bodies, in a packet or on a screen, is unexpected', () => {
    const packet = (client: string, body: string): Op => ({
      t: 9,
      client,
      op: 'recv',
      conversation: C,
      seq: 9,
      epoch: E,
      body,
    });
    expect(judge(EVENTS, [...HISTORY, packet('ann', 'agent: hello'), packet('bob', 'agent: hi')]).unexpected).toBe(1);
    expect(judge(EVENTS, [...HISTORY, packet('ann', 'hidden'), packet('bob', 'agent: hello')]).unexpected).toBe(0);
    expect(
      rules(screen(({ shown }) => ({ shown: shown.map((one) => (one.seq === 9 ? { ...one, body: 'bot: hello' } : one)) }))),
    ).toEqual(['I6']);
    expect(
      rules(
        judge(
          EVENTS,
          HISTORY.map((op) => (op.op === 'ack' && op.cid === 'b2' ? { ...op, seq: 8 } : op)),
        ),
      ),
    ).toEqual(['I6']);
  });

  it('I7 a second answer, a missing one, or one beside its question is found (planted: double bot reply)', () => {
    const twice = dense([...EVENTS.slice(0, 5), row(0, 'a2', 'bot-said', 'because', false), ...EVENTS.slice(5)]);
    expect(rules(judge(twice))).toContain('I7');
    const late = dense([...EVENTS.slice(0, 6), row(0, 'a2', 'bot-said', 'because indeed', false), ...EVENTS.slice(6)]);
    expect(rules(judge(late))).toContain('I7');
    expect(rules(judge(dense(EVENTS.filter(({ seq }) => seq !== 5))))).toContain('I7');
  });

  it('I7 a second open escalation is found', () => {
    const twice = dense([...EVENTS.slice(0, 6), row(0, 'a9', 'handoff-requested'), ...EVENTS.slice(6)]);
    expect(rules(judge(twice, [...HISTORY, send('ann', 'a9', 9, 'ask-person')]))).toContain('I7');
  });

  it('I8 a second rating of one conversation is a duplicate', () => {
    const found = check(HISTORY, dumpOf(EVENTS, [C, C]), listsOf(EVENTS));
    expect(found.duplicated).toBe(1);
    expect(rules(found)).toEqual(['I8']);
  });

  it('I9 a screen that still says "sending" at the end is unexpected', () => {
    expect(rules(screen(() => ({ sending: 1 })))).toEqual(['I9']);
  });
});
