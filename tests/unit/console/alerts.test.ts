import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AlertKind } from '#console/inbox.ts';
import { stillCalls } from '#console/selectors.ts';
import { begin } from '#console/session.ts';
import type { InboxItem } from '#protocol/agents.ts';
import { item, ME } from './samples.ts';

/** As the browser has them: one holder per name, over all tabs. */
function createLocks() {
  const held = new Set<string>();
  return {
    async request(name: string, _options: object, run: (lock: object | null) => unknown) {
      if (held.has(name)) return run(null);
      held.add(name);
      try {
        return await run({ name });
      } finally {
        held.delete(name);
      }
    },
  };
}
/** As the browser has it: what is kept are its own properties. `late`: what other tabs write is not seen yet. */
function createStorage() {
  const link = { late: false };
  const held: Record<string, string> = Object.create({
    getItem: (key: string) => (link.late ? null : (held[key] ?? null)),
    setItem: (key: string, value: string) => void Object.assign(held, { [key]: value }),
    removeItem: (key: string) => void delete held[key],
  });
  return { held, link };
}
/** Each page has its own module. */
async function tab() {
  vi.resetModules();
  return import('#console/alerts.ts');
}

let sounds = 0;
beforeEach(() => {
  vi.useFakeTimers();
  sounds = 0;
  const part = { setValueAtTime() {}, linearRampToValueAtTime() {}, exponentialRampToValueAtTime() {} };
  const node = { frequency: { value: 0 }, gain: part, connect: (to: unknown) => to, start() {}, stop() {} };
  class Audio {
    currentTime = 0;
    resume = async () => void sounds++;
    createOscillator = () => node;
    createGain = () => node;
  }
  vi.stubGlobal('AudioContext', Audio);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it('A71 of an agent with two tabs one rings, once for each thing', async () => {
  vi.stubGlobal('navigator', { locks: createLocks(), userActivation: { hasBeenActive: true } });
  const tabs = [await tab(), await tab()];
  const ring = async (head: number) => {
    for (const { playSoundOnce } of tabs) playSoundOnce('message', item('c', { head }));
    await vi.advanceTimersByTimeAsync(5_000);
  };
  await ring(7);
  expect(sounds).toBe(1);
  // A tab whose line was down hears of it later.
  tabs[1]?.playSoundOnce('message', item('c', { head: 7 }));
  await vi.advanceTimersByTimeAsync(0);
  expect(sounds).toBe(1);
  await ring(8);
  expect(sounds).toBe(2);
});

it('A71 a tab that may not sound yet leaves the ring to another', async () => {
  const userActivation = { hasBeenActive: false };
  const held = { locks: createLocks(), userActivation };
  vi.stubGlobal('navigator', held);
  const [silent, loud] = [await tab(), await tab()];
  silent.playSoundOnce('waiting', item('c', { queuedAt: 5 }));
  userActivation.hasBeenActive = true;
  loud.playSoundOnce('waiting', item('c', { queuedAt: 5 }));
  await vi.advanceTimersByTimeAsync(0);
  expect(sounds).toBe(2);
});

describe('over plain HTTP, where browsers have no locks', () => {
  const ring = ({ playSoundOnce }: Awaited<ReturnType<typeof tab>>, head: number) =>
    playSoundOnce('message', item('c', { head }));

  it('A92 of several tabs one rings, also where all hear at once, and nothing of it stays', async () => {
    const { held, link } = createStorage();
    vi.stubGlobal('navigator', {});
    vi.stubGlobal('localStorage', held);
    const tabs = [await tab(), await tab(), await tab()] as const;
    link.late = true;
    ring(tabs[0], 7);
    ring(tabs[1], 7);
    link.late = false;
    await vi.advanceTimersByTimeAsync(5_000);
    ring(tabs[2], 7);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(sounds).toBe(1);
    ring(tabs[2], 8);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(sounds).toBe(2);
    ring(tabs[0], 9);
    expect(Object.keys(held)).toHaveLength(1);
  });

  it('A92 where storage is denied, too, each rings', async () => {
    vi.stubGlobal('navigator', {});
    vi.stubGlobal('localStorage', undefined);
    for (const one of [await tab(), await tab()]) ring(one, 7);
    expect(sounds).toBe(2);
  });
});

it('A113 a notification is shown anew for each message, one per chat, and goes when its chat wants nothing more', async () => {
  const shown: { title: string; body: string; open: boolean }[] = [];
  class Note {
    static permission = 'granted';
    onclose: (() => void) | null = null;
    record: (typeof shown)[number];
    constructor(title: string, { body }: { body: string }) {
      this.record = { title, body, open: true };
      shown.push(this.record);
    }
    close() {
      this.record.open = false;
      this.onclose?.();
    }
  }
  vi.stubGlobal('Notification', Note);
  const { notify, hushAll, hushSettled } = await tab();
  const open = () => shown.filter((note) => note.open).map(({ title }) => title);
  const settled = new Set<string>();
  const show = (id: string, title: string) => notify(id, title, '', { opened: () => {}, wanted: () => !settled.has(id) });
  show('a', 'first');
  show('b', 'other');
  show('a', 'second');
  hushSettled();
  expect(open()).toEqual(['other', 'second']);
  settled.add('b');
  hushSettled();
  expect(open()).toEqual(['second']);
  hushAll();
  expect(open()).toEqual([]);
});

it('A113 who waits calls until taken, a message until read, a chat handed over until looked at', () => {
  const calls = (kind: AlertKind, change: Partial<InboxItem>, read = 0) => {
    const now = { ...begin(ME), items: new Map([['c', item('c', change)]]), read: new Map([['c', read]]) };
    return stillCalls(now, kind, item('c', { head: 7 }));
  };
  const mine = { status: 'with-agent', agent: { id: ME.id, name: ME.name } } as const;
  const bens = { status: 'with-agent', agent: { id: 'ben', name: 'Ben' }, unread: 1 } as const;
  expect([calls('waiting', {}), calls('waiting', mine), calls('waiting', bens)]).toEqual([true, false, false]);
  expect([calls('message', { ...mine, unread: 2 }), calls('message', mine), calls('message', bens)]).toEqual([
    true,
    false,
    false,
  ]);
  expect([calls('assigned', mine), calls('assigned', mine, 7), calls('assigned', bens)]).toEqual([true, false, false]);
  expect(stillCalls(begin(ME), 'message', item('c'))).toBe(false);
});
