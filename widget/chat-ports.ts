/** What the chat needs and what it offers. */
import type { LearnerCommand, LearnerSignal } from '#protocol/events.ts';
import type { FileRef, PageContext } from '#protocol/shapes.ts';
import type { Announcement } from './announce.ts';
import type { Line } from './connection.ts';
import type { Session } from './session.ts';
import type { RawSettings } from './settings.ts';
import type { Kept } from './storage.ts';
import type { WhoPorts } from './who.ts';

export interface ChatOptions extends Line {
  readonly kept: Kept;
  /** Of this tab only: the draft, its files, forms, and whether the panel is open. */
  readonly tab: Kept;
  lang(): string;
  context(): PageContext;
  announce(told: Announcement): void;
  /** Fetches a file of the widget's own: "polling". */
  fetch(name: string): Promise<Record<string, unknown>>;
  readonly identity: WhoPorts['identity'];
  /** Somebody else is here now, or the draft went elsewhere: it goes, and the list of its files. */
  clearDraft(): void;
  /** The person has gone: no identity of theirs is said again. */
  forget(): void;
  /** What the owner set, as it came. */
  settings(): RawSettings;
}

export interface Chat {
  readonly options: ChatOptions;
  session(): Session;
  subscribe(listener: () => void): () => void;
  /** Connects and opens the learner's conversation; from here on things are stored in the browser. Harmless when started. */
  start(): void;
  say(text: string, choice?: string): Promise<void>;
  askPerson(): Promise<void>;
  /** `files`: those the command names. */
  do(command: LearnerCommand, files?: readonly FileRef[]): Promise<void>;
  retry(cid: string): Promise<void>;
  discard(cid: string): Promise<void>;
  /** A new conversation after the last one ended; false when nobody answered. */
  startNew(): Promise<boolean>;
  earlier(): Promise<void>;
  /** The end of the thread is on the screen: lets go of what was read far above it. */
  trim(): void;
  /** The learner is looking at the end of the thread. */
  saw(): void;
  typing(on: boolean): void;
  /** Sends what may be lost, if there is an open conversation. */
  signal(signal: LearnerSignal): void;
  /** The page's context changed, or (`again`) this page is the one looked at again. */
  moved(again?: boolean): void;
  /** Opens once more: an identity is about to end, the language is another, or (`anew`) the page says who this is. */
  identify(anew?: boolean): void;
  /** Log-out: forgets the learner in this browser. */
  forget(): Promise<void>;
  /** Consent was given or taken back: all that is kept moves to where it may lie now. */
  rehouse(): Promise<void>;
  destroy(): void;
}
