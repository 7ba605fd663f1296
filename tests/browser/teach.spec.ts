/** The owner's loop on the real page and server, with a small table of its own. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addAgent, agentPage, field, newPupil, rowOf, waitingPupil, watchFaults } from './console-people.ts';
import { expect, type RunningServer, setUp, startServer, test } from './fixtures.ts';

let home: string;
let server: RunningServer;
test.beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'handraise-teach-'));
  cpSync('tests/fixtures/intents', join(home, 'intents'), { recursive: true });
  mkdirSync(join(home, 'tests/en'), { recursive: true });
  writeFileSync(join(home, 'tests/en/shop.yaml'), 'shop.hours:\n  - what time do you close\n');
  server = await startServer({ INTENTS_DIR: join(home, 'intents'), INTENTS_TESTS_DIR: join(home, 'tests') });
  await setUp(server);
});
test.afterAll(async () => {
  await server.stop();
  rmSync(home, { recursive: true, force: true });
});

test('L30 an agent answers what the bot did not know; the owner adds it, tests it, publishes it, and the bot knows', async ({
  browser,
}) => {
  test.slow();
  const page = await agentPage(browser, server.url);
  const faults = watchFaults(page);
  const question = 'zorp wumpus vouchers anywhere';
  const pupil = await waitingPupil(server.url, question);
  await rowOf(page, pupil).click();
  await page.getByRole('button', { name: 'Take' }).first().click();
  await field(page, 'Reply').fill('At the desk, nine to five.');
  await field(page, 'Reply').press('Enter');
  await expect(page.getByRole('log').getByText('At the desk')).toBeVisible();

  await page.getByRole('link', { name: 'Teach' }).click();
  const group = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: question }) });
  await expect(group.getByText('At the desk, nine to five.')).toBeVisible();
  await expect(group.getByText('Not known')).toBeVisible();
  await group.getByRole('button', { name: 'Another intent…' }).click();
  await page.getByRole('searchbox').fill('opening');
  await page.getByRole('button', { name: /Opening hours/ }).click();

  const drafts = page.getByRole('region', { name: '1 change not published' });
  await expect(drafts.getByText(question)).toBeVisible();
  await expect(group).toHaveCount(0);
  await expect(page.getByText('0 open', { exact: true })).toBeVisible();
  await expect(page.getByText('1 in drafts', { exact: true })).toBeVisible();
  await expect(drafts.getByRole('button', { name: 'Publish' })).toHaveCount(0);
  await drafts.getByRole('button', { name: 'Test' }).click();
  await expect(drafts.getByText('Fixes 1')).toBeVisible();
  await expect(drafts.getByText(/does not know → shop\.hours/)).toBeVisible();
  await expect(drafts.getByRole('link', { name: 'en/shop.yaml' })).toBeVisible();
  await drafts.getByRole('button', { name: 'Publish' }).click();
  await expect(page.getByText('the bot answers 1 more')).toBeVisible();
  expect(readFileSync(join(home, 'intents/en/shop.yaml'), 'utf8')).toContain(`      - ${question}\n`);

  const next = await newPupil(server.url);
  await next.say(question);
  expect(JSON.stringify(await next.entries())).toContain('We are open');
  expect(faults).toEqual([]);
});

test('L31 a new intent from a group; unticked questions stay', async ({ browser }) => {
  const page = await agentPage(browser, server.url);
  const first = await newPupil(server.url);
  await first.say('glorp parking blick');
  const second = await newPupil(server.url);
  await second.say('glorp blick parking');
  await page.getByRole('link', { name: 'Teach' }).click();
  const group = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: /glorp/ }) });
  await expect(group.getByText('asked 2 times')).toBeVisible();
  await group.getByRole('checkbox', { name: 'Include “glorp blick parking”' }).uncheck();
  await group.getByRole('button', { name: 'New intent…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Id').fill('shop.parking');
  await dialog.getByLabel('Title').fill('Parking');
  await dialog.getByLabel('Answer').fill('Behind the house.');
  await dialog.getByRole('button', { name: 'Make draft' }).click();
  await expect(page.getByRole('heading', { name: 'glorp blick parking' })).toBeVisible();
  await page.getByRole('button', { name: 'Test' }).click();
  await page.getByRole('button', { name: 'Publish' }).click();
  await expect(page.getByText('the bot answers 1 more')).toBeVisible();
  const asks = await newPupil(server.url);
  await asks.say('glorp parking blick');
  expect(JSON.stringify(await asks.entries())).toContain('Behind the house.');
});

test('E4 the open page lets go of what a chat asked that is removed meanwhile; the rest stays', async ({ browser }) => {
  const gone = await newPupil(server.url);
  await gone.say('blorf snargle kiln');
  await (await newPupil(server.url)).say('quibble dandle roster');
  const page = await agentPage(browser, server.url);
  let tellRemoved = () => {};
  await page.routeWebSocket(/socket\.io/, (socket) => {
    socket.connectToServer();
    const counts = { waiting: 0, mine: 0, all: 0, closed: 0 };
    tellRemoved = () => socket.send(`42/agent,${JSON.stringify(['removed', { conversations: [gone.conversation], counts }])}`);
  });
  let removed = false;
  // As the server answers once retention has been there, which in real time takes a day.
  await page.route('**/console/api/teach', async (route) => {
    const response = await route.fetch();
    if (!removed) return route.fulfill({ response });
    const lesson = (await response.json()) as { groups: { questions: { conversation: string }[] }[] };
    const groups = lesson.groups.filter(({ questions }) => questions.every((one) => one.conversation !== gone.conversation));
    return route.fulfill({ response, json: { ...lesson, groups } });
  });
  await page.reload();
  await page.getByRole('link', { name: 'Teach' }).click();
  const asked = page.getByRole('heading', { name: 'blorf snargle kiln' });
  await expect(asked).toBeVisible();
  removed = true;
  tellRemoved();
  await expect(asked).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'quibble dandle roster' })).toBeVisible();
});

test('L32 on a phone, dark, in Chinese: nothing is wider than the screen; agents have no such page', async ({ browser }) => {
  // Whatever the bot makes of it: what goes to a person is kept.
  await waitingPupil(server.url, `wumpus snark${'x'.repeat(120)} blorp`);
  const small = { viewport: { width: 390, height: 780 }, colorScheme: 'dark' as const };
  const page = await agentPage(browser, server.url, undefined, small);
  await page.getByRole('link', { name: 'Teach' }).click();
  await expect(page.getByRole('heading', { name: /wumpus snark/ })).toBeVisible();
  const wider = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(await wider()).toBeLessThanOrEqual(0);
  for (const link of await page.locator('.rail a').all()) expect((await link.boundingBox())?.x).toBeGreaterThanOrEqual(0);
  await page.getByRole('link', { name: /Me$/ }).click();
  await page.getByRole('radio', { name: '中文' }).check();
  await page.getByRole('link', { name: '教学' }).click();
  await expect(page.getByRole('heading', { name: '教机器人' })).toBeVisible();
  expect(await wider()).toBeLessThanOrEqual(0);

  const agent = await agentPage(browser, server.url, await addAgent(server.url));
  await expect(agent.getByRole('link', { name: 'Teach' })).toHaveCount(0);
  await agent.goto(`${server.url}/console#/teach`);
  await expect(agent.getByText('Only admins teach the bot.')).toBeVisible();
});
