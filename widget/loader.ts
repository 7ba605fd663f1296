/** The tag: the global with its queue and the launcher. App and socket come on first need. A classic script, kept tiny. */
import type { App, AppPorts } from './app.tsx';
import { dress, type Stage, setStage } from './launcher.ts';
import { type ContextInput, type RawSettings, readSettings, type Settings } from './settings.ts';

type Call = readonly [verb: string, ...values: unknown[]];
type Global = ((...call: Call) => unknown) & { q?: Call[]; adopt?: (tag: HTMLScriptElement | null) => void };
type Listener = (detail: unknown) => void;
const view = window as unknown as { Handraise?: Global; handraiseSettings?: RawSettings };

const SCRIPT = document.currentScript as HTMLScriptElement | null;
const BASE = SCRIPT?.src ?? location.href;

function start(before: Global | undefined): void {
  let tag = SCRIPT;
  let booted: RawSettings = {};
  let input: ContextInput = {};
  let settings: Settings;
  let stage: Stage | undefined;
  let app: App | undefined;
  let loading: Promise<App> | undefined;
  let attempt = 0;
  const listeners = new Map<string, Set<Listener>>();

  const emit = (name: string, detail?: unknown) => {
    for (const listener of listeners.get(name) ?? []) {
      try {
        listener(detail);
      } catch (fault) {
        console.error(fault); // the page's own fault must not break the chat
      }
    }
    document.dispatchEvent(new CustomEvent(`handraise:${name}`, { detail }));
  };
  /** What failed once is asked for by its fixed name: hashes change with updates, and browsers remember failed modules. */
  const fetchModule = (name: string) =>
    import(new URL(`./${name}${attempt ? `.js?${attempt}` : `-${__BUILD__}.js`}`, BASE).href);

  const load = (): Promise<App> => {
    if (!stage) boot({});
    const at = stage as Stage;
    loading ??= Promise.all([fetchModule('app'), fetchModule(settings.lang)]).then(
      ([module, words]) => {
        const ports: AppPorts = {
          stage: at,
          settings: () => settings,
          hints: () => tag?.dataset ?? {},
          input: () => input,
          words: (lang) => fetchModule(lang).then((loaded) => loaded.words),
          emit,
        };
        app = (module.mount as (ports: AppPorts, words: unknown) => App)(ports, words.words);
        return app;
      },
      (fault) => {
        attempt++;
        loading = undefined;
        emit('error', { code: 'load' });
        throw fault;
      },
    );
    return loading;
  };
  const use = (work: (app: App) => void) => {
    const button = stage?.button;
    button?.setAttribute('aria-busy', 'true');
    load()
      .then(work, () => {})
      .finally(() => button?.removeAttribute('aria-busy'));
  };

  const kept = (area: 'localStorage' | 'sessionStorage', name: string) => {
    try {
      return window[area].getItem(`handraise:${settings.site}:${name}`);
    } catch {
      return null;
    }
  };
  /** Stands beside the body, not in it: routers that swap the body leave it alone; if not, it comes back. */
  const attach = () => stage && !stage.host.isConnected && document.documentElement.append(stage.host);
  const watcher = new MutationObserver(attach);

  function boot(more: RawSettings) {
    booted = { ...booted, ...more };
    refresh();
    if (stage) return;
    stage = setStage(settings);
    const { button } = stage;
    button.onclick = () => use((ready) => ready.toggle());
    button.onpointerenter = button.onfocus = () => void load().catch(() => {});
    dress(stage, settings);
    attach();
    watcher.observe(document.documentElement, { childList: true });
    const sparing = (navigator as { connection?: { saveData?: boolean } }).connection?.saveData;
    if (settings.open) use((ready) => ready.open());
    else if (kept('localStorage', 'conversation') && !settings.defer && !sparing) use((ready) => ready.resume());
    emit('ready');
  }
  function refresh() {
    const page = { origin: new URL(BASE).origin, lang: document.documentElement.lang, browser: navigator.language };
    settings = readSettings([booted, view.handraiseSettings ?? {}, { ...tag?.dataset }], page);
    if (stage) dress(stage, settings);
    app?.update();
  }
  function takeDown() {
    watcher.disconnect();
    app?.destroy();
    stage?.host.remove();
    stage = app = loading = undefined;
  }

  const verbs: Record<string, (value?: unknown, extra?: unknown) => unknown> = {
    boot: (more) => boot((more ?? {}) as RawSettings),
    update(more) {
      booted = { ...booted, ...(more as RawSettings) };
      refresh();
    },
    context(given) {
      input = (given ?? {}) as ContextInput;
      app?.moved();
    },
    on(name, listener) {
      const set = listeners.get(name as string) ?? new Set();
      listeners.set(name as string, set.add(listener as Listener));
      return () => set.delete(listener as Listener);
    },
    ready: () => Promise.resolve(),
    open: () => use((ready) => ready.open()),
    close: () => app?.close(),
    toggle: () => use((ready) => ready.toggle()),
    show: () => stage?.button.toggleAttribute('hidden', false),
    hide: () => stage?.button.toggleAttribute('hidden', true),
    send: (text) => use((ready) => ready.send(String(text))),
    prefill: (text) => use((ready) => ready.prefill(String(text))),
    // Forgetting needs the app: only it knows the outbox.
    shutdown: () => load().then((ready) => ready.forget().then(takeDown), takeDown),
    destroy() {
      takeDown();
      listeners.clear();
    },
  };
  const handraise: Global = (verb, ...values) => {
    const work = verbs[verb];
    if (!work) throw new Error(`Handraise: there is no '${verb}'. Known: ${Object.keys(verbs).join(', ')}.`);
    return work(...values);
  };
  handraise.adopt = (other) => {
    tag = other ?? tag;
    if (stage) refresh();
    app?.moved();
  };
  view.Handraise = handraise;

  const queue = before?.q ?? [];
  const go = () => {
    if (!queue.some(([verb]) => verb === 'boot')) boot({});
    for (const call of queue) {
      try {
        handraise(...(Array.from(call as ArrayLike<unknown>) as unknown as Call));
      } catch (fault) {
        console.error(fault);
      }
    }
  };
  go();
}

// A second tag is harmless: it only brings its own page's hints, as routers do that run the new body's scripts.
if (view.Handraise?.adopt) view.Handraise.adopt(SCRIPT);
else start(view.Handraise);
