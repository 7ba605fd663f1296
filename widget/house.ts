/** Where what is to be sent lies: opened on first use, and moved when consent is given or taken back. */
import { type Jotter, openJotter } from './jot.ts';
import type { OutboxStore } from './outbox.ts';
import { memoryOnly, opening, openOutbox } from './storage.ts';

export interface House {
  readonly store: OutboxStore;
  readonly jotter: Jotter;
  /** What was written before that moment is dropped. */
  drop(before: number): Promise<void>;
  /** Everything goes where it may lie now; what comes meanwhile waits for that. */
  move(): Promise<unknown>;
}

export function createHouse(site: string): House {
  const jotter = openJotter(site, () => localStorage);
  let housed: Promise<OutboxStore> | undefined;
  let inMemory: boolean;
  const enter = () => {
    inMemory = memoryOnly();
    return openOutbox(site, jotter);
  };
  const house = () => (housed ??= enter());
  const store = opening(house);
  return {
    jotter,
    store,
    async drop(before) {
      for (const item of await store.all()) if (item.at < before) await store.remove(item.cid);
    },
    move() {
      const old = house();
      // Said twice: both would be the same store, and emptying one would empty the other.
      if (inMemory === memoryOnly()) return old;
      const fresh = enter();
      housed = (async () => {
        const [from, to] = [await old, await fresh];
        for (const item of await from.all()) await to.put(item);
        await from.clear();
        return to;
      })();
      return housed;
    },
  };
}
