import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Acted, ActRequest, LearnerCommand } from '#protocol/events.ts';
import type { Refusal } from '#protocol/refusals.ts';
import type { Outcome } from '#widget/connection.ts';
import { reconnectWait } from '#widget/connection.ts';
import { localOutbox } from '#widget/local-outbox.ts';
import { judge, newCid, nextUp, type OutboxStore, type Outgoing } from '#widget/outbox.ts';
import { createSender, type SenderPorts } from '#widget/sender.ts';
import { memoryOutbox, openKept, sturdy } from '#widget/storage.ts';

const say = (text: string): LearnerCommand => ({ type: 'say', text, lang: 'en', context: {} });
const item = (cid: string, more: Partial<Outgoing> = {}): Outgoing => ({
  cid,
  order: 1,
  at: 1,
  conversation: null,
  command: say(cid),
  state: 'waiting',
  ...more,
});

const RATE: LearnerCommand = { type: 'rate', stars: 4, reasons: [], comment: 'fine' };

/** localStorage as far as we use it. */
function fakeStorage(quota = Number.POSITIVE_INFINITY): Storage {
  const kept: Record<string, string> = {};
  const api = {
    getItem: (key: string) => kept[key] ?? null,
    setItem(key: string, value: string) {
      if (Object.values(kept).join('').length + value.length > quota) throw new DOMException('full', 'QuotaExceededError');
      kept[key] = value;
    },
    removeItem(key: string) {
      delete kept[key];
    },
  };
  return new Proxy(api, {
    ownKeys: () => Object.keys(kept),
    getOwnPropertyDescriptor: (_, key) => ({ value: kept[key as string], enumerable: true, configurable: true }),
  }) as unknown as Storage;
}

describe('stores', () => {
  test('W8 the localStorage outbox keeps the order of asking and forgets what is removed', async () => {
    const store = localOutbox('demo', fakeStorage());
    await store.put(item('b', { order: 2 }));
    await store.put(item('a', { order: 1 }));
    expect((await store.all()).map(({ cid }) => cid)).toEqual(['a', 'b']);
    await store.remove('a');
    expect((await store.all()).map(({ cid }) => cid)).toEqual(['b']);
  });

  test('W8 two sites on one origin never mix', async () => {
    const storage = fakeStorage();
    await localOutbox('one', storage).put(item('a'));
    expect(await localOutbox('two', storage).all()).toEqual([]);
    const one = openKept('one', () => storage);
    one.set('token', 'x');
    openKept('two', () => storage).clear();
    expect(one.get('token')).toBe('x');
  });

  test('W8 a full disk costs nothing but persistence', async () => {
    const store = sturdy(localOutbox('demo', fakeStorage(10)));
    await store.put(item('a'));
    expect((await store.all()).map(({ cid }) => cid)).toEqual(['a']);
    await store.remove('a');
    expect(await store.all()).toEqual([]);
  });

  test('W8 denied storage falls back to memory', () => {
    const kept = openKept('demo', () => {
      throw new DOMException('denied', 'SecurityError');
    });
    kept.set('token', 'x');
    expect(kept.get('token')).toBe('x');
  });

  test('W8 a cid is 32 hex digits and never the same', () => {
    const cids = new Set(Array.from({ length: 1_000 }, newCid));
    expect(cids.size).toBe(1_000);
    for (const cid of cids) expect(cid).toMatch(/^[0-9a-f]{32}$/);
  });
});

describe('verdicts', () => {
  const cases: readonly [Refusal['code'], LearnerCommand, string][] = [
    ['closed', say('x'), 'reopen'],
    ['closed', { type: 'end' }, 'drop'],
    ['closed', { type: 'leave-contact', email: 'a@b.c', name: '', text: 'x' }, 'fail'],
    ['too-fast', say('x'), 'wait'],
    ['storage-full', say('x'), 'wait'],
    ['conflict', say('x'), 'wait'],
    ['signed-out', say('x'), 'reopen'],
    ['outdated', say('x'), 'stop'],
    ['too-long', say('x'), 'fail'],
    ['internal', say('x'), 'fail'],
    ['not-allowed', { type: 'cancel-wait' }, 'drop'],
    ['not-yours', { type: 'end' }, 'drop'],
    ['not-yours', { type: 'helped', seq: 1, helped: true }, 'drop'],
    ['not-yours', { type: 'skip-rating' }, 'drop'],
    ['not-yours', RATE, 'fail'],
    ['not-yours', { type: 'leave-contact', email: 'a@b.c', name: '', text: 'x' }, 'reopen'],
    ['not-allowed', { type: 'ask-person', lang: 'en', context: {} }, 'drop'],
  ];
  test.each(cases)('W9 %s for %o: %s', (code, command, verdict) => {
    expect(judge(item('a', { command }), { code }).do).toBe(verdict);
  });

  test('W9 a conversation that is not ours is asked for once, then the text is kept as failed', () => {
    expect(judge(item('a'), { code: 'not-yours' }).do).toBe('reopen');
    expect(judge(item('a', { refusal: { code: 'not-yours' } }), { code: 'not-yours' }).do).toBe('fail');
  });

  test('W9 failed ones stand aside; one that has to wait holds back those behind it', () => {
    const failed = item('a', { order: 1, state: 'failed' });
    const waiting = item('b', { order: 2, retryAt: 500 });
    expect(nextUp([item('c', { order: 3 }), waiting, failed], 100)).toEqual({ waitMs: 400 });
    expect(nextUp([item('c', { order: 3 }), waiting, failed], 500)).toBe(waiting);
  });

  test('W10 reconnects wait anywhere between 0.2 s and min(30 s, 2^n s)', () => {
    expect(reconnectWait(0, 0)).toBe(200);
    expect(reconnectWait(0, 0.999_999)).toBe(1_000);
    expect(reconnectWait(3, 0.999_999)).toBe(8_000);
    expect(reconnectWait(50, 0.999_999)).toBe(30_000);
  });
});

describe('the sender', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function rig(
    answer: (request: ActRequest<LearnerCommand>, nth: number) => Outcome<Acted>,
    store: OutboxStore = memoryOutbox(),
  ) {
    const sent: ActRequest<LearnerCommand>[] = [];
    const keptAtSend: number[] = [];
    let conversation: string | null = 'c1';
    let ready = true;
    let flying = 0;
    const ports: SenderPorts = {
      store,
      now: () => Date.now(),
      conversation: () => conversation,
      ready: () => ready,
      async act(request) {
        flying += 1;
        expect(flying).toBe(1);
        keptAtSend.push((await store.all()).length);
        sent.push(request);
        await Promise.resolve();
        flying -= 1;
        return answer(request, sent.length);
      },
      reopen: async (how) => {
        if (how === 'signed-out') return null;
        conversation = 'c2';
        return 'c2';
      },
      exclusively: (work) => work(),
      changed: () => {},
      acked: () => {},
      failed: () => {},
      stop: () => {},
    };
    const texts = () => sent.map(({ command }) => (command.type === 'say' ? command.text : command.type));
    const line = (up: boolean, to = conversation) => {
      ready = up;
      conversation = to;
    };
    return { sender: createSender(ports), sent, texts, keptAtSend, store, line };
  }
  const ok = (request: ActRequest<LearnerCommand>): Outcome<Acted> => ({
    ok: true,
    value: { cid: request.cid, seq: 1, epoch: 'e1' },
  });
  const settle = () => vi.advanceTimersByTimeAsync(0);

  test('W8 a command is stored before it is sent, sent in order one at a time, and leaves only on ack', async () => {
    const { sender, texts, keptAtSend, store } = rig(ok);
    await sender.queue(say('one'));
    await sender.queue(say('two'));
    await sender.queue({ type: 'ask-person', lang: 'en', context: {} });
    await settle();
    expect(texts()).toEqual(['one', 'two', 'ask-person']);
    expect(Math.min(...keptAtSend)).toBeGreaterThan(0);
    expect(await store.all()).toEqual([]);
  });

  test('W8 without an answer the same cid goes out again', async () => {
    const { sender, sent } = rig((request, nth) => (nth === 1 ? undefined : ok(request)));
    await sender.queue(say('one'));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(sent).toHaveLength(2);
    expect(sent[1]?.cid).toBe(sent[0]?.cid);
  });

  test('W8 nothing is sent while not connected; all is sent after', async () => {
    const { sender, texts, line } = rig(ok);
    line(false, null);
    await sender.queue(say('one'));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(texts()).toEqual([]);
    line(true, 'c1');
    sender.drain();
    await settle();
    expect(texts()).toEqual(['one']);
  });

  test('W9 what was written into a chat that had closed goes to a new one, with the same cid', async () => {
    const { sender, sent, store } = rig((request) =>
      request.conversation === 'c1' ? { ok: false, refusal: { code: 'closed' } } : ok(request),
    );
    await sender.queue(say('one'));
    await sender.queue(say('two'));
    await settle();
    expect(sent.map(({ conversation }) => conversation)).toEqual(['c1', 'c2', 'c2']);
    expect(sent[1]?.cid).toBe(sent[0]?.cid);
    expect(await store.all()).toEqual([]);
  });

  test('W9 too fast waits as long as the server says, then goes out by itself', async () => {
    const { sender, sent } = rig((request, nth) =>
      nth === 1 ? { ok: false, refusal: { code: 'too-fast', retryAfterMs: 3_000 } } : ok(request),
    );
    await sender.queue(say('one'));
    await vi.advanceTimersByTimeAsync(2_900);
    expect(sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(sent).toHaveLength(2);
  });

  test('W9 a refused text stays, marked, and goes out again on retry', async () => {
    const { sender, sent, store } = rig((request, nth) =>
      nth === 1 ? { ok: false, refusal: { code: 'internal' } } : ok(request),
    );
    const cid = await sender.queue(say('one'));
    await settle();
    expect(await store.all()).toMatchObject([{ cid, state: 'failed', command: { text: 'one' } }]);
    await sender.retry(cid);
    await settle();
    expect(sent).toHaveLength(2);
    expect(await store.all()).toEqual([]);
  });

  test('W127 what was pressed about a conversation that is no more the learner’s holds nothing up and is not said of another', async () => {
    const { sender, sent, store } = rig((request, nth) =>
      request.conversation === 'c2' ? ok(request) : nth < 10 ? { ok: false, refusal: { code: 'not-yours' } } : undefined,
    );
    for (const command of [{ type: 'end' }, RATE, { type: 'helped', seq: 1, helped: true }] as const)
      await sender.queue(command);
    await sender.queue(say('one'));
    await settle();
    expect(sent.map(({ conversation, command }) => `${conversation} ${command.type}`)).toEqual([
      'c1 end',
      'c1 rate',
      'c1 helped',
      'c1 say',
      'c2 say',
    ]);
    const [rated] = await store.all();
    expect(rated).toMatchObject({ command: RATE, state: 'failed' });
    await sender.retry(rated?.cid ?? '');
    await settle();
    expect(sent.at(-1)).toMatchObject({ conversation: 'c1', command: RATE });
  });

  test('W127 what is pressed without a line is about the conversation on the screen, wherever the learner is when it goes out', async () => {
    const { sender, sent, line } = rig(ok);
    line(false);
    await sender.queue(RATE);
    await sender.queue(say('one'));
    line(true, 'c2');
    sender.drain();
    await settle();
    expect(sent.map(({ conversation }) => conversation)).toEqual(['c1', 'c2']);
  });
});
