import type { Page } from 'playwright/test';
import { expect, test } from './fixtures.ts';
import { LESSON, PHONE, widgetOn } from './widget-stage.ts';

/** Serves `body` as a page of the server's origin, as a host site would write it. */
async function hostPage(page: Page, url: string, body: string, headers: Record<string, string> = {}) {
  await page.route(`${url}/host`, (route) =>
    route.fulfill({
      contentType: 'text/html',
      headers,
      body: `<!doctype html><html lang="en"><title>Host</title><body>${body}</body></html>`,
    }),
  );
  await page.goto(`${url}/host`);
}
const TAG = '<script async src="/widget/handraise.js" data-site="demo"></script>';

test('W13 course and lesson travel with each message and follow single-page navigation', async ({ page, server }) => {
  const said: string[] = [];
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      if (String(payload).includes('"say"')) said.push(String(payload));
    }),
  );
  const widget = widgetOn(page);
  await widget.open(`${server.url}${LESSON}?token=secret`);
  await widget.say('one');
  await page.getByRole('link', { name: 'Next: Loops' }).click();
  await expect(page.getByRole('heading', { name: 'Loops', level: 1 })).toBeVisible();
  await expect(page.locator('.where')).toContainText('Loops');
  await widget.say('two');
  expect(said[0]).toContain('"course":{"id":"python-basics","title":"Python Basics"},"lesson":{"id":"variables"');
  expect(said[0]).not.toContain('secret');
  expect(said[1]).toContain('"lesson":{"id":"loops"');
  expect(said[1]).toContain('/lessons/loops.html');
  await page.goBack();
  await expect(page.locator('.where')).toContainText('Variables');
});

test('W28 runs under a strict policy of the host without a violation', async ({ page, server }) => {
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { violations: seen });
    document.addEventListener('securitypolicyviolation', (event) =>
      seen.push(`${event.violatedDirective} ${event.blockedURI}`),
    );
  });
  const policy =
    "default-src 'none'; script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";
  await hostPage(page, server.url, TAG, { 'content-security-policy': policy });
  const widget = widgetOn(page);
  await widget.launcher.click();
  await widget.say('the video does not play');
  await expect(widget.log.locator('.message.bot')).toBeVisible();
  await widget.person.click();
  await expect(page.locator('form.offline')).toBeVisible();
  expect(await page.evaluate(() => (window as unknown as { violations: string[] }).violations)).toEqual([]);
});

test('W29 no host is asked but the server', async ({ page, server }) => {
  const hosts = new Set<string>();
  page.on('request', (request) => hosts.add(new URL(request.url()).host));
  page.on('websocket', (socket) => hosts.add(new URL(socket.url()).host));
  const widget = widgetOn(page);
  await widget.open(server.url + LESSON);
  await widget.say('hello');
  expect([...hosts]).toEqual([new URL(server.url).host]);
});

test('W30 verbs called before the file arrives are kept; events reach listeners and the document', async ({ page, server }) => {
  const stub = `<script>
    window.events = [];
    window.Handraise = function () { (Handraise.q = Handraise.q || []).push(arguments); };
    window.handraiseSettings = { theme: 'light' };
    Handraise('boot', { theme: 'dark' });
    Handraise('on', 'ready', () => events.push('ready'));
    Handraise('on', 'open', () => events.push('open'));
    Handraise('on', 'bot:unanswered', ({ question }) => events.push('unanswered ' + question));
    document.addEventListener('handraise:message:sent', (event) => events.push('sent ' + event.detail.text));
    Handraise('on', 'message:received', ({ from }) => events.push('received ' + from));
    Handraise('prefill', 'glorp blick');
  </script>${TAG}`;
  await hostPage(page, server.url, stub);
  const widget = widgetOn(page);
  await expect(widget.field).toHaveValue('glorp blick');
  await expect(page.locator('handraise-widget')).toHaveAttribute('data-theme', 'dark');
  await widget.field.press('Enter');
  // The broadcast may overtake the ack: which of the two is told first is not promised.
  const told = () => page.evaluate(() => (window as unknown as { events: string[] }).events.toSorted());
  await expect.poll(told).toEqual(['open', 'ready', 'received bot', 'sent glorp blick', 'unanswered glorp blick']);
});

test('W122 a page hears that the button is drawn, before and after, without the app being fetched', async ({
  page,
  server,
}) => {
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
  await hostPage(
    page,
    server.url,
    `<script>
    window.events = [];
    window.Handraise = function () { (Handraise.q = Handraise.q || []).push(arguments); };
    Handraise('on', 'ready', () => events.push('by the stub'));
    document.addEventListener('handraise:ready', () => events.push('by the document'));
  </script>${TAG}`,
  );
  await expect(widgetOn(page).launcher).toBeVisible();
  const heard = await page.evaluate(async () => {
    const { events, Handraise } = window as unknown as { events: string[]; Handraise: (...call: unknown[]) => unknown };
    Handraise('on', 'ready', () => events.push('late'));
    await Handraise('ready');
    return events;
  });
  expect(heard).toEqual(['by the document', 'by the stub', 'late']);
  expect(fetched.filter((path) => path.startsWith('/widget/'))).toEqual(['/widget/handraise.js']);
});

test('W123 a learner who saves data gets nothing of a remembered chat before touching the button', async ({ page, server }) => {
  const widget = widgetOn(page);
  await widget.open(server.url + LESSON);
  await widget.say('hello');
  await widget.panel.press('Escape');
  await page.addInitScript(() => Object.defineProperty(navigator, 'connection', { value: { saveData: true } }));
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
  await page.reload();
  await expect(widget.launcher).toBeVisible();
  expect(fetched.filter((path) => path.startsWith('/widget/'))).toEqual(['/widget/handraise.js']);
  await widget.launcher.click();
  await expect(widget.log).toContainText('hello');
});

test('W31 a second tag is harmless, and the widget outlives a swap of the body', async ({ page, server }) => {
  await hostPage(page, server.url, TAG + TAG);
  const widget = widgetOn(page);
  await widget.launcher.click();
  await widget.say('hello');
  await expect(page.locator('handraise-widget')).toHaveCount(1);
  await page.evaluate(() => {
    const body = document.createElement('body');
    body.append('another page');
    document.body.replaceWith(body);
  });
  await expect(widget.log).toContainText('hello');
  await widget.say('still here');
  await page.evaluate(() => document.querySelector('handraise-widget')?.remove());
  await expect(widget.panel).toBeVisible();
});

test('W32 shutdown forgets everything in this browser; destroy keeps the session', async ({ page, server }) => {
  const widget = widgetOn(page);
  await widget.open(server.url + LESSON);
  await widget.say('hello');
  await page.evaluate(() => window.Handraise?.('destroy'));
  await expect(page.locator('handraise-widget')).toHaveCount(0);
  await page.evaluate(() => window.Handraise?.('boot'));
  await page.evaluate(() => window.Handraise?.('open'));
  await expect(widget.log).toContainText('hello');
  await page.evaluate(() => window.Handraise?.('shutdown'));
  await expect(page.locator('handraise-widget')).toHaveCount(0);
  expect(await page.evaluate(() => [localStorage.length, sessionStorage.length])).toEqual([0, 0]);
  await page.reload();
  await widget.launcher.click();
  await expect(page.locator('.panel.empty')).toBeVisible();
});

test('W128 shutdown followed at once by boot leaves a new widget that knows nothing of the former learner', async ({
  page,
  server,
}) => {
  const widget = widgetOn(page);
  await widget.open(server.url + LESSON);
  await widget.say('hello');
  const conversation = () => page.evaluate(() => localStorage.getItem('handraise:demo:conversation'));
  const before = await conversation();
  await page.evaluate(() => {
    const { Handraise } = window;
    Handraise?.('shutdown');
    Handraise?.('boot');
    Handraise?.('open');
  });
  await expect(page.locator('.panel.empty')).toBeVisible();
  await expect(page.locator('handraise-widget')).toHaveCount(1);
  await widget.say('hello again');
  await expect(widget.log.locator('.message.learner')).toHaveCount(1);
  expect(await conversation()).not.toBe(before);
});

test('W128 shutdown and boot while the app is still on its way leave a new widget, too; shutdown alone leaves none', async ({
  page,
  server,
}) => {
  const widget = widgetOn(page);
  await widget.open(server.url + LESSON);
  await widget.say('hello');
  const conversation = () => page.evaluate(() => localStorage.getItem('handraise:demo:conversation'));
  const before = await conversation();
  const host = page.locator('handraise-widget');
  let held = Promise.resolve();
  await page.route(/\/widget\/app/, (route) => held.then(() => route.continue()));
  /** Says them on a new page, before the app may come. */
  const early = async (...verbs: readonly string[]) => {
    let release = () => {};
    held = new Promise((resolve) => {
      release = resolve;
    });
    await page.reload();
    await page.evaluate((all) => {
      for (const verb of all) window.Handraise?.(verb as 'open');
    }, verbs);
    await expect(host).toHaveCount(1);
    release();
  };
  await early('shutdown', 'boot', 'open');
  await expect(page.locator('.panel.empty')).toBeVisible();
  await expect(host).toHaveCount(1);
  await widget.say('hello again');
  await expect(widget.log.locator('.message.learner')).toHaveCount(1);
  expect(await conversation()).not.toBe(before);
  await early('shutdown');
  await expect(host).toHaveCount(0);
  expect(await conversation()).toBeNull();
});

test('W12 Chinese pages are spoken to in Chinese, and update() changes the language at once', async ({ page, server }) => {
  await page.goto(`${server.url}/demo/zh/lessons/loops.html`);
  await page.getByRole('button', { name: '举手提问' }).click();
  await expect(page.getByPlaceholder('输入你的问题…')).toBeVisible();
  await page.evaluate(() => window.Handraise?.('update', { lang: 'en' }));
  await expect(page.getByPlaceholder('Type your question…')).toBeVisible();
});

test('W137 the greeting and what is often asked follow a language named in the open chat', async ({ page, server }) => {
  const widget = widgetOn(page);
  await widget.open(server.url + LESSON);
  await expect(page.locator('.greeting')).toBeVisible();
  await expect(page.locator('.empty .replies button').first()).toBeVisible();
  await page.evaluate(() => window.Handraise?.('update', { lang: 'zh-CN' }));
  await expect(page.locator('.greeting')).toHaveText(/\p{Script=Han}/u);
  await expect(page.locator('.empty .replies button').first()).toHaveText(/\p{Script=Han}/u);
});

test('W131 a language named while the app is on its way is the one the panel speaks', async ({ page, server }) => {
  await page.goto(server.url + LESSON);
  await expect(page.locator('.launcher')).toBeVisible();
  await page.evaluate(() => {
    window.Handraise?.('open');
    window.Handraise?.('update', { lang: 'zh-CN' });
  });
  await expect(page.getByPlaceholder('输入你的问题…')).toBeVisible();
});

test.describe('on a phone', () => {
  test.use({ viewport: PHONE, hasTouch: true, isMobile: true });
  test('W33 the panel fills the screen, text fields have 16 px, targets have 44 px', async ({ page, server }) => {
    const widget = widgetOn(page);
    await widget.open(server.url + LESSON);
    await widget.say('the video does not play');
    await expect(widget.log.getByRole('button', { name: 'Yes' })).toBeVisible();
    await widget.panel.evaluate((panel) =>
      Promise.all(
        panel
          .getAnimations({ subtree: true })
          .filter((a) => a.effect?.getTiming().iterations === 1)
          .map((a) => a.finished),
      ),
    );
    expect(await widget.panel.boundingBox()).toEqual({ x: 0, y: 0, ...PHONE });
    expect(await widget.field.evaluate((field) => getComputedStyle(field).fontSize)).toBe('16px');
    for (const button of await widget.panel.getByRole('button').all()) {
      const box = await button.boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0), await button.innerText()).toBeGreaterThanOrEqual(44);
    }
    // The on-screen keyboard takes the lower half: what is left is what the panel has.
    await page.setViewportSize({ width: 390, height: 420 });
    await expect.poll(async () => (await widget.panel.boundingBox())?.height).toBe(420);
    await expect(widget.field).toBeInViewport();
  });
});
