/** The tag: the global with its queue, and the launcher. App and socket come on first need. A classic script, kept tiny. */
import type { App, Call, Mount } from './app-ports.ts';
import { emit } from './emit.ts';
import { createButton } from './launcher.ts';
import { LAUNCHER_WORDS, type Lang, merged, pickLang, yes } from './owner.ts';
import type { RawSettings } from './settings.ts';
import css from './style/launcher.css';

type Tag = HTMLScriptElement | null;
type Global = ((...call: Call) => unknown) & { q?: readonly Call[]; adopt?: (tag: Tag) => void };
type Verb = (...values: never[]) => unknown;

const page = document.documentElement;
const view = window as unknown as { Handraise?: Global; handraiseSettings?: RawSettings };
const SCRIPT = document.currentScript as Tag;
const BASE = SCRIPT?.src ?? location.href;

function start(queue: readonly Call[]): void {
  let tag = SCRIPT;
  let booted: Record<string, unknown> = {};
  /** Undefined while nothing of ours is on the page; its button and root are those of this one. */
  let host: HTMLElement | undefined;
  let button: HTMLButtonElement;
  let app: App | undefined;
  let loading: Promise<void> | undefined;
  let attempt = 0;
  /** A conversation is remembered here. */
  let known: unknown;
  const waiting = new Set<Call>();

  const raw = (): RawSettings => merged([tag?.dataset, view.handraiseSettings, booted]);

  /** What failed once is asked for by its fixed name: hashes change with updates, and browsers remember failed modules. */
  const fetch = (name: string) =>
    import(new URL(name + (attempt ? `.js?${attempt}` : `-${__BUILD__}.js`), BASE) as unknown as string).catch((fault) => {
      attempt++;
      emit('error', { code: 'load' });
      throw fault;
    });
  const load = () => {
    const at = host as HTMLElement;
    loading ??= Promise.all([fetch('app'), fetch(at.lang)]).then(
      ([{ mount }, dictionary]: [{ mount: Mount }, Parameters<Mount>[0]]) => {
        if (at !== host) return; // taken down meanwhile
        app = mount(dictionary, at, css, raw, fetch, waiting);
      },
      () => {
        // Dimmed while the app is on its way, and more where it did not come; the next press asks for it again, and only that opens.
        loading = undefined;
        button.style.opacity = '.4';
        for (const call of waiting) if (/^(pr|open|to)/.test(call as unknown as string)) waiting.delete(call);
      },
    );
  };
  /** Runs one of the app's verbs, now or once the app is here; the answer takes it back. */
  function later(...call: Call) {
    // Who listens for it after the button was drawn is told at once.
    if (host && /^on,ready/.test(call as unknown as string)) (call[2] as () => void)();
    if (app) return app.run(call);
    waiting.add(call);
    // Close, consent, context, identify, on and track wait until another verb, or the learner, fetches the app. Where a chat is
    // remembered a denial fetches it. A list is tested as its text, which begins with the verb.
    if (/^([prs]|open|to)/.test(call as unknown as string) || (/^consent,d/.test(call as unknown as string) && known)) {
      boot();
      button.style.opacity = '.7';
      load();
    }
    return () => waiting.delete(call) || app?.undo(call);
  }

  function boot(verb?: string, more?: RawSettings) {
    booted = { ...booted, ...more };
    const said = raw();
    const fresh = !host;
    if (!host) {
      host = document.createElement('handraise-widget');
      button = createButton(host.attachShadow({ mode: 'open' }), said['color']);
      // Asked twice before the app is here, it stays open.
      button.onclick = () => later(app ? 'toggle' : 'open');
      button.onpointerenter = button.onfocus = load;
      // Beside the body, not in it: routers that swap the body leave it alone.
      page.append(host);
    }
    host.lang = pickLang([said['lang'], page.lang, navigator.language]);
    host.dir = host.lang === 'ar' ? 'rtl' : 'ltr';
    host.dataset['position'] = said['position'] as string;
    button.title = LAUNCHER_WORDS[host.lang as Lang];
    button.hidden = said['hidden'] as boolean;
    // A call that waits may be to shut down: booted after it the widget comes back.
    if (app) app.update();
    else if (verb) waiting.add([verb, more]);
    if (!fresh) return;
    try {
      if (yes(said['open'])) later('open');
      else if (
        // biome-ignore lint/suspicious/noAssignInExpressions: brotli makes least of it
        (known = localStorage[`handraise:${said['site'] ?? 'default'}:conversation`]) &&
        !yes(said['defer']) &&
        !(navigator as SparingNavigator).connection?.saveData
      )
        later('resume');
    } catch {
      // Storage is denied: nothing is remembered.
    }
    emit('ready');
  }

  const verbs: Record<string, Verb> = {
    // In an order that brotli likes.
    ready: async () => {},
    show: () => boot('', { hidden: 0 }),
    hide: () => boot('', { hidden: 1 }),
    boot,
    update: boot,
    destroy() {
      app?.destroy();
      host?.remove();
      host = app = loading = undefined;
      booted['hidden'] = undefined;
      waiting.clear();
    },
  };
  const handraise: Global = (...call) => (verbs[call[0]] ?? later)(...(call as unknown as [never]));
  handraise.adopt = (other) => {
    tag = other ?? tag;
    if (host) boot();
  };
  view.Handraise = handraise;

  // What the page boots with counts from the first drawing on.
  boot('', queue.find(([verb]) => verb === 'boot')?.[1] as RawSettings);
  for (const call of queue) handraise(...call);
}

interface SparingNavigator {
  readonly connection?: { readonly saveData?: boolean };
}

// A second tag is harmless: it only brings its own page's hints, as routers do that run the new body's scripts.
if (view.Handraise?.adopt) view.Handraise.adopt(SCRIPT);
else start(view.Handraise?.q ?? []);
