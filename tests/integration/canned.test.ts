/** Canned replies over HTTP, as two agents' pages save them. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addAgent, type Signed, setUp } from '#tests/support/people.ts';
import { startServer, type TestServer } from '#tests/support/start-server.ts';

let server: TestServer;
let ada: Signed;
let tom: Signed;
beforeAll(async () => {
  server = await startServer();
  ada = await setUp(server);
  tom = await addAgent(server.url, ada, 'Tom');
});
afterAll(() => server.close());

const fields = { shortcut: 'hours', title: 'Hours', text: 'We close at six.' };
async function read(agent: Signed) {
  const { canned } = (await (await agent.api('GET', '/canned')).json()) as { canned: { text: string; version: string }[] };
  return canned;
}
const detail = async (answer: Response) => ((await answer.json()) as { refusal: unknown }).refusal;

it('A85 of two who change one canned reply the second is told, also when both save in the same moment', async () => {
  expect((await ada.api('PUT', '/canned/a', fields)).status).toBe(200);
  const version = (await read(tom))[0]?.version;
  const save = (agent: Signed, text: string) => agent.api('PUT', '/canned/a', { ...fields, text, version });
  const answers = await Promise.all([save(ada, 'At seven.'), save(tom, 'At eight.')]);
  const lost = answers.filter((answer) => !answer.ok);
  expect(lost).toHaveLength(1);
  expect(await detail(lost[0] as Response)).toEqual({
    code: 'conflict',
    detail: 'somebody has changed this reply meanwhile',
  });
  const [held] = await read(ada);
  expect(held?.text).toBe(answers[0]?.ok ? 'At seven.' : 'At eight.');
  // An answer that was lost on its way: the same is said again.
  expect((await save(ada, held?.text ?? '')).status).toBe(200);
});

it('A85 a canned reply that somebody has deleted does not come back by a colleague saving it', async () => {
  await ada.api('PUT', '/canned/b', { ...fields, shortcut: 'gone' });
  const version = (await read(tom)).find((reply) => 'shortcut' in reply && reply.shortcut === 'gone')?.version;
  await ada.api('DELETE', '/canned/b');
  const answer = await tom.api('PUT', '/canned/b', { ...fields, shortcut: 'gone', version });
  expect(await detail(answer)).toEqual({ code: 'conflict', detail: 'somebody has deleted this reply' });
  expect(await read(ada)).toHaveLength(1);
});
