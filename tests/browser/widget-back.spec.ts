/** Back and forward: browsers keep a page as it was, unless something on it forbids that. */
import { chromium } from 'playwright/test';
import { value } from '#tests/support/people.ts';
import { expect } from './fixtures.ts';
import { test } from './host-site.ts';
import { personAt, widgetOn } from './widget-stage.ts';

test('W125 a page with an open chat is kept by the back/forward cache, and the chat goes on when it is come back to', async ({
  host,
  staffedServer,
  launchOptions,
}) => {
  const tag = `<script async src="${staffedServer.url}/widget/handraise.js" data-site="demo"></script>`;
  for (const name of ['first', 'second'])
    host.put(`/${name}.html`, `<!doctype html><html lang="en"><title>${name}</title>${tag}<h1>${name}</h1>`);
  // Playwright's own browser has it switched off.
  const browser = await chromium.launch({ ...launchOptions, ignoreDefaultArgs: ['--disable-back-forward-cache'] });
  try {
    const page = await browser.newPage();
    const person = await personAt(staffedServer);
    const widget = widgetOn(page);
    await widget.open(`${host.url}/first.html`);
    await widget.say('I want to talk to a person');
    const conversation = await person.waiting(page);
    await person.act(conversation, { type: 'take' });
    await widget.field.fill('half a thought');
    await page.evaluate(() => {
      Object.assign(window, { mark: 'the same page' });
      addEventListener('pageshow', ({ persisted }) => Object.assign(window, { persisted }));
    });
    await page.goto(`${host.url}/second.html`);
    await person.act(conversation, { type: 'reply', text: 'said while you were away' });
    // What comes out of the cache loads nothing.
    await page.goBack({ waitUntil: 'commit' });
    const kept = await page.evaluate(() => {
      const { mark, persisted } = window as unknown as { mark?: string; persisted?: boolean };
      const [entry] = performance.getEntriesByType('navigation') as (PerformanceNavigationTiming & {
        notRestoredReasons?: { reasons: readonly { reason: string }[] };
      })[];
      return { mark, persisted, reasons: entry?.notRestoredReasons?.reasons.map(({ reason }) => reason) };
    });
    expect(kept).toMatchObject({ mark: 'the same page', persisted: true });
    await expect(widget.log.getByText('said while you were away')).toBeVisible();
    await expect(widget.field).toHaveValue('half a thought');
    await widget.say('and on it goes');
    const { entries } = value(await person.line.ask('sync', { conversation, since: 0 }));
    expect(entries.filter((entry) => entry.type === 'message' && entry.text === 'and on it goes')).toHaveLength(1);
    person.leave();
  } finally {
    await browser.close();
  }
});
