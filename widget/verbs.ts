/** The app's verbs as a page calls them: by name, and with listeners. */
import type { App, Call, Verbs } from './app-ports.ts';

/** `ends` is aborted when the app goes, and its listeners with it; `waiting`: what was asked for before the app was here. */
export function withListeners(verbs: Verbs, waiting: Set<Call>, ends: AbortSignal): App {
  const undone = new Map<Call, (() => void) | undefined>();
  const app: App = {
    ...verbs,
    /** Listeners hang on the document's own events: a fault in one is the page's and breaks nothing here. */
    on(name, listener) {
      const own = new AbortController();
      ends.addEventListener('abort', () => own.abort());
      // A controller will do as options: it has a `signal`.
      document.addEventListener(`handraise:${name}`, (event) => listener((event as CustomEvent).detail), own);
      return () => own.abort();
    },
    run([verb, ...values]) {
      const work = (app as unknown as Record<string, (...values: readonly unknown[]) => (() => void) | undefined>)[verb];
      if (!work) console.error(`Handraise has no '${verb}'`);
      return work?.(...values);
    },
    undo: (call) => undone.get(call)?.(),
  };
  // Once the loader holds the app: a page's listener may call it at once.
  queueMicrotask(() => {
    for (const call of waiting) undone.set(call, app.run(call));
    waiting.clear();
  });
  return app;
}
