/** The chat in a window of its own, which stays while the learner goes from lesson to lesson. */
import type { Call } from './app-ports.ts';
import type { Chat } from './chat-ports.ts';
import { WINDOW } from './settings.ts';
import type { Given } from './signer.ts';

/** As wide as a phone, so that it looks like the chat on one. */
const SHAPE = 'popup,width=420,height=700';

type Opened = Omit<Window, 'Handraise' | 'handraiseSettings'> & {
  Handraise?: object;
  handraiseSettings?: object;
  trustedTypes?: { createPolicy(name: string, rules: object): { createScriptURL(url: string): string } };
};

/** `there`: it was open already. `barred`: the browser or the page's policy forbids it. `unreached`: the loader could not be fetched; the window is shut again. */
export type PoppedOut = 'open' | 'there' | 'barred' | 'unreached';

/**
 * Opens it, or brings the one there is to the front; settled when the loader is there. The window has no
 * address of its own and so the page's origin: it finds the conversation, the outbox and the other tabs as any page of the site does.
 */
export async function popOut({ options }: Chat, title: string): Promise<PoppedOut> {
  const view = open('', `handraise-${options.site}`, SHAPE) as unknown as Opened | null;
  if (!view) return 'barred';
  view.focus();
  const before = filling.get(view);
  if (before || view.Handraise) return before ?? 'there';
  const filled = fill(view, options, title).finally(() => filling.delete(view));
  filling.set(view, filled);
  return filled;
}
/** Windows whose loader is on its way: a second press waits for the same. */
const filling = new WeakMap<Opened, Promise<PoppedOut>>();

async function fill(view: Opened, options: Chat['options'], title: string): Promise<PoppedOut> {
  try {
    const page = view.document;
    page.title = title;
    page.documentElement.lang = options.lang();
    // Links on this site are relative, and not every browser lets a window without an address inherit one.
    const base = page.createElement('base');
    base.href = document.baseURI;
    page.head.append(base);
    const settings = options.settings();
    view.handraiseSettings = { ...settings, position: WINDOW, open: true };
    // Bound, not called from here: this page may be left before that window is.
    const calls: Call[] = [['on', 'close', view.close.bind(view)]];
    if (settings['consent'] === 'required') calls.push(['consent', 'granted']);
    const token = await options.identity(false);
    if (token !== undefined) calls.push(['identify', { token, heard: true } satisfies Given]);
    view.Handraise = Object.assign(() => undefined, { q: calls });
    const script = page.createElement('script');
    if (settings['nonce']) script.nonce = String(settings['nonce']);
    const address = new URL('handraise.js', import.meta.url).href;
    const policy = view.trustedTypes?.createPolicy('handraise', { createScriptURL: (url: string) => url });
    script.src = policy ? policy.createScriptURL(address) : address;
    const here = new Promise<boolean>((settle) => {
      script.onload = () => settle(true);
      script.onerror = () => settle(false);
    });
    page.head.append(script);
    if (await here) return 'open';
    view.close();
    return 'unreached';
  } catch {
    view.close();
    return 'barred';
  }
}
