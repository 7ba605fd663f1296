import { createRequire } from 'node:module';
import type { Page } from 'playwright/test';
import { expect, test } from './fixtures.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Run in the page's own world from outside, because its policy lets no script be added. */
async function faultsOf(page: Page): Promise<string[]> {
  const source = await import('node:fs/promises').then(({ readFile }) => readFile(AXE, 'utf8'));
  const session = await page.context().newCDPSession(page);
  await session.send('Runtime.evaluate', { expression: source });
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(root: unknown, options: unknown): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run(
      { exclude: ['iframe'] },
      { iframes: false, runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
    );
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}

test('W85 what is chosen shows at once on a real lesson, stands in the tag and in the address', async ({ page, server }) => {
  const wrong: string[] = [];
  page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()));
  await page.goto(`${server.url}/preview?ui=en`);
  const lesson = page.frameLocator('iframe');
  await expect(lesson.getByRole('textbox', { name: 'Your message' })).toBeVisible();
  await page.getByRole('textbox', { name: 'Colour', exact: true }).fill('#7a1f5c');
  await expect
    .poll(() => lesson.locator('.panel > header').evaluate((at) => getComputedStyle(at).backgroundColor))
    .toBe('rgb(122, 31, 92)');
  await page.getByRole('textbox', { name: 'Title' }).fill('Garden School');
  await expect(lesson.getByRole('heading', { name: 'Garden School' })).toBeVisible();
  await page.getByText('Dark', { exact: true }).click();
  await expect(lesson.locator('handraise-widget')).toHaveAttribute('data-theme', 'dark');
  const tag = page.locator('.tag pre').first();
  await expect(tag).toContainText('data-color="#7a1f5c"');
  await expect(tag).toContainText('data-title="Garden School"');
  await page.reload();
  await expect(tag).toContainText('data-title="Garden School"');
  expect(wrong).toEqual([]);
});

test('W85 a wrong value is said beside its field and stays out of the tag', async ({ page, server }) => {
  await page.goto(`${server.url}/preview?ui=en`);
  await page.getByRole('textbox', { name: 'Colour', exact: true }).fill('brandy');
  await page.getByRole('textbox', { name: 'Corners' }).fill('99');
  await expect(page.getByText('This is no solid colour CSS knows.')).toBeVisible();
  await expect(page.getByText('Give a number from 0 to 32.')).toBeVisible();
  await expect(page.locator('.tag pre').first()).not.toContainText('brandy');
});

test('W85 where the browser has no clipboard, as over plain HTTP, the tag is selected and the page says which key copies it', async ({
  page,
  server,
}) => {
  // Chromium trusts loopback; anywhere else a page over HTTP lacks this.
  await page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'clipboard'));
  await page.goto(`${server.url}/preview?ui=en`);
  await page.getByRole('button', { name: 'Copy the tag' }).click();
  await expect(page.getByText('The tag is selected: press Ctrl+C')).toBeVisible();
  const selected = await page.evaluate(() => getSelection()?.toString().trim());
  expect(selected).toBe(((await page.locator('.tag pre').first().textContent()) ?? '').trim());
});

test('W87 the pinned tag runs: the browser accepts the hash, and refuses a file that differs', async ({
  page,
  server,
  context,
}) => {
  await page.goto(`${server.url}/preview?ui=en`);
  await page.getByText('Pin this version (integrity)').click();
  const tag = (await page.locator('.tag pre').first().textContent()) ?? '';
  expect(tag).toContain('integrity="sha384-');
  const host = (body: string) => (route: { fulfill(answer: object): Promise<void> }) =>
    route.fulfill({ contentType: 'text/html', body: `<!doctype html><title>Host</title>${body}` });
  const other = await context.newPage();
  await other.route('**/pinned', host(tag));
  await other.goto(`${server.url}/pinned`);
  await expect(other.locator('.launcher')).toBeVisible();
  const refused: string[] = [];
  other.on('console', (message) => refused.push(message.text()));
  await other.route('**/spoilt', host(tag.replace(/sha384-..../, 'sha384-AAAA')));
  await other.goto(`${server.url}/spoilt`);
  await expect.poll(() => refused.join('\n')).toContain('integrity');
  await expect(other.locator('handraise-widget')).toHaveCount(0);
});

for (const [colorScheme, ui] of [
  ['light', 'en'],
  ['dark', 'zh-CN'],
] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });
    test(`W88 the preview keeps WCAG 2.2 AA and fits a phone, ${colorScheme} in ${ui}`, async ({ page, server }) => {
      await page.goto(`${server.url}/preview?ui=${ui}&color=nope`);
      await expect(page.frameLocator('iframe').locator('.panel')).toBeVisible();
      expect(await faultsOf(page)).toEqual([]);
      await page.setViewportSize({ width: 360, height: 740 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    });
  });
}
