/** Small comforts of a thread: code to copy, what is new while the page is hidden, the chat as a text file. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright/test';
import { agentPage, newPupil, rowOf } from './console-people.ts';
import { expect, test } from './fixtures.ts';
import { LESSON, personAt, widgetOn } from './widget-stage.ts';

test('W114 W115 code is copied with one press, which is said, else it is selected; maths stays as typed', async ({
  page,
  server,
  context,
}, info) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const widget = widgetOn(page);
  await widget.open(server.url + LESSON);
  const code = 'for i in range(3):\n    print(a_1 * b_2)';
  await widget.field.fill(`why is $a*b*c$ not *this*?\n\`\`\`\n${code}\n\`\`\``);
  await widget.field.press('Enter');
  const own = widget.messages.first();
  await expect(own).not.toHaveClass(/going/);
  await expect(own).toContainText('$a*b*c$ not this?');
  const copy = own.getByRole('button', { name: 'Copy code' });
  await copy.click();
  await expect(own.getByRole('status')).toHaveText('Copied');
  await page.screenshot({ path: info.outputPath('code.png') });
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(code);

  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed here'));
  });
  await expect(own.getByRole('status')).toBeEmpty();
  await copy.click();
  await expect.poll(() => page.evaluate(() => getSelection()?.toString())).toBe(code);
  await expect(own.getByRole('status')).toBeEmpty();
});

test('A63 code is copied in the agents’ thread, too', async ({ browser, staffedServer }) => {
  const pupil = await newPupil(staffedServer.url);
  await pupil.say('look\n```\nx = a_1\n```');
  const page = await agentPage(browser, staffedServer.url);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('link', { name: /^All/ }).click();
  await rowOf(page, pupil).click();
  await page.getByRole('button', { name: 'Copy code' }).click();
  await expect(page.getByRole('log').getByRole('status')).toHaveText('Copied');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('x = a_1');
});

/** As when another tab comes to the front: headless pages never do. */
const look = (page: Page, state: 'hidden' | 'visible') =>
  page.evaluate((now) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => now });
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => now === 'hidden' });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);

test('W116 W117 while the page is hidden its title counts and a sound calls; both end, the sound for good', async ({
  page,
  staffedServer,
}, info) => {
  await page.addInitScript(() => {
    const start = OscillatorNode.prototype.start;
    Object.assign(window, { notes: 0 });
    OscillatorNode.prototype.start = function (when) {
      Object.assign(window, { notes: Number(Reflect.get(window, 'notes')) + 1 });
      start.call(this, when);
    };
  });
  const notes = () => page.evaluate(() => Reflect.get(window, 'notes'));
  /** The entry the last sound was for. */
  const rung = () => page.evaluate(() => Number(localStorage.getItem('handraise:demo:rung')?.split(' ')[1]));
  const title = () => page.evaluate(() => document.head.querySelector('title')?.textContent);
  const unread = () => page.evaluate(() => Reflect.get(window, 'unread'));
  const person = await personAt(staffedServer);
  const widget = widgetOn(page);
  await widget.open(staffedServer.url + LESSON);
  await page.evaluate(() => {
    document.addEventListener('handraise:unread', ({ detail }) => Object.assign(window, { unread: detail.count }));
    document.title = '';
    document.head.querySelector('title')?.append('  Variables \u00a0 ·  Python ');
  });
  await widget.person.click();
  const conversation = await person.waiting(page);
  await person.act(conversation, { type: 'take' });
  const say = (text: string) => person.act(conversation, { type: 'reply', text });
  await say('seen');
  await expect(widget.log).toContainText('seen');
  // What was shown counts as read a moment after it was drawn.
  await expect.poll(unread).toBe(0);
  expect(await title()).toBe('  Variables \u00a0 ·  Python ');

  await look(page, 'hidden');
  await say('one');
  await expect.poll(title).toBe('(1)   Variables \u00a0 ·  Python ');
  await expect.poll(notes).toBe(2);
  await say('two');
  await expect.poll(title).toBe('(2)   Variables \u00a0 ·  Python ');
  await expect.poll(notes).toBe(4);
  await look(page, 'visible');
  await expect.poll(title).toBe('  Variables \u00a0 ·  Python ');

  const sound = page.getByRole('button', { name: 'Sound for new messages' });
  await expect(sound).toHaveAttribute('aria-pressed', 'true');
  await sound.click();
  const before = await rung();
  await page.reload();
  await expect(sound).toHaveAttribute('aria-pressed', 'false');
  await page.screenshot({ path: info.outputPath('muted.png') });
  await look(page, 'hidden');
  await say('three');
  await expect.poll(title).toMatch(/^\(1\) /);
  await sound.click();
  await say('four');
  await expect.poll(async () => [(await rung()) - before, await notes()]).toEqual([2, 2]);
  await page.evaluate(() => {
    document.title = 'Loops';
  });
  await look(page, 'visible');
  expect(await title()).toBe('Loops');
  person.leave();
});

test('W118 an ended chat is saved as text, without notes; where it cannot be had that is said', async ({
  page,
  staffedServer,
}, info) => {
  const person = await personAt(staffedServer);
  const widget = widgetOn(page);
  await widget.open(staffedServer.url + LESSON);
  await widget.say('the very first words');
  await widget.person.click();
  const conversation = await person.waiting(page);
  await person.act(conversation, { type: 'take' });
  await person.act(conversation, { type: 'note', text: 'a secret among agents' });
  for (let n = 1; n <= 12; n++) await person.act(conversation, { type: 'reply', text: `answer ${n}` });
  await expect(widget.log).toContainText('answer 12');
  await person.act(conversation, { type: 'close', resolved: true });
  await page.reload();
  const save = page.getByRole('button', { name: 'Save this chat as text' });
  await expect(save).toBeVisible();
  await page.screenshot({ path: info.outputPath('ended.png') });

  await page.route('**/entries?*', (route) => route.abort());
  await save.click();
  await expect(page.getByRole('alert')).toBeVisible();
  await page.unroute('**/entries?*');

  const coming = page.waitForEvent('download');
  await save.click();
  const file = await coming;
  expect(file.suggestedFilename()).toMatch(/^chat-\d{4}-\d\d-\d\d\.txt$/);
  const text = await readFile(await file.path(), 'utf8');
  expect(text).toContain('\nYou: the very first words\n');
  expect(text.match(/^Ada Admin: answer \d+$/gm)).toHaveLength(12);
  expect(text).toContain('\nAda Admin is here\n');
  expect(text).toMatch(/\nThe chat was ended\n$/);
  expect(text).toContain(new Intl.DateTimeFormat('en', { dateStyle: 'medium' }).format(Date.now()));
  expect(text).not.toContain('secret');
  await expect(page.getByRole('alert')).toHaveCount(0);
  person.leave();
});

test('W141 a text that the page proposes goes before what the learner has typed, and only takes the place of the last one proposed', async ({
  page,
  server,
}) => {
  const widget = widgetOn(page);
  await widget.open(server.url + LESSON);
  const propose = (text: string) => page.evaluate((said) => window.Handraise?.('prefill', said), text);
  await propose('About exercise 1: ');
  await propose('About exercise 2: ');
  await expect(widget.field).toHaveValue('About exercise 2: ');
  await widget.field.fill('About exercise 2: why a list?');
  await propose('About exercise 2: ');
  await expect(widget.field).toHaveValue('About exercise 2: why a list?');
  await propose('About exercise 3: ');
  await expect(widget.field).toHaveValue('About exercise 3: \nAbout exercise 2: why a list?');
  await widget.field.fill('my own words');
  await propose('About exercise 3: ');
  await expect(widget.field).toHaveValue('About exercise 3: \nmy own words');
});
