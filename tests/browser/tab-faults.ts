/** D3: a tab that goes at a random moment after Send. Told by a seed, so that what failed can be told to happen again. */
import type { Browser, BrowserContext, Page } from 'playwright/test';
import { type Random, seeded } from '#tests/delivery/random.ts';
import { LESSON, widgetOn } from './widget-stage.ts';

export interface TabFaults {
  readonly sent: readonly string[];
  /** The learner's words as the server has them, in its order. */
  readonly stored: readonly string[];
  /** The same as the page shows them at the end. */
  readonly shown: readonly string[];
}

/** Longest time between Send and the fault: by then the answer is on the screen. Milliseconds. */
const WITHIN_MS = 120;
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** A new tab of the same learner, with the panel open. */
async function openTab(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url + LESSON);
  const { field, launcher } = widgetOn(page);
  if (!(await field.isVisible())) await launcher.click();
  await field.waitFor();
  return page;
}

async function fault(page: Page, context: BrowserContext, url: string, random: Random): Promise<Page> {
  switch (random.pick(['reload', 'crash', 'close', 'leave'])) {
    case 'reload':
      await page.reload();
      await widgetOn(page).field.waitFor();
      return page;
    case 'crash': {
      const devtools = await context.newCDPSession(page);
      const gone = page.waitForEvent('crash');
      devtools.send('Page.crash').catch(() => undefined);
      await gone;
      await page.close();
      return openTab(context, url);
    }
    case 'close':
      await page.close();
      return openTab(context, url);
    case 'leave':
      await page.goto('about:blank');
      await page.goBack();
      await widgetOn(page).field.waitFor();
      return page;
  }
}

/** `url`'s server must let one learner say as much as this. */
export async function tabFaults(browser: Browser, url: string, rounds: number, seed: number): Promise<TabFaults> {
  const random = seeded(seed);
  const context = await browser.newContext();
  let page = await openTab(context, url);
  const sent: string[] = [];
  for (let round = 0; round < rounds; round++) {
    const { field } = widgetOn(page);
    const text = `message ${round} of ${seed}`;
    await field.fill(text);
    await field.press('Enter');
    sent.push(text);
    if (random.chance(0.7)) await pause(random.whole(0, WITHIN_MS));
    page = await fault(page, context, url, random);
  }
  const { log } = widgetOn(page);
  // The last one is on the screen and has arrived: so have those before it, which go first.
  await log
    .locator('.message.learner:not(.going)')
    .filter({ hasText: sent.at(-1) ?? '' })
    .first()
    .waitFor();
  const stored = await page.evaluate(async () => {
    const [token, id] = ['token', 'conversation'].map((name) => localStorage.getItem(`handraise:demo:${name}`));
    const texts: string[] = [];
    for (let since = 0, more = true; more; ) {
      const answer = await fetch(`/api/v1/conversations/${id}/entries?since=${since}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      const found = await answer.json();
      for (const entry of found.entries)
        if (entry.type === 'message' && entry.author.role === 'learner') texts.push(entry.text);
      since = found.entries.at(-1)?.seq ?? since;
      more = found.more;
    }
    return texts;
  });
  const shown = await log.locator('.message.learner .bubble').allInnerTexts();
  await context.close();
  return { sent, stored, shown: shown.map((text) => text.trim()) };
}
