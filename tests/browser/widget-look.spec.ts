import type { Page } from 'playwright/test';
import { faults } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { widgetOn } from './widget-stage.ts';

/** A page of its own with one tag, on the server's own origin. */
async function pageWith(page: Page, url: string, attributes: string) {
  await page.route(`${url}/look`, (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><html lang="en"><title>Look</title><script src="/widget/handraise.js" data-site="look" ${attributes}></script><h1>Lesson</h1>`,
    }),
  );
  await page.goto(`${url}/look`);
  return widgetOn(page);
}
const styleOf = (page: Page, selector: string, name: string) =>
  page
    .locator(selector)
    .first()
    .evaluate((at, key) => getComputedStyle(at).getPropertyValue(key), name);

for (const [colour, theme, ink] of [
  ['yellow', 'light', 'rgb(0, 0, 0)'],
  ['#000', 'dark', 'rgb(255, 255, 255)'],
  ['white', 'light', 'rgb(0, 0, 0)'],
  ['oklch(0.45 0.2 330)', 'dark', 'rgb(255, 255, 255)'],
] as const) {
  test(`W80 an owner's colour, ${colour}, in the ${theme}: launcher at once, then all of the panel, readable`, async ({
    page,
    server,
  }) => {
    const widget = await pageWith(page, server.url, `data-color="${colour}" data-theme="${theme}"`);
    const before = await styleOf(page, '.launcher', 'background-color');
    expect(before).not.toBe('rgb(15, 74, 65)');
    await widget.launcher.click();
    await expect(page.locator('.empty .replies button').first()).toBeVisible();
    expect(await styleOf(page, '.panel > header', 'color')).toBe(ink);
    expect(await faults(page), 'empty').toEqual([]);
    await widget.say('the video does not play');
    await expect(widget.log.locator('.message.bot')).toBeVisible();
    expect(await faults(page), 'chat').toEqual([]);
  });
}

test('W81 a value that cannot be used is named on the console with what to write, and the default stays', async ({
  page,
  server,
}) => {
  const said: string[] = [];
  page.on('console', (message) => message.type() === 'warning' && said.push(message.text()));
  const widget = await pageWith(page, server.url, 'data-color="brandy" data-radius="huge" data-logo="javascript:1"');
  expect(await styleOf(page, '.launcher', 'background-color')).toBe('rgb(15, 74, 65)');
  await widget.launcher.click();
  await expect(widget.field).toBeVisible();
  expect(await styleOf(page, '.panel > header', 'background-color')).toBe('rgb(15, 74, 65)');
  expect(said.join('\n')).toContain('color "brandy" cannot be used: give a solid CSS colour');
  expect(said.join('\n')).toContain('radius "huge" cannot be used: give a number of pixels from 0 to 32');
  expect(said.join('\n')).toContain('logo "javascript:1" cannot be used: give an https address');
});

test('W82 title and greeting are the owner’s, per language, and change with update()', async ({ page, server }) => {
  const widget = await pageWith(page, server.url, 'data-title="Harbour School" data-greeting="Ask about any lesson."');
  await widget.launcher.click();
  await expect(widget.panel.getByRole('heading', { name: 'Harbour School' })).toBeVisible();
  await expect(page.locator('.greeting')).toHaveText('Ask about any lesson.');
  await page.evaluate(() =>
    window.Handraise?.('update', { lang: 'zh-CN', title: { en: 'Harbour', 'zh-CN': '海港学院' }, greeting: '' }),
  );
  await expect(widget.panel.getByRole('heading', { name: '海港学院' })).toBeVisible();
  await expect(page.locator('.greeting')).not.toHaveText('Ask about any lesson.');
});

test('W83 a logo shows once it is there; one that does not load leaves the hand and says why', async ({ page, server }) => {
  const said: string[] = [];
  page.on('console', (message) => message.type() === 'warning' && said.push(message.text()));
  const widget = await pageWith(page, server.url, 'data-logo="/demo/icon.svg"');
  await widget.launcher.click();
  await expect(page.locator('handraise-widget')).toHaveAttribute('data-logo', '');
  await expect(page.locator('.hands')).toBeHidden();
  await page.evaluate(() => window.Handraise?.('update', { logo: '/demo/none.png' }));
  await expect(page.locator('.hands')).toBeVisible();
  await expect.poll(() => said.join('\n')).toContain('did not load: check the address, and img-src');
});

test('W84 corners are as round as the owner says; on a phone the panel fills the screen', async ({ page, server }) => {
  const widget = await pageWith(page, server.url, 'data-radius="4"');
  await widget.launcher.click();
  await expect(widget.field).toBeVisible();
  expect(await styleOf(page, '.panel', 'border-top-left-radius')).toBe('4px');
  await page.setViewportSize({ width: 390, height: 700 });
  expect(await styleOf(page, '.panel', 'border-top-left-radius')).toBe('0px');
});
