import { agentPage } from './console-people.ts';
import { expect, setUp, startServer, test } from './fixtures.ts';
import { LESSON, widgetOn } from './widget-stage.ts';

test('W92 W93 W95 what the page tracks stands beside the thread, also after a restart of the server, and is stored nowhere', async ({
  browser,
  page,
}) => {
  const server = await startServer();
  await setUp(server);
  const widget = widgetOn(page);
  const warnings: string[] = [];
  page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()));
  await page.goto(server.url + LESSON);
  await page.evaluate(() => window.Handraise?.('track', 'video-played', { lesson: 3, title: 'Variables', done: false }));
  // Tracking fetches nothing: the app comes when the learner does.
  expect(await page.evaluate(() => performance.getEntriesByType('resource').some(({ name }) => name.includes('track')))).toBe(
    false,
  );
  await widget.launcher.click();
  await widget.say('is this thing on?');
  const conversation = await page.evaluate(() => localStorage.getItem('handraise:demo:conversation'));

  const desk = await agentPage(browser, server.url);
  await desk.getByRole('link', { name: /^All/ }).click();
  await desk.locator(`a.row[href*="${conversation}"]`).click();
  const seen = desk.locator('.on-site li');
  await expect(desk.getByRole('heading', { name: 'On the site' })).toBeVisible();
  await expect(seen).toHaveText(['video-playedbefore the chatlesson: 3title: Variablesdone: false']);
  await page.evaluate(() => {
    window.Handraise?.('track', 'quiz-failed', { score: 0.4 });
    window.Handraise?.('track', 'bad', { when: new Date() as unknown as string });
  });
  await expect(seen).toHaveText([/^quiz-failednowscore: 0\.4$/, /^video-played/]);
  expect(warnings).toEqual([expect.stringContaining('props.when must be a text, a number, or true or false')]);
  await desk.screenshot({ path: test.info().outputPath('on-site.png') });

  await server.restart();
  // A long absence makes for a long wait; the network's return cuts it short.
  await page.evaluate(() => dispatchEvent(new Event('online')));
  const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  expect(stored).not.toContain('video-played');
  // The page that lived through it tells the new server all of it again.
  const later = await agentPage(browser, server.url);
  await later.getByRole('link', { name: /^All/ }).click();
  await later.locator(`a.row[href*="${conversation}"]`).click();
  await expect(later.locator('.on-site li')).toHaveText([/^quiz-failed/, /^video-played/], { timeout: 30_000 });
  await expect(widget.messages).not.toContainText(['quiz-failed']);
  await server.stop();
});
