/** Where what is to be sent lies: opened on first use, and moved when consent is given or taken back. */
import type { ChatOptions } from './chat-ports.ts';
import type { empty as Empty } from './denied.ts';
import { type Jotter, openJotter } from './jot.ts';
import type { OutboxStore } from './outbox.ts';
import { memoryOnly, opening, openOutbox } from './storage.ts';

type HouseOptions = Pick<ChatOptions, 'site' | 'kept' | 'tab' | 'fetch'>;

export interface House {
  readonly store: OutboxStore;
  readonly jotter: Jotter;
  /** What was written before that moment is dropped. */
  drop(before: number): Promise<void>;
  /** Everything goes where it may lie now; what comes to be sent meanwhile waits for that. */
  move(): Promise<void>;
}

/** `changed`: there may be something else to send now. */
export function createHouse({ site, kept, tab, fetch }: HouseOptions, changed: () => void): House {
  const jotter = openJotter(site, () => localStorage);
  let housed: Promise<OutboxStore> | undefined;
  let inMemory: boolean;
  const enter = () => {
    inMemory = memoryOnly();
    return openOutbox(site, fetch, jotter);
  };
  const house = () => (housed ??= enter());
  const store = opening(house);
  return {
    jotter,
    store,
    async drop(before) {
      for (const item of await store.all()) if (item.at < before) await store.remove(item.cid);
    },
    async move() {
      kept.move();
      tab.move();
      const old = house();
      // Said twice: both would be the same store, and emptying one would empty the other.
      if (inMemory !== memoryOnly()) {
        const fresh = enter();
        housed = (async () => {
          const [from, to] = [await old, await fresh];
          for (const item of await from.all()) await to.put(item);
          await from.clear();
          return to;
        })();
      }
      await housed;
      changed();
      if (memoryOnly())
        fetch('denied').then(
          ({ empty }) => (empty as typeof Empty)(site, store).then(changed),
          () => {}, // the next page that says it brings it
        );
    },
  };
}
