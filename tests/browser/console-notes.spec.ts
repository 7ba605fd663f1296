import { agentPage, field, rowOf, waitingPupil } from './console-people.ts';
import { expect, test } from './fixtures.ts';

declare global {
  interface Window {
    shown: { title: string; body: string; open: boolean; onclick: (() => void) | null }[];
  }
}

/** The desktop's part, and a window that others are in front of. */
function fakeDesktop() {
  window.shown = [];
  class Note {
    static permission = 'granted';
    onclick: (() => void) | null = null;
    onclose: (() => void) | null = null;
    title: string;
    body: string;
    open = true;
    constructor(title: string, options: { body: string }) {
      this.title = title;
      this.body = options.body;
      window.shown.push(this);
    }
    close() {
      this.open = false;
      this.onclose?.();
    }
  }
  Object.defineProperty(window, 'Notification', { value: Note });
  document.hasFocus = () => false;
}

test('A113 a notification opens its chat, goes once the chat is read, and hides the words where the agent wants it', async ({
  browser,
  staffedServer,
}) => {
  const { url } = staffedServer;
  const page = await agentPage(browser, url);
  await page.addInitScript(fakeDesktop);
  await page.reload();
  await page.getByRole('link', { name: /^Waiting/ }).waitFor();
  /** Without loading the page anew. */
  const turn = (hash: string) =>
    page.evaluate((to) => {
      location.hash = to;
    }, hash);
  const shown = () => page.evaluate(() => window.shown.map(({ title, body, open }) => ({ title, body, open })));

  const first = await waitingPupil(url, 'my certificate is missing');
  await expect.poll(shown).toMatchObject([{ title: expect.stringContaining('asks for a person'), open: true }]);
  await page.evaluate(() => window.shown[0]?.onclick?.());
  await expect(page).toHaveURL(new RegExp(first.conversation));
  await page.getByRole('button', { name: 'Take' }).first().click();
  await expect(field(page, 'Reply')).toBeFocused();
  await turn('#/account');
  await first.say('are you there?');
  await expect.poll(async () => (await shown()).at(-1)).toMatchObject({ body: 'are you there?', open: true });
  await turn('#/inbox/mine');
  await rowOf(page, first).click();
  await expect.poll(async () => (await shown()).filter(({ open }) => open)).toEqual([]);

  await turn('#/account');
  await page.getByRole('checkbox', { name: 'Show the message in notifications' }).uncheck();
  await first.say('my secret');
  await expect.poll(async () => (await shown()).at(-1)).toMatchObject({ title: expect.stringContaining('wrote'), body: '' });
});
