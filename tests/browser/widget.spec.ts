import { value } from '#tests/support/people.ts';
import { expect, test } from './fixtures.ts';
import { LESSON, personAt, widgetOn } from './widget-stage.ts';

test('W20 nothing is stored, and nothing but the loader is fetched, before the learner comes near', async ({
  page,
  server,
}) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(server.url + LESSON);
  await expect(widgetOn(page).launcher).toBeVisible();
  await page.waitForLoadState('networkidle');
  expect(asked.filter((path) => path.startsWith('/widget'))).toEqual(['/widget/handraise.js']);
  await widgetOn(page).launcher.hover();
  await page.waitForLoadState('networkidle');
  expect(asked.some((path) => path.includes('/widget/app-'))).toBe(true);
  expect(asked.some((path) => path.startsWith('/socket.io'))).toBe(false);
  const stored = await page.evaluate(async () => [
    localStorage.length,
    sessionStorage.length,
    (await indexedDB.databases()).length,
  ]);
  expect(stored).toEqual([0, 0, 0]);
});

test('W21 ask, be answered with marks as nodes, say that it helped; all of it is there after a reload', async ({
  page,
  server,
}) => {
  const widget = widgetOn(page);
  await widget.open(server.url + LESSON);
  await widget.say('the video does not play');
  const answer = widget.log.locator('.message.bot').last();
  await expect(answer.locator('ol li').first()).toBeVisible();
  await expect(answer.locator('time')).toBeVisible();
  await answer.getByRole('button', { name: 'Yes' }).click();
  await expect(answer).toContainText('Glad it helped');
  const before = await widget.messages.count();
  await page.reload();
  await expect(widget.messages).toHaveCount(before);
  await expect(widget.log.locator('.message.bot').last()).toContainText('Glad it helped');
});

test('W6 starters and suggestions are picked with one tap and leave when something else was said', async ({ page, server }) => {
  const widget = widgetOn(page);
  await widget.open(server.url + LESSON);
  const starters = page.locator('.empty .replies button');
  const words = (await starters.nth(1).innerText()).trim();
  await starters.nth(1).click();
  await expect(widget.log.locator('.message.learner')).toContainText(words);
  await expect(widget.log.locator('.message.bot').first()).toBeVisible();
  await expect(starters).toHaveCount(0);
  await widget.say('qwrt zxcv plmk');
  await expect(page.locator('.replies button').first()).toBeVisible();
});

test('W22 script in a message stays text', async ({ page, server }) => {
  const widget = widgetOn(page);
  await page.addInitScript(() => Object.assign(window, { hit: 0 }));
  await widget.open(server.url + LESSON);
  const attack = '<img src=x onerror="hit=1"> [click](javascript:hit=1) **<b onmouseover=hit=1>x</b>**';
  await widget.field.fill(attack);
  await widget.field.press('Enter');
  const own = widget.log.locator('.message.learner').last();
  await expect(own).toContainText('<img src=x');
  expect(await own.locator('img, a, b').count()).toBe(0);
  expect(await page.evaluate(() => (window as unknown as { hit: number }).hit)).toBe(0);
});

test('W23 a person: place in line, taken, typing, read, reply, end, rating once, changed later', async ({
  page,
  staffedServer,
}) => {
  const person = await personAt(staffedServer);
  const widget = widgetOn(page);
  await widget.open(staffedServer.url + LESSON);
  await widget.say('how do loops work');
  await widget.person.click();
  const card = page.locator('.card.waiting');
  await expect(card).toContainText(/You are next|Number \d+ in line/);
  await expect(card).toContainText(/recent waits/);
  const conversation = await person.waiting(page);
  await person.act(conversation, { type: 'take' });
  await expect(page.locator('.panel h1')).toHaveText('Ada Admin');
  await expect(card).toHaveCount(0);
  await person.line.ask('signal', { conversation, signal: { type: 'typing', on: true } });
  await expect(widget.log.locator('.typing')).toContainText('Ada Admin is typing');
  await person.act(conversation, { type: 'reply', text: 'See [refunds](/demo/en/prices.html) and https://example.org/x' });
  await expect(widget.log.locator('.typing')).toHaveCount(0);
  const links = widget.log.locator('.message.agent a');
  await expect(links.first()).toHaveAttribute('href', '/demo/en/prices.html');
  await expect(links.last()).toHaveAttribute('rel', 'noopener noreferrer');
  await widget.say('thank you');
  const { seq } = value(await person.line.ask('sync', { conversation, since: 0 })).entries.at(-1) ?? { seq: 0 };
  await person.line.ask('signal', { conversation, signal: { type: 'read', seq } });
  await expect(widget.log.locator('.message.learner').last()).toContainText('Read');
  await person.act(conversation, { type: 'close', resolved: true });
  await expect(page.locator('.card.rating')).toBeVisible();
  await expect(widget.field).toHaveCount(0);

  await page.getByTitle('Good', { exact: true }).click();
  await page.getByRole('checkbox', { name: 'Quick' }).check();
  await page.getByRole('button', { name: 'Send rating' }).click();
  await expect(page.locator('.rated')).toContainText('Thank you for your rating');
  await page.reload();
  await expect(page.locator('.rated')).toContainText('4 stars');
  await expect(page.locator('.card.rating')).toHaveCount(0);
  await page.getByRole('button', { name: 'Change' }).click();
  await page.getByTitle('Excellent').click();
  await page.getByRole('button', { name: 'Send rating' }).click();
  await expect(page.locator('.rated')).toContainText('5 stars');

  await page.getByRole('button', { name: 'Ask something new' }).click();
  await expect(page.locator('.panel.empty')).toBeVisible();
  await widget.say('and another thing');
  person.leave();
});

test('W24 the place in line can be given up, and the helper is back', async ({ page, staffedServer }) => {
  const person = await personAt(staffedServer);
  const widget = widgetOn(page);
  await widget.open(staffedServer.url + LESSON);
  await widget.person.click();
  await page.getByRole('button', { name: 'Put my hand down' }).click();
  await expect(widget.log).toContainText('You put your hand down');
  await expect(widget.person).toBeVisible();
  person.leave();
});

test('W25 nobody there: the form says what is missing, keeps what was asked, and confirms', async ({ page, server }) => {
  const widget = widgetOn(page);
  await widget.open(server.url + LESSON);
  await widget.say('my certificate shows a wrong name');
  await widget.person.click();
  const form = page.locator('form.offline');
  await expect(form.getByLabel('Your question')).toHaveValue('my certificate shows a wrong name');
  await form.getByLabel('Email').fill('nonsense');
  await form.getByRole('button', { name: 'Leave message' }).click();
  await expect(form).toContainText('Please enter an email address');
  await expect(form.getByLabel('Email')).toBeFocused();
  await form.getByLabel('Email').fill('lin@example.org');
  await form.getByRole('button', { name: 'Leave message' }).click();
  await expect(widget.log).toContainText('We will write to lin@example.org');
  await expect(form).toHaveCount(0);
});

test('W130 what was typed into that form is there after the panel was closed, and in the composer once somebody arrives', async ({
  page,
  staffedServer,
}) => {
  const widget = widgetOn(page);
  await widget.open(staffedServer.url + LESSON);
  await widget.say('my certificate shows a wrong name');
  await widget.person.click();
  const form = page.locator('form.offline');
  await form.getByLabel('Email').fill('lin@example.org');
  await form.getByLabel('Name').fill('Lin');
  await form.getByLabel('Your question').fill('It says Linn instead of Lin');
  await page.keyboard.press('Escape');
  await widget.launcher.click();
  await expect(form.getByLabel('Email')).toHaveValue('lin@example.org');
  await expect(form.getByLabel('Name')).toHaveValue('Lin');
  await expect(form.getByLabel('Your question')).toHaveValue('It says Linn instead of Lin');
  const person = await personAt(staffedServer);
  await person.waiting(page);
  await expect(widget.field).toHaveValue('It says Linn instead of Lin');
  await page.getByRole('button', { name: 'Put my hand down' }).click();
  await widget.field.fill('');
  person.leave();
});

test('W26 the learner ends the chat after being asked once more, and may skip the rating', async ({ page, server }) => {
  const widget = widgetOn(page);
  await widget.open(server.url + LESSON);
  await widget.say('hello');
  await page.getByRole('button', { name: 'End chat' }).click();
  await page.getByRole('button', { name: 'End it' }).click();
  await expect(widget.log).toContainText('You ended the chat');
  const rating = page.locator('.card.rating');
  if (await rating.isVisible()) await page.getByRole('button', { name: 'Skip' }).click();
  await expect(rating).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Ask something new' })).toBeVisible();
  await expect(rating).toHaveCount(0);
});

test('W4 unread: counted on the launcher while closed, also after a reload, gone when seen', async ({
  page,
  staffedServer,
}) => {
  const person = await personAt(staffedServer);
  const widget = widgetOn(page);
  await widget.open(staffedServer.url + LESSON);
  await widget.person.click();
  const conversation = await person.waiting(page);
  await person.act(conversation, { type: 'take' });
  await page.keyboard.press('Escape');
  await person.act(conversation, { type: 'reply', text: 'one' });
  await person.act(conversation, { type: 'reply', text: 'two' });
  await expect(page.locator('.badge')).toHaveText('2');
  await page.reload();
  await expect(page.locator('.badge')).toHaveText('2');
  await expect(widget.launcher).toHaveAttribute('aria-label', 'Ask for help: 2 new messages');
  // The open panel hides the badge at once; seen is only what stood on the screen, a frame or two later.
  const seen = page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        document.addEventListener('handraise:unread', ({ detail }) => detail.count === 0 && resolve());
      }),
  );
  await widget.launcher.click();
  await seen;
  await page.keyboard.press('Escape');
  await expect(page.locator('.badge')).toBeHidden();

  await test.step('W121 who reads further up stays there and is told how many are new', async () => {
    await widget.launcher.click();
    await person.act(conversation, { type: 'reply', text: 'a long one\n'.repeat(60) });
    const long = widget.messages.filter({ hasText: 'a long one' });
    const box = page.locator('.scroll');
    const below = async () => ((await long.boundingBox())?.y ?? 0) - ((await box.boundingBox())?.y ?? 0);
    await expect.poll(below).toBeGreaterThan(0);
    expect(await below()).toBeLessThan(80);
    await box.evaluate((element) => element.scrollTo({ top: 0 }));
    await expect.poll(() => box.evaluate((element) => element.scrollTop)).toBe(0);
    await person.act(conversation, { type: 'reply', text: 'three' });
    await person.act(conversation, { type: 'reply', text: 'four' });
    const news = page.getByRole('button', { name: 'New messages 2' });
    await expect(news).toBeVisible();
    expect(await box.evaluate((element) => element.scrollTop)).toBe(0);
    await news.click();
    await expect(page.getByText('four', { exact: true })).toBeInViewport();
    await expect(page.locator('.news')).toHaveCount(0);
  });
  await test.step('W121 what waits for a line leads to the end once, not at every redraw', async () => {
    const box = page.locator('.scroll');
    const top = () => box.evaluate((element) => element.scrollTop);
    await page.context().setOffline(true);
    await widget.field.fill('said without a line');
    await widget.field.press('Enter');
    await expect(widget.messages.last()).toHaveClass(/going/);
    await expect.poll(top).toBeGreaterThan(100);
    await box.evaluate((element) => element.scrollTo({ top: 0 }));
    await expect.poll(top).toBe(0);
    await widget.field.fill('and on I type');
    expect(await top()).toBe(0);
    await page.context().setOffline(false);
    await expect(widget.messages.last()).not.toHaveClass(/going/);
    expect(await top()).toBe(0);
  });
  await person.act(conversation, { type: 'close', resolved: true });
  person.leave();
});
