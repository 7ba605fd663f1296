import type { Page } from 'playwright/test';
import { identityOf, SECRET } from '#tests/support/jwt.ts';
import { expect, type RunningServer, startServer, test } from './fixtures.ts';
import { widgetOn } from './widget-stage.ts';

let server: RunningServer | undefined;
test.beforeAll(async () => {
  // A small table: what the bot says is no matter here.
  server = await startServer({ IDENTITY_SECRETS: SECRET, REQUIRE_IDENTITY: 'yes', INTENTS_DIR: 'tests/fixtures/intents' });
});
test.afterAll(() => server?.stop());

const asked = new WeakMap<Page, number>();

/** A course page whose own server signs whoever `who` says is signed in ('' for nobody), for `life` seconds. */
async function coursePage(page: Page, who: () => string, life = 600, script = "Handraise('identify', () => window.signed());") {
  if (!asked.has(page)) {
    asked.set(page, 0);
    await page.exposeFunction('signed', () => {
      asked.set(page, (asked.get(page) ?? 0) + 1);
      const exp = Math.floor(Date.now() / 1_000) + life;
      return who() === '' ? null : identityOf(who(), { exp, iat: exp - life, name: who(), course: 'signed-course' });
    });
    await page.route(`${server?.url}/host`, (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<!doctype html><html lang="en"><title>Host</title><body><script async src="/widget/handraise.js" data-site="default"></script>
          <script>window.Handraise ||= Object.assign((...call) => Handraise.q.push(call), { q: [] }); ${script}</script></body></html>`,
      }),
    );
  }
  await page.goto(`${server?.url}/host`);
  const widget = widgetOn(page);
  await expect(widget.launcher).toBeVisible();
  return widget;
}

test('J16, J5 who is signed in on the site sees the same conversation on two devices, renewed by itself', async ({
  page,
  browser,
}) => {
  const phone = await coursePage(page, () => 'Ana', 5);
  await phone.launcher.click();
  await phone.say('how do I get a refund?');
  const asks = asked.get(page) ?? 0;
  expect(asks).toBe(1);
  const other = await browser.newPage();
  const laptop = await coursePage(other, () => 'Ana');
  await laptop.launcher.click();
  await expect(laptop.messages.filter({ hasText: 'how do I get a refund?' })).toBeVisible();
  await laptop.say('and from here');
  await expect(phone.messages.filter({ hasText: 'and from here' })).toBeVisible();
  await expect.poll(() => asked.get(page)).toBeGreaterThan(asks);
  await phone.say('still the same');
  await other.close();
});

test('J17 after log-out, and when somebody else signs in, nothing of the first person is left', async ({ page }) => {
  let who = 'Cleo';
  const widget = await coursePage(page, () => who);
  await widget.launcher.click();
  await widget.say('my private question');
  await widget.field.fill('half a thought');
  await call(page, 'shutdown');
  await expect(widget.launcher).toBeHidden();
  expect(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))).toBe('[{},{}]');
  await page.reload();
  await expect(widget.launcher).toBeVisible();
  await widget.launcher.click();
  await expect(widget.messages.filter({ hasText: 'my private question' })).toBeVisible();
  await widget.field.fill('half a thought');
  // Without a log-out, by the site alone.
  who = 'Dan';
  await page.reload();
  await widget.say('I am Dan');
  await expect(widget.messages.filter({ hasText: 'my private question' })).toHaveCount(0);
  await expect(widget.field).toHaveValue('');
  who = 'Cleo';
  await page.reload();
  await expect(widget.messages.filter({ hasText: 'my private question' })).toBeVisible();
  await expect(widget.messages.filter({ hasText: 'I am Dan' })).toHaveCount(0);
});

const call = (page: Page, verb: string) =>
  page.evaluate((name) => (window as unknown as { Handraise(verb: string): void }).Handraise(name), verb);

test('J17 a log-out reaches the other tabs: draft, files and held identity go there, too', async ({ page }) => {
  let who = 'Fay';
  const widget = await coursePage(page, () => who);
  await widget.launcher.click();
  await widget.say('asked by Fay');
  const other = await page.context().newPage();
  const second = await coursePage(other, () => who);
  await second.launcher.click();
  await expect(second.messages.filter({ hasText: 'asked by Fay' })).toBeVisible();
  await second.field.fill('half a thought');
  await other.evaluate(() => sessionStorage.setItem('handraise:default:files', '{}'));
  await call(page, 'shutdown');
  await expect(second.messages).toHaveCount(0);
  await expect(second.field).toHaveValue('');
  expect(await other.evaluate(() => Object.keys(sessionStorage))).toEqual(['handraise:default:panel']);
  who = 'Gil';
  await second.say('asked by Gil');
  await expect(second.messages.filter({ hasText: 'asked by Fay' })).toHaveCount(0);

  // A page that the browser keeps for its back button hears nothing until it is come back to.
  await second.field.fill('half a thought');
  await other.evaluate(() => dispatchEvent(new Event('pagehide')));
  await page.reload();
  await expect(widget.launcher).toBeVisible();
  await call(page, 'shutdown');
  await expect(widget.launcher).toBeHidden();
  who = 'Hal';
  await page.reload();
  await widget.launcher.click();
  await widget.say('asked by Hal');
  await other.evaluate(() => dispatchEvent(new Event('pageshow')));
  await expect(second.field).toHaveValue('');
  await expect(second.messages.filter({ hasText: 'asked by Gil' })).toHaveCount(0);
  await second.say('asked by Hal here');
  await expect(second.messages.filter({ hasText: 'asked by Hal' })).toHaveCount(2);

  // A page that says that nobody is signed in any more.
  await second.field.fill('half a thought');
  who = '';
  await other.reload();
  await expect(other.locator('.notice')).toBeVisible();
  await expect(second.field).toHaveValue('');
  expect(await other.evaluate(() => Object.keys(sessionStorage))).toEqual(['handraise:default:panel']);
});

test('J20 until the page has said who signed in without a new page, the former thread is hidden and takes nothing', async ({
  page,
}) => {
  let who = 'Ida';
  const widget = await coursePage(page, () => who);
  await widget.launcher.click();
  await widget.say('asked by Ida');
  await page.evaluate(() => {
    const view = window as unknown as { Handraise(...call: unknown[]): void; signed(): unknown; answer(): void };
    const slow = new Promise<void>((settle) => {
      view.answer = settle;
    });
    view.Handraise('identify', () => slow.then(() => view.signed()));
  });
  who = 'Jon';
  await expect(widget.messages).toHaveCount(0);
  await widget.field.fill('asked by Jon');
  await widget.field.press('Enter');
  await expect(widget.messages.filter({ hasText: 'asked by Jon' })).toHaveClass(/going/);
  await page.evaluate(() => (window as unknown as { answer(): void }).answer());
  await expect(page.locator('.message.learner:not(.going)').filter({ hasText: 'asked by Jon' })).toBeVisible();
  await expect(widget.messages.filter({ hasText: 'asked by Ida' })).toHaveCount(0);
  who = 'Ida';
  await page.reload();
  await expect(widget.messages.filter({ hasText: 'asked by Ida' })).toBeVisible();
  await expect(widget.messages.filter({ hasText: 'asked by Jon' })).toHaveCount(0);
});

test('J11 where signing in is required a stranger is told so, and chats as soon as the site knows them', async ({ page }) => {
  const widget = await coursePage(page, () => 'Eva', 600, '');
  await widget.launcher.click();
  await expect(page.locator('.notice')).toHaveText('Please sign in on this site, or reload the page.');
  await page.evaluate(() => {
    const { Handraise, signed } = window as unknown as { Handraise(...call: unknown[]): void; signed(): unknown };
    Handraise('identify', signed);
  });
  await widget.say('now it works?');
  await expect(page.locator('.notice')).toBeHidden();
});

test('J22 why the server refuses is told to the page and on its console, for those who sign and for those who set up', async ({
  page,
}) => {
  const warned: string[] = [];
  page.on('console', (message) => message.type() === 'warning' && warned.push(message.text()));
  const faults = "document.addEventListener('handraise:error', ({ detail }) => (window.faults ||= []).push(detail));";
  const told = () => page.evaluate(() => (window as unknown as { faults?: { detail?: string }[] }).faults?.[0]);
  const expired = identityOf('Mia', { exp: 1 });
  const widget = await coursePage(page, () => 'Mia', 600, `${faults} Handraise('identify', { token: '${expired}' });`);
  await widget.launcher.click();
  await expect.poll(told).toEqual({ code: 'identity', detail: 'exp has passed' });
  expect(warned[0]).toBe('Handraise: identity: exp has passed');
  await page.route(`${server?.url}/named`, (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><html lang="en"><title>Host</title><body><script>${faults}</script>
        <script async src="/widget/handraise.js" data-site="My Academy"></script></body></html>`,
    }),
  );
  await page.goto(`${server?.url}/named`);
  await widget.launcher.click();
  await expect.poll(told).toMatchObject({ code: 'bad-request', detail: expect.stringContaining('a site id: letters, digits') });
  expect(warned.at(-1)).toContain('a site id: letters, digits');
});
