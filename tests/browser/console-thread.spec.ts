import { agentPage, field, rowOf, waitingPupil } from './console-people.ts';
import { expect, test } from './fixtures.ts';

test("A84 one's own reply is shown however far up one has read; a learner's words are announced", async ({
  browser,
  staffedServer,
}) => {
  const page = await agentPage(browser, staffedServer.url);
  const pupil = await waitingPupil(staffedServer.url, `A long story\n${'line\n'.repeat(120)}the end`);
  await rowOf(page, pupil).click();
  await page.getByRole('button', { name: 'Take' }).first().click();
  const log = page.getByRole('log');
  await expect(log.getByText('took the chat')).toBeInViewport();

  const fromEnd = () => log.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight);
  const readUp = async () => {
    await log.evaluate((box) => box.scrollTo(0, (box.scrollHeight - box.clientHeight) / 2));
    await expect.poll(fromEnd).toBeGreaterThan(200);
  };
  const news = page.locator('.to-end');
  await readUp();
  await pupil.say('Are you there?');
  await expect(news).toBeVisible();
  expect(await fromEnd()).toBeGreaterThan(200);

  await field(page, 'Reply').fill('I am reading it.');
  await field(page, 'Reply').press('Enter');
  await expect(log.getByText('I am reading it.')).toBeInViewport();
  await expect.poll(fromEnd).toBeLessThan(2);
  await expect(news).toHaveCount(0);
});

test('A116 on a phone the buttons of a chat share the line evenly', async ({ browser, staffedServer }) => {
  const { url } = staffedServer;
  const pupil = await waitingPupil(url, 'is this even?');
  const page = await agentPage(browser, url, undefined, { viewport: { width: 390, height: 844 } });
  await rowOf(page, pupil).click();
  await page.getByRole('button', { name: 'Take' }).first().click();
  const buttons = page.locator('.thread-acts button');
  await expect(buttons).toHaveCount(4);
  const widths = await buttons.evaluateAll((all) => all.map((button) => button.getBoundingClientRect().width));
  expect(Math.max(...widths) - Math.min(...widths)).toBeLessThan(2);
});
