import { readFileSync } from 'node:fs';
import type { FrameLocator, Page, TestInfo } from 'playwright/test';
import { cutOff } from './cut.ts';
import { expect } from './fixtures.ts';
import { test } from './host-site.ts';
import { widgetOn } from './widget-stage.ts';

const PACKAGES = new URL('../../node_modules/', import.meta.url);
const attach = async (page: Page, info: TestInfo, name: string) =>
  info.attach(name, { body: await page.screenshot(), contentType: 'image/png' });

/** How the widget looks where a page's styles would show; what differs from one page to the next is left out. */
function looks(page: Page) {
  return page.evaluate(() => {
    const root = document.querySelector('handraise-widget')?.shadowRoot;
    const properties = [
      'font',
      'color',
      'letterSpacing',
      'wordSpacing',
      'textTransform',
      'textIndent',
      'whiteSpace',
      'visibility',
    ] as const;
    const more = [
      'padding',
      'backgroundColor',
      'borderRadius',
      'display',
      'direction',
      'opacity',
      'float',
      'boxSizing',
      'cursor',
    ] as const;
    const seen: Record<string, Record<string, string>> = {};
    for (const of of [
      '.launcher',
      '.panel',
      'header h1',
      '.message.learner .bubble',
      '.composer textarea',
      '.send',
      '.person',
    ]) {
      const at = root?.querySelector(of);
      const style = at ? getComputedStyle(at) : undefined;
      seen[of] = Object.fromEntries([...properties, ...more].map((name) => [name, style?.[name] ?? 'not there']));
      const { width = 0, x = 0 } = of === '.launcher' || of === '.panel' ? (at?.getBoundingClientRect() ?? {}) : {};
      seen[of] = { ...seen[of], width: String(Math.round(width)), x: String(Math.round(x)) };
    }
    const host = document.querySelector('handraise-widget');
    const { position, zIndex, opacity, transform } = getComputedStyle(host ?? document.body);
    return { ...seen, host: { position, zIndex, opacity, transform } };
  });
}

/** Opened, asked, answered: with the panel open at the end. */
async function walk(page: Page, url: string) {
  const violations: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy|TrustedHTML|TrustedScript/.test(message.text())) violations.push(message.text());
  });
  page.on('pageerror', (fault) => violations.push(fault.message));
  await page.goto(url);
  const widget = widgetOn(page);
  await widget.launcher.click();
  await expect(widget.field).toBeVisible();
  await widget.say('the video does not play');
  await expect(widget.log.locator('.message.bot')).toBeVisible();
  expect(await cutOff(page)).toEqual([]);
  expect(violations).toEqual([]);
  return widget;
}

for (const name of ['reset', 'root-font', 'bootstrap3', 'style-none', 'strict-dynamic', 'trusted-types', 'two-tags'] as const) {
  test(`W60 the widget works and looks on ${name}.html as it does on a plain page`, async ({ page, host }, info) => {
    await walk(page, `${host.url}/plain.html`);
    const plain = await looks(page);
    await page.evaluate(() => window.Handraise?.('shutdown'));
    // Gone from the page is forgotten in the browser: the next page starts anew.
    await expect(page.locator('handraise-widget')).toHaveCount(0);
    await walk(page, `${host.url}/${name}.html`);
    await attach(page, info, name);
    expect(await looks(page)).toEqual(plain);
    await expect(page.locator('handraise-widget')).toHaveCount(1);
  });
}

test('W61 storage denied: it chats, keeps the chat for this page, and throws nothing at the page', async ({
  page,
  host,
}, info) => {
  const widget = await walk(page, `${host.url}/storage-denied.html`);
  await page.keyboard.press('Escape');
  await widget.launcher.click();
  await expect(widget.log).toContainText('the video does not play');
  await attach(page, info, 'storage denied');
});

test('W62 in a sandboxed frame the launcher stands and nothing breaks the page, whether or not the server lets it in', async ({
  page,
  host,
}, info) => {
  const faults: string[] = [];
  page.on('pageerror', (fault) => faults.push(fault.message));
  await page.goto(`${host.url}/sandboxed.html`);
  const frame: FrameLocator = page.frameLocator('iframe');
  await frame.locator('.launcher').click();
  await expect(frame.locator('.composer textarea')).toBeVisible();
  await frame.locator('.composer textarea').fill('hello');
  await frame.locator('.composer textarea').press('Enter');
  await expect(frame.locator('.message.learner')).toContainText('hello');
  await attach(page, info, 'sandboxed');
  expect(faults).toEqual([]);
});

test('W63 a page from right to left: an English widget keeps its own direction', async ({ page, host }, info) => {
  await walk(page, `${host.url}/right-to-left.html`);
  await attach(page, info, 'right to left');
  expect(await page.locator('.panel').evaluate((panel) => getComputedStyle(panel).direction)).toBe('ltr');
});

test('W64 a page that replaces its body keeps launcher, thread and draft', async ({ page, host }, info) => {
  const widget = await walk(page, `${host.url}/body-swap.html`);
  await widget.field.fill('half a sent');
  await page.evaluate(() => dispatchEvent(new Event('swap')));
  await expect(page.getByRole('heading', { name: 'The next lesson' })).toBeVisible();
  await expect(widget.field).toHaveValue('half a sent');
  await widget.say('still here');
  await attach(page, info, 'body swap');
});

test('W65 the page’s own Socket.IO and Preact are untouched, and ours never meets them', async ({ page, host }, info) => {
  host.put('/socket.io.js', readFileSync(new URL('socket.io-client/dist/socket.io.min.js', PACKAGES), 'utf8'));
  host.put('/preact.js', readFileSync(new URL('preact/dist/preact.mjs', PACKAGES), 'utf8'));
  await walk(page, `${host.url}/own-libraries.html`);
  await attach(page, info, 'own libraries');
  const own = await page.evaluate(() => {
    const { drawn, ownSocket, io } = window as unknown as { drawn: number; ownSocket: { connected: boolean }; io: unknown };
    return { drawn, connected: ownSocket.connected, io: typeof io, text: document.getElementById('own')?.textContent };
  });
  // The page's own hook saw its root, its paragraph and its text, and none of ours.
  expect(own).toEqual({ drawn: 3, connected: false, io: 'function', text: 'drawn by the page' });
});

const SCREENS = [
  ['zoom of 200%', { viewport: { width: 640, height: 360 }, deviceScaleFactor: 2 }, {}],
  ['zoom of 400%', { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 }, {}],
  ['320 px wide', { viewport: { width: 320, height: 568 } }, {}],
  ['forced colours', {}, { forcedColors: 'active' }],
  ['reduced motion', {}, { reducedMotion: 'reduce' }],
  ['dark', {}, { colorScheme: 'dark' }],
] as const;
for (const [name, use, media] of SCREENS) {
  test.describe(name, () => {
    test.use(use);
    test(`W66 all of it can be read and reached with ${name}`, async ({ page, host }, info) => {
      await page.emulateMedia(media);
      const widget = await walk(page, `${host.url}/plain.html`);
      await expect(widget.field).toBeInViewport({ ratio: 1 });
      await expect(page.locator('.close')).toBeInViewport({ ratio: 1 });
      await attach(page, info, name);
    });
  });
}

test('W67 forced colours: buttons and bubbles keep an edge, focus keeps a ring', async ({ page, host }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  const widget = await walk(page, `${host.url}/plain.html`);
  const edge = (of: string) =>
    page
      .locator(of)
      .first()
      .evaluate((at) => getComputedStyle(at).borderTopStyle);
  for (const of of ['.panel', '.bubble', '.send', '.person']) expect(await edge(of), of).toBe('solid');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Shift+Tab');
  expect(await widget.field.evaluate((at) => getComputedStyle(at).outlineStyle)).toBe('solid');
});

test('W68 nothing of the widget is printed', async ({ page, host }, info) => {
  await walk(page, `${host.url}/plain.html`);
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.panel')).toBeHidden();
  await expect(page.locator('.launcher')).toBeHidden();
  await attach(page, info, 'print');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  test('W69 the on-screen keyboard hides neither the field nor the last message', async ({ page, host }, info) => {
    // What browsers do that lay the keyboard over the page: the visual viewport shrinks and scrolls, the layout does not.
    await page.addInitScript(() => {
      const view = new EventTarget();
      const size = { height: 844, width: 390, offsetTop: 0, offsetLeft: 0, scale: 1 };
      Object.defineProperty(window, 'visualViewport', { value: Object.assign(view, size) });
    });
    const widget = await walk(page, `${host.url}/plain.html`);
    await widget.field.focus();
    await page.evaluate(() => {
      Object.assign(window.visualViewport ?? {}, { height: 460, offsetTop: 60 });
      window.visualViewport?.dispatchEvent(new Event('resize'));
    });
    await expect.poll(() => widget.panel.boundingBox()).toEqual({ x: 0, y: 60, width: 390, height: 460 });
    const field = await widget.field.boundingBox();
    expect((field?.y ?? 0) + (field?.height ?? 0)).toBeLessThanOrEqual(520);
    await attach(page, info, 'keyboard');
  });
});

test("W157 a page whose policy forbids the server is told once, on its console, what to add; the learner's words wait", async ({
  page,
  host,
  server,
}) => {
  const said: string[] = [];
  page.on('console', (message) => message.text().startsWith('Handraise') && said.push(message.text()));
  host.put(
    '/no-connection.html',
    `<!doctype html><title>Lesson</title><!--header content-security-policy: script-src {{server}}; connect-src 'self'-->
    <script async src="{{server}}/widget/handraise.js"></script>`,
  );
  await page.goto(`${host.url}/no-connection.html`);
  const widget = widgetOn(page);
  await widget.launcher.click();
  await expect(page.locator('.notice')).toContainText('No connection');
  const socket = server.url.replace('http', 'ws');
  await expect
    .poll(() => said)
    .toEqual([
      `Handraise: this page's Content-Security-Policy forbids the connection to ${server.url}. Add to its connect-src: ${server.url} ${socket}`,
    ]);
  await widget.field.fill('is anybody there?');
  // Whoever sends dials anew.
  await widget.field.press('Enter');
  await expect(widget.log).toContainText('Waiting for the connection');
  await page.waitForTimeout(1_500);
  expect(said).toHaveLength(1);
});
