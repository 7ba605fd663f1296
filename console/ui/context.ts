/** What every screen may reach: the session, the words, this browser's choices, where we are. */
import { createContext } from 'preact';
import { useContext, useEffect, useReducer, useRef, useState } from 'preact/hooks';
import type { api, CannedReply } from '#console/api.ts';
import type { ChosenFiles } from '#console/chosen.ts';
import type { Client } from '#console/client.ts';
import type { Drafts } from '#console/drafts.ts';
import type { Preferences } from '#console/preferences.ts';
import type { Route } from '#console/routes.ts';
import type { State } from '#console/session.ts';
import type { Action } from '#console/shortcuts.ts';
import type { Words } from '#console/words/en.ts';
import { opening } from '#console/words/time.ts';
import type { Refusal } from '#protocol/refusals.ts';

export interface Surroundings {
  readonly words: Words;
  readonly site: string;
  /** The site's own, not this browser's. */
  readonly timeZone: string;
  readonly preferences: Preferences;
  readonly prefer: (change: Partial<Preferences>) => void;
}
export interface Desk {
  readonly client: Client;
  readonly drafts: Drafts;
  readonly chosen: ChosenFiles;
  readonly route: Route;
  readonly keys: KeyBoard;
  readonly canned: readonly CannedReply[];
  readonly reloadCanned: () => void;
  /** Null, or why this agent is still signed in. */
  readonly signOut: () => Promise<Refusal | 'no-answer' | null>;
  readonly changePassword: typeof api.changePassword;
}

export const SurroundingsContext = createContext<Surroundings | null>(null);
export const DeskContext = createContext<Desk | null>(null);

function present<T>(value: T | null, name: string): T {
  if (value === null) throw new Error(`${name} is used outside of its provider`);
  return value;
}
export const useSurroundings = () => present(useContext(SurroundingsContext), 'SurroundingsContext');
export const useWords = () => useSurroundings().words;
export const useDesk = () => present(useContext(DeskContext), 'DeskContext');

/** A part of the session; draws again only when that part is another value. Select, do not compute. */
export function useSession<T>(select: (state: State) => T): T {
  const { client } = useDesk();
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const value = select(client.state());
  const latest = useRef({ select, value });
  latest.current = { select, value };
  useEffect(() => {
    const check = () => {
      if (!Object.is(latest.current.select(client.state()), latest.current.value)) redraw(undefined);
    };
    check();
    return client.subscribe(check);
  }, [client]);
  return value;
}

/** Outside business hours what learners are told of it; null inside. */
export function useClosedWords(): string | null {
  const { words, timeZone } = useSurroundings();
  const { open, nextOpenAt } = useSession((state) => state.hours);
  if (open) return null;
  return nextOpenAt === null ? words.people.offHoursOpen : words.people.offHoursUntil(opening(words, nextOpenAt, timeZone));
}

/** The present, renewed every `everyMs`, for ages that grow on screen. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

/** Screens say what they do on an action; the newest screen to say so gets it. */
export interface KeyBoard {
  readonly on: (action: Action, run: () => void) => () => void;
  readonly press: (action: Action) => boolean;
}

export function createKeyBoard(): KeyBoard {
  const held = new Map<Action, (() => void)[]>();
  return {
    on: (action, run) => {
      held.set(action, [...(held.get(action) ?? []), run]);
      return () =>
        held.set(
          action,
          (held.get(action) ?? []).filter((other) => other !== run),
        );
    },
    press: (action) => {
      const run = held.get(action)?.at(-1);
      run?.();
      return run !== undefined;
    },
  };
}

export function useAction(action: Action, run: () => void): void {
  const { keys } = useDesk();
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => keys.on(action, () => latest.current()), [keys, action]);
}
