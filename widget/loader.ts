/** The tag: the global with its queue, and the launcher. App and socket come on first need. A classic script, kept tiny. */
import type { App, AppPorts } from './app.tsx';
import { type Stage, setStage } from './launcher.ts';
import { LAUNCHER_WORDS, type Lang, merged, pickLang, yes } from './owner.ts';
import type { RawSettings } from './settings.ts';

type Call = readonly [verb: string, ...values: unknown[]];
type Tag = HTMLScriptElement | null;
type Global = ((...call: Call) => unknown) & { q?: readonly Call[]; adopt?: (tag: Tag) => void };
type Verb = (...values: never[]) => unknown;

const page = document.documentElement;
const view = window as unknown as { Handraise?: Global; handraiseSettings?: RawSettings };
const SCRIPT = document.currentScript as Tag;
const BASE = SCRIPT?.src ?? location.href;
/** The verbs that fetch the app; its others wait until something does. */
const FETCH = /^(open|toggle|send|prefill|shutdown|resume)$/;

function start(queue: readonly Call[]): void {
  let tag = SCRIPT;
  let booted: RawSettings = {};
  let stage: Stage | undefined;
  let app: App | undefined;
  let loading: Promise<void> | undefined;
  const offs: (() => void)[] = [];
  let attempt = 0;
  let waiting: (() => void)[] = [];

  const raw = (): RawSettings => merged(tag?.dataset, view.handraiseSettings, booted);
  const emit = (name: string, detail?: unknown) => document.dispatchEvent(new CustomEvent(`handraise:${name}`, { detail }));

  /** What failed once is asked for by its fixed name: hashes change with updates, and browsers remember failed modules. */
  const fetch: AppPorts['fetch'] = (name) =>
    import(new URL(name + (attempt ? `.js?${attempt}` : `-${__BUILD__}.js`), BASE).href).catch((fault) => {
      attempt++;
      emit('error', { code: 'load' });
      throw fault;
    });
  const load = () => {
    const at = stage as Stage;
    loading ??= Promise.all([fetch('app'), fetch(at.host.lang)]).then(
      ([{ mount }, { words }]) => {
        if (at !== stage) return; // taken down meanwhile
        app = mount({ ...at, base: BASE, raw, fetch, emit, end: verbs['destroy'] }, words) as App;
        for (const run of waiting) run();
        waiting = [];
      },
      () => {
        loading = undefined;
      },
    );
    return loading;
  };
  /** Runs one of the app's verbs, now or once the app is here. */
  function later(verb: string, ...values: readonly unknown[]) {
    const run = () => {
      const work = (app as unknown as Record<string, Verb>)[verb];
      if (work) work(...(values as never[]));
      else console.error(`Handraise has no '${verb}'`);
    };
    if (app) run();
    else waiting.push(run);
    if (app || !FETCH.test(verb)) return;
    boot();
    const { button } = stage as Stage;
    button.ariaBusy = 'true';
    load().then(() => {
      button.ariaBusy = null;
    });
  }

  function boot(more?: RawSettings) {
    booted = { ...booted, ...more };
    const fresh = !stage;
    stage ??= setStage();
    const { host, button } = stage;
    const { lang, position, theme, site = 'default', open, defer } = raw();
    host.lang = pickLang(lang, page.lang, navigator.language);
    host.dir = host.lang === 'ar' ? 'rtl' : 'ltr';
    host.dataset['position'] = position as string;
    host.dataset['theme'] = theme as string;
    button.title = LAUNCHER_WORDS[host.lang as Lang];
    app?.update();
    if (!fresh) return;
    // Asked twice before the app is here, it stays open.
    button.onclick = () => later(app ? 'toggle' : 'open');
    button.onpointerenter = button.onfocus = load;
    // Beside the body, not in it: routers that swap the body leave it alone.
    page.append(host);
    try {
      if (yes(open)) later('open');
      else if (
        localStorage[`handraise:${site}:conversation`] &&
        !yes(defer) &&
        !(navigator as SparingNavigator).connection?.saveData
      )
        later('resume');
    } catch {
      // Storage is denied: nothing is remembered.
    }
    emit('ready');
  }

  const verbs: Record<string, Verb> = {
    boot,
    update: boot,
    /** Listeners hang on the document's own events: a fault in one is the page's and breaks nothing here. */
    on(name: string, listener: (detail: unknown) => void) {
      const type = `handraise:${name}`;
      const heard = (event: Event) => listener((event as CustomEvent).detail);
      const off = () => document.removeEventListener(type, heard);
      document.addEventListener(type, heard);
      offs.push(off);
      return off;
    },
    ready: async () => {},
    show: () => stage?.button.toggleAttribute('hidden', false),
    hide: () => stage?.button.toggleAttribute('hidden', true),
    destroy() {
      app?.destroy();
      stage?.host.remove();
      stage = app = loading = undefined;
      waiting = [];
      for (const off of offs) off();
    },
  };
  const handraise: Global = (verb, ...values) => (verbs[verb] ? verbs[verb](...(values as never[])) : later(verb, ...values));
  handraise.adopt = (other) => {
    tag = other ?? tag;
    if (stage) boot();
  };
  view.Handraise = handraise;

  for (const [verb, more] of queue) if (verb === 'boot') booted = { ...booted, ...(more as RawSettings) };
  boot();
  for (const call of queue) handraise(...call);
}

interface SparingNavigator {
  readonly connection?: { readonly saveData?: boolean };
}

// A second tag is harmless: it only brings its own page's hints, as routers do that run the new body's scripts.
if (view.Handraise?.adopt) view.Handraise.adopt(SCRIPT);
else start(view.Handraise?.q ?? []);
