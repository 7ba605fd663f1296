import { agentPage, newPupil } from './console-people.ts';
import { expect, setUp, startServer, test } from './fixtures.ts';

/** A day and an hour ahead of where the agent is: never the same day. */
const SITE = 'Pacific/Kiritimati';
const AGENT = 'Pacific/Pago_Pago';
const today = () => new Intl.DateTimeFormat('sv', { timeZone: SITE }).format(new Date());

test('A88 the figures reach to today where the site is, wherever the agent is, and say so', async ({ browser }) => {
  // Starting a server trains the bot; that is not what is timed here.
  test.slow();
  const server = await startServer({ TIME_ZONE: SITE });
  try {
    await setUp(server);
    await (await newPupil(server.url)).say('bot, are you there?');
    const page = await agentPage(browser, server.url, undefined, { timezoneId: AGENT });
    const before = today();
    await page.getByRole('link', { name: 'Figures' }).click();
    await expect(page.getByText(SITE)).toBeVisible();
    expect([before, today()]).toContain(await page.getByLabel('To').inputValue());
    const conversations = page.getByRole('row', { name: /^Conversations/ }).first();
    await expect(conversations.getByRole('cell')).toHaveText(['1', '1', '0']);
  } finally {
    await server.stop();
  }
});
