/** The sender alone: what waits when it begins, what becomes of it, and who is told. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Acted, ActRequest, LearnerCommand } from '#protocol/events.ts';
import type { Refusal } from '#protocol/refusals.ts';
import type { Outcome } from '#widget/connection.ts';
import { openJotter } from '#widget/jot.ts';
import { judge, type Outgoing } from '#widget/outbox.ts';
import { createSender, type SenderPorts } from '#widget/sender.ts';
import { memoryOutbox, opening, openOutbox } from '#widget/storage.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const say = (text: string): LearnerCommand => ({ type: 'say', text, lang: 'en', context: {} });
const RATE: LearnerCommand = { type: 'rate', stars: 4, reasons: [], comment: 'fine' };
const item = (cid: string, order: number, more: Partial<Outgoing> = {}): Outgoing => ({
  cid,
  order,
  at: order,
  conversation: 'c1',
  command: say(cid),
  state: 'waiting',
  ...more,
});
const ok = (seq = 1): Outcome<Acted> => ({ ok: true, value: { cid: 'a', seq, epoch: 'e1' } });
const no = (code: Refusal['code'], more: Partial<Refusal> = {}): Outcome<Acted> => ({ ok: false, refusal: { code, ...more } });
type Answer = (request: ActRequest<LearnerCommand>) => Outcome<Acted> | Promise<Outcome<Acted>>;

/** A sender that finds these commands in its store, as after a reload. */
async function rig(answer: Answer, found: readonly Outgoing[], more: Partial<SenderPorts> = {}) {
  const store = memoryOutbox();
  for (const one of found) await store.put(one);
  const sent: string[] = [];
  const told: unknown[][] = [];
  const sender = createSender({
    store,
    now: () => Date.now(),
    conversation: () => 'c1',
    ready: () => true,
    async act(request) {
      sent.push(`${request.cid} to ${request.conversation}`);
      return answer(request);
    },
    reopen: async () => 'c2',
    exclusively: (work) => work(),
    changed: (_, ours) => void told.push(['changed', ours]),
    acked: (one, { seq }) => void told.push(['acked', one.cid, seq]),
    failed: ({ code }) => void told.push(['failed', code]),
    stop: () => void told.push(['stop']),
    ...more,
  });
  return { sender, store, sent, told };
}
const settle = () => vi.advanceTimersByTimeAsync(0);

describe('the sender', () => {
  test('W5 is heard when the server has stored a command, with its number', async () => {
    const { sender, told } = await rig(() => ok(7), [item('a', 1)]);
    sender.drain();
    await settle();
    expect(told).toEqual([
      ['acked', 'a', 7],
      ['changed', true],
    ]);
  });

  test('W8 binds a command to its conversation before the first try: after a crash it goes there again', async () => {
    const bound: unknown[] = [];
    const { sender, store } = await rig(async () => {
      bound.push((await store.all())[0]?.conversation);
      return undefined;
    }, [item('a', 1, { conversation: null })]);
    sender.drain();
    await settle();
    expect(bound).toEqual(['c1']);
    sender.halt();
    expect(vi.getTimerCount()).toBe(0);
  });

  test('W9 what is refused for good, or dropped, holds up nothing behind it, and the page is told', async () => {
    const { sender, sent, store, told } = await rig(
      ({ cid }) => (cid === 'a' ? no('internal') : cid === 'b' ? no('not-allowed') : ok()),
      [item('a', 1), item('b', 2, { command: { type: 'cancel-wait' } }), item('c', 3)],
    );
    sender.drain();
    await settle();
    expect(sent).toEqual(['a to c1', 'b to c1', 'c to c1']);
    expect(told.filter(([what]) => what === 'failed')).toEqual([
      ['failed', 'internal'],
      ['failed', 'not-allowed'],
    ]);
    expect(await store.all()).toMatchObject([{ cid: 'a', state: 'failed' }]);
  });

  test('W9 a new chat takes what waits for the closed one, and nothing else: no failed text, no rating, nothing of a third', async () => {
    const failed = item('failed', 1, { state: 'failed', refusal: { code: 'too-long' } });
    const others = [item('rate', 3, { command: RATE }), item('third', 4, { conversation: 'c3' }), item('b', 5)];
    const { sender, sent, store } = await rig(
      ({ conversation, command }) => (conversation === 'c1' && command.type === 'say' ? no('closed') : ok()),
      [failed, item('a', 2, { retryAt: 0, refusal: { code: 'conflict' } }), ...others],
    );
    sender.drain();
    await settle();
    expect(sent).toEqual(['a to c1', 'a to c2', 'rate to c1', 'third to c3', 'b to c2']);
    expect(await store.all()).toEqual([failed]);
  });

  test('W9 a call for a person moves to the new chat, too', () => {
    const command: LearnerCommand = { type: 'ask-person', lang: 'en', context: {} };
    expect(judge(item('a', 1, { command }), { code: 'closed' })).toEqual({ do: 'reopen', how: 'fresh' });
  });

  test('W9 where no conversation takes it the text is asked about once and then kept', async () => {
    const { sender, sent, store } = await rig(() => (sent.length < 9 ? no('not-yours') : undefined), [item('a', 1)]);
    sender.drain();
    await settle();
    expect(sent).toEqual(['a to c1', 'a to c2']);
    expect(await store.all()).toMatchObject([{ cid: 'a', state: 'failed', refusal: { code: 'not-yours' } }]);
  });

  test('W9 who cannot open anew tries no more by itself, and keeps what waits', async () => {
    let opens = 0;
    // Were it tried again at once, this would go on for ever.
    const { sender, sent, store } = await rig(() => (sent.length < 9 ? no('signed-out') : undefined), [item('a', 1)], {
      reopen: async () => {
        opens += 1;
        return null;
      },
    });
    sender.drain();
    await settle();
    expect([sent.length, opens]).toEqual([1, 1]);
    expect(await store.all()).toMatchObject([{ cid: 'a', state: 'waiting' }]);
  });

  test('W9 an outdated page stops, and says so', async () => {
    const { sender, sent, store, told } = await rig(() => no('outdated'), [item('a', 1), item('b', 2)]);
    sender.drain();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([sent, told]).toEqual([['a to c1'], [['stop']]]);
    expect(await store.all()).toHaveLength(2);
  });

  test('W9 the moment of the next try is kept with it, so that it can be counted down, also after a reload', async () => {
    const wait = { retryAfterMs: 3_000 };
    const first = await rig(() => no('too-fast', wait), [item('a', 1)]);
    first.sender.drain();
    await settle();
    const kept = await first.store.all();
    expect(kept).toMatchObject([{ retryAt: Date.now() + 3_000, refusal: { code: 'too-fast' } }]);
    first.sender.halt();
    const next = await rig(() => ok(), kept);
    next.sender.drain();
    await vi.advanceTimersByTimeAsync(2_999);
    expect(next.sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(next.sent).toEqual(['a to c1']);
  });

  test('W9 a refusal that names no time is not answered by a flood', () => {
    const ms = (refusal: Refusal) => {
      const verdict = judge(item('a', 1), refusal);
      return verdict.do === 'wait' && verdict.ms;
    };
    expect([ms({ code: 'too-fast' }), ms({ code: 'too-fast', retryAfterMs: 0 })]).toEqual([2_000, 250]);
    expect(ms({ code: 'storage-full' })).toBe(5_000);
    expect(ms({ code: 'storage-full', retryAfterMs: 9_000 })).toBe(9_000);
    expect(ms({ code: 'conflict' })).toBe(300);
  });

  test('W8 asked to send while something is on its way, it looks again as soon as that is over', async () => {
    let lost: (answer: Outcome<Acted>) => void = () => {};
    const { sender, sent } = await rig(
      () => (sent.length === 1 ? new Promise<Outcome<Acted>>((resolve) => (lost = resolve)) : ok()),
      [item('a', 1)],
    );
    sender.drain();
    await settle();
    // The line broke and is back.
    sender.drain();
    lost(undefined);
    await settle();
    expect(sent).toEqual(['a to c1', 'a to c1']);
  });

  test('W8 only the tab whose turn it is sends; where turns or the store fail it tries again', async () => {
    let turn: () => void = () => {};
    const waits = await rig(() => ok(), [item('a', 1)], {
      exclusively: async (work) => {
        await new Promise<void>((resolve) => (turn = resolve));
        await work();
      },
    });
    waits.sender.drain();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(waits.sent).toEqual([]);
    turn();
    await settle();
    expect(waits.sent).toEqual(['a to c1']);
    let fails = 1;
    const broken = await rig(() => ok(), [item('a', 1)], {
      exclusively: (work) => (fails-- > 0 ? Promise.reject(new Error('no locks')) : work()),
    });
    broken.sender.drain();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(broken.sent).toEqual(['a to c1']);
  });

  test('W27 what another tab changed is shown and not said on', async () => {
    const { sender, told } = await rig(() => ok(), [item('a', 1)]);
    await sender.reload();
    expect(told).toEqual([['changed', false]]);
    await sender.discard('a');
    expect(told[1]).toEqual(['changed', true]);
  });

  test('W9 a try again sends at once, whatever the wait was, and what a closed chat refused goes to where the learner is', async () => {
    const failed = (cid: string, order: number, code: Refusal['code']) =>
      item(cid, order, { conversation: 'c0', state: 'failed', retryAt: Date.now() + 60_000, refusal: { code } });
    const found = [failed('a', 1, 'internal'), failed('b', 2, 'not-yours'), failed('c', 3, 'closed')];
    const { sender, sent } = await rig(() => ok(), found);
    for (const { cid } of found) await sender.retry(cid);
    await settle();
    expect(sent).toEqual(['a to c0', 'b to c1', 'c to c1']);
  });

  test('P47 what is said in one moment keeps its order, also where the tab was gone before the outbox was open', async () => {
    vi.setSystemTime(5);
    const held: Record<string, unknown> = Object.create({
      getItem: (key: string) => String(held[key]),
      setItem: (key: string, text: string) => void Object.assign(held, { [key]: text }),
      removeItem: (key: string) => void delete held[key],
    });
    const jotter = () => openJotter('school', () => held as unknown as Storage);
    const words = Array.from({ length: 12 }, (_, n) => `word ${n}`);
    const never = opening(() => new Promise(() => {}));
    const gone = await rig(() => ok(), [], { store: never, jotter: jotter() });
    for (const word of words) void gone.sender.queue(say(word));
    const store = await openOutbox('school', () => import('#widget/local-outbox.ts'), jotter());
    expect((await store.all()).map(({ command }) => command.type === 'say' && command.text)).toEqual(words);
  });
});
