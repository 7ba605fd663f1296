/** `track(name, props)`: what happens on the page, for the agents of an open chat. A file of its own: few pages say anything. */
import type { TrackedValue, TrackSignal } from '#protocol/events.ts';
import {
  MAX_TRACKED,
  MAX_TRACKED_AT_ONCE,
  MAX_TRACKED_KEY_CHARS,
  MAX_TRACKED_NAME_CHARS,
  MAX_TRACKED_PROPS,
  MAX_TRACKED_VALUE_CHARS,
} from '#protocol/limits.ts';
import type { Chat } from './chat-ports.ts';
import { newCid } from './outbox.ts';

const EVERY_MS = 2_000;

interface Kept {
  readonly id: string;
  readonly name: string;
  readonly props: Readonly<Record<string, TrackedValue>>;
  /** Milliseconds since 1970; 0: nobody knows. */
  readonly at: number;
}

/** What is wrong with it and what to do, or nothing. Null and undefined props count as missing. */
export function fault(name: unknown, props: unknown): string | undefined {
  if (typeof name !== 'string' || name.trim() === '' || name.length > MAX_TRACKED_NAME_CHARS)
    return `the name must be a text of 1 to ${MAX_TRACKED_NAME_CHARS} characters, like 'video-played'`;
  if (typeof props !== 'object' || props === null || Array.isArray(props)) return 'props must be an object like { lesson: 3 }';
  const all = Object.entries(props).filter(([, value]) => value !== null && value !== undefined);
  if (all.length > MAX_TRACKED_PROPS) return `at most ${MAX_TRACKED_PROPS} props; leave out what helps nobody to answer`;
  for (const [key, value] of all) {
    if (key.trim() === '' || key.length > MAX_TRACKED_KEY_CHARS)
      return `the names of props must have 1 to ${MAX_TRACKED_KEY_CHARS} characters; "${key.slice(0, 60)}" has ${key.length}`;
    const fits = typeof value === 'boolean' || Number.isFinite(value) || typeof value === 'string';
    if (!fits) return `props.${key} must be a text, a number, or true or false; pick the one value of it that matters`;
    if (String(value).length > MAX_TRACKED_VALUE_CHARS)
      return `props.${key} has ${String(value).length} characters, at most ${MAX_TRACKED_VALUE_CHARS} are shown; shorten it`;
  }
  return undefined;
}

function follow(chat: Chat): (event: Kept) => void {
  let kept: Kept[] = [];
  let unsent: Kept[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let conversation: string | undefined;
  let online = false;

  function flush() {
    timer = undefined;
    if (!online || unsent.length === 0) return;
    const now = Date.now();
    const events: TrackSignal[] = unsent
      .splice(0, MAX_TRACKED_AT_ONCE)
      .map(({ at, ...event }) => ({ ...event, ...(at ? { agoMs: Math.max(0, now - at) } : {}) }));
    chat.signal({ type: 'track', events });
    timer = setTimeout(flush, EVERY_MS);
  }
  const soon = () => {
    timer ??= setTimeout(flush, 0);
  };
  const look = () => {
    const { link, conversation: open } = chat.session();
    // Another conversation may be another person's: what was told before is none of theirs.
    if (conversation !== undefined && open?.id !== conversation) kept = unsent = [];
    conversation = open?.id;
    const was = online;
    online = link === 'online' && conversation !== undefined;
    // The server may have been started anew, and a signal may have been lost.
    if (online && !was) unsent = [...kept];
    if (online) return soon();
    clearTimeout(timer);
    timer = undefined;
  };
  look();
  chat.subscribe(look);
  return (event) => {
    kept = [...kept, event].slice(-MAX_TRACKED);
    unsent = [...unsent, event].slice(-MAX_TRACKED);
    if (online) soon();
  };
}

const followed = new WeakMap<Chat, ReturnType<typeof follow>>();

/** `at`: when it was told, in milliseconds since 1970; 0 where that is not known. */
export function track(chat: Chat, at: number, [name, props = {}]: readonly [name: unknown, props?: unknown]): void {
  const wrong = fault(name, props);
  if (wrong) {
    console.warn(`Handraise: track() was left out: ${wrong}.`);
    return;
  }
  const add = followed.get(chat) ?? follow(chat);
  followed.set(chat, add);
  const said = Object.entries(props as object).filter(([, value]) => value !== null && value !== undefined);
  add({ id: newCid(), name: name as string, props: Object.fromEntries(said), at });
}
