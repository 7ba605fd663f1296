import { agentPage } from './console-people.ts';
import { expect, setUp, startServer, test } from './fixtures.ts';

test("A99 outside business hours one's own availability says so, with the next opening on the site's clock, in both languages", async ({
  browser,
}) => {
  // Starting a server trains the bot; that is not what is timed here.
  test.slow();
  const now = new Date();
  // Three days from now, whatever day that is: closed today and tomorrow.
  const day = new Intl.DateTimeFormat('en', { timeZone: 'Asia/Shanghai', weekday: 'short' }).format(
    now.getTime() + 3 * 86_400_000,
  );
  const server = await startServer({ TIME_ZONE: 'Asia/Shanghai', BUSINESS_HOURS: `${day} 09:00-10:00` });
  try {
    await setUp(server);
    const page = await agentPage(browser, server.url, undefined, { timezoneId: 'Europe/Berlin', locale: 'en' });
    const rail = page.locator('.rail-me');
    await expect(rail).toContainText('After hours');
    await expect(rail).toHaveAttribute('title', /09:00 \(Asia\/Shanghai\)/);
    await rail.click();
    await expect(page.getByText(new RegExp(`Outside business hours.*${day}.*09:00 \\(Asia/Shanghai\\)`))).toBeVisible();
    await page.getByRole('button', { name: '中文' }).or(page.getByLabel('中文')).first().click();
    await expect(rail).toContainText('非工作时间');
    await expect(page.getByText(/非工作时间，.*09:00（Asia\/Shanghai）/)).toBeVisible();
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 844 });
      expect(await rail.locator('.rail-word').evaluate((word) => word.scrollWidth <= word.clientWidth), `${width} px`).toBe(
        true,
      );
    }
  } finally {
    await server.stop();
  }
});
