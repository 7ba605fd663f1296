import { agentPage } from './console-people.ts';
import { expect, test } from './fixtures.ts';

test('A83 a press beside a form closes it only while nothing was typed, and one on its scrollbar never does', async ({
  browser,
  staffedServer,
}) => {
  const page = await agentPage(browser, staffedServer.url);
  await page.getByRole('link', { name: 'Canned' }).click();
  const dialog = page.getByRole('dialog');
  const write = () => page.getByRole('button', { name: 'New reply' }).click();

  await write();
  // As a scrollbar's press arrives: its target is the dialog, its place within.
  await dialog.evaluate((element) => {
    const { right, top, height } = element.getBoundingClientRect();
    const place = { clientX: right - 2, clientY: top + height / 2 };
    element.dispatchEvent(new MouseEvent('mousedown', { bubbles: true, ...place }));
  });
  await expect(dialog).toBeVisible();
  await page.mouse.click(5, 5);
  await expect(dialog).toHaveCount(0);

  await write();
  await dialog.getByLabel('Text').fill('A long answer, nearly done.');
  await page.mouse.click(5, 5);
  await expect(dialog.getByLabel('Text')).toHaveValue('A long answer, nearly done.');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toHaveCount(0);
});

test('A87 Escape asks before it throws away what was typed, once; typing on is an answer, too', async ({
  browser,
  staffedServer,
}) => {
  const page = await agentPage(browser, staffedServer.url);
  await page.getByRole('link', { name: 'Canned' }).click();
  const dialog = page.getByRole('dialog');
  const question = dialog.getByRole('alert').filter({ hasText: 'Discard what you have typed?' });
  const write = async () => {
    await page.getByRole('button', { name: 'New reply' }).click();
    await expect(dialog).toBeVisible();
  };

  await write();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);

  await write();
  const text = dialog.getByLabel('Text');
  await text.fill('A long answer');
  await page.keyboard.press('Escape');
  await expect(question).toBeVisible();
  await text.pressSequentially(', nearly done.');
  await expect(question).toHaveCount(0);
  await page.keyboard.press('Escape');
  await dialog.getByRole('button', { name: 'Keep writing' }).click();
  await expect(question).toHaveCount(0);
  await expect(text).toHaveValue('A long answer, nearly done.');
  await page.keyboard.press('Escape');
  await expect(question).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await write();
  await expect(text).toHaveValue('');
});
