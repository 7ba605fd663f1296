/** Types for host pages: `/// <reference types="…/handraise.d.ts" />` or copy the file. */
export interface HandraiseSettings {
  site?: string;
  server?: string;
  lang?: string;
  position?: 'start' | 'end';
  theme?: 'auto' | 'light' | 'dark';
  /** Any solid CSS colour; the text on it, its shades and the dark theme's are computed from it. */
  color?: string;
  /** An https address or a data: image; the page's policy must allow it in `img-src`. */
  logo?: string;
  /** Corners in pixels, 0 to 32. */
  radius?: number | string;
  /** In the head of the panel, up to 60 characters; for one language after the other: `{ en: 'Ask us', 'zh-CN': '问我们' }`. */
  title?: string | Partial<Record<string, string>>;
  /** In place of the server's greeting, up to 400 characters. */
  greeting?: string | Partial<Record<string, string>>;
  /** 'required': nothing is stored in the browser before `consent('granted')`. */
  consent?: 'required';
  open?: boolean;
  defer?: boolean;
  /** Query parameters of the page's address that may be shown to the helpers; all others are dropped. */
  keepQuery?: string[] | string;
  /** For hosts without constructable stylesheets under a strict policy. */
  nonce?: string;
}

export interface HandraiseContext {
  course?: string | { id: string; title?: string };
  lesson?: string | { id: string; title?: string };
  page?: { title?: string; kind?: 'lesson' | 'quiz' | 'exam' | 'other' };
  /** Share of the course done, 0 to 1. */
  progress?: number;
}

export interface HandraiseEvents {
  ready: undefined;
  open: undefined;
  close: undefined;
  unread: { count: number };
  'message:sent': { cid: string; seq: number; text: string };
  'message:received': { seq: number; from: 'bot' | 'agent'; name?: string; text: string };
  /** The bot did not know. `question`: what the learner had said. */
  'bot:unanswered': { seq: number; question: string };
  'handoff:requested': { reason: string };
  queue: { position: number; etaMs: number | null };
  'agent:joined': { name: string };
  'agent:left': { name?: string };
  'chat:ended': { by: 'learner' | 'agent' | 'system' };
  'rating:submitted': { stars: number };
  'offline:submitted': { email: string };
  connection: { state: 'idle' | 'connecting' | 'online' | 'offline' | 'outdated' | 'unsigned' };
  /** `detail`: why, for the people who run the site; the console has it, too. */
  error: { code: string; detail?: string; retryAfterMs?: number };
}

export interface Handraise {
  (verb: 'boot', settings?: HandraiseSettings): void;
  /** Ends the learner's session in this browser (log-out): everything stored is removed, the launcher goes. `boot` starts anew. */
  (verb: 'shutdown'): void;
  /**
   * Who is signed in on this site: a JWT that its server signed, or a function that fetches one (asked again before it ends and whenever
   * the chat wants a new one; null or '' means nobody is signed in). Say it again when somebody else signs in.
   */
  (verb: 'identify', who: { token: string } | (() => Promise<string | null> | string | null)): void;
  /**
   * With `consent: 'required'` the chat keeps all in memory, for as long as the page stands, until 'granted' is said; say it on every page.
   * 'denied' removes what was kept; an open chat goes on in memory.
   */
  (verb: 'consent', answer: 'granted' | 'denied'): void;
  /** Replaces what the page said about itself; sent with the next message and, in an open chat, at once. */
  (verb: 'context', context: HandraiseContext): void;
  (
    verb: 'update',
    settings: Pick<HandraiseSettings, 'lang' | 'theme' | 'position' | 'color' | 'logo' | 'radius' | 'title' | 'greeting'>,
  ): void;
  /**
   * Something happened on the page: shown to the agent of an open chat, beside the thread, never stored. The last 20 are kept. `name`: at
   * most 60 characters; `props`: at most 8, names of 40, texts of 100. What does not fit is left out, with a warning in the console.
   */
  (verb: 'track', name: string, props?: Record<string, string | number | boolean | null | undefined>): void;
  (verb: 'open' | 'close' | 'toggle' | 'show' | 'hide'): void;
  (verb: 'send', text: string): void;
  /** Opens the chat with a text to go on from. What the learner has typed stays, below it; only the text proposed before gives way. */
  (verb: 'prefill', text: string): void;
  /**
   * Returns a function that stops listening (undefined while only the stub is there). A listener for `ready` is called at once where the
   * button is drawn already; the others hear from when the app is here. A page that wants to know when the app itself cannot be
   * loaded listens to `handraise:error` on the document.
   */
  <E extends keyof HandraiseEvents>(
    verb: 'on',
    event: E,
    listener: (detail: HandraiseEvents[E]) => void,
  ): (() => void) | undefined;
  /** Resolves once the launcher is drawn. Undefined while only the stub is there: `on('ready', …)` works then, too. */
  (verb: 'ready'): Promise<void> | undefined;
  /** Takes everything off the page and keeps the session. */
  (verb: 'destroy'): void;
  /** Calls made before the file arrived. */
  q?: unknown[][];
}

declare global {
  interface Window {
    Handraise?: Handraise;
    handraiseSettings?: HandraiseSettings;
  }
  interface DocumentEventMap {
    'handraise:ready': CustomEvent<undefined>;
    'handraise:open': CustomEvent<undefined>;
    'handraise:close': CustomEvent<undefined>;
    'handraise:unread': CustomEvent<HandraiseEvents['unread']>;
    'handraise:message:sent': CustomEvent<HandraiseEvents['message:sent']>;
    'handraise:message:received': CustomEvent<HandraiseEvents['message:received']>;
    'handraise:bot:unanswered': CustomEvent<HandraiseEvents['bot:unanswered']>;
    'handraise:handoff:requested': CustomEvent<HandraiseEvents['handoff:requested']>;
    'handraise:queue': CustomEvent<HandraiseEvents['queue']>;
    'handraise:agent:joined': CustomEvent<HandraiseEvents['agent:joined']>;
    'handraise:agent:left': CustomEvent<HandraiseEvents['agent:left']>;
    'handraise:chat:ended': CustomEvent<HandraiseEvents['chat:ended']>;
    'handraise:rating:submitted': CustomEvent<HandraiseEvents['rating:submitted']>;
    'handraise:offline:submitted': CustomEvent<HandraiseEvents['offline:submitted']>;
    'handraise:connection': CustomEvent<HandraiseEvents['connection']>;
    'handraise:error': CustomEvent<HandraiseEvents['error']>;
  }
}
