/** Finds text that is cut off, sticks out or lies over something else, in the panel as it is drawn now. */
import type { Page } from 'playwright/test';

/** Faults as "what: which element and its words"; empty when every word can be read and every button be hit. */
export async function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const root = document.querySelector('handraise-widget')?.shadowRoot;
    const panel = root?.querySelector<HTMLElement>('.panel');
    if (!root || !panel) return ['there is no panel'];
    const settled = root
      .getAnimations()
      .filter((one) => one.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
      .map((one) => one.finished.catch(() => {}));
    await Promise.all(settled);
    const out: string[] = [];
    const say = (what: string, at: Element) =>
      out.push(`${what}: ${at.tagName.toLowerCase()}.${at.className} "${at.textContent?.trim().slice(0, 40)}"`);
    const frame = panel.getBoundingClientRect();
    // A lesson's name is the page's, of any length: it ends in an ellipsis by design. Hidden text is for screen readers.
    const own = (at: Element) => !at.closest('.hush, svg, .where, .raised') && at.getClientRects().length > 0;
    for (const at of [...panel.querySelectorAll('*')].filter(own)) {
      const { left, right } = at.getBoundingClientRect();
      if (at.closest('.hands') === null && (left < frame.left - 1 || right > frame.right + 1)) say('sticks out', at);
      const scrolls = ['auto', 'scroll'].includes(getComputedStyle(at).overflowX);
      if (!scrolls && at.clientWidth > 0 && at.scrollWidth > at.clientWidth + 1) say('wider than its box', at);
    }
    const words = document.createTreeWalker(panel, NodeFilter.SHOW_TEXT);
    for (let node = words.nextNode(); node; node = words.nextNode()) {
      const button = node.parentElement?.closest('button, label, .card, header');
      if (!button || !node.parentElement || !own(node.parentElement)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const text = range.getBoundingClientRect();
      const box = button.getBoundingClientRect();
      if (text.top < box.top - 2 || text.bottom > box.bottom + 2 || text.left < box.left - 1 || text.right > box.right + 1)
        say('text leaves its box', button);
    }
    const targets = [...panel.querySelectorAll('button, textarea, .card label, header h1, header p')].filter(own);
    for (const [at, one] of targets.entries()) {
      const a = one.getBoundingClientRect();
      for (const other of targets.slice(at + 1)) {
        if (one.contains(other) || other.contains(one)) continue;
        const b = other.getBoundingClientRect();
        const over = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        // What is scrolled under the header or footer does not lie over it: only neighbours are compared.
        const same = (one.closest('.scroll') === null) === (other.closest('.scroll') === null);
        if (same && over > 1 && down > 1) say(`lies over ${other.className || other.tagName}`, one);
      }
    }
    const field = panel.querySelector<HTMLTextAreaElement>('.composer textarea');
    if (field) {
      const style = getComputedStyle(field);
      const pen = document.createElement('canvas').getContext('2d');
      if (pen) pen.font = style.font;
      const room = field.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
      if ((pen?.measureText(field.placeholder).width ?? 0) > room) out.push(`placeholder is cut: "${field.placeholder}"`);
    }
    return out;
  });
}
