/** Small comforts of a thread: code to copy, what is new while the page is hidden, the chat as a text file. */
import { agentPage, newPupil, rowOf } from './console-people.ts';
import { expect, test } from './fixtures.ts';
import { LESSON, widgetOn } from './widget-stage.ts';

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
