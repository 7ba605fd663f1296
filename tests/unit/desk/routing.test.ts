import { describe, expect, it } from 'vitest';
import { learnerId } from '#domain/ids.ts';
import { ADA, BEN, SITE } from '#tests/support/samples.ts';
import { act, changes, clock, desk, HOUR, learner, newKey, person, say, setHours, start, store, take } from './desk-harness.ts';

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
