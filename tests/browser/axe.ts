/** The widget against WCAG 2.2 AA, as far as a program can tell. */
import { createRequire } from 'node:module';
import type { Page } from 'playwright/test';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Faults of the widget by WCAG 2.2 AA, as "rule: element". Finished animations only: half-faded text has no contrast. */
export async function faults(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: AXE });
  return page.evaluate(async () => {
    const root = document.querySelector('handraise-widget')?.shadowRoot;
    const running =
      root?.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY) ?? [];
    await Promise.all(running.map((one) => one.finished));
    const { axe } = window as unknown as {
      axe: { run(root: unknown, options: unknown): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run('handraise-widget', {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}
