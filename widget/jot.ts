/**
 * The moment between Enter and the outbox's disk: opening and writing IndexedDB takes some milliseconds, in which a reload or a killed
 * tab would lose the text. It is jotted down at once, in the same turn, and the jotting goes when the outbox has it.
 */
import type { Outgoing } from './outbox.ts';
import { itemsUnder, keyOf, memoryOnly } from './storage.ts';

export interface Jotter {
  write(item: Outgoing): void;
  rub(cid: string): void;
  /** What nobody rubbed out: its tab went too soon, or is just about to. The cid makes a second sending harmless. */
  left(): readonly Outgoing[];
}

/** Without storage there is nothing that could outlive the tab: then it does nothing. */
export function openJotter(site: string, area: () => Storage): Jotter {
  const prefix = keyOf(site, 'jot:');
  const attempt = <T>(work: (storage: Storage) => T): T | undefined => {
    try {
      return work(area());
    } catch {
      return undefined;
    }
  };
  return {
    write: (item) => void (memoryOnly() || attempt((storage) => storage.setItem(prefix + item.cid, JSON.stringify(item)))),
    rub: (cid) => void attempt((storage) => storage.removeItem(prefix + cid)),
    left: () => attempt((storage) => itemsUnder(storage, prefix)) ?? [],
  };
}
