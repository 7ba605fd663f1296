/** The app's verbs as a page calls them: by name, and with listeners. */
import type { App, Call, Verbs } from './app-ports.ts';

type Answer = (() => void) | undefined;
export type Page = { Handraise(...call: Call): Answer };

/** `ends` is aborted when the app goes, and its listeners with it; `waiting`: what was asked for before the app was here. */
export function withListeners(verbs: Verbs, waiting: Set<Call>, ends: AbortSignal): App {
  const undone = new Map<Call, Answer>();
  const app: App & { boot(): void } = {
    ...verbs,
    // The loader has done it: it waited only because it may stand behind a `shutdown`.
    boot: verbs.update,
    /** Listeners hang on the document's own events: a fault in one is the page's and breaks nothing here. */
    on(name, listener) {
      const own = new AbortController();
      ends.addEventListener('abort', () => own.abort());
      // A controller will do as options: it has a `signal`.
      document.addEventListener(`handraise:${name}`, (event) => listener((event as CustomEvent).detail), own);
      return () => own.abort();
    },
    run([verb, ...values]) {
      const work = (app as unknown as Record<string, (...values: readonly unknown[]) => Answer>)[verb];
      if (!work) console.error(`Handraise has no '${verb}'`);
      return work?.(...values);
    },
    undo: (call) => undone.get(call)?.(),
  };
  // Once the loader holds the app: a page's listener may call it at once.
  queueMicrotask(() => {
    for (const call of [...waiting]) {
      // Once one of them has shut the widget down, what follows is for the loader: `boot` begins a new one.
      undone.set(call, ends.aborted ? (window as unknown as Page).Handraise(...call) : app.run(call));
      waiting.delete(call);
    }
  });
  return app;
}
