/** Two tabs of one browser in the same instant. */
import type { Page } from 'playwright/test';
import { expect, test } from './fixtures.ts';
import { LESSON, widgetOn } from './widget-stage.ts';

test('W153 two tabs that are new in the same instant become one learner, whose words both show', async ({
  browser,
  server,
}) => {
  // Several times: which tab's storage hears of the other first is the browser's affair.
  for (let round = 0; round < 4; round++) {
    const context = await browser.newContext();
    const pages = [await context.newPage(), await context.newPage()];
    const held: (() => void)[] = [];
    /** The server's first answer waits until both tabs have one. */
    const hold = (page: Page) =>
      page.routeWebSocket(/socket\.io/, (socket) => {
        const upstream = socket.connectToServer();
        upstream.onMessage((message) => {
          if (held.length >= 2 || !/^43\/learner,\d+\[\{"ok":true,"value":\{"token"/.test(String(message)))
            return socket.send(message);
          held.push(() => socket.send(message));
          if (held.length === 2) for (const release of held) release();
        });
      });
    for (const page of pages) {
      await hold(page);
      await page.goto(server.url + LESSON);
    }
    const [first, second] = pages.map(widgetOn);
    await Promise.all([first?.launcher.click(), second?.launcher.click()]);
    await expect.poll(() => held.length).toBe(2);
    await second?.say(`round ${round}`);
    await expect(first?.log ?? fail()).toContainText(`round ${round}`);
    await first?.say('from the other tab');
    await expect(second?.log ?? fail()).toContainText('from the other tab');
    await context.close();
  }
});

const fail = (): never => {
  throw new Error('no page');
};
