import type { Route } from 'playwright/test';
import { expect, test } from './fixtures.ts';
import { LESSON, widgetOn } from './widget-stage.ts';

test('W40 a file that does not come is asked for again under its fixed name, and the chat goes on', async ({
  page,
  server,
}) => {
  const failed: string[] = [];
  const errors: string[] = [];
  // Every file fails at its hashed address, as after an update of the server.
  await page.route(/\/widget\/.+-[0-9A-F]{8}\.js$/, (route) => {
    failed.push(new URL(route.request().url()).pathname);
    return route.abort();
  });
  await page.exposeFunction('heard', (code: string) => errors.push(code));
  await page.addInitScript(() =>
    document.addEventListener('handraise:error', ({ detail }) =>
      (window as unknown as { heard(code: string): void }).heard(detail.code),
    ),
  );
  const widget = widgetOn(page);
  await page.goto(server.url + LESSON);
  await widget.launcher.focus();
  await expect.poll(() => failed.length).toBe(2);
  await expect.poll(() => errors).toEqual(['load', 'load']);
  await widget.launcher.click();
  await widget.say('the video does not play');
  await expect(widget.log.getByRole('button', { name: 'Yes' })).toBeVisible();
  expect(failed.map((path) => path.replace(/-[0-9A-F]{8}/, '')).sort()).toEqual(['/widget/app.js', '/widget/en.js']);
});

test('W152 where the app does not come, missing, blocked or without a line, the button stays dim, and the next press opens the chat', async ({
  page,
  server,
  context,
}) => {
  const widget = widgetOn(page);
  const clear = () => widget.launcher.evaluate((button) => Number(getComputedStyle(button).opacity));
  await page.goto(server.url + LESSON);
  const missing = (route: Route) => route.fulfill({ status: 404 });
  const blocked = (route: Route) => route.abort('blockedbyclient');
  for (const fail of [missing, blocked]) {
    await page.route(/\/widget\/(app|en)[-.]/, fail);
    await widget.launcher.click();
    await expect.poll(clear).toBe(0.4);
    await page.unrouteAll();
  }
  await context.setOffline(true);
  await widget.launcher.click();
  await expect.poll(clear).toBe(0.4);
  await context.setOffline(false);
  await widget.launcher.click();
  await expect(widget.field).toBeVisible();
  expect(await clear()).toBe(1);
});

test('W156 after a press that brought nothing, the files that come by themselves open nothing: the next press does', async ({
  page,
  server,
}) => {
  const widget = widgetOn(page);
  await page.goto(server.url + LESSON);
  await page.route(/\/widget\/(app|en)[-.]/, (route) => route.abort());
  await widget.launcher.click();
  await expect.poll(() => widget.launcher.evaluate((button) => getComputedStyle(button).opacity)).toBe('0.4');
  await page.unrouteAll();
  await page.mouse.move(1, 1);
  await widget.launcher.hover();
  await expect(widget.launcher).toHaveAttribute('aria-haspopup', 'dialog');
  await page.waitForTimeout(300);
  await expect(widget.panel).toHaveCount(0);
  await widget.launcher.click();
  await expect(widget.field).toBeVisible();
});

test('W41 what comes after the first word is fetched with it, not before', async ({ page, server }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname.replace(/-[0-9A-F]{8}\.js$/, '.js')));
  const widget = widgetOn(page);
  await widget.open(server.url + LESSON);
  await page.waitForLoadState('networkidle');
  const files = () => asked.filter((path) => path.startsWith('/widget/')).sort();
  expect(files()).toEqual(['/widget/app.js', '/widget/en.js', '/widget/handraise.js', '/widget/page.js']);
  await widget.say('hello');
  await expect.poll(files).toEqual(expect.arrayContaining(['/widget/cards.js', '/widget/en-more.js']));
});

test('W73 until the thread comes messages stand as plain text, and in the same elements afterwards', async ({
  page,
  server,
}) => {
  await page.route(/\/widget\/cards/, (route) => route.abort());
  const widget = widgetOn(page);
  await widget.open(server.url + LESSON);
  await expect(page.locator('.greeting strong')).toBeVisible();
  await widget.say('hello');
  const own = widget.messages.first();
  const answer = widget.messages.last();
  await expect(answer).toHaveClass(/bot/);
  await expect(answer.locator('.who')).toHaveCount(0);
  for (const bubble of [own, answer]) await bubble.evaluate((element) => element.setAttribute('data-was', 'here'));
  await page.unroute(/\/widget\/cards/);
  await expect(answer.locator('.who')).toBeVisible();
  for (const bubble of [own, answer]) await expect(bubble).toHaveAttribute('data-was', 'here');
});

test('W42 left and come back to, the page resumes: pagehide closes the socket, pageshow opens it again', async ({
  page,
  server,
}) => {
  const open = new Set<unknown>();
  page.on('websocket', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  const widget = widgetOn(page);
  await widget.open(server.url + LESSON);
  await widget.say('before');
  expect(open.size).toBe(1);
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })));
  await expect.poll(() => open.size).toBe(0);
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
  await expect.poll(() => open.size).toBe(1);
  await widget.say('after');
  await expect(widget.messages.filter({ hasText: 'before' })).toHaveCount(1);
});
