/** What the app needs of the loader, and what it offers. */
import type { ContextInput, RawSettings } from './settings.ts';
import type { Given } from './signer.ts';
import type { Words } from './words/en.ts';

export type Call = readonly [verb: string, ...values: unknown[]];

/**
 * `mount` of the app. One after the other and without names, which would cost the loader fifty bytes.
 */
export type Mount = (
  dictionary: { readonly words: Words },
  /** With the button in its shadow root. */
  host: HTMLElement,
  /** The launcher's style, with the hand's path in it. */
  launcher: string,
  /** What the owner set: `boot()` over `window.handraiseSettings` over the tag's `data-*`. */
  raw: () => RawSettings,
  /** A file of the widget's own: "cards", "en" … After a failure it is asked for under another address. */
  // biome-ignore lint/suspicious/noExplicitAny: the one place where what is fetched gets its type
  fetch: (name: string) => Promise<any>,
  /** What was asked for before the app was here. */
  waiting: Set<Call>,
) => App;

export interface Verbs {
  open(): void;
  close(): void;
  toggle(): void;
  /** A conversation is remembered from an earlier page: connect, count unread, reopen the panel if it was open. */
  resume(): void;
  send(text: string): void;
  prefill(text: string): void;
  /** Settings changed. */
  update(): void;
  /** What the page says of itself, in place of what it said before. */
  context(given?: ContextInput): void;
  /** Something happened on the page. */
  track(name: string, props?: object): void;
  /** Who is signed in on the site: a signed identity, or how to get one. */
  identify(given: Given): void;
  /** 'granted': from now on things may be kept in this browser; anything else: no longer, and what was kept goes. */
  consent(answer: unknown): void;
  /** Log-out: forgets everything in this browser and goes. */
  shutdown(): void;
  destroy(): void;
}

export interface App extends Verbs {
  /** Listens to one of our events; the answer stops it. */
  on(name: string, listener: (detail: unknown) => void): () => void;
  run(call: Call): (() => void) | undefined;
  /** Takes a call back that had waited and was run: a listener listens no more. */
  undo(call: Call): void;
}
