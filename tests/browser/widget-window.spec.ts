/** The chat in a window of its own, beside the course site. */
import type { Page } from 'playwright/test';
import { identityOf, SECRET } from '#tests/support/jwt.ts';
import { value } from '#tests/support/people.ts';
import { expect, startServer } from './fixtures.ts';
import { test } from './host-site.ts';
import { personAt, widgetOn } from './widget-stage.ts';

const popOut = (page: Page) => page.getByRole('button', { name: 'Open in its own window' });
const lesson = (id: string) =>
  `<!doctype html><html lang="en"><title>${id}</title><script async src="{{server}}/widget/handraise.js" data-course="logic" data-lesson="${id}"></script><h1>${id}</h1>`;

test('W124 the window takes thread and draft along, outlives the page, and knows the lesson the learner has gone on to', async ({
  page,
  host,
  staffedServer,
}) => {
  for (const id of ['one', 'two']) host.put(`/${id}.html`, lesson(id).replace('{{server}}', staffedServer.url));
  const widget = widgetOn(page);
  await widget.open(`${host.url}/one.html`);
  await widget.say('first words');
  await widget.field.fill('a draft');
  const [popup] = await Promise.all([page.waitForEvent('popup'), popOut(page).click()]);
  const inside = widgetOn(popup);
  await expect(inside.log).toContainText('first words');
  await expect(inside.field).toHaveValue('a draft');
  await expect(widget.panel).toBeHidden();
  await expect(popOut(popup)).toHaveCount(0);
  await inside.field.press('Enter');
  await expect(inside.log.locator('.message.learner')).toHaveCount(2);

  await page.goto(`${host.url}/two.html`);
  await widget.launcher.click();
  await expect(widget.log).toContainText('a draft');
  await expect(widget.field).toHaveValue('');
  await inside.say('after the page has changed');
  await expect(widget.log).toContainText('after the page has changed');
  const person = await personAt(staffedServer);
  const conversation = await page.evaluate(() => localStorage.getItem('handraise:default:conversation'));
  const { entries } = value(await person.line.ask('watch', { conversation: conversation ?? '' }));
  const places = entries.flatMap((entry) =>
    entry.type === 'message' && entry.author.role === 'learner' ? [entry.context?.lesson?.id] : [],
  );
  expect(places).toEqual(['one', 'one', 'two']);
  person.leave();

  // A second press brings the one there is to the front, and the cross closes it.
  await popOut(page).click();
  await expect(widget.panel).toBeHidden();
  expect(page.context().pages()).toHaveLength(2);
  const gone = popup.waitForEvent('close');
  await popup.getByRole('button', { name: 'Close the chat' }).click();
  await gone;
  await widget.launcher.click();
  await expect(widget.log).toContainText('after the page has changed');
});

test('W124 the chat fills the window at any size, and a policy that forbids its script leaves the panel as it was', async ({
  page,
  host,
}) => {
  const widget = widgetOn(page);
  await widget.open(`${host.url}/plain.html`);
  await widget.say('first words');
  const [popup] = await Promise.all([page.waitForEvent('popup'), popOut(page).click()]);
  const inside = widgetOn(popup);
  await expect(inside.log).toContainText('first words');
  for (const size of [
    { width: 420, height: 600 },
    { width: 900, height: 500 },
  ]) {
    await popup.setViewportSize(size);
    await expect.poll(() => inside.panel.boundingBox()).toEqual({ x: 0, y: 0, ...size });
  }
  await popup.close();

  await widget.open(`${host.url}/trusted-types.html`);
  await widget.say('more words');
  await popOut(page).click();
  await expect.poll(() => page.context().pages().length).toBe(1);
  await expect(widget.log).toContainText('more words');
  await expect(popOut(page)).toHaveCount(0);
});

test('W129 links leave the window in its place, and a draft typed beside it stays where it was typed', async ({
  page,
  host,
  staffedServer,
}) => {
  for (const id of ['one', 'two']) host.put(`/${id}.html`, lesson(id).replace('{{server}}', staffedServer.url));
  const widget = widgetOn(page);
  await widget.open(`${host.url}/one.html`);
  await widget.say('I forgot my password');
  const [popup] = await Promise.all([page.waitForEvent('popup'), popOut(page).click()]);
  await page.goto(`${host.url}/two.html`);
  const inside = widgetOn(popup);
  host.put('/login/forgot', '<!doctype html><h1>Forgot</h1>');
  const link = inside.log.locator('a[href="/login/forgot"]').first();
  const [tab] = await Promise.all([page.context().waitForEvent('page'), link.click()]);
  await expect(tab).toHaveURL(`${host.url}/login/forgot`);
  await expect(inside.field).toBeVisible();

  await widget.launcher.click();
  await widget.field.fill('typed in the panel');
  await popOut(page).click();
  await expect(widget.panel).toBeHidden();
  await widget.launcher.click();
  await expect(widget.field).toHaveValue('typed in the panel');
  await expect(inside.field).toHaveValue('');
});

test('J21 the window goes on when the identity it began with has ended', async ({ page, host }) => {
  const server = await startServer({
    IDENTITY_SECRETS: SECRET,
    REQUIRE_IDENTITY: 'yes',
    INTENTS_DIR: 'tests/fixtures/intents',
  });
  let asks = 0;
  await page.exposeFunction('signed', () => {
    asks += 1;
    // The server bears with clocks that are a minute apart: five seconds are left.
    const exp = Math.floor(Date.now() / 1_000) - 55;
    return identityOf('Kim', { exp, iat: exp - 5 });
  });
  const stub = 'window.Handraise ||= Object.assign((...call) => Handraise.q.push(call), { q: [] });';
  const identify = `<script>${stub} Handraise('identify', () => window.signed());</script>`;
  host.put('/signed.html', lesson('one').replace('{{server}}', server.url).replace('<h1>', `${identify}<h1>`));
  const widget = widgetOn(page);
  await widget.open(`${host.url}/signed.html`);
  await widget.say('asked in the panel');
  const [popup] = await Promise.all([page.waitForEvent('popup'), popOut(page).click()]);
  const inside = widgetOn(popup);
  await expect(inside.log).toContainText('asked in the panel');
  const before = asks;
  await expect.poll(() => asks).toBeGreaterThan(before + 1);
  await inside.say('asked in the window');
  await expect(popup.locator('.notice')).toBeHidden();
  await server.stop();
});

test('W126 where the server is away as the window opens, it shuts, the panel keeps all, and the next press opens it', async ({
  page,
  host,
}) => {
  const server = await startServer();
  // By another address than the window's, so that no cache has what that one asks for.
  host.put('/away.html', lesson('one').replace('{{server}}/widget/handraise.js', `${server.url}/widget/handraise.js?page`));
  const widget = widgetOn(page);
  await widget.open(`${host.url}/away.html`);
  await widget.say('first words');
  await widget.field.fill('a draft');
  await server.kill();
  const [popup] = await Promise.all([page.waitForEvent('popup'), popOut(page).click()]);
  if (!popup.isClosed()) await popup.waitForEvent('close');
  await expect(widget.log).toContainText('first words');
  await expect(widget.field).toHaveValue('a draft');
  // A second press before the first is known to have failed.
  await popOut(page).evaluate(async (button: HTMLElement) => {
    button.click();
    for (let turn = 0; turn < 50; turn++) await Promise.resolve();
    button.click();
  });
  await expect.poll(() => page.context().pages().length).toBe(1);
  await expect(widget.field).toHaveValue('a draft');
  await server.restart();
  const [again] = await Promise.all([page.waitForEvent('popup'), popOut(page).click()]);
  const inside = widgetOn(again);
  await expect(inside.log).toContainText('first words');
  await expect(inside.field).toHaveValue('a draft');
  await server.stop();
});
