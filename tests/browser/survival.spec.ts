/** What the learner and the agent see is true, whatever happens to tab, line, server and disk. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright/test';
import { startProxy } from '#tests/delivery/proxy.ts';
import { startSchoolProxy } from '#tests/support/school-proxy.ts';
import { canMount } from '#tests/support/small-disk.ts';
import { agentPage, field, rowOf, waitingPupil } from './console-people.ts';
import { expect, type RunningServer, setUp, startServer, test } from './fixtures.ts';
import { tabFaults } from './tab-faults.ts';
import { LESSON, personAt, widgetOn } from './widget-stage.ts';

const ROOMY = { LIMIT_MESSAGES: '1000/1s', LIMIT_MESSAGES_LONG: '100000/1h', LIMIT_COMMANDS: '1000/1s' };
const own = (page: Page, text: string) => page.getByRole('log').locator('.message.learner').filter({ hasText: text });

test('D33 a tab reloaded, left, closed or killed at a random moment after Send: nothing lost, everything once, in order', async ({
  browser,
}) => {
  const server = await startServer(ROOMY);
  const { sent, stored, shown } = await tabFaults(browser, server.url, 8, 33);
  expect(stored).toEqual(sent);
  expect(shown).toEqual(sent);
  await server.stop();
});

const script = (server: RunningServer, name: string, file: string) =>
  promisify(execFile)(process.execPath, ['--import', 'tsx', `scripts/${name}.ts`, file], {
    env: { ...process.env, DATA_DIR: server.data },
  });

test('D34 after a backup is restored, widget and console show that backup and go on from it, without a reload', async ({
  browser,
  page,
}) => {
  const server = await startServer();
  await setUp(server);
  const widget = widgetOn(page);
  await widget.open(server.url + LESSON);
  await widget.say('before the backup');
  const desk = await agentPage(browser, server.url);
  await desk.getByRole('link', { name: /^All/ }).click();
  await desk.locator('a.row').first().click();
  await expect(desk.getByRole('log').getByText('before the backup')).toBeVisible();
  const kept = join(server.data, 'kept.db');
  await script(server, 'backup', kept);
  await widget.say('after the backup');
  await expect(desk.getByRole('log').getByText('after the backup')).toBeVisible();
  await server.kill();
  await script(server, 'restore', kept);
  await server.restart();
  // A long absence makes for a long wait; the network's return cuts it short.
  for (const tab of [page, desk]) await tab.evaluate(() => dispatchEvent(new Event('online')));
  await expect(own(page, 'after the backup')).toHaveCount(0);
  await expect(desk.getByRole('log').getByText('after the backup')).toHaveCount(0);
  await widget.say('after the restore');
  await expect(own(page, 'before the backup')).toHaveCount(1);
  const log = desk.getByRole('log');
  await expect(log.getByText('after the restore')).toHaveCount(1);
  await expect(log.getByText('before the backup')).toHaveCount(1);
  await server.stop();
});

for (const swallow of [false, true])
  test(`D35 behind a proxy that ${swallow ? 'swallows' : 'refuses'} WebSockets a whole talk with a person goes over HTTP`, async ({
    page,
    staffedServer,
  }) => {
    const proxy = await startSchoolProxy(staffedServer.url, swallow);
    const person = await personAt(staffedServer);
    const widget = widgetOn(page);
    await widget.open(proxy.url + LESSON);
    await widget.say('I want to talk to a person');
    const conversation = await person.waiting(page);
    await person.act(conversation, { type: 'take' });
    await person.act(conversation, { type: 'reply', text: 'here I am, over HTTP' });
    await expect(widget.log.getByText('here I am, over HTTP')).toBeVisible();
    await widget.say('thank you');
    await expect(own(page, 'thank you')).toContainText('Sent');
    expect(proxy.upgrades()).toBeGreaterThan(0);
    person.leave();
    await proxy.close();
  });

test('D36 after a sleep in which the line died unnoticed, what was missed is there at once and what is sent arrives', async ({
  page,
  context,
  staffedServer,
}) => {
  const proxy = await startProxy(Number(new URL(staffedServer.url).port));
  const person = await personAt(staffedServer);
  const widget = widgetOn(page);
  await widget.open(`http://127.0.0.1:${proxy.port}${LESSON}`);
  await widget.say('I want to talk to a person');
  const conversation = await person.waiting(page);
  await person.act(conversation, { type: 'take' });
  await expect(widget.log).toContainText('Ada');
  const devtools = await context.newCDPSession(page);
  await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
  proxy.break({ kind: 'blackhole', ms: 600_000 });
  await person.act(conversation, { type: 'reply', text: 'said while you slept' });
  await devtools.send('Page.setWebLifecycleState', { state: 'active' });
  // The clock has gone on; the page's timers have not.
  await page.evaluate(() => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + 3_600_000;
    document.dispatchEvent(new Event('resume'));
  });
  await expect(widget.log.getByText('said while you slept')).toBeVisible({ timeout: 8_000 });
  await widget.say('awake again');
  person.leave();
  await proxy.close();
});

test('D37 an agent’s words survive restarts of the server and reloads at any moment, from two consoles: each once', async ({
  browser,
}) => {
  const server = await startServer();
  await setUp(server);
  const pupil = await waitingPupil(server.url, 'Is anybody there?');
  const [one, two] = [await agentPage(browser, server.url), await agentPage(browser, server.url)];
  for (const page of [one, two]) await rowOf(page, pupil).click();
  await one.getByRole('button', { name: 'Take' }).first().click();
  const sent: string[] = [];
  const say = async (page: Page, text: string) => {
    await field(page, 'Reply').fill(text);
    await field(page, 'Reply').press('Enter');
    sent.push(text);
  };
  await say(one, 'from the first');
  await one.reload();
  await say(two, 'from the second');
  // A page that has not loaded the thread yet has nothing to write into once the server is away.
  await expect(field(one, 'Reply')).toBeVisible();
  await server.kill();
  await say(one, 'while it was down');
  await expect(one.getByText(/Waiting for the connection|Sending…/).last()).toBeVisible();
  await say(two, 'also while it was down');
  await two.reload().catch(() => undefined);
  await server.restart();
  // The page itself comes from the server, which was away.
  await two.goto(one.url());
  await one.reload();
  await one.evaluate(() => dispatchEvent(new Event('online')));
  for (const page of [one, two])
    for (const text of sent) await expect(page.getByRole('log').getByText(text, { exact: true })).toHaveCount(1);
  const stored = (await pupil.entries()).flatMap((entry) =>
    entry.type === 'message' && entry.author.role === 'agent' ? [entry.text] : [],
  );
  expect([...stored].sort()).toEqual([...sent].sort());
  await expect(one.getByText(/Waiting for the connection|Sending…/)).toHaveCount(0);
  await server.stop();
});

const onSmallDisk = canMount() ? test : test.skip;
onSmallDisk(
  'D38 P43 while the disk is full both sides are told, lose nothing, and go on by themselves',
  async ({ browser, page }) => {
    const server = await startServer(ROOMY, 8);
    await setUp(server);
    const widget = widgetOn(page);
    await widget.open(server.url + LESSON);
    await widget.say('hello');
    const desk = await agentPage(browser, server.url);
    await desk.getByRole('link', { name: /^All/ }).click();
    await desk.locator('a.row').first().click();
    await desk.getByRole('button', { name: 'Take' }).first().click();
    await field(desk, 'Reply').waitFor();
    const banner = desk.getByText('is its disk full?');
    server.disk().fill();
    // What the log has left over from before is used up first.
    let tries = 0;
    while (!(await banner.isVisible()) && tries++ < 60) {
      await widget.field.fill(`${tries} ${'x'.repeat(3_900)}`);
      await widget.field.press('Enter');
      await expect(own(page, `${tries} xxx`).locator('.when, .fate, .fault').last()).not.toHaveText(/^Sending/);
    }
    await expect(own(page, `${tries} xxx`)).toContainText('The server has no room at the moment. Your message is kept here.');
    await field(desk, 'Reply').fill('kept too');
    await field(desk, 'Reply').press('Enter');
    await expect(desk.getByRole('log').getByText('kept too')).toBeVisible();
    server.disk().free();
    await expect(banner).toBeHidden();
    await expect(own(page, `${tries} xxx`)).not.toContainText('no room');
    await expect(widget.log.getByText('kept too')).toBeVisible();
    await server.stop();
  },
);
