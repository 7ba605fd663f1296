import { expect, it } from 'vitest';
import { cid, openLearner, setUp, value } from '#tests/support/people.ts';
import { fakeClock } from '#tests/support/samples.ts';
import { startServer } from '#tests/support/start-server.ts';

const MINUTE = 60_000;

it('R11, P8 who is given back stands where they stood, and those behind are told', async () => {
  const clock = fakeClock();
  const server = await startServer({ clock });
  const agent = await (await setUp(server)).dial();
  const ask = async () => {
    const learner = await openLearner(server.url);
    value(await learner.act({ type: 'ask-person', lang: 'en', context: {} }));
    return learner;
  };
  const act = async (conversation: string, type: 'take' | 'return-to-queue') =>
    value(await agent.ask('act', { conversation, cid: cid(), command: { type } }));
  const first = await ask();
  await act(first.conversation, 'take');
  clock.advance(MINUTE);
  const second = await ask();
  await second.next('entries', ({ view }) => view.queue?.position === 1);
  await act(first.conversation, 'return-to-queue');
  await second.next('view', ({ view }) => view.queue?.position === 2);
  await first.next('entries', ({ view }) => view.queue?.position === 1);
  for (const one of [first, second, agent]) one.close();
  await server.close();
});

it('W133 the estimate grows shorter as the learner waits, and goes when nobody has waited that long', async () => {
  const clock = fakeClock();
  const server = await startServer({ clock });
  const agent = await (await setUp(server)).dial();
  const ask = async () => {
    const learner = await openLearner(server.url);
    value(await learner.act({ type: 'ask-person', lang: 'en', context: {} }));
    return learner;
  };
  const others = [await ask(), await ask(), await ask()];
  clock.advance(10 * MINUTE);
  for (const { conversation } of others) value(await agent.ask('act', { conversation, cid: cid(), command: { type: 'take' } }));
  const learner = await ask();
  const told = await learner.next('entries', ({ view }) => view.status === 'waiting');
  expect(told.view.queue).toMatchObject({ position: 1, etaMs: 10 * MINUTE });
  /** Lets the rounds that are due run, and the next ones be armed. */
  const pass = async (ms: number) => {
    clock.advance(ms);
    await server.app.settled();
    value(await learner.ask('sync', { conversation: learner.conversation, since: 0 }));
  };
  await pass(4 * MINUTE);
  const shorter = await learner.next('view', ({ view }) => view.queue?.etaMs !== 10 * MINUTE);
  expect(shorter.view.queue).toMatchObject({ position: 1, etaMs: 6 * MINUTE });
  // Within the same minute there is nothing to say.
  const before = learner.got('view').length;
  await pass(15_000);
  expect(learner.got('view')).toHaveLength(before);
  await pass(7 * MINUTE);
  const open = await learner.next('view', ({ view }) => view.queue?.etaMs === null);
  expect(open.view.queue).toMatchObject({ position: 1, staffed: true });
  for (const one of [...others, learner, agent]) one.close();
  await server.close();
});
