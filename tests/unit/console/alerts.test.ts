import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { item } from './samples.ts';

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
