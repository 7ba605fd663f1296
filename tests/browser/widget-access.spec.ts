import { faults } from './axe.ts';
import { expect, setUp, startServer, test } from './fixtures.ts';
import { LESSON, personAt, widgetOn } from './widget-stage.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });
    test(`W34 WCAG 2.2 AA in every state, ${colorScheme}`, async ({ page, server }) => {
      const widget = widgetOn(page);
      await page.goto(server.url + LESSON);
      await expect(widget.launcher).toBeVisible();
      expect(await faults(page), 'closed').toEqual([]);
      await widget.open(server.url + LESSON);
      await expect(page.locator('.empty .replies button').first()).toBeVisible();
      expect(await faults(page), 'empty').toEqual([]);
      await widget.say('the video does not play');
      await expect(widget.log.locator('.message.bot')).toBeVisible();
      expect(await faults(page), 'chat').toEqual([]);
      await widget.person.click();
      await expect(page.locator('form.offline')).toBeVisible();
      expect(await faults(page), 'nobody there').toEqual([]);
      await page.getByRole('button', { name: 'Back to the helper' }).click();
      await page.getByRole('button', { name: 'End chat' }).click();
      await page.getByRole('button', { name: 'End it' }).click();
      await expect(page.getByRole('button', { name: 'Ask something new' })).toBeVisible();
      expect(await faults(page), 'ended').toEqual([]);
    });
  });
}

test('W35 by keyboard alone: opened, asked, picked, closed; focus goes in and comes back', async ({ page, server }) => {
  const widget = widgetOn(page);
  await page.goto(server.url + LESSON);
  await widget.launcher.focus();
  await page.keyboard.press('Enter');
  await expect(widget.field).toBeFocused();
  await page.keyboard.type('hello');
  await page.keyboard.press('Enter');
  await expect(widget.log.locator('.message.bot')).toBeVisible();
  await expect(widget.field).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(widget.panel).toHaveCount(0);
  await expect(widget.launcher).toBeFocused();
  await expect(widget.launcher).toHaveAttribute('aria-expanded', 'false');
});

test('W35 opened by the page, focus returns to where it was; nothing is announced but additions to the log', async ({
  page,
  server,
}) => {
  const widget = widgetOn(page);
  await page.goto(server.url + LESSON);
  const link = page.getByRole('link', { name: 'Next: Loops' });
  await link.focus();
  await page.evaluate(() => window.Handraise?.('open'));
  await expect(widget.field).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(link).toBeFocused();
  await widget.launcher.click();
  await expect(widget.log).toHaveAttribute('aria-live', 'polite');
});

test('W142 what was said before is put above the part of the thread that is read out; what comes is put into it', async ({
  page,
}) => {
  // More than one page of the thread, told at once.
  const server = await startServer({ LIMIT_SOCKET: '1000/1s' });
  await setUp(server);
  const person = await personAt(server);
  const widget = widgetOn(page);
  await widget.open(server.url + LESSON);
  await widget.person.click();
  const conversation = await person.waiting(page);
  await person.act(conversation, { type: 'take' });
  for (let n = 1; n <= 110; n++) await person.act(conversation, { type: 'reply', text: `answer ${n}.` });
  await page.reload();
  await expect(widget.log).toContainText('answer 110.');
  await expect(widget.panel).not.toContainText('answer 1.');
  await widget.log.evaluate((log) => {
    const added: string[] = [];
    Object.assign(window, { added });
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) for (const node of addedNodes) added.push(node.textContent ?? '');
    }).observe(log, { childList: true, subtree: true });
  });
  const added = () => page.evaluate(() => (window as unknown as { added: string[] }).added);
  // A press of the mouse would first scroll there, which fetches them, too.
  await page.getByRole('button', { name: 'Show earlier messages' }).evaluate((button) => (button as HTMLElement).click());
  await expect(widget.panel).toContainText('answer 1.');
  await expect(page.locator('.scroll .message')).toHaveCount(110);
  expect(await added()).toEqual([]);
  await person.act(conversation, { type: 'reply', text: 'and one more' });
  await expect(widget.log).toContainText('and one more');
  expect((await added()).join()).toContain('and one more');
  person.leave();
  await server.stop();
});

test('W36 Enter inside an input method picks the word and sends nothing', async ({ page, server }) => {
  const widget = widgetOn(page);
  await widget.open(server.url + LESSON);
  await widget.field.fill('xunhuan');
  await widget.field.evaluate((field) =>
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, composed: true })),
  );
  await expect(widget.field).toHaveValue('xunhuan');
  await expect(widget.messages).toHaveCount(0);
});

test('W138 Escape that ends an input method’s word leaves the panel open, in Safari, too', async ({ page, server }) => {
  const widget = widgetOn(page);
  await widget.open(server.url + LESSON);
  const press = (how: { readonly isComposing?: boolean; readonly keyCode?: number }) =>
    widget.field.evaluate(
      (field, init) =>
        field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true, ...init })),
      how,
    );
  await press({ isComposing: true });
  // Safari says that the word has ended before the key that ends it, and marks that one by its code alone.
  await press({ keyCode: 229 });
  await widget.field.fill('循环');
  await expect(widget.panel).toBeVisible();
  await press({});
  await expect(widget.panel).toBeHidden();
});

test('W37 with reduced motion nothing moves', async ({ page, server }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const widget = widgetOn(page);
  await widget.open(server.url + LESSON);
  const moving = await page.evaluate(() => document.querySelector('handraise-widget')?.shadowRoot?.getAnimations().length);
  expect(moving).toBe(0);
});

test('W160 in forced colours the number of new messages has an edge, and chosen stars and reasons look chosen', async ({
  page,
  staffedServer,
}) => {
  await page.emulateMedia({ forcedColors: 'active' });
  const widget = widgetOn(page);
  await widget.open(staffedServer.url + LESSON);
  await widget.say('the video does not play');
  await widget.person.click();
  const person = await personAt(staffedServer);
  const conversation = await person.waiting(page);
  await person.act(conversation, { type: 'take' });
  await page.locator('.close').click();
  await person.act(conversation, { type: 'reply', text: 'hello' });
  const look = (of: string, property: string) =>
    page.locator(of).evaluate((at, name) => getComputedStyle(at).getPropertyValue(name), property);
  await expect(page.locator('.badge')).toBeVisible();
  expect(await look('.badge', 'outline-color')).not.toBe(await look('.badge', 'background-color'));
  await person.act(conversation, { type: 'close', resolved: true });
  await widget.launcher.click();
  await page.getByTitle('Poor', { exact: true }).click();
  await page.getByLabel('Confusing').check();
  expect(await look('.stars label:nth-of-type(2) .icon', 'fill')).not.toBe('none');
  expect(await look('.stars label:nth-of-type(3) .icon', 'fill')).toBe('none');
  const [chosen, other] = [
    await look('.reasons label:has(:checked) span', 'background-color'),
    await look('.reasons label:not(:has(:checked)) >> nth=0 >> span', 'background-color'),
  ];
  expect(chosen).not.toBe(other);
  person.leave();
});

test('W161 each message is put into the part that is read out once, with who says it and in which language', async ({
  page,
  server,
}) => {
  const widget = widgetOn(page);
  await widget.open(server.url + LESSON);
  await widget.say('hello');
  await expect(page.locator('.helped, .message.bot .when').first()).toBeVisible();
  await widget.log.evaluate((log) => {
    const added: string[] = [];
    Object.assign(window, { added });
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) for (const node of addedNodes) added.push(node.textContent ?? '');
    }).observe(log, { childList: true, subtree: true });
  });
  await widget.say('怎么退款');
  await expect(widget.messages.filter({ hasText: '怎么退款' }).locator('.when')).toContainText('Sent');
  await expect(widget.log.locator('.message.bot')).toHaveCount(2);
  const added = await page.evaluate(() => (window as unknown as { added: string[] }).added);
  expect(added.filter((text) => text.includes('怎么退款'))).toHaveLength(1);
  expect(added.filter((text) => text.startsWith('Helper'))).toHaveLength(1);
  expect(added.find((text) => text.includes('怎么退款'))).toContain('You:');
  for (const bubble of await widget.log.locator('.bubble').filter({ hasText: '退款' }).all())
    await expect(bubble).toHaveAttribute('lang', 'zh');
  await expect(widget.log.locator('.bubble').first()).not.toHaveAttribute('lang');
});

for (const [name, width, height] of [
  ['at 400% of 1280 x 800', 320, 200],
  ['on a phone held across', 740, 360],
] as const)
  test(`W162 ${name} there is room to read, and field and close button can be reached`, async ({ page, server }) => {
    await page.setViewportSize({ width, height });
    const widget = widgetOn(page);
    await widget.open(server.url + LESSON);
    await expect(page.locator('.empty .replies button').first()).toBeVisible();
    const room = () => page.locator('.scroll').evaluate((box) => box.clientHeight);
    expect(await room()).toBeGreaterThanOrEqual(100);
    await widget.say('the video does not play');
    await expect(page.locator('.end')).toBeVisible();
    expect(await room()).toBeGreaterThanOrEqual(100);
    for (const part of [widget.field, page.locator('.send'), page.locator('.close'), page.locator('.end')]) {
      await part.scrollIntoViewIfNeeded();
      await expect(part).toBeInViewport({ ratio: 0.9 });
    }
  });
