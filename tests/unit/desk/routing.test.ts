import { describe, expect, it } from 'vitest';
import { learnerId } from '#domain/ids.ts';
import { ADA, BEN, SITE } from '#tests/support/samples.ts';
import {
  act,
  changes,
  clock,
  desk,
  HOUR,
  learner,
  log,
  make,
  newKey,
  person,
  say,
  setHours,
  start,
  store,
  take,
} from './desk-harness.ts';

/** A learner of its own who waits for a person. */
async function another(n: number) {
  const one = { ...learner, id: learnerId(`learner ${n}`) };
  await store.learners.create(one, `hash ${n}`);
  const { id } = await desk.open(one, 'en', {}, false);
  await desk.actAsLearner(one, SITE, 'widget', id, newKey(), person);
  return id;
}

describe('routing', () => {
  it('R4 of two agents who take at once one wins and the other is told who', async () => {
    const id = await start();
    await act(id, person);
    const [first, second] = await Promise.all([take(id, ADA), take(id, BEN)]);
    expect(first?.ok).toBe(true);
    expect(second).toEqual({ ok: false, refused: { code: 'taken', detail: ADA } });
  });

  it('R2, R6 the place counts from 1; nobody there or closed hours are said', async () => {
    const id = await start();
    await act(id, person);
    expect(await desk.queuePlace(id)).toMatchObject({ position: 1, staffed: false, etaMs: null });
    desk.presence.connected(ADA);
    expect(await desk.queuePlace(id)).toMatchObject({ staffed: true, nextOpenAt: null });
    setHours(false);
    expect(await desk.queuePlace(id)).toMatchObject({ staffed: false, nextOpenAt: clock.now() });
    await take(id, ADA);
    expect(await desk.queuePlace(id)).toBeUndefined();
  });

  it('W158 once contact details were left the bot answers on until somebody is there, and the place in line stays', async () => {
    const id = await start();
    await act(id, person);
    const since = clock.now();
    await say(id, 'anybody?');
    await act(id, { type: 'leave-contact', email: 'lin@example.org', name: '', text: 'anybody?' });
    clock.advance(60_000);
    await say(id, 'price?');
    expect((await log(id))?.slice(-4)).toEqual(['learner-said', 'contact-left', 'learner-said', 'bot-said']);
    await say(id, 'person');
    expect((await log(id))?.slice(-3)).toEqual(['learner-said', 'bot-said', 'handoff-requested']);
    expect(changes.at(-1)?.state).toMatchObject({ phase: { status: 'waiting', since }, request: true });
    desk.presence.connected(ADA);
    await say(id, 'price?');
    expect((await log(id))?.at(-1)).toBe('learner-said');
  });

  it('R8 a transfer goes only to an agent who exists and may work', async () => {
    const id = await start();
    await act(id, person);
    await take(id, ADA);
    await store.agents.update(BEN, { disabled: true });
    expect(await desk.actAsAgent(ADA, id, newKey(), { type: 'transfer', to: BEN })).toMatchObject({
      refused: { code: 'bad-request' },
    });
    await store.agents.update(BEN, { disabled: false });
    expect((await desk.actAsAgent(ADA, id, newKey(), { type: 'transfer', to: BEN })).ok).toBe(true);
    expect(changes.at(-1)?.state.phase).toMatchObject({ status: 'with-agent', agent: BEN });
  });

  it('R7 the round gives back what an agent away too long, or disabled, still owns', async () => {
    const id = await start();
    await act(id, person);
    desk.presence.connected(ADA);
    await take(id, ADA);
    desk.presence.disconnected(ADA);
    clock.advance(4 * 60_000);
    await desk.round();
    expect(changes.at(-1)?.state.phase.status).toBe('with-agent');
    clock.advance(60_000);
    await desk.round();
    expect(changes.at(-1)?.state.phase).toMatchObject({ status: 'waiting', reason: 'returned' });
    desk.presence.connected(BEN);
    await take(id, BEN);
    await store.agents.update(BEN, { disabled: true });
    await desk.round();
    expect(changes.at(-1)?.stamped.at(-1)?.event).toMatchObject({ type: 'returned-to-queue', why: 'disabled' });
  });

  it('R11 whose agent left has the place in line they had, and waits anew for the estimate', async () => {
    const first = await start();
    await act(first, person);
    const other = { ...learner, id: learnerId('second') };
    await store.learners.create(other, 'second hash');
    desk.presence.connected(ADA);
    await take(first, ADA);
    clock.advance(60_000);
    const { id: second } = await desk.open(other, 'en', {}, false);
    await desk.actAsLearner(other, SITE, 'widget', second, newKey(), person);
    expect(await desk.queuePlace(second)).toMatchObject({ position: 1 });
    desk.presence.disconnected(ADA);
    clock.advance(5 * 60_000);
    await desk.round();
    expect([await desk.queuePlace(first), await desk.queuePlace(second)]).toMatchObject([{ position: 1 }, { position: 2 }]);
    await take(first, BEN);
    await desk.actAsAgent(BEN, first, newKey(), { type: 'return-to-queue' });
    expect(await desk.queuePlace(first), 'put back by hand').toMatchObject({ position: 1 });
    expect(await store.conversations.recentWaits(5), 'what was talked is no wait').toEqual([0, 0]);
    expect((await store.conversations.queue()).map(({ since }) => since)).toEqual([clock.now(), clock.now() - 5 * 60_000]);
  });

  it('R12 of two agents who re-open at once one has it and the other is told who', async () => {
    const id = await start();
    await say(id, 'price?');
    await act(id, { type: 'end' });
    const reopen = (by: typeof ADA) => desk.actAsAgent(by, id, newKey(), { type: 'reopen' });
    const [first, second] = await Promise.all([reopen(ADA), reopen(BEN)]);
    expect([first?.ok, second]).toEqual([true, { ok: false, refused: { code: 'taken', detail: ADA } }]);
    expect((await reopen(ADA)).ok, 'whose it is').toBe(true);
  });

  it('R13 an agent who comes back while their chats are being given back keeps the rest', async () => {
    for (let n = 0; n < 2; n++) await take(await another(n), ADA);
    clock.advance(5 * 60_000);
    desk.subscribe(() => desk.presence.connected(ADA));
    await desk.round();
    expect((await store.conversations.ownedBy(ADA)).length).toBe(1);
  });

  it('R14 a conversation that cannot be changed keeps the round from no other', async () => {
    const ids = [await another(1), await another(2)];
    for (const id of ids) await take(id, ADA);
    const { conversations } = store;
    const faulty: typeof conversations = {
      ...conversations,
      load: (id) => (id === ids[0] ? Promise.reject(new Error('planted')) : conversations.load(id)),
    };
    const other = await make({
      ...store,
      conversations: faulty,
      retention: { ...store.retention, sweep: () => Promise.reject(new Error('planted, too')) },
    });
    clock.advance(5 * 60_000);
    await expect(other.round()).rejects.toThrow('planted, too');
    expect(await store.conversations.ownedBy(ADA)).toEqual([ids[0]]);
  });

  it('C5 a transfer that is sent again is acknowledged, also where that agent has been disabled since', async () => {
    const id = await start();
    await act(id, person);
    await take(id, ADA);
    const key = newKey();
    const pass = () => desk.actAsAgent(ADA, id, key, { type: 'transfer', to: BEN });
    const done = await pass();
    await store.agents.update(BEN, { disabled: true });
    expect([done.ok, await pass()]).toEqual([true, done]);
  });

  it('C8 the round closes what was left with the bot for a day, and nothing else', async () => {
    const idle = await start();
    await say(idle, 'price?');
    clock.advance(24 * HOUR - 1);
    await desk.round();
    expect(changes).toHaveLength(1);
    clock.advance(2);
    await desk.round();
    await desk.round();
    expect(changes.slice(1).map(({ stamped }) => stamped[0]?.event)).toEqual([
      { type: 'closed', by: 'system', resolved: true },
    ]);
  });
});
