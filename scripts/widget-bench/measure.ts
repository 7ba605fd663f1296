/** One load of one page in a fresh browser context at a quarter of the processor's speed, and what it cost. */
import type { Browser, CDPSession, Page } from 'playwright';

const SLOWER = 4;
const AFTER_MS = 1_500;

export interface Load {
  /** Milliseconds of the processor for script, by the browser's own count. */
  readonly scriptMs: number;
  /** Milliseconds from navigation to the load event's end. */
  readonly loadMs: number;
  /** Until the launcher was painted; NaN where there is none of ours. */
  readonly launcherMs: number;
  /** The longest task that ran a widget's script, of those in frames over 50 ms; 0 when there was none. */
  readonly longestTaskMs: number;
  /** Cumulative layout shift. */
  readonly shift: number;
  /** Script bytes over the wire and requests for scripts, the page's own left out by subtraction. */
  readonly scriptBytes: number;
  readonly requests: number;
}

interface LongFrame extends PerformanceEntry {
  readonly scripts: readonly { readonly sourceURL: string; readonly duration: number }[];
}

/** In the page, before anything else: notes what only observers see. */
function observe(): void {
  const seen = { shift: 0, longest: 0, launcher: Number.NaN };
  Object.assign(window, { bench: seen });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.shift += (entry as PerformanceEntry & { value: number }).value;
  }).observe({ type: 'layout-shift', buffered: true });
  new PerformanceObserver((list) => {
    for (const frame of list.getEntries() as LongFrame[])
      for (const { sourceURL, duration } of frame.scripts)
        if (/\/widget\/|\/demo\/bench\//.test(sourceURL)) seen.longest = Math.max(seen.longest, duration);
  }).observe({ type: 'long-animation-frame', buffered: true });
  const watch = new MutationObserver(() => {
    if (!document.querySelector('handraise-widget')) return;
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => (seen.launcher = performance.now())));
  });
  watch.observe(document, { childList: true, subtree: true });
}

async function metric(session: CDPSession, name: string): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find((one) => one.name === name)?.value ?? Number.NaN;
}

export async function open(browser: Browser): Promise<{ page: Page; session: CDPSession; close(): Promise<void> }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
  const page = await context.newPage();
  await page.addInitScript(observe);
  const session = await context.newCDPSession(page);
  // The processor's time, not the clock's: what else the machine does is not the widget's.
  await session.send('Performance.setTimeDomain', { timeDomain: 'threadTicks' });
  await session.send('Performance.enable');
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  return { page, session, close: () => context.close() };
}

export async function load(browser: Browser, url: string): Promise<Load> {
  const { page, session, close } = await open(browser);
  let scriptBytes = 0;
  const scripts = new Set<string>();
  await session.send('Network.enable');
  session.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') scripts.add(requestId);
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) scriptBytes += encodedDataLength;
  });
  await page.goto(url, { waitUntil: 'load' });
  // What a widget does right after the load counts, too; some never come to rest, so all get the same time.
  await page.evaluate((ms) => new Promise((done) => setTimeout(done, ms)), AFTER_MS);
  const scriptMs = (await metric(session, 'ScriptDuration')) * 1_000;
  const seen = await page.evaluate(() => {
    const { bench } = window as unknown as { bench: { shift: number; longest: number; launcher: number } };
    const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    return {
      shift: bench.shift,
      loadMs: navigation?.loadEventEnd ?? 0,
      launcherMs: bench.launcher,
      longestTaskMs: bench.longest,
    };
  });
  await close();
  return { scriptMs, scriptBytes, requests: scripts.size, ...seen };
}

/** Milliseconds from the click on the launcher, hovered before, to a text field that has the focus and was painted. */
export async function clickToComposer(browser: Browser, url: string): Promise<number> {
  const { page, close } = await open(browser);
  await page.goto(url, { waitUntil: 'load' });
  const arrived = page.waitForResponse(/\/widget\/en-/);
  await page.locator('.launcher').hover();
  await (await arrived).finished();
  await page.waitForLoadState('networkidle');
  const opened = page.evaluate(
    () =>
      new Promise<number>((done) => {
        const host = document.querySelector('handraise-widget');
        // No named function in here: the loader of TypeScript would wrap it in a helper that the page does not have.
        host?.shadowRoot?.querySelector('.launcher')?.addEventListener('pointerdown', async ({ timeStamp }) => {
          while (host.shadowRoot?.activeElement?.localName !== 'textarea') await new Promise(requestAnimationFrame);
          requestAnimationFrame(() => setTimeout(() => done(performance.now() - timeStamp)));
        });
      }),
  );
  await page.locator('.launcher').click();
  const ms = await opened;
  await close();
  return ms;
}
