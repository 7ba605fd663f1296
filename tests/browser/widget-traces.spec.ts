import { expect } from './fixtures.ts';
import { test } from './host-site.ts';
import { widgetOn } from './widget-stage.ts';

/** Counts what a script can leave on a page, from before any script runs: `left()` names what is still there. */
function count() {
  const held = new Map<string, number>();
  const add = (what: string, by: number) => held.set(what, (held.get(what) ?? 0) + by);
  const name = (target: unknown) =>
    target === window ? 'window' : target === document ? 'document' : target === visualViewport ? 'viewport' : undefined;
  const { addEventListener: listen, removeEventListener: ignore } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    const at = name(this);
    const signal = typeof options === 'object' ? options?.signal : undefined;
    if (at && !signal?.aborted) {
      add(`${at} ${type}`, 1);
      if (signal) listen.call(signal, 'abort', () => add(`${at} ${type}`, -1), { once: true });
    }
    return listen.call(this, type, listener, options);
  };
  EventTarget.prototype.removeEventListener = function (type, listener, options) {
    const at = name(this);
    if (at) add(`${at} ${type}`, -1);
    return ignore.call(this, type, listener, options);
  };
  const timers = new Set<number>();
  const { setTimeout: later, clearTimeout: cancel } = window;
  window.setTimeout = ((run: (...values: unknown[]) => void, ms?: number, ...values: unknown[]) => {
    const id = later(() => {
      timers.delete(id);
      run(...values);
    }, ms);
    timers.add(id);
    return id;
  }) as typeof setTimeout;
  window.clearTimeout = (id) => {
    timers.delete(Number(id));
    cancel(id);
  };
  const sockets: WebSocket[] = [];
  window.WebSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      sockets.push(this);
    }
  };
  const open = (
    what: 'BroadcastChannel' | 'MutationObserver',
    begin: 'constructor' | 'observe',
    end: 'close' | 'disconnect',
  ) => {
    const proto = window[what].prototype as unknown as Record<string, (...values: unknown[]) => unknown>;
    const stop = proto[end];
    proto[end] = function (...values) {
      add(what, -1);
      return stop?.apply(this, values);
    };
    if (begin === 'observe') {
      const start = proto['observe'];
      proto['observe'] = function (...values) {
        add(what, 1);
        return start?.apply(this, values);
      };
    } else
      window.BroadcastChannel = class extends BroadcastChannel {
        constructor(channel: string) {
          super(channel);
          add(what, 1);
        }
      };
  };
  open('BroadcastChannel', 'constructor', 'close');
  open('MutationObserver', 'observe', 'disconnect');
  const { pushState, replaceState } = history;
  Object.assign(window, {
    left: () => [
      ...[...held].filter(([, many]) => many > 0).map(([what]) => what),
      ...(timers.size > 0 ? ['timers'] : []),
      ...(sockets.some(({ readyState }) => readyState <= WebSocket.OPEN) ? ['sockets'] : []),
      ...(history.pushState === pushState && history.replaceState === replaceState ? [] : ['history']),
      ...(document.querySelector('handraise-widget') ? ['elements'] : []),
    ],
  });
}

test('W96 destroy leaves nothing behind: no element, listener, observer, timer, channel, socket or wrapped history', async ({
  page,
  host,
}) => {
  await page.addInitScript(count);
  const left = () => page.evaluate(() => (window as unknown as { left(): string[] }).left());
  const widget = widgetOn(page);
  await page.goto(`${host.url}/plain.html`);
  await expect(widget.launcher).toBeVisible();
  const before = (await left()).filter((what) => what !== 'elements');
  await page.evaluate(() => {
    window.Handraise?.('on', 'message:received', () => {});
    window.Handraise?.('track', 'looked', { at: 'plain' });
  });
  await widget.launcher.click();
  await widget.say('is this thing on?');
  await expect(widget.log.locator('.message.bot')).toBeVisible();
  // What is counted is really there.
  const during = await left();
  for (const what of ['document visibilitychange', 'window pagehide', 'sockets', 'elements', 'MutationObserver'])
    expect(during).toContain(what);
  await page.evaluate(() => window.Handraise?.('destroy'));
  await expect.poll(left).toEqual(before);
});

test('W97 several sites on one origin never mix: conversation, draft and tabs are each their own', async ({
  context,
  host,
}) => {
  for (const site of ['maths', 'music'])
    host.put(
      `/${site}.html`,
      `<!doctype html><html lang="en"><title>${site}</title><script async src="{{server}}/widget/handraise.js" data-site="${site}"></script>`,
    );
  const page = await context.newPage();
  const widget = widgetOn(page);
  await widget.open(`${host.url}/maths.html`);
  await widget.say('only for maths');
  await widget.field.fill('a draft on maths');
  // The same tab goes to the other site: sessionStorage is one for both.
  await page.goto(`${host.url}/music.html`);
  await expect(widget.panel).toBeHidden();
  await widget.launcher.click();
  await expect(widget.field).toHaveValue('');
  await widget.say('only for music');
  await expect(widget.log).not.toContainText('maths');
  const other = await context.newPage();
  const maths = widgetOn(other);
  await maths.open(`${host.url}/maths.html`);
  await expect(maths.log).toContainText('only for maths');
  await widget.say('more music');
  await expect(maths.log).not.toContainText('music');
  // Log-out on one leaves the other alone, in every tab.
  await page.evaluate(() => window.Handraise?.('shutdown'));
  await expect(page.locator('handraise-widget')).toHaveCount(0);
  await maths.say('still here');
  const keys = await other.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('handraise:')));
  expect(keys.length).toBeGreaterThan(0);
  expect(keys.filter((key) => !key.startsWith('handraise:maths:'))).toEqual([]);
});
