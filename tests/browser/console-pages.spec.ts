import { addAgent, agentPage, field, newPupil, rowOf, waitingPupil } from './console-people.ts';
import { expect, setUp, startServer, test } from './fixtures.ts';

test('A36 canned replies: written, found by /, put into the field and not sent', async ({ browser, staffedServer }) => {
  const page = await agentPage(browser, staffedServer.url);
  await page.getByRole('link', { name: 'Canned' }).click();
  await page.getByRole('button', { name: 'New reply' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Shortcut').fill('hello');
  await dialog.getByLabel('Title').fill('Greeting');
  await dialog.getByLabel('Text').fill('Hello, how can I help?');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('/hello')).toBeVisible();

  const pupil = await waitingPupil(staffedServer.url, 'Canned, please');
  await page.getByRole('link', { name: 'Inbox' }).click();
  await rowOf(page, pupil).click();
  await page.getByRole('button', { name: 'Take' }).first().click();
  await field(page, 'Reply').fill('/hel');
  await expect(page.getByRole('option', { name: /Greeting/ })).toBeVisible();
  await field(page, 'Reply').press('Enter');
  await expect(field(page, 'Reply')).toHaveValue('Hello, how can I help?');
  expect(JSON.stringify(await pupil.entries())).not.toContain('how can I help');
});

test('A76 a canned reply is written where the console came over plain HTTP, too', async ({ browser, staffedServer }) => {
  const page = await agentPage(browser, staffedServer.url);
  // Chromium trusts loopback; anywhere else a page over HTTP lacks this.
  await page.addInitScript(() => Reflect.deleteProperty(Crypto.prototype, 'randomUUID'));
  await page.goto(`${staffedServer.url}/console/#/canned`);
  await page.reload();
  await page.getByRole('button', { name: 'New reply' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Shortcut').fill('plain');
  await dialog.getByLabel('Title').fill('Over HTTP');
  await dialog.getByLabel('Text').fill('Written without TLS.');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('/plain')).toBeVisible();
});

test('A77 what a colleague writes or changes is found by / without loading the page anew', async ({
  browser,
  staffedServer,
}) => {
  const page = await agentPage(browser, staffedServer.url);
  const pupil = await waitingPupil(staffedServer.url, 'Canned by another, please');
  await rowOf(page, pupil).click();
  await page.getByRole('button', { name: 'Take' }).first().click();

  const colleague = await agentPage(browser, staffedServer.url, await addAgent(staffedServer.url));
  await colleague.goto(`${staffedServer.url}/console/#/canned`);
  await colleague.getByRole('button', { name: 'New reply' }).click();
  const dialog = colleague.getByRole('dialog');
  await dialog.getByLabel('Shortcut').fill('closing');
  await dialog.getByLabel('Title').fill('Closing time');
  await dialog.getByLabel('Text').fill('We close at six.');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(colleague.getByText('/closing')).toBeVisible();

  await field(page, 'Reply').fill('/clos');
  await expect(page.getByRole('option', { name: /Closing time/ })).toBeVisible();
  await field(page, 'Reply').fill('');
  await colleague.getByRole('listitem').filter({ hasText: '/closing' }).getByRole('button', { name: 'Edit' }).click();
  await dialog.getByLabel('Text').fill('We close at eight.');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(colleague.getByText('We close at eight.')).toBeVisible();
  await page.getByRole('link', { name: 'Canned' }).click();
  await expect(page.getByText('We close at eight.')).toBeVisible();
});

test('A16 A37 the title counts what waits; Enter that ends a composition does not send', async ({ browser }) => {
  // Starting a server trains the bot; that is not what is timed here.
  test.slow();
  const server = await startServer();
  try {
    await setUp(server);
    const page = await agentPage(browser, server.url);
    await expect(page).toHaveTitle(/^Inbox/);
    const pupil = await waitingPupil(server.url, '我需要帮助');
    await expect(page).toHaveTitle(/^\(1\) Inbox/);
    await rowOf(page, pupil).click();
    await page.getByRole('button', { name: 'Take' }).first().click();
    await expect(page).toHaveTitle(/^Inbox/);

    await field(page, 'Reply').fill('nihao');
    const composing = (isComposing: boolean) =>
      field(page, 'Reply').dispatchEvent('keydown', { key: 'Enter', isComposing, bubbles: true, cancelable: true });
    await composing(true);
    await expect(field(page, 'Reply')).toHaveValue('nihao');
    await composing(false);
    await expect(page.getByRole('log').getByText('nihao')).toBeVisible();

    await page.getByRole('link', { name: 'Figures' }).click();
    await pupil.say('one more thing');
    await expect(page).toHaveTitle(/^\(1\) Figures/);
  } finally {
    await server.stop();
  }
});

test('A41 the keyboard alone: list, open, take, reply, note, help', async ({ browser }) => {
  // Starting a server trains the bot; that is not what is timed here.
  test.slow();
  const server = await startServer();
  try {
    await setUp(server);
    const page = await agentPage(browser, server.url);
    const first = await waitingPupil(server.url, 'first in line');
    const second = await waitingPupil(server.url, 'second in line');
    await expect(page.locator('a.row')).toHaveCount(2);
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(new RegExp(second.conversation));
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(new RegExp(first.conversation));
    await expect(page.getByRole('log').getByText('first in line')).toBeVisible();
    await page.keyboard.press('t');
    await expect(field(page, 'Reply')).toBeFocused();
    await page.keyboard.type('e is only a letter here');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.keyboard.press('Escape');
    await page.keyboard.press('n');
    await expect(field(page, 'Note')).toBeFocused();
    await page.keyboard.press('Escape');
    await page.keyboard.press('e');
    await expect(page.getByRole('dialog', { name: 'Close this chat?' })).toBeVisible();
    await page.keyboard.press('Escape');
    await page.keyboard.press('g');
    await page.keyboard.press('m');
    await expect(page).toHaveURL(/inbox\/mine/);
  } finally {
    await server.stop();
  }
});

test('A50 A52 figures: bot-only and person chats apart, a comment, the CSV of the dates shown', async ({ browser }) => {
  // Starting a server trains the bot; that is not what is timed here.
  test.slow();
  const server = await startServer();
  try {
    await setUp(server);
    const page = await agentPage(browser, server.url);
    await page.getByRole('link', { name: 'Figures' }).click();
    await expect(page.getByText('No conversations in these days.')).toBeVisible();
    const rated = await waitingPupil(server.url, 'Please rate me');
    await page.getByRole('link', { name: 'Inbox' }).click();
    await rowOf(page, rated).click();
    await page.getByRole('button', { name: 'Take' }).first().click();
    await field(page, 'Reply').fill('Done.');
    await field(page, 'Reply').press('Enter');
    await page.getByRole('button', { name: 'Close chat' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Resolved', exact: true }).click();
    await expect.poll(async () => (await rated.entries()).some((entry) => entry.type === 'ended')).toBe(true);
    await rated.act({ type: 'rate', stars: 5, reasons: ['fast'], comment: 'kind and quick' });
    await (await newPupil(server.url)).say('bot, are you there?');

    await page.getByRole('link', { name: 'Figures' }).click();
    const satisfaction = page.getByRole('row', { name: /^Satisfaction/ }).first();
    await expect(satisfaction.getByRole('cell')).toHaveText(['100%', '–', '100%']);
    const conversations = page.getByRole('row', { name: /^Conversations/ }).first();
    await expect(conversations.getByRole('cell')).toHaveText(['2', '1', '1']);
    await expect(page.getByText('kind and quick')).toBeVisible();
    await expect(page.getByRole('row', { name: /^Ada Admin/ })).toBeVisible();
    await page.getByRole('link', { name: '7 days' }).click();
    const from = new URL(page.url()).hash.match(/from=([\d-]+)/)?.[1] ?? 'none';
    const csv = page.getByRole('link', { name: 'Ratings as CSV' });
    await expect(csv).toHaveAttribute('href', new RegExp(`from=${from}`));
    const [download] = await Promise.all([page.waitForEvent('download'), csv.click()]);
    expect(download.suggestedFilename()).toMatch(/^ratings-.*\.csv$/);
  } finally {
    await server.stop();
  }
});

test('A13 A43 at 390 px: one pane at a time, nothing wider than the screen, few rows drawn', async ({ browser }) => {
  // Starting a server trains the bot; that is not what is timed here.
  test.slow();
  const server = await startServer({ LIMIT_NEW_LEARNERS: '1000/1m' });
  try {
    await setUp(server);
    const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
    const page = await agentPage(browser, server.url, undefined, phone);
    const pupils = [];
    for (let index = 0; index < 40; index++) pupils.push(await waitingPupil(server.url, `learner number ${index} asks`));
    await expect(page.getByRole('link', { name: /^Waiting/ })).toContainText('40');
    await expect(page.locator('li[aria-setsize="40"]').first()).toBeVisible();
    expect(await page.locator('a.row').count()).toBeLessThan(30);
    const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
    expect(await fits()).toBe(true);

    const last = pupils.at(-1);
    if (!last) throw new Error('no learners');
    await page.locator('.rows').evaluate((rows) => rows.scrollTo(0, rows.scrollHeight));
    await rowOf(page, last).click();
    await expect(page.getByRole('log').getByText('learner number 39 asks')).toBeVisible();
    await expect(page.locator('.rows')).toBeHidden();
    expect(await fits()).toBe(true);
    await page.getByRole('link', { name: 'Details' }).click();
    await expect(page.getByRole('complementary')).toBeVisible();
    await expect(page.getByRole('log')).toBeHidden();
    expect(await fits()).toBe(true);
    await page.goBack();
    await page.getByRole('link', { name: 'Back' }).click();
    await expect(page.locator('.rows')).toBeVisible();
    for (const name of ['Figures', 'Canned', 'Agents', 'Me']) {
      await page.getByRole('link', { name: new RegExp(`${name}$`) }).click();
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      expect(await fits()).toBe(true);
    }
  } finally {
    await server.stop();
  }
});
