import { agentPage, newPupil, rowOf, waitingPupil } from './console-people.ts';
import { expect, test } from './fixtures.ts';

test('A114 in forced colours the open row, the chosen segment, the switch and the parts of the chart are told apart', async ({
  browser,
  staffedServer,
}) => {
  const { url } = staffedServer;
  const pupil = await waitingPupil(url, 'is this seen?');
  await (await newPupil(url)).say('bot, are you there?');
  const page = await agentPage(browser, url, undefined, { forcedColors: 'active' });
  await rowOf(page, pupil).click();
  await expect(rowOf(page, pupil)).toHaveCSS('outline-style', 'solid');
  const colour = (selector: string, of: 'fill' | 'backgroundColor') =>
    page
      .locator(selector)
      .first()
      .evaluate((element, name) => getComputedStyle(element)[name], of);
  const border = (name: string) =>
    page.getByRole('link', { name: new RegExp(`^${name}`) }).evaluate((tab) => getComputedStyle(tab).borderBottomColor);
  expect(await border('Waiting')).not.toBe(await border('Closed'));
  await page.goto(`${url}/console/#/account`);
  await expect(page.getByRole('radio').first()).toBeAttached();
  expect(await colour('.segments input:checked + span', 'backgroundColor')).not.toBe(
    await colour('.segments input:not(:checked) + span', 'backgroundColor'),
  );
  expect(await colour('.switch:checked', 'backgroundColor')).not.toBe(await colour('.card', 'backgroundColor'));
  await page.goto(`${url}/console/#/figures`);
  await expect(page.locator('.key-all')).toBeVisible();
  expect(await colour('.key-all', 'backgroundColor')).not.toBe(await colour('.key-automatic', 'backgroundColor'));
  expect(await colour('.bar-all', 'fill')).not.toBe(await colour('.bar-automatic', 'fill'));
});
