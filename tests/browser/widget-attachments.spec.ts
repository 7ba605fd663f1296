/** Files in the widget: picked, pasted, dropped; on a bad line; seen by the agent; none where the owner wants none. */
import type { Page } from 'playwright/test';
import { jpeg, pdf, photo, png } from '#tests/support/media.ts';
import { agentPage, rowOf, waitingPupil, watchFaults } from './console-people.ts';
import { expect, type RunningServer, setUp, startServer, test } from './fixtures.ts';
import { LESSON, lineOf, PHONE, personAt, widgetOn } from './widget-stage.ts';

let files: RunningServer;
test.beforeAll(async () => {
  files = await startServer({ ATTACHMENTS: 'on' });
  await setUp(files);
});
test.afterAll(() => files.stop());

const CLIP = 'Attach a picture, PDF or text file (5 MB at most)';
const pick = async (page: Page, ...chosen: { name: string; mimeType: string; buffer: Buffer }[]) => {
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: CLIP }).click();
  await (await choosing).setFiles(chosen);
};
const image = { name: 'screen.png', mimeType: 'image/png', buffer: png };
const sheet = { name: 'my homework.pdf', mimeType: 'application/pdf', buffer: pdf };
const chosen = (page: Page) => page.locator('.chosen li');
test('W168 where the clip leaves the field too narrow for its placeholder, the field has the height of both lines', async ({
  page,
}) => {
  await page.setViewportSize({ width: 320, height: 568 });
  await widgetOn(page).open(files.url + LESSON);
  await expect(page.getByRole('button', { name: CLIP })).toBeVisible();
  const hidden = () => page.locator('.composer textarea').evaluate((field) => field.scrollHeight - field.clientHeight);
  await expect.poll(hidden).toBeLessThanOrEqual(2);
});

/** As a browser hands them over when something is pasted or dropped. */
const hand = (page: Page, kind: 'paste' | 'drop', name: string, bytes: Buffer) =>
  page.locator('.composer textarea').evaluate(
    (field, [kind, name, base64]) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name));
      const about = { bubbles: true, cancelable: true, composed: true };
      if (kind === 'drop') field.dispatchEvent(new DragEvent('dragover', { ...about, dataTransfer: data }));
      field.dispatchEvent(
        kind === 'drop'
          ? new DragEvent('drop', { ...about, dataTransfer: data })
          : new ClipboardEvent('paste', { ...about, clipboardData: data }),
      );
    },
    [kind, name, bytes.toString('base64')] as const,
  );

test('W110 files are picked, pasted and dropped, go with a message, and reach the agent; pictures keep their room', async ({
  page,
}, info) => {
  await page.setViewportSize(PHONE);
  const widget = widgetOn(page);
  await widget.open(files.url + LESSON);
  const send = page.getByRole('button', { name: 'Send' });
  await pick(page, image, sheet);
  await hand(page, 'paste', 'pasted.txt', Buffer.from('x = 1'));
  await hand(page, 'drop', 'photo.jpg', photo(6));
  await expect(chosen(page)).toHaveCount(4);
  await expect(page.locator('.chosen progress')).toHaveCount(0);
  await expect(page.locator('.chosen [role=alert]')).toHaveCount(0);
  await expect(send).toBeEnabled();
  await page.screenshot({ path: info.outputPath('chosen.png') });
  await hand(page, 'drop', 'fifth.txt', Buffer.from('x'));
  await expect(page.getByRole('alert')).toHaveText('At most 4 files in one message.');
  await send.click();
  const own = widget.messages.locator('.sent-files');
  await expect(own.getByRole('button')).toHaveCount(4);
  await expect(chosen(page)).toHaveCount(0);
  await expect(widget.messages.filter({ hasText: 'open' }).last()).toBeVisible();
  // The room was there before the picture: as large as the server said, turned as it is seen.
  const sizes = await own.locator('canvas').evaluateAll((all) => all.map((one) => (one as HTMLElement).style.inlineSize));
  expect(sizes).toEqual(['24px', '24px']);
  const saving = page.waitForEvent('download');
  await own.getByRole('button', { name: 'Download photo.jpg' }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toBe('photo.jpg');
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await page.screenshot({ path: info.outputPath('sent.png') });

  await widget.person.click();
  const agent = await personAt(files);
  const conversation = await agent.waiting(page);
  const seen = await agent.line.ask('history', { conversation, before: 1_000 });
  const said = seen.ok ? seen.value.entries.find((entry) => entry.type === 'message' && entry.files) : undefined;
  expect(said).toMatchObject({
    text: '',
    files: [
      { name: 'screen.png', type: 'image/png', width: 24, height: 16 },
      { name: 'my homework.pdf', type: 'application/pdf' },
      { name: 'pasted.txt', type: 'text/plain' },
      { name: 'photo.jpg', type: 'image/jpeg', width: 16, height: 24, bytes: jpeg.length + 36 },
    ],
  });
  agent.leave();
});

test('A61 A62 an agent sees a learner’s files, saves them, and sends some back; a note has none', async ({
  page,
  browser,
}, info) => {
  const widget = widgetOn(page);
  await widget.open(files.url + LESSON);
  await pick(page, image);
  await widget.field.fill('it looks like this, a person please');
  await expect(page.getByRole('button', { name: 'Send' })).toBeEnabled();
  await widget.field.press('Enter');
  await expect(widget.log.getByRole('button', { name: 'Download screen.png' })).toBeVisible();
  await widget.person.click();

  const desk = await agentPage(browser, files.url);
  const faults = watchFaults(desk);
  await desk.locator('a.row').filter({ hasText: 'it looks like this' }).click();
  const log = desk.getByRole('log');
  const picture = log.getByRole('link', { name: 'Download screen.png' });
  await expect.poll(() => picture.locator('img').evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBe(24);
  const saving = desk.waitForEvent('download');
  await picture.click();
  expect((await saving).suggestedFilename()).toBe('screen.png');

  await desk.getByRole('button', { name: 'Take' }).first().click();
  const choosing = desk.waitForEvent('filechooser');
  await desk.getByRole('button', { name: CLIP }).click();
  await (await choosing).setFiles([sheet, { name: 'x.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg/>') }]);
  await expect(desk.locator('.chosen').getByRole('alert')).toContainText('Only PNG, JPEG and WebP');
  await expect(desk.getByRole('button', { name: 'Send' })).toBeDisabled();
  await desk.screenshot({ path: info.outputPath('desk.png') });
  await desk.getByRole('button', { name: 'Remove x.svg' }).click();
  await desk.getByRole('button', { name: 'Send' }).click();
  await expect(log.getByRole('link', { name: `Download ${sheet.name}` })).toBeVisible();
  await expect(widget.log.getByRole('button', { name: `Download ${sheet.name}` })).toBeVisible();
  await desk.getByRole('tab', { name: 'Note' }).click();
  await expect(desk.getByRole('button', { name: CLIP })).toHaveCount(0);
  expect(faults).toEqual([]);
});

test('A81 files chosen for a reply stay with their chat while the agent looks into another', async ({ browser }) => {
  const [one, two] = [await waitingPupil(files.url, 'the form, please'), await waitingPupil(files.url, 'meanwhile')];
  const desk = await agentPage(browser, files.url);
  await rowOf(desk, one).click();
  await desk.getByRole('button', { name: 'Take' }).first().click();
  const choosing = desk.waitForEvent('filechooser');
  await desk.getByRole('button', { name: CLIP }).click();
  await (await choosing).setFiles([sheet]);
  await expect(desk.locator('.chosen')).toContainText(sheet.name);
  await rowOf(desk, two).click();
  await expect(desk.getByRole('log').getByText('meanwhile')).toBeVisible();
  await desk.getByRole('button', { name: 'Take' }).first().click();
  await expect(desk.getByRole('button', { name: CLIP })).toBeVisible();
  await expect(desk.locator('.chosen')).toHaveCount(0);
  await desk.getByRole('link', { name: /^Mine/ }).click();
  await rowOf(desk, one).click();
  await expect(desk.locator('.chosen')).toContainText(sheet.name);
  await desk.getByRole('button', { name: 'Send' }).click();
  await expect(desk.getByRole('log').getByRole('link', { name: `Download ${sheet.name}` })).toBeVisible();
  await expect(desk.locator('.chosen')).toHaveCount(0);
});

test('W111 an upload that breaks off is tried again, one that is not wanted is stopped, and a wrong file says why', async ({
  page,
}) => {
  const widget = widgetOn(page);
  await widget.open(files.url + LESSON);
  const send = page.getByRole('button', { name: 'Send' });
  let broken = 0;
  await page.route('**/attachments', async (route) => {
    if (route.request().method() !== 'POST' || broken > 0) return route.fallback();
    broken += 1;
    await route.abort();
  });
  await pick(page, image);
  await expect(chosen(page).getByRole('alert')).toHaveText('The upload broke off.');
  await widget.field.fill('look at this?');
  await expect(send).toBeDisabled();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(send).toBeEnabled();
  await page.unrouteAll();

  // Held on the way: progress is shown, nothing is sent, and taking it away ends it.
  await page.route('**/attachments', () => {});
  const stopped = page.waitForEvent('requestfailed');
  await pick(page, sheet);
  await expect(page.getByRole('progressbar', { name: sheet.name })).toBeVisible();
  await expect(send).toBeDisabled();
  await page.getByRole('button', { name: `Remove ${sheet.name}` }).click();
  await stopped;
  await expect(chosen(page)).toHaveCount(1);
  await page.unrouteAll();

  await pick(page, { name: 'evil.png', mimeType: 'image/png', buffer: Buffer.from('<svg onload="alert(1)"/>') });
  await expect(chosen(page).getByRole('alert')).toContainText('Only PNG, JPEG and WebP');
  await page.getByRole('button', { name: 'Remove evil.png' }).click();
  await pick(page, { name: 'big.txt', mimeType: 'text/plain', buffer: Buffer.alloc(5_000_001, 'a') });
  await expect(chosen(page).getByRole('alert')).toHaveText('Larger than 5 MB.');
  await page.getByRole('button', { name: 'Remove big.txt' }).click();
  await widget.field.press('Enter');
  await expect(widget.log.locator('.message.learner:not(.going)').filter({ hasText: 'look at this?' })).toBeVisible();
  await expect(widget.log.getByRole('button', { name: 'Download screen.png' })).toBeVisible();
});

test('W112 after a reload what is up is there, what was still going up is said to be lost', async ({ page }) => {
  const widget = widgetOn(page);
  await widget.open(files.url + LESSON);
  await pick(page, image);
  await expect(page.locator('.chosen progress')).toHaveCount(0);
  await page.route('**/attachments', () => {});
  await pick(page, sheet);
  await expect(page.getByRole('progressbar', { name: sheet.name })).toBeVisible();
  await page.reload();
  // Not before: what is held back would go on its way and may arrive.
  await page.unrouteAll();
  await expect(chosen(page)).toHaveCount(2);
  await expect(chosen(page).getByRole('alert')).toHaveText(['Not uploaded. Please choose it again.']);
  await page.getByRole('button', { name: `Remove ${sheet.name}` }).click();
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(widget.log.getByRole('button', { name: 'Download screen.png' })).toBeVisible();
  await page.reload();
  await expect(widget.log.getByRole('button', { name: 'Download screen.png' })).toHaveCount(1);
});

test('W143 a refused message that is edited brings its files back; more than a message may have hold it up', async ({
  page,
}) => {
  const line = await lineOf(page);
  const widget = widgetOn(page);
  await widget.open(files.url + LESSON);
  const send = page.getByRole('button', { name: 'Send' });
  const refuse = async () => {
    await expect(send).toBeEnabled();
    line.refuseNext();
    await send.click();
    await expect(widget.log.locator('.failed')).toContainText('Not sent.');
  };
  const edit = page.getByRole('button', { name: 'Edit' });
  await pick(page, image, sheet);
  await widget.field.fill('look at these');
  await refuse();
  await expect(chosen(page)).toHaveCount(0);
  await pick(page, ...['1.txt', '2.txt', '3.txt'].map((name) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(name) })));
  await expect(chosen(page)).toHaveCount(3);
  await edit.click();
  await expect(widget.field).toHaveValue('look at these');
  await expect(chosen(page)).toHaveCount(5);
  await expect(page.getByRole('alert')).toHaveText('At most 4 files in one message.');
  await expect(send).toBeDisabled();
  for (const name of ['1.txt', '2.txt', '3.txt']) await page.getByRole('button', { name: `Remove ${name}` }).click();
  await refuse();
  await page.reload();
  await edit.click();
  await expect(chosen(page)).toHaveCount(2);
  await send.click();
  await expect(widget.log.getByRole('button', { name: 'Download screen.png' })).toBeVisible();
  await expect(widget.log.getByRole('button', { name: `Download ${sheet.name}` })).toBeVisible();
});

test('W150 the files of a message that waits or was refused keep name and kind over a reload', async ({ page }) => {
  const line = await lineOf(page);
  const widget = widgetOn(page);
  await widget.open(files.url + LESSON);
  await pick(page, image, sheet);
  await widget.field.fill('look at these');
  await expect(page.getByRole('button', { name: 'Send' })).toBeEnabled();
  line.refuseNext();
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(widget.log.locator('.failed')).toContainText('Not sent.');
  await page.reload();
  const refused = widget.log.locator('.failed');
  await expect(refused.getByRole('button', { name: 'Download screen.png' })).toBeVisible();
  await expect(refused.getByRole('button', { name: `Download ${sheet.name}` })).toBeVisible();
  await page.getByRole('button', { name: 'Edit' }).click();
  await expect(chosen(page).locator('.file-name')).toHaveText([image.name, sheet.name]);
  await expect(chosen(page).first().locator('canvas')).toBeVisible();
  await expect(chosen(page).last().locator('canvas')).toHaveCount(0);
});

test('W113 where the owner takes no files nothing of them is there, and nothing of them is fetched', async ({
  page,
  server,
}) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const widget = widgetOn(page);
  await widget.open(server.url + LESSON);
  await widget.say('refund policy');
  await expect(page.getByRole('button', { name: CLIP })).toHaveCount(0);
  expect(asked.filter((url) => /\/files[-.]/.test(url))).toEqual([]);
});
