import { agentPage, newPupil, rowOf, waitingPupil } from './console-people.ts';
import { expect, setUp, startServer, test } from './fixtures.ts';

/** Rows that fill the list's pane several times. */
const ROWS = 30;

test('A72 a busy list stays where it was scrolled to while a chat is open', async ({ browser }) => {
  const server = await startServer({ INTENTS_DIR: 'tests/fixtures/intents' });
  try {
    await setUp(server);
    const pupils = [];
    for (let index = 0; index < ROWS; index++) {
      const pupil = await newPupil(server.url);
      await pupil.say(`question ${index}`);
      pupils.push(pupil);
    }
    const page = await agentPage(browser, server.url);
    await page.getByRole('link', { name: /^All/ }).click();
    const [oldest, second] = pupils;
    const open = pupils.at(-3);
    if (!oldest || !second || !open) throw new Error('no rows');
    await rowOf(page, open).click();
    await expect(page.getByRole('log').getByText(`question ${ROWS - 3}`)).toBeVisible();
    const rows = page.locator('.rows');
    const place = () => rows.evaluate((list) => list.scrollTop);
    await rows.evaluate((list) => list.scrollTo(0, list.scrollHeight));
    await expect(rowOf(page, oldest)).toBeVisible();
    const before = await place();
    expect(before).toBeGreaterThan(600);

    await oldest.say('me again');
    // It has gone up to the top, out of what is drawn, and the open chat is one further down.
    await expect(rowOf(page, oldest)).toHaveCount(0);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    expect(await place()).toBe(before);
    await expect(rowOf(page, second)).toBeVisible();

    // Another chat in focus is brought into view, as ever.
    await page.keyboard.press('j');
    await expect(page.locator('.row-marked')).toBeInViewport();
    expect(await place()).toBeLessThan(before);
  } finally {
    await server.stop();
  }
});

test('A80 after a click on a row or a folder j and Enter open the row that j marked', async ({ browser }) => {
  const server = await startServer({ INTENTS_DIR: 'tests/fixtures/intents' });
  try {
    await setUp(server);
    const first = await waitingPupil(server.url, 'first in line');
    const second = await waitingPupil(server.url, 'second in line');
    const page = await agentPage(browser, server.url);
    await rowOf(page, first).click();
    await expect(page.getByRole('log').getByText('first in line')).toBeVisible();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('log').getByText('second in line')).toBeVisible();
    await expect(page).toHaveURL(new RegExp(second.conversation));
    await page.getByRole('link', { name: /^All/ }).click();
    await expect(page.locator('a.row')).toHaveCount(2);
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/inbox\/all\/./);
  } finally {
    await server.stop();
  }
});

test('A117 a burst of learners who begin to wait is one sentence to a screen reader', async ({ browser, staffedServer }) => {
  const { url } = staffedServer;
  const page = await agentPage(browser, url);
  const news = page.locator('p.unseen[role=status]');
  await expect(news).toBeAttached();
  await news.evaluate((region) => {
    const said: string[] = [];
    Object.assign(window, { said });
    new MutationObserver(() => said.push(region.textContent ?? '')).observe(region, {
      subtree: true,
      childList: true,
      characterData: true,
    });
  });
  const count = async () => Number((await page.getByRole('link', { name: /^Waiting/ }).textContent())?.replace(/\D/g, ''));
  const before = await count();
  await Promise.all([1, 2, 3, 4].map((n) => waitingPupil(url, `are you there? ${n}`)));
  await expect.poll(count).toBe(before + 4);
  await expect(news).toHaveText(`${before + 4} learners wait`);
  // Longer than a second sentence would take.
  await page.waitForTimeout(5_000);
  const said = await page.evaluate(() => (window as unknown as { said: string[] }).said);
  expect(said.filter((text) => text !== '')).toEqual([`${before + 4} learners wait`]);
});
