/** The tag: the global with its queue, and the launcher. App and socket come on first need. A classic script, kept tiny. */
import type { App, AppPorts } from './app-ports.ts';
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
/** Close, consent, context, identify and track wait until another verb, or the learner, fetches the app. */
const WAITS = /^(c|i|on|tr)/;

function start(queue: readonly Call[]): void {
  let tag = SCRIPT;
  let booted: RawSettings = {};
  let stage: Stage | undefined;
  let app: App | undefined;
  let loading: Promise<void> | undefined;
  let attempt = 0;
  const waiting = new Set<() => unknown>();

  const raw = (): RawSettings => merged(tag?.dataset, view.handraiseSettings, booted);
  const emit = (name: string, detail?: unknown) => document.dispatchEvent(new CustomEvent(`handraise:${name}`, { detail }));

  /** What failed once is asked for by its fixed name: hashes change with updates, and browsers remember failed modules. */
  const fetch: AppPorts['fetch'] = (name) =>
    import(String(new URL(name + (attempt ? `.js?${attempt}` : `-${__BUILD__}.js`), BASE))).catch((fault) => {
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
        waiting.clear();
      },
      () => {
        loading = undefined;
      },
    );
    return loading;
  };
  /** Runs one of the app's verbs, now or once the app is here; what was to run later can be taken back. */
  function later(verb: string, ...values: readonly unknown[]) {
    let undo: (() => void) | undefined;
    const run = () => {
      undo = app?.run(verb, values);
      return undo;
    };
    if (app) return run();
    waiting.add(run);
    if (!WAITS.test(verb)) {
      boot();
      const { button } = stage as Stage;
      button.ariaBusy = 'true';
      load().then(() => {
        button.ariaBusy = null;
      });
    }
    return () => waiting.delete(run) || undo?.();
  }

  function boot(more?: RawSettings) {
    booted = { ...booted, ...more };
    const fresh = !stage;
    stage ??= setStage();
    const { host, button } = stage;
    const { lang, position, site = 'default', open, defer, hidden } = raw();
    host.lang = pickLang(lang, page.lang, navigator.language);
    host.dir = host.lang === 'ar' ? 'rtl' : 'ltr';
    host.dataset['position'] = position as string;
    button.title = LAUNCHER_WORDS[host.lang as Lang];
    button.hidden = hidden as boolean;
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
    ready: async () => {},
    show: () => boot({ hidden: false }),
    hide: () => boot({ hidden: true }),
    destroy() {
      app?.destroy();
      stage?.host.remove();
      stage = app = loading = undefined;
      booted = { ...booted, hidden: false };
      waiting.clear();
    },
  };
  const handraise: Global = (verb, ...values) => (verbs[verb] ?? later.bind(0, verb))(...(values as never[]));
  handraise.adopt = (other) => {
    tag = other ?? tag;
    if (stage) boot();
  };
  view.Handraise = handraise;

  boot(Object.assign({}, ...queue.map(([verb, more]) => verb === 'boot' && more)));
  for (const call of queue) handraise(...call);
}

interface SparingNavigator {
  readonly connection?: { readonly saveData?: boolean };
}

// A second tag is harmless: it only brings its own page's hints, as routers do that run the new body's scripts.
if (view.Handraise?.adopt) view.Handraise.adopt(SCRIPT);
else start(view.Handraise?.q ?? []);
