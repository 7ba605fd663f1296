import { expect, it } from 'vitest';
import type { AgentCard, DeskHours } from '#protocol/agents.ts';
import { PROTOCOL_VERSION } from '#protocol/limits.ts';
import { addAgent, openLearner, setUp, value } from '#tests/support/people.ts';
import { fakeClock, T0 } from '#tests/support/samples.ts';
import { startServer } from '#tests/support/start-server.ts';

it('A73 that the only agent loads the page anew is not told to who waits; that nobody is there is, at the next round', async () => {
  const clock = fakeClock();
  const server = await startServer({ clock });
  const ada = await setUp(server);
  // Pauses, so is not counted as there, and hears who comes and goes.
  const ben = await (await addAgent(server.url, ada, 'Ben')).dial();
  value(await ben.ask('available', { available: false }));
  const learner = await openLearner(server.url);
  const page = await ada.dial();
  value(await learner.act({ type: 'ask-person', lang: 'en', context: {} }));
  const waits = await learner.next('entries', ({ view }) => view.status === 'waiting');
  expect(waits.view.queue).toMatchObject({ staffed: true });
  /** Waits for news later than what was heard before `change`. */
  const news = async (online: boolean, change: () => unknown) => {
    const before = new Set(ben.got('agents'));
    await change();
    const fits = (agents: readonly AgentCard[]) => agents.find(({ id }) => id === ada.id)?.online === online;
    await ben.next('agents', (packet) => !before.has(packet) && fits(packet.agents));
  };
  const told = async () => {
    await server.app.settled();
    value(await learner.ask('sync', { conversation: learner.conversation, since: 0 }));
    return learner.got('view').map(({ view }) => view.queue?.staffed);
  };

  await news(false, () => page.close());
  let again = page;
  await news(true, async () => {
    again = await ada.dial();
  });
  expect(await told()).not.toContain(false);
  await news(false, () => again.close());
  clock.advance(15_000);
  expect((await told()).at(-1)).toBe(false);
  for (const line of [ben, learner]) line.close();
  await server.close();
});

it('A99 agents are told whether it is business hours and when the desk opens next, anew at each change', async () => {
  // Monday, 2026-01-05, 09:00 UTC.
  const clock = fakeClock();
  const opens = T0 + 60_000;
  const server = await startServer({ clock, env: { BUSINESS_HOURS: 'Mon 09:01-10:00' } });
  const desk = await (await setUp(server)).dial();
  expect(value(await desk.ask('hello', { v: PROTOCOL_VERSION })).hours).toEqual({ open: false, nextOpenAt: opens });
  const next = async (wait: number, hours: DeskHours) => {
    clock.advance(wait);
    await server.app.settled();
    // The round after it.
    clock.advance(15_000);
    await desk.next('agents', (packet) => packet.hours.open === hours.open && packet.hours.nextOpenAt === hours.nextOpenAt);
  };
  await next(60_000, { open: true, nextOpenAt: null });
  await next(59 * 60_000 - 15_000, { open: false, nextOpenAt: opens + 7 * 86_400_000 });
  desk.close();
  await server.close();
});
