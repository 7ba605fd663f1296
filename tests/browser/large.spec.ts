/** Ten thousand open conversations, and one of fifty thousand messages: what is held and drawn stays small. */
import { join } from 'node:path';
import type { Page } from 'playwright/test';
import { seedInbox, seedLongTalk } from '#scripts/bench/seed-inbox.ts';
import { agentPage, field, newPupil, rowOf, waitingPupil } from './console-people.ts';
import { expect, setUp, startServer, test } from './fixtures.ts';
import { LESSON, widgetOn } from './widget-stage.ts';

const ROOMY = {
  LIMIT_MESSAGES: '1000/1s',
  LIMIT_MESSAGES_LONG: '100000/1h',
  LIMIT_COMMANDS: '1000/1s',
  LIMIT_NEW_LEARNERS: '1000/1m',
};
const OPEN = 10_000;
const LENGTH = 50_000;

/** Scrolls `selector` to its top and answers where the line that was first has gone, in pixels from where it was. */
const moved = (page: Page, selector: string, line: string) =>
  page.evaluate(
    async ([box, first]) => {
      const root = document.querySelector('handraise-widget')?.shadowRoot ?? document;
      const list = root.querySelector(box ?? '') as HTMLElement;
      list.scrollTop = 0;
      const top = root.querySelector(first ?? '') as HTMLElement;
      const before = top.getBoundingClientRect().top;
      const count = root.querySelectorAll(first ?? '').length;
      await new Promise<void>((resolve) => {
        const watch = new MutationObserver(() => {
          if (root.querySelectorAll(first ?? '').length === count) return;
          watch.disconnect();
          requestAnimationFrame(() => resolve());
        });
        watch.observe(list, { childList: true, subtree: true });
      });
      return Math.abs(top.getBoundingClientRect().top - before);
    },
    [selector, line],
  );

test('D39 D40 an inbox of ten thousand and a talk of fifty thousand lines: paged, little drawn, no key lost', async ({
  browser,
  page,
}) => {
  test.slow();
  const server = await startServer(ROOMY);
  await setUp(server);
  const widget = widgetOn(page);
  await widget.open(server.url + LESSON);
  await widget.say('the first line');
  const long = (await page.evaluate(() => localStorage.getItem('handraise:demo:conversation'))) ?? '';
  const pattern = await newPupil(server.url);
  await pattern.say('How much is the course?');
  await server.kill();
  const database = join(server.data, 'handraise.db');
  seedLongTalk(database, long, LENGTH);
  seedInbox(database, pattern.conversation, OPEN);
  await server.restart();

  await test.step('D40 the widget, open all the while, has the end and not what is between', async () => {
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await expect(widget.log.getByText(`line ${LENGTH}`)).toBeVisible();
    const drawn = page.locator('.scroll .message');
    expect(await drawn.count()).toBeLessThanOrEqual(100);
    expect(await moved(page, '.scroll', '.message')).toBeLessThan(2);
    for (let more = 0; more < 5; more++) await moved(page, '.scroll', '.message');
    expect(await drawn.count()).toBeGreaterThan(500);
    await page.locator('.scroll').evaluate((list) => list.scrollTo(0, list.scrollHeight));
    await expect(drawn).toHaveCount(300);
    await widget.say('still quick');
  });

  const desk = await agentPage(browser, server.url);
  await test.step('D40 the console shows the end of the long talk, and pages up', async () => {
    await desk.goto(`${server.url}/console#/inbox/all/${long}`);
    await expect(desk.getByRole('log').getByText('still quick')).toBeVisible();
    const lines = desk.getByRole('log').locator('.line');
    expect(await lines.count()).toBeLessThanOrEqual(101);
    expect(await moved(desk, '.log', '.line')).toBeLessThan(2);
  });

  await test.step('D39 ten thousand rows: a screenful drawn, found by name, moved by news while the agent types', async () => {
    const rows = desk.locator('.rows');
    await expect(desk.getByRole('link', { name: /^All/ })).toContainText(String(OPEN + 2));
    for (let screen = 0; screen < 6; screen++) await rows.evaluate((list) => list.scrollTo(0, list.scrollHeight));
    expect(await desk.locator('a.row').count()).toBeLessThan(40);
    await desk.getByRole('searchbox').fill('Learner 7341');
    await expect(desk.locator('a.row')).toHaveCount(1);
    await desk.getByRole('searchbox').fill('');
    await rows.evaluate((list) => list.scrollTo(0, 0));
    const pupil = await waitingPupil(server.url, 'me please');
    await desk.goto(`${server.url}/console#/inbox/all/${pupil.conversation}`);
    await desk.getByRole('button', { name: 'Take' }).first().click();
    await field(desk, 'Reply').click();
    const others = await Promise.all(Array.from({ length: 4 }, () => newPupil(server.url)));
    const typed = 'The quick brown fox jumps over the lazy dog. '.repeat(4);
    let typing = true;
    const news = others.map(async (other, index) => {
      for (let n = 0; typing; n++) await other.say(`news ${n} of ${index}`);
    });
    await field(desk, 'Reply').pressSequentially(typed, { delay: 15 });
    typing = false;
    await Promise.all(news);
    await expect(field(desk, 'Reply')).toHaveValue(typed);
    for (const other of others) await expect(rowOf(desk, other)).toBeVisible();
  });
  await server.stop();
});
