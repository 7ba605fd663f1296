import type { Page } from 'playwright/test';
import { expect, startServer, test } from './fixtures.ts';
import { LESSON, widgetOn } from './widget-stage.ts';

const own = (page: Page, text: string) => page.getByRole('log').locator('.message.learner').filter({ hasText: text });

test('W8 W167 written while the server is down, the page reloaded: delivered once, in order, when it is back', async ({
  page,
}) => {
  const server = await startServer();
  const widget = widgetOn(page);
  await widget.open(server.url + LESSON);
  await widget.say('first');
  // The page itself must load while the server is away.
  const html = await (await fetch(server.url + LESSON)).text();
  const files = new Map<string, { readonly body: string; readonly contentType: string }>();
  for (const path of await page.evaluate(() =>
    performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname),
  )) {
    if (!path.startsWith('/widget/')) continue;
    files.set(path, { body: await (await fetch(server.url + path)).text(), contentType: 'text/javascript' });
  }
  await page.route('**/*', (route) => {
    const path = new URL(route.request().url()).pathname;
    const file = path === LESSON ? { body: html, contentType: 'text/html' } : files.get(path);
    return file ? route.fulfill(file) : route.continue();
  });
  await server.kill();
  await expect(page.locator('.notice')).toContainText('No connection');
  await widget.field.fill('second');
  await widget.field.press('Enter');
  await widget.field.fill('third');
  await widget.field.press('Enter');
  await expect(own(page, 'third')).toContainText('Waiting for the connection');
  await page.reload();
  await expect(own(page, 'second')).toContainText('Waiting for the connection');
  await server.restart();
  // A long absence makes for a long wait; the network's return cuts it short.
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await expect(own(page, 'third')).not.toContainText(/Sending|Waiting/, { timeout: 20_000 });
  const texts = await widget.log.locator('.message.learner .bubble').allInnerTexts();
  expect(texts.map((text) => text.trim())).toEqual(['first', 'second', 'third']);
  await server.stop();
});

test('W8 the ack is lost: the same command goes out again and is shown once', async ({ page, server }) => {
  let swallowed = 0;
  await page.routeWebSocket(/socket\.io/, (socket) => {
    const upstream = socket.connectToServer();
    upstream.onMessage((message) => {
      const text = String(message);
      // The first answer to an act, and the broadcast of its entries, never arrive: the line goes down instead.
      if (swallowed < 2 && (/^43\/learner,\d+.*"cid"/.test(text) || /^42\/learner,\["entries"/.test(text))) {
        swallowed += 1;
        if (swallowed === 2) void socket.close();
        return;
      }
      socket.send(message);
    });
  });
  const widget = widgetOn(page);
  await widget.open(server.url + LESSON);
  await widget.say('only once');
  expect(swallowed).toBe(2);
  await expect(own(page, 'only once')).toHaveCount(1);
  await expect(widget.log.locator('.message.bot')).toHaveCount(1);
});

test('W15 where WebSockets are blocked the chat works over polling', async ({ page, server }) => {
  await page.addInitScript(() => {
    Object.assign(window, {
      WebSocket: class {
        constructor() {
          throw new DOMException('blocked', 'SecurityError');
        }
      },
    });
  });
  const widget = widgetOn(page);
  await widget.open(server.url + LESSON);
  await widget.say('the video does not play');
  await expect(widget.log.locator('.message.bot')).toBeVisible();
});

test('W27 two tabs show the same thread, and what is seen in one is seen in both', async ({ context, server }) => {
  const [one, two] = [await context.newPage(), await context.newPage()];
  await widgetOn(one).open(server.url + LESSON);
  await widgetOn(one).say('from the first');
  await widgetOn(two).open(server.url + LESSON);
  await expect(own(two, 'from the first')).toBeVisible();
  await widgetOn(two).say('from the second');
  await expect(own(one, 'from the second')).toHaveCount(1);
  const texts = (page: Page) => page.getByRole('log').locator('.bubble').allInnerTexts();
  expect(await texts(one)).toEqual(await texts(two));
});

test('W27 a chat that was ended in one tab: what the other sends next starts a new one', async ({ context, server }) => {
  const [one, two] = [await context.newPage(), await context.newPage()];
  await widgetOn(one).open(server.url + LESSON);
  await widgetOn(one).say('hello');
  await widgetOn(two).open(server.url + LESSON);
  await expect(own(two, 'hello')).toBeVisible();
  await two.evaluate(() => window.Handraise?.('close'));
  await one.getByRole('button', { name: 'End chat' }).click();
  await one.getByRole('button', { name: 'End it' }).click();
  await expect(widgetOn(one).log).toContainText('You ended the chat');
  await two.evaluate(() => window.Handraise?.('send', 'still here'));
  await two.evaluate(() => window.Handraise?.('open'));
  await expect(own(two, 'still here')).not.toContainText(/Sending|Waiting/);
  await expect(own(two, 'hello')).toHaveCount(0);
  await expect(own(one, 'still here')).toBeVisible();
});

test('W9 a text that is too long is not sent and says by how much', async ({ page, server }) => {
  const widget = widgetOn(page);
  await widget.open(server.url + LESSON);
  await widget.field.fill('x'.repeat(4_003));
  await expect(page.locator('#over')).toContainText('3 characters too many');
  await widget.field.press('Enter');
  await expect(widget.messages).toHaveCount(0);
  await expect(widget.field).toHaveValue('x'.repeat(4_003));
});

test('W9 the seconds until a refused message goes out again count down', async ({ page, server }) => {
  await page.routeWebSocket(/socket\.io/, (socket) => {
    const upstream = socket.connectToServer();
    socket.onMessage((message) => {
      const act = /^42\/learner,(\d+)\["act"/.exec(String(message));
      if (act) socket.send(`43/learner,${act[1]}[{"ok":false,"refusal":{"code":"too-fast","retryAfterMs":600000}}]`);
      else upstream.send(message);
    });
  });
  const widget = widgetOn(page);
  await widget.open(server.url + LESSON);
  await widget.field.fill('and another');
  await widget.field.press('Enter');
  const fate = own(page, 'and another').locator('.when');
  const left = async () => Number(/\d+/.exec(await fate.innerText())?.[0]);
  await expect.poll(left).toBeGreaterThan(1);
  await expect.poll(left).toBeLessThan(await left());
});

for (const [what, held] of [
  ['refused', /^40\/learner/],
  ['made a new learner', /^42\/learner,\d+\["open"/],
] as const)
  test(`W144 of two tabs that were signed out the one that is ${what} later goes on as the learner of the other`, async ({
    page,
    context,
    server,
  }) => {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const second = await context.newPage();
    let reached = () => {};
    const holding = new Promise<void>((resolve) => {
      reached = resolve;
    });
    await second.routeWebSocket(/socket\.io/, (socket) => {
      const upstream = socket.connectToServer();
      socket.onMessage(async (message) => {
        if (held.test(String(message))) {
          reached();
          await released;
        }
        upstream.send(message);
      });
    });
    await second.goto(server.url + LESSON);
    // Of a learner who is no more.
    await second.evaluate(() => localStorage.setItem('handraise:demo:token', 'gone'));
    await widgetOn(second).launcher.click();
    await holding;
    const first = widgetOn(page);
    await first.open(server.url + LESSON);
    await first.say('hello');
    release();
    await expect(widgetOn(second).log).toContainText('hello');
    await widgetOn(second).say('from the other tab');
    await expect(first.log).toContainText('from the other tab');
  });

test('W163 ended without a line, the chat is said to wait for it, and ends once it is there', async ({ page, server }) => {
  const widget = widgetOn(page);
  await widget.open(server.url + LESSON);
  await widget.say('hello');
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'End chat' }).click();
  await page.getByRole('button', { name: 'End it' }).click();
  const end = page.locator('.end');
  await expect(end).toHaveText('Waiting for the connection…');
  await expect(end).toBeDisabled();
  await page.context().setOffline(false);
  await expect(widget.log).toContainText('You ended the chat');
});

test('W167 nor is the very first message, for which no more files can come, said to be on its way', async ({
  page,
  server,
}) => {
  const widget = widgetOn(page);
  await widget.open(server.url + LESSON);
  await page.context().setOffline(true);
  await expect(page.locator('.notice')).toContainText('No connection');
  await page.getByRole('button', { name: 'Refund policy' }).click();
  await expect(own(page, 'Refund policy')).toBeVisible();
  await expect(widget.log).not.toContainText('Sending');
  await page.context().setOffline(false);
  await expect(own(page, 'Refund policy')).toContainText('Sent', { timeout: 20_000 });
});
