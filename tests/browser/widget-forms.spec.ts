/** The forms of the panel: contact details where nobody is there, and the rating. */
import type { Page } from 'playwright/test';
import { expect, type RunningServer, test } from './fixtures.ts';
import { LESSON, widgetOn } from './widget-stage.ts';

async function nobodyThere(page: Page, server: RunningServer) {
  const widget = widgetOn(page);
  await widget.open(server.url + LESSON);
  await widget.say('my certificate shows a wrong name');
  await widget.person.click();
  const form = page.locator('form.offline');
  await expect(form).toBeVisible();
  return { widget, form, send: form.getByRole('button', { name: 'Leave message' }) };
}

test('W134 an address that the server would refuse is told at its field, and nothing is sent', async ({ page, server }) => {
  const { widget, form, send } = await nobodyThere(page, server);
  for (const email of ['lin@example.org.', 'lin@example.org,', 'lin@example.o', '<lin@example.org>']) {
    await form.getByLabel('Email').fill(email);
    await send.click();
    await expect(form, email).toContainText('Please enter an email address');
    await expect(form.getByLabel('Email')).toBeFocused();
  }
  await form.getByLabel('Email').fill('lin@example.org');
  await send.click();
  await expect(widget.log).toContainText('We will write to lin@example.org');
  await expect(widget.log).not.toContainText('Not sent');
});

test('W135 a message left without a line is said to be on its way, and with the team once it is', async ({ page, server }) => {
  const { widget, form, send } = await nobodyThere(page, server);
  await form.getByLabel('Email').fill('lin@example.org');
  await page.context().setOffline(true);
  await send.click();
  const told = page.locator('.rated');
  await expect(told).toHaveText('Sending…');
  await page.context().setOffline(false);
  await expect(told).toContainText('Thank you. Your message is with the team.');
  await expect(widget.log).toContainText('We will write to lin@example.org');
});

test('W158 after a message was left the helper answers on; asked for a person once more it takes another', async ({
  page,
  server,
}) => {
  const { widget, form, send } = await nobodyThere(page, server);
  await form.getByLabel('Email').fill('lin@example.org');
  await send.click();
  await expect(page.locator('.rated')).toContainText('Meanwhile you can go on asking here');
  await widget.say('how do I get a refund?');
  await expect(widget.log.locator('.message.bot').last()).toContainText('refund');
  await widget.say('I want to talk to a person');
  await expect(form.getByLabel('Email')).toHaveValue('lin@example.org');
});

const kept = (page: Page) => page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.endsWith(':forms')));

test('W136 what was typed into a form is there on the next page of the course, and gone from every tab at log-out', async ({
  page,
  server,
}) => {
  const { form } = await nobodyThere(page, server);
  await form.getByLabel('Email').fill('lin@example.org');
  await form.getByLabel('Your question').fill('It says Linn instead of Lin');
  await page.goto(`${server.url}/demo/en/lessons/loops.html`);
  await expect(form.getByLabel('Email')).toHaveValue('lin@example.org');
  await expect(form.getByLabel('Your question')).toHaveValue('It says Linn instead of Lin');
  expect(await kept(page)).toHaveLength(1);
  const other = await page.context().newPage();
  await other.goto(server.url + LESSON);
  await widgetOn(other).launcher.click();
  await expect(other.locator('form.offline')).toBeVisible();
  await other.evaluate(() => (window as unknown as { Handraise(verb: string): void }).Handraise('shutdown'));
  await expect(form).toHaveCount(0);
  expect(await kept(page)).toEqual([]);
});

test('W136 a rating half written is there after the panel was closed and on the next page, and sent once', async ({
  page,
  server,
}) => {
  const widget = widgetOn(page);
  await widget.open(server.url + LESSON);
  await widget.say('hello');
  await page.getByRole('button', { name: 'End chat' }).click();
  await page.getByRole('button', { name: 'End it' }).click();
  const form = page.locator('.card.rating');
  await form.locator('.stars label').nth(1).click();
  await form.getByLabel('Slow').check();
  await form.getByLabel('Anything else?').fill('I waited long');
  await page.keyboard.press('Escape');
  await expect(form).toHaveCount(0);
  await widget.launcher.click();
  await expect(form.getByLabel('Anything else?')).toHaveValue('I waited long');
  await page.reload();
  await expect(form.getByLabel('Anything else?')).toHaveValue('I waited long');
  await expect(form.getByLabel('Slow')).toBeChecked();
  await form.getByRole('button', { name: 'Send rating' }).click();
  await expect(page.locator('.rated')).toContainText('2 stars');
  expect(await kept(page)).toEqual([]);
});
