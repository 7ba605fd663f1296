import { addAgent, agentPage, fillSignIn, newPerson, rowOf, waitingPupil, watchFaults } from './console-people.ts';
import { ADMIN, expect, startServer, test } from './fixtures.ts';

test('A1 the set-up address makes the first admin once, and leaves the address bar', async ({ page, browser }) => {
  // Starting a server trains the bot; that is not what is timed here.
  test.slow();
  const server = await startServer();
  try {
    const faults = watchFaults(page);
    const address = `${server.url}/console/setup#${server.setupToken}`;
    await page.goto(address);
    await page.getByLabel('Your name').fill('Ada Admin');
    await page.getByLabel('Email').fill(ADMIN.login);
    await page.getByLabel('Password', { exact: true }).fill('password1234');
    await page.getByLabel('The same password again').fill('password1234');
    await page.getByRole('button', { name: 'Create the first admin' }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'among the most used' })).toBeVisible();
    await page.getByLabel('Password', { exact: true }).fill(ADMIN.password);
    await page.getByLabel('The same password again').fill(ADMIN.password);
    await page.getByRole('button', { name: 'Create the first admin' }).click();
    await expect(page.getByText('No hand is up.')).toBeVisible();
    expect(page.url()).not.toContain(server.setupToken);

    const other = await (await browser.newContext()).newPage();
    await other.goto(address);
    await expect(other.getByRole('button', { name: 'Sign in' })).toBeVisible();
    expect(faults).toEqual([]);
  } finally {
    await server.stop();
  }
});

test('A2 a wrong password is refused in one sentence, and what was typed stays', async ({ page, staffedServer }) => {
  await page.goto(`${staffedServer.url}/console`);
  await fillSignIn(page, { login: 'nobody@example.com', password: 'not this one at all' });
  await expect(page.getByText('Email or password is wrong.')).toBeVisible();
  await expect(page.getByLabel('Email')).toHaveValue('nobody@example.com');
});

test('A3 signing out ends this and the other tab, and says why', async ({ browser, staffedServer }) => {
  const page = await agentPage(browser, staffedServer.url);
  const tab = await page.context().newPage();
  await tab.goto(`${staffedServer.url}/console`);
  await expect(tab.getByRole('link', { name: /^Waiting/ })).toBeVisible();
  await page.getByRole('link', { name: /Me$/ }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  for (const one of [page, tab]) await expect(one.getByText('You have signed out.')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
});

test('A75 a sign-out that the server did not hear is not shown as one', async ({ browser, staffedServer }) => {
  const page = await agentPage(browser, staffedServer.url);
  await page.getByRole('link', { name: /Me$/ }).click();
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByText('You are still signed in here.')).toBeVisible();
  await page.context().setOffline(false);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByText('You have signed out.')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
});

test('A4 A5 disabling an agent ends their open page within two seconds', async ({ browser, staffedServer: server }) => {
  const TOM = newPerson();
  const admin = await agentPage(browser, server.url);
  await admin.getByRole('link', { name: 'Agents' }).click();
  await admin.getByRole('button', { name: 'Add an agent' }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill(TOM.name);
  await dialog.getByLabel('Email').fill(TOM.login);
  await dialog.getByLabel('First password').fill(TOM.password);
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(admin.getByText(TOM.login)).toBeVisible();

  const tom = await agentPage(browser, server.url, TOM);
  await tom.getByRole('link', { name: 'Agents' }).click();
  await expect(tom.getByText('Only admins manage agents.')).toBeVisible();
  await expect(tom.getByRole('button', { name: 'Disable' })).toHaveCount(0);

  await admin.locator('.person', { hasText: TOM.login }).getByRole('button', { name: 'Disable' }).click();
  await admin.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
  await expect(tom.getByText('This account has been disabled. Ask an admin.')).toBeVisible({ timeout: 2_000 });
  await fillSignIn(tom, TOM);
  await expect(tom.getByText('Email or password is wrong.')).toBeVisible();
});

test('A6 a changed password keeps this page in and ends the other one', async ({ browser, staffedServer: server }) => {
  const TOM = await addAgent(server.url);
  const page = await agentPage(browser, server.url, TOM);
  const other = await agentPage(browser, server.url, TOM);
  await page.getByRole('link', { name: /Me$/ }).click();
  await page.getByLabel('Current password').fill(TOM.password);
  await page.getByLabel('New password').fill('seven green umbrellas');
  await page.getByLabel('The same password again').fill('seven green umbrellas');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('The password is changed.')).toBeVisible();
  await expect(other.getByText('You have signed out.')).toBeVisible();
  await page.getByRole('link', { name: 'Inbox' }).click();
  const pupil = await waitingPupil(server.url, 'Is anybody there?');
  await expect(rowOf(page, pupil)).toBeVisible();
});

test('A44 A45 the language and the look can be chosen and are kept', async ({ browser, staffedServer }) => {
  const page = await agentPage(browser, staffedServer.url);
  await page.getByRole('link', { name: /Me$/ }).click();
  await page.getByRole('radio', { name: '中文' }).check();
  await page.getByRole('radio', { name: '深色' }).check();
  await page.reload();
  await expect(page.getByRole('heading', { name: '此浏览器' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});
