import { addAgent, agentPage, field, newPupil, rowOf, waitingPupil, watchFaults } from './console-people.ts';
import { expect, setUp, startServer, test } from './fixtures.ts';

test('A11 A24 A34 taking over a chat: history with traces, reply, close, re-open', async ({ browser, staffedServer }) => {
  const page = await agentPage(browser, staffedServer.url);
  const faults = watchFaults(page);
  const pupil = await waitingPupil(staffedServer.url, 'The video stops at 12:40');
  await rowOf(page, pupil).click();
  const log = page.getByRole('log');
  await expect(log.getByText('The video stops at 12:40')).toBeVisible();
  await expect(log.locator('.trace summary').first()).not.toBeEmpty();
  await log.locator('.trace summary').first().click();
  await expect(log.getByText('Table version').first()).toBeVisible();
  await expect(page.getByRole('complementary').getByText('Python from zero')).toBeVisible();

  await page.getByRole('button', { name: 'Take' }).first().click();
  await expect(log.getByText('Ada Admin took the chat')).toBeVisible();
  await field(page, 'Reply').fill('Hello, I **am** looking at it: [help](https://help.example.com/video)');
  await field(page, 'Reply').press('Enter');
  await expect(log.locator('.line-agent strong')).toHaveText('am');
  await expect(log.getByText('(help.example.com)')).toBeVisible();
  const said = (await pupil.entries()).filter((entry) => entry.type === 'message' && entry.author.role === 'agent');
  expect(said).toHaveLength(1);

  await pupil.say('Thank you!');
  await expect(log.getByText('Thank you!')).toBeVisible();
  await page.getByRole('button', { name: 'Close chat' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Resolved', exact: true }).click();
  await page.getByRole('link', { name: /^Closed/ }).click();
  await rowOf(page, pupil).click();
  await expect(log.getByText('Closed by Ada Admin · resolved')).toBeVisible();
  await page.getByRole('button', { name: 'Re-open' }).click();
  await expect(log.getByText('Re-opened by Ada Admin')).toBeVisible();
  expect(faults).toEqual([]);
});

test('A26 a note is unmistakable, and the learner never gets it', async ({ browser, staffedServer }) => {
  const page = await agentPage(browser, staffedServer.url);
  const pupil = await waitingPupil(staffedServer.url, 'Where is my certificate?');
  await rowOf(page, pupil).click();
  await page.getByRole('tab', { name: 'Note' }).click();
  await field(page, 'Note').fill('canary-note-4711');
  await page.getByRole('button', { name: 'Add note' }).click();
  const note = page.getByRole('log').locator('.line-note');
  await expect(note).toContainText('Internal note');
  await expect(note).toContainText('Only your team sees this');
  await expect(note).toContainText('canary-note-4711');
  await pupil.say('still here');
  expect(JSON.stringify(await pupil.entries())).not.toContain('canary-note-4711');
});

test('A33 two agents take the same chat: one has it, the other is told who', async ({ browser, staffedServer: server }) => {
  const TOM = await addAgent(server.url);
  const [ada, tom] = await Promise.all([agentPage(browser, server.url), agentPage(browser, server.url, TOM)]);
  const pupil = await waitingPupil(server.url, 'I need a person');
  for (const page of [ada, tom]) {
    await rowOf(page, pupil).click();
    await expect(page.getByRole('button', { name: 'Take' }).first()).toBeVisible();
  }
  await expect(ada.getByText(`${TOM.name} is looking too`)).toBeVisible();
  // Both frames leave before either answer can come back.
  const hold = (page: typeof ada) =>
    page.evaluate(() => {
      const send = WebSocket.prototype.send;
      const held: (() => void)[] = [];
      WebSocket.prototype.send = function (data) {
        if (typeof data === 'string' && data.includes('"take"')) held.push(() => send.call(this, data));
        else send.call(this, data);
      };
      Object.assign(window, { release: () => held.forEach((go) => void go()), waiting: () => held.length });
    });
  for (const page of [ada, tom]) {
    await hold(page);
    await page.getByRole('button', { name: 'Take' }).first().click();
    await page.waitForFunction('window.waiting() === 1');
  }
  await Promise.all([ada.evaluate('window.release()'), tom.evaluate('window.release()')]);
  const lost = [
    ada.getByText(`${TOM.name} was faster and has this chat.`),
    tom.getByText('Ada Admin was faster and has this chat.'),
  ] as const;
  await expect(lost[0].or(ada.getByRole('button', { name: 'Close chat' }))).toBeVisible();
  await expect(lost[1].or(tom.getByRole('button', { name: 'Close chat' }))).toBeVisible();
  expect((await lost[0].count()) + (await lost[1].count())).toBe(1);
  const joined = (await pupil.entries()).filter((entry) => entry.type === 'joined');
  expect(joined).toHaveLength(1);
});

test('A38 transfer, back to the queue, back to the bot', async ({ browser, staffedServer: server }) => {
  const TOM = await addAgent(server.url);
  const [ada, tom] = await Promise.all([agentPage(browser, server.url), agentPage(browser, server.url, TOM)]);
  const pupil = await waitingPupil(server.url, 'Please help');
  await rowOf(ada, pupil).click();
  await ada.getByRole('button', { name: 'Take' }).first().click();
  await ada.getByRole('button', { name: 'Transfer' }).click();
  await ada.getByRole('dialog').getByRole('button', { name: TOM.name }).click();
  await expect(ada.getByText(`With ${TOM.name}`)).toBeVisible();

  await tom.getByRole('link', { name: /^Mine/ }).click();
  await rowOf(tom, pupil).click();
  await tom.getByRole('button', { name: 'Back to the queue' }).click();
  await expect(tom.getByRole('log').getByText(`${TOM.name} returned the chat to the queue`)).toBeVisible();
  await tom.getByRole('button', { name: 'Take' }).first().click();
  await tom.getByRole('button', { name: 'Back to the bot' }).click();
  await expect(tom.getByRole('log').getByText(`${TOM.name} handed back to the bot`)).toBeVisible();
  await pupil.say('How do I reset my password?');
  await expect(tom.getByRole('log').locator('.line-bot').last()).toBeVisible();
});

test('A22 A31 A40 a server that dies under a reply: said in words, sent once when it returns', async ({ browser }) => {
  // Starting a server trains the bot; that is not what is timed here.
  test.slow();
  const server = await startServer();
  try {
    await setUp(server);
    const page = await agentPage(browser, server.url);
    const pupil = await waitingPupil(server.url, 'Are you there?');
    await rowOf(page, pupil).click();
    await page.getByRole('button', { name: 'Take' }).first().click();
    await expect(field(page, 'Reply')).toBeVisible();
    await server.kill();
    await expect(page.getByText('No connection.')).toBeVisible();
    await field(page, 'Reply').fill('sent while the server was down');
    await field(page, 'Reply').press('Enter');
    await expect(page.getByText('Waiting for the connection…')).toBeVisible();
    await server.restart();
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await expect(page.getByText('Waiting for the connection…')).toHaveCount(0);
    await expect(page.getByRole('log').getByText('sent while the server was down')).toHaveCount(1);
    const said = (await pupil.entries()).filter((entry) => entry.type === 'message' && entry.text.startsWith('sent while'));
    expect(said).toHaveLength(1);
  } finally {
    await server.stop();
  }
});

test('A31 A35 a reload keeps drafts and unsent replies', async ({ browser, staffedServer }) => {
  const page = await agentPage(browser, staffedServer.url);
  const pupil = await waitingPupil(staffedServer.url, 'Reload me');
  await rowOf(page, pupil).click();
  await page.getByRole('button', { name: 'Take' }).first().click();
  await field(page, 'Reply').waitFor();
  await page.evaluate(() => {
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (data) {
      if (typeof data !== 'string' || !data.includes('"reply"')) send.call(this, data);
    };
  });
  await field(page, 'Reply').fill('never left this tab');
  await field(page, 'Reply').press('Enter');
  await expect(page.getByText('Sending…')).toBeVisible();
  await field(page, 'Reply').fill('a draft');
  await page.reload();
  await expect(page.getByRole('log').getByText('never left this tab')).toHaveCount(1);
  await expect(page.getByText('Sending…')).toHaveCount(0);
  await expect(field(page, 'Reply')).toHaveValue('a draft');
  expect(JSON.stringify(await pupil.entries())).toContain('never left this tab');
});

test('A25 hostile text is text', async ({ browser, staffedServer }) => {
  const page = await agentPage(browser, staffedServer.url);
  const faults = watchFaults(page);
  const pupil = await newPupil(staffedServer.url);
  const attacks = [
    '<img src=x onerror="window.owned=1">',
    '[click](javascript:window.owned=1) **<svg onload=window.owned=1>**',
    '`<script>window.owned=1</script>` https://evil.example/"onmouseover="window.owned=1',
  ];
  for (const attack of attacks) await pupil.say(attack);
  await page.getByRole('link', { name: /^All/ }).click();
  await rowOf(page, pupil).click();
  await expect(page.getByRole('log').getByText('onerror')).toBeVisible();
  await expect(page.getByRole('log').locator('img, svg[onload], script, a[href^="javascript"]')).toHaveCount(0);
  expect(await page.evaluate('window.owned')).toBeUndefined();
  expect(faults).toEqual([]);
});
