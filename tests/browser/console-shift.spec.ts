/** What happens to an agent with many chats at once: words half written, rows that move, colleagues who are faster. */
import type { Page } from 'playwright/test';
import { addAgent, agentPage, field, type Pupil, rowOf, waitingPupil } from './console-people.ts';
import { expect, test } from './fixtures.ts';

/** Opened and taken, with the cursor in the reply. */
async function taken(page: Page, url: string, text: string): Promise<Pupil> {
  const pupil = await waitingPupil(url, text);
  await page.getByRole('link', { name: /^Waiting/ }).click();
  await rowOf(page, pupil).click();
  await page.getByRole('button', { name: 'Take' }).first().click();
  await expect(field(page, 'Reply')).toBeFocused();
  return pupil;
}

test('A100 a chat that ends under a half-written reply leaves the field: no letter becomes a command, no word is lost', async ({
  browser,
  staffedServer: { url },
}) => {
  const page = await agentPage(browser, url);
  const pupil = await taken(page, url, 'Is anybody there?');
  await page.keyboard.type('Please try again and ');
  await pupil.act({ type: 'end' });
  await expect(page.getByText('This chat is closed. Re-open it to reply.')).toBeVisible();
  await page.keyboard.type('then tell me the new rate');
  await page.keyboard.press('Enter');
  await expect(field(page, 'Reply')).toBeFocused();
  await expect(field(page, 'Reply')).toHaveValue('Please try again and then tell me the new rate');
  await expect(page.getByRole('button', { name: 'Send' })).toBeDisabled();
  await page.getByRole('button', { name: 'Re-open' }).click();
  await expect(page.getByText('This chat is closed. Re-open it to reply.')).toHaveCount(0);
  await field(page, 'Reply').press('Enter');
  await expect(page.getByRole('log').locator('.line-agent')).toContainText('Please try again and then tell me the new rate');
});

test('A101 back in a chat of one’s own with a draft, the cursor stands at its end', async ({
  browser,
  staffedServer: { url },
}) => {
  const page = await agentPage(browser, url);
  const first = await taken(page, url, 'The first of two');
  await page.keyboard.type('half a');
  await taken(page, url, 'The second of two');
  await page.getByRole('link', { name: /^Mine/ }).click();
  await rowOf(page, first).click();
  await expect(field(page, 'Reply')).toBeFocused();
  await page.keyboard.type(' reply');
  await expect(field(page, 'Reply')).toHaveValue('half a reply');
});

test('A102 own chats with unread words are counted beside Mine and on the rail, wherever one looks', async ({
  browser,
  staffedServer: { url },
}) => {
  const me = await addAgent(url);
  const page = await agentPage(browser, url, me);
  const pupil = await taken(page, url, 'I will write again');
  await page.getByRole('link', { name: /^Waiting/ }).click();
  const mine = page.getByRole('link', { name: /^Mine/ });
  await expect(mine.locator('.count')).toHaveCount(0);
  await pupil.say('here I am again');
  await expect(mine.getByRole('img', { name: '1 with new words' })).toHaveText('1');
  await page.getByRole('link', { name: 'Figures' }).click();
  const count = /^\((\d+)\)/.exec(await page.title())?.[1] ?? 'none';
  await expect(page.locator('.rail-count')).toHaveText(count);
});

test('A103 a row that moves up for new words is bold at once', async ({ browser, staffedServer: { url } }) => {
  const page = await agentPage(browser, url, await addAgent(url));
  const lower = await taken(page, url, 'I come first and stand below');
  await page.keyboard.type('one moment');
  await page.keyboard.press('Enter');
  await taken(page, url, 'I come later and stand above');
  await page.keyboard.type('one moment');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: /^Mine/ }).click();
  await expect(page.locator('a.row')).toHaveCount(2);
  await expect(rowOf(page, lower).locator('.row-text')).toHaveCSS('font-weight', '400');
  await lower.say('and now I move');
  await expect(rowOf(page, lower).locator('.count')).toHaveText('1');
  await expect(rowOf(page, lower).locator('.row-text')).toHaveCSS('font-weight', '600');
});

test('A104 Enter in the search goes on to what was found, Escape ends the search with its words', async ({
  browser,
  staffedServer: { url },
}) => {
  const page = await agentPage(browser, url);
  const zebra = await waitingPupil(url, 'My zebra is striped');
  const other = await waitingPupil(url, 'My horse is not');
  await expect(rowOf(page, other)).toBeVisible();
  await page.keyboard.press('s');
  await page.keyboard.type('zebra');
  await page.keyboard.press('Enter');
  await expect(rowOf(page, other)).toHaveCount(0);
  await expect(rowOf(page, zebra)).toBeVisible();
  await expect(page.getByRole('searchbox')).not.toBeFocused();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('log').getByText('My zebra is striped')).toBeVisible();

  await page.getByRole('link', { name: /^Closed/ }).click();
  await expect(page.getByText('Nothing found in Closed.')).toBeVisible();
  await page.getByRole('link', { name: /^Waiting/ }).click();
  await page.keyboard.press('s');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('searchbox')).toHaveValue('');
  await expect(rowOf(page, other)).toBeVisible();
});

test('A107 who is away is shown so on the page of agents, and to themselves', async ({ browser, staffedServer: { url } }) => {
  const me = await addAgent(url);
  const [ada, tom] = await Promise.all([agentPage(browser, url), agentPage(browser, url, me)]);
  await tom.getByRole('link', { name: /Me$/ }).click();
  await tom.getByRole('checkbox', { name: 'Taking chats' }).click();
  await expect(tom.getByRole('navigation', { name: 'Handraise' }).getByText('Away')).toBeVisible();
  await ada.getByRole('link', { name: 'Agents' }).click();
  await expect(ada.getByRole('listitem').filter({ hasText: me.name })).toContainText('away');
});

for (const [width, height] of [
  [1280, 800],
  [390, 844],
] as const)
  test(`A109 what the server has to say covers no field at ${width} pixels`, async ({ browser, staffedServer: { url } }) => {
    const tom = await addAgent(url);
    const page = await agentPage(browser, url, tom, { viewport: { width, height } });
    const ada = await agentPage(browser, url);
    const pupil = await waitingPupil(url, 'Who is faster?');
    for (const one of [page, ada]) await rowOf(one, pupil).click();
    await page.evaluate(() => {
      const send = WebSocket.prototype.send;
      WebSocket.prototype.send = function (data) {
        const wait = typeof data === 'string' && data.includes('"take"') ? 1_500 : 0;
        setTimeout(() => send.call(this, data), wait);
      };
    });
    await page.getByRole('button', { name: 'Take' }).first().click();
    await ada.getByRole('button', { name: 'Take' }).first().click();
    const told = page.getByRole('alert').getByRole('listitem');
    await expect(told).toContainText('was faster and has this chat');
    const [notice, composer, head] = await Promise.all(
      [told, page.locator('.composer'), page.locator('.thread-head')].map((part) => part.boundingBox()),
    );
    if (!notice || !composer || !head) throw new Error('a part is not on the screen');
    expect(notice.y + notice.height).toBeLessThanOrEqual(composer.y);
    expect(notice.y).toBeGreaterThanOrEqual(head.y + head.height);
  });

test('A110 a row shows the reply begun in its chat, until its learner writes on', async ({
  browser,
  staffedServer: { url },
}) => {
  const page = await agentPage(browser, url);
  const pupil = await taken(page, url, 'Keep my draft');
  await page.keyboard.type('Try another brow');
  await page.getByRole('link', { name: /^Mine/ }).click();
  await expect(rowOf(page, pupil)).toContainText('Draft: Try another brow');
  await pupil.say('never mind');
  await expect(rowOf(page, pupil)).toContainText('never mind');
  await rowOf(page, pupil).click();
  await field(page, 'Reply').fill('');
  await page.getByRole('link', { name: /^Mine/ }).click();
  await expect(rowOf(page, pupil)).not.toContainText('Draft');
});

test('A111 the keys transfer: x puts the focus on the first colleague, Enter hands over', async ({
  browser,
  staffedServer: { url },
}) => {
  const other = await addAgent(url);
  const [page] = await Promise.all([agentPage(browser, url), agentPage(browser, url, other)]);
  await taken(page, url, 'Somebody else, please');
  await page.keyboard.press('Escape');
  await page.keyboard.press('x');
  await expect(page.getByRole('dialog').getByRole('button', { name: other.name })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('log').getByText(`transferred to ${other.name}`)).toBeVisible();
});
