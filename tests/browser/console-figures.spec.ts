import { agentPage, newPupil } from './console-people.ts';
import { expect, setUp, startServer, test } from './fixtures.ts';

/** A day and an hour ahead of where the agent is: never the same day. */
const SITE = 'Pacific/Kiritimati';
const AGENT = 'Pacific/Pago_Pago';
const today = () => new Intl.DateTimeFormat('sv', { timeZone: SITE }).format(new Date());

test('A88 A96 A112 A115 the figures reach to today where the site is, wherever the agent is, name courses by title, and say what each is', async ({
  browser,
}) => {
  // Starting a server trains the bot; that is not what is timed here.
  test.slow();
  const server = await startServer({ TIME_ZONE: SITE });
  try {
    await setUp(server);
    await (await newPupil(server.url)).say('bot, are you there?');
    const page = await agentPage(browser, server.url, undefined, { timezoneId: AGENT });
    const before = today();
    await page.getByRole('link', { name: 'Figures' }).click();
    await expect(page.getByText(SITE)).toBeVisible();
    expect([before, today()]).toContain(await page.getByLabel('To').inputValue());
    const conversations = page.getByRole('row', { name: /^Conversations/ }).first();
    await expect(conversations.getByRole('cell')).toHaveText(['1', '1', '0']);
    await expect(page.getByRole('rowheader', { name: 'Python from zero Lesson 4' })).toBeVisible();
    await expect(page.getByText('resolved without a person, of those ended')).toBeVisible();
    // One day's chat in a period of thirty.
    await expect(page.getByRole('img', { name: 'Conversations per day' }).locator('rect')).toHaveCount(60);
  } finally {
    await server.stop();
  }
});

test('A94 on a phone the zone has a line of its own and tables show that they go on; the question before discarding has one at any width', async ({
  browser,
  staffedServer,
}) => {
  const { url } = staffedServer;
  await (await newPupil(url)).say('bot, are you there?');
  const desk = await agentPage(browser, url);
  const storageState = await desk.context().storageState();
  const phone = { storageState, viewport: { width: 390, height: 844 } };
  for (const [locale, add] of [
    ['zh-CN', '新建回复'],
    ['en', 'New reply'],
  ] as const) {
    const page = await (await browser.newContext({ ...phone, locale })).newPage();
    const box = async (selector: string) => (await page.locator(selector).boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    await page.goto(`${url}/console/#/figures`);
    await expect(page.locator('.range .hint')).toBeVisible();
    expect((await box('.range .hint')).width).toBeGreaterThan(300);
    await expect(page.locator('.table-frame').last()).toHaveCSS('background-image', /linear-gradient/);
    await page.goto(`${url}/console/#/canned`);
    await page.getByRole('button', { name: add }).click();
    const dialog = page.getByRole('dialog', { name: add });
    await dialog.locator('textarea').fill('half a reply');
    await page.keyboard.press('Escape');
    const question = 'dialog .dialog > .form-end';
    const [text, keep, discard] = [`${question} p`, `${question} .plain`, `${question} .danger`];
    await expect(page.locator(discard)).toBeVisible();
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 844 });
      expect((await box(keep)).y, `${width} px`).toBe((await box(discard)).y);
      expect((await box(text)).y + (await box(text)).height, `${width} px`).toBeLessThanOrEqual((await box(keep)).y);
    }
    await page.context().close();
  }
});
