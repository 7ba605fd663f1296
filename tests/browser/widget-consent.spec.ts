import type { Page } from 'playwright/test';
import { expect, test } from './fixtures.ts';
import { lineOf, widgetOn } from './widget-stage.ts';

/** What this origin holds of ours, in any store. */
const held = (page: Page) =>
  page.evaluate(async () => {
    const keys = [...Object.keys(localStorage), ...Object.keys(sessionStorage)].filter((key) => key.startsWith('handraise'));
    const waiting = await Promise.all(
      (await indexedDB.databases())
        .filter(({ name }) => name?.startsWith('handraise'))
        .map(
          ({ name = '' }) =>
            new Promise<number>((resolve, reject) => {
              const request = indexedDB.open(name);
              request.onerror = () => reject(request.error);
              request.onsuccess = () => {
                const count = request.result.transaction('outbox').objectStore('outbox').count();
                count.onsuccess = () => {
                  request.result.close();
                  resolve(count.result);
                };
              };
            }),
        ),
    );
    return { keys, databases: waiting.length, waiting: waiting.reduce((a, b) => a + b, 0) };
  });

/** A page of that site, whose tag says `hints`. */
async function goTo(page: Page, url: string, hints: string) {
  await page.route(`${url}/consent`, (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><html lang="en"><title>Consent</title><script src="/widget/handraise.js" data-site="careful" ${hints}></script>`,
    }),
  );
  await page.goto(`${url}/consent`);
}

async function visit(page: Page, url: string) {
  await goTo(page, url, 'data-consent="required"');
  const widget = widgetOn(page);
  await widget.launcher.click();
  await expect(widget.field).toBeVisible();
  return widget;
}

test('W89 where consent is required the chat works and stores nothing; once granted it is kept and survives a reload', async ({
  page,
  server,
}) => {
  const widget = await visit(page, server.url);
  await widget.say('the video does not play');
  await expect(widget.log.locator('.message.bot')).toBeVisible();
  await widget.field.fill('a draft');
  expect(await held(page)).toEqual({ keys: [], databases: 0, waiting: 0 });
  await page.evaluate(() => window.Handraise?.('consent', 'granted'));
  await expect.poll(async () => (await held(page)).keys).toContain('handraise:careful:token');
  await page.reload();
  await page.evaluate(() => window.Handraise?.('consent', 'granted'));
  await expect(widget.log).toContainText('the video does not play');
  await expect(widget.field).toHaveValue('a draft');
});

test('W90 consent taken back removes what was kept; the open chat goes on, and what waits to be sent is not lost', async ({
  page,
  server,
  context,
}) => {
  const widget = await visit(page, server.url);
  await page.evaluate(() => window.Handraise?.('consent', 'granted'));
  await widget.say('hello');
  await context.setOffline(true);
  await widget.field.fill('sent later');
  await widget.field.press('Enter');
  await expect(widget.log.locator('.message.going')).toHaveCount(1);
  await page.evaluate(() => window.Handraise?.('consent', 'denied'));
  await expect
    .poll(async () => {
      const { keys, waiting } = await held(page);
      return { keys, waiting };
    })
    .toEqual({ keys: [], waiting: 0 });
  await context.setOffline(false);
  await expect(widget.log.locator('.message.learner:not(.going)').filter({ hasText: 'sent later' })).toHaveCount(1);
  await page.reload();
  await widget.launcher.click();
  await expect(page.locator('.empty .replies button').first()).toBeVisible();
});

test('W151 a denial before any grant leaves nothing of earlier pages, the app loaded or not; what waits goes out', async ({
  page,
  server,
}) => {
  const line = await lineOf(page);
  await goTo(page, server.url, '');
  const widget = widgetOn(page);
  await widget.launcher.click();
  await widget.say('hello');
  await widget.field.fill('a draft');
  await line.cut();
  await widget.field.fill('sent later');
  await widget.field.press('Enter');
  await expect(widget.log.locator('.message.going')).toHaveCount(1);
  await widget.field.fill('a draft');
  expect((await held(page)).waiting).toBe(1);
  // Consent is asked for from now on, and nothing is fetched before the learner comes near.
  await goTo(page, server.url, 'data-consent="required" data-defer');
  await page.evaluate(() => window.Handraise?.('consent', 'denied'));
  await expect.poll(() => held(page)).toEqual({ keys: [], databases: 0, waiting: 0 });
  line.mend();
  await widget.launcher.click();
  await expect(widget.log.locator('.message.learner:not(.going)').filter({ hasText: 'sent later' })).toHaveCount(1);
  expect(await held(page)).toEqual({ keys: [], databases: 0, waiting: 0 });
});
