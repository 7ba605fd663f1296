import { afterAll, beforeAll, expect, it } from 'vitest';
import { cid, dialLearner, openLearner, type Signed, setUp, value } from '#tests/support/people.ts';
import { startServer, type TestServer } from '#tests/support/start-server.ts';

let server: TestServer;
let ada: Signed;
beforeAll(async () => {
  server = await startServer();
  ada = await setUp(server);
});
afterAll(() => server.close());

it('A91 a chat that is re-opened is told to the learner’s pages that know only a newer, empty one', async () => {
  const learner = await openLearner(server.url);
  const agent = await ada.dial();
  value(await learner.say('hm?'));
  value(await learner.act({ type: 'end' }));
  const opened = value(await learner.ask('open', { lang: 'en', context: {}, fresh: true }));
  const later = await openLearner(server.url, opened.token);
  expect(later.conversation).toBe(opened.conversation.id);
  // Connected, but nothing opened: as one whose signature has run out, it is told nothing.
  const closed = await dialLearner(server.url, opened.token);
  value(await agent.ask('act', { conversation: learner.conversation, cid: cid(), command: { type: 'reopen' } }));
  const told = await later.next('entries');
  expect([told.conversation, told.view.status]).toEqual([learner.conversation, 'with-agent']);
  expect(value(await later.ask('open', { lang: 'en', context: {} })).conversation.id).toBe(learner.conversation);
  expect(closed.got('entries')).toEqual([]);
  for (const line of [agent, learner, later, closed]) line.close();
});
