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
  await expect(told).toHaveText('Thank you. Your message is with the team.');
  await expect(widget.log).toContainText('We will write to lin@example.org');
});
