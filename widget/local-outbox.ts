/** The outbox in localStorage, where a browser has that and no IndexedDB. A file of its own: few are left. */
import { byOrder, type OutboxStore } from './outbox.ts';
import { itemsUnder, keyOf, keysUnder } from './storage.ts';

/** One key per command, so that two tabs never overwrite each other's. Throws (rejects) when the storage is full or denied. */
export function localOutbox(site: string, storage: Storage): OutboxStore {
  const prefix = keyOf(site, 'outbox:');
  return {
    all: async () => itemsUnder(storage, prefix).sort(byOrder),
    put: async (item) => storage.setItem(prefix + item.cid, JSON.stringify(item)),
    remove: async (cid) => storage.removeItem(prefix + cid),
    async clear() {
      for (const key of keysUnder(storage, prefix)) storage.removeItem(key);
    },
  };
}

/** Throws where nothing can be kept there. */
export function openLocal(site: string): OutboxStore {
  const probe = keyOf(site, 'probe');
  localStorage.setItem(probe, '1');
  localStorage.removeItem(probe);
  return localOutbox(site, localStorage);
}
