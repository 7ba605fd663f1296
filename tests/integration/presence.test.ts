import { expect, it } from 'vitest';
import type { AgentCard } from '#protocol/agents.ts';
import { addAgent, openLearner, setUp, value } from '#tests/support/people.ts';
import { fakeClock } from '#tests/support/samples.ts';
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
