import type { Page } from 'playwright/test';
import { faults } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { LESSON, lineOf, personAt, widgetOn } from './widget-stage.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test(`W70 WCAG 2.2 AA while waiting, with a person, rating and rated, ${colorScheme}`, async ({ page, staffedServer }) => {
      const widget = widgetOn(page);
      await widget.open(staffedServer.url + LESSON);
      await widget.person.click();
      await page.locator('form.offline [type=submit]').click();
      await expect(page.locator('form.offline')).toContainText('Please enter an email address');
      expect(await faults(page), 'offline form with faults').toEqual([]);
      const person = await personAt(staffedServer);
      const conversation = await person.waiting(page);
      expect(await faults(page), 'waiting').toEqual([]);
      await person.act(conversation, { type: 'take' });
      await person.act(conversation, {
        type: 'reply',
        text: 'Try `for`:\n\n```\nfor x in y:\n```\n\nsee [more](https://example.org/x)',
      });
      await person.line.ask('signal', { conversation, signal: { type: 'typing', on: true } });
      await expect(widget.log.locator('.typing')).toBeVisible();
      expect(await faults(page), 'with a person').toEqual([]);
      await person.act(conversation, { type: 'close', resolved: true });
      await page.getByTitle('Fair', { exact: true }).click();
      await page.getByRole('checkbox', { name: 'Clear' }).check();
      expect(await faults(page), 'rating').toEqual([]);
      await page.getByRole('button', { name: 'Send rating' }).click();
      await expect(page.locator('.rated')).toBeVisible();
      expect(await faults(page), 'rated').toEqual([]);
      person.leave();
    });

    test(`W70 WCAG 2.2 AA with a message refused, one too long and no line, ${colorScheme}`, async ({ page, server }) => {
      const line = await lineOf(page);
      const widget = widgetOn(page);
      await widget.open(server.url + LESSON);
      await widget.say('hello');
      line.refuseNext();
      await widget.field.fill('this one is refused');
      await widget.field.press('Enter');
      await expect(widget.log.locator('.failed')).toContainText('Not sent.');
      await widget.field.fill('x'.repeat(4_003));
      await expect(page.locator('#over')).toContainText('3 characters too many');
      await line.cut();
      await expect(page.locator('.notice')).toContainText('No connection');
      expect(await faults(page)).toEqual([]);
    });
  });
}

test('W71 Tab goes through the panel in the order in which it is read, and reaches everything', async ({ page, server }) => {
  const widget = widgetOn(page);
  await widget.open(server.url + LESSON);
  await widget.say('the video does not play');
  await expect(widget.log.getByRole('button', { name: 'Yes' })).toBeVisible();
  await page.locator('.tool').first().focus();
  const walked: { readonly name: string; readonly y: number; readonly x: number; readonly ring: boolean }[] = [];
  const all = await widget.panel.locator('a[href], button:enabled, textarea').count();
  for (let step = 0; step < all; step++) {
    walked.push(
      await page.evaluate(() => {
        const at = document.querySelector('handraise-widget')?.shadowRoot?.activeElement;
        const { x = 0, y = 0 } = at?.getBoundingClientRect() ?? {};
        const ring = at ? getComputedStyle(at).outlineStyle !== 'none' : false;
        return { name: at?.getAttribute('aria-label') ?? at?.textContent ?? '', x, y, ring };
      }),
    );
    await page.keyboard.press('Tab');
  }
  expect(new Set(walked.map(({ name, x, y }) => `${name} ${x} ${y}`)).size).toBe(all);
  for (const [at, { name, x, y, ring }] of walked.entries()) {
    expect(ring, `${name} shows its focus`).toBe(true);
    const before = walked[at - 1];
    if (before)
      expect(y > before.y + 12 || (Math.abs(y - before.y) <= 12 && x > before.x), `${before.name} → ${name}`).toBe(true);
  }
});

test('W72 every target has 24 px or more on a screen with a mouse', async ({ page, server }) => {
  const widget = widgetOn(page);
  await widget.open(server.url + LESSON);
  await widget.say('the video does not play');
  await expect(widget.log.getByRole('button', { name: 'Yes' })).toBeVisible();
  for (const button of await widget.panel.getByRole('button').all()) {
    const box = await button.boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0), await button.innerText()).toBeGreaterThanOrEqual(24);
  }
});

test('W169 a first visit has its tall header from the start, however late the greeting; a remembered chat never has', async ({
  page,
  server,
}) => {
  const widget = widgetOn(page);
  const tall = page.locator('header.tall');
  /** A line on which nothing ever comes. */
  const silence = async (on: Page) => {
    await on.routeWebSocket(/socket\.io/, () => undefined);
    await on.route('**/socket.io/**', () => undefined);
  };
  await silence(page);
  await page.goto(server.url + LESSON);
  await widget.launcher.click();
  await expect(widget.field).toBeVisible();
  await expect(tall).toBeVisible();
  await expect(page.locator('.greeting')).toHaveCount(0);
  await page.unrouteAll({ behavior: 'ignoreErrors' });

  const again = await page.context().newPage();
  await widgetOn(again).open(server.url + LESSON);
  await widgetOn(again).say('hello');
  await silence(again);
  await again.reload();
  await expect(again.locator('.panel header')).toBeVisible();
  await expect(again.locator('header.tall')).toHaveCount(0);
});
