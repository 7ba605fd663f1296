import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LearnerSignal } from '#protocol/events.ts';
import type { Chat } from '#widget/chat-ports.ts';
import { NEW_SESSION, type Session } from '#widget/session.ts';
import { fault, track } from '#widget/track.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A chat of which only the session and what it signals count. */
function stage() {
  let session: Session = NEW_SESSION;
  const listeners = new Set<() => void>();
  const sent: LearnerSignal[] = [];
  const chat = {
    session: () => session,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    signal: (signal: LearnerSignal) => void sent.push(signal),
  } as unknown as Chat;
  return {
    chat,
    names: () => sent.flatMap((signal) => (signal.type === 'track' ? [signal.events.map(({ name }) => name)] : [])),
    events: () => sent.flatMap((signal) => (signal.type === 'track' ? signal.events : [])),
    become(link: Session['link'], conversation?: string) {
      session = { ...session, link, conversation: conversation ? ({ id: conversation } as Session['conversation']) : null };
      for (const listener of listeners) listener();
    },
    say: (name: string, at = Date.now()) => track(chat, at, [name]),
  };
}

describe('track', () => {
  it('W92 waits for an open conversation, then goes out at most five at a time and one signal in two seconds', () => {
    const on = stage();
    for (let at = 1; at <= 22; at++) on.say(`e${at}`);
    vi.advanceTimersByTime(10_000);
    expect(on.names()).toEqual([]);
    on.become('online', 'a');
    vi.advanceTimersByTime(0);
    expect(on.names()).toEqual([['e3', 'e4', 'e5', 'e6', 'e7']]);
    vi.advanceTimersByTime(1_999);
    expect(on.names()).toHaveLength(1);
    vi.advanceTimersByTime(10_000);
    expect(on.names().flat()).toEqual(Array.from({ length: 20 }, (_, at) => `e${at + 3}`));
    expect(on.events()[0]?.agoMs).toBe(10_000);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('W92 all is told again after a reconnect with the same ids, and nothing runs on while there is no line', () => {
    const on = stage();
    on.become('online', 'a');
    on.say('one');
    on.say('two', 0);
    vi.advanceTimersByTime(0);
    on.become('offline', 'a');
    expect(vi.getTimerCount()).toBe(0);
    on.say('three');
    on.become('online', 'a');
    vi.advanceTimersByTime(0);
    expect(on.names()).toEqual([
      ['one', 'two'],
      ['one', 'two', 'three'],
    ]);
    const [one, two, again] = on.events();
    expect(again?.id).toBe(one?.id);
    // Told before the app was here: when is not known and not made up.
    expect(two).not.toHaveProperty('agoMs');
  });

  it('W92 another conversation, or a log-out, is not told what was before', () => {
    const on = stage();
    on.become('online', 'a');
    on.say('theirs');
    vi.advanceTimersByTime(0);
    on.become('online');
    on.become('online', 'b');
    on.say('mine');
    vi.advanceTimersByTime(0);
    expect(on.names()).toEqual([['theirs'], ['mine']]);
  });

  it('W93 what does not fit is left out with a warning that says what to do', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const on = stage();
    on.become('online', 'a');
    track(on.chat, 1, ['video', { at: new Date(0) }]);
    expect(warn.mock.calls).toEqual([
      [
        'Handraise: track() was left out: props.at must be a text, a number, or true or false; pick the one value of it that matters.',
      ],
    ]);
    const many = Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`p${at}`, at]));
    const wrong: readonly [unknown, unknown, RegExp][] = [
      [undefined, {}, /the name must be a text of 1 to 60/],
      ['n'.repeat(61), {}, /the name must be a text of 1 to 60/],
      ['n', null, /props must be an object/],
      ['n', [1], /props must be an object/],
      ['n', many, /at most 8 props/],
      ['n', { ['k'.repeat(41)]: 1 }, /names of props must have 1 to 40/],
      ['n', { a: 'v'.repeat(101) }, /props\.a has 101 characters, at most 100/],
      ['n', { a: Number.POSITIVE_INFINITY }, /props\.a must be a text/],
    ];
    for (const [name, props, why] of wrong) expect(fault(name, props)).toMatch(why);
    expect(fault('n', { a: null, b: undefined, c: 'v'.repeat(100), d: 1, e: false })).toBeUndefined();
    vi.advanceTimersByTime(0);
    expect(on.names()).toEqual([]);
  });
});
