/**
 * Consent is denied: what earlier pages left to be sent goes from this browser, too. A page in memory mode has never opened it, and what
 * the page itself had kept is in memory already. A file of its own: few pages deny.
 */
import type { OutboxStore, Outgoing } from './outbox.ts';
import { indexedOutbox, itemsUnder, keyOf, keysUnder, memoryOnly } from './storage.ts';

const databaseOf = (site: string) => `handraise:${site}`;
/** As jot.ts and local-outbox.ts name them. */
const prefixesOf = (site: string) => [keyOf(site, 'jot:'), keyOf(site, 'outbox:')];

function fromKeys(site: string): readonly Outgoing[] {
  try {
    return prefixesOf(site).flatMap((prefix) => itemsUnder(localStorage, prefix));
  } catch {
    return []; // denied by the browser: nothing lies there
  }
}

async function fromDatabase(site: string): Promise<readonly Outgoing[]> {
  try {
    // Asked first where that can be asked: to open it would make one.
    const all = await indexedDB.databases?.();
    if (all?.every(({ name }) => name !== databaseOf(site))) return [];
    return await (await indexedOutbox(site, indexedDB)).all();
  } catch {
    return [];
  }
}

/** Takes what waits over into `store`, which is in memory now, and leaves no key and no database behind. */
export async function empty(site: string, store: OutboxStore): Promise<void> {
  const left = [...fromKeys(site), ...(await fromDatabase(site))];
  const known = await store.all();
  // Granted meanwhile: it lies where it may.
  if (!memoryOnly()) return;
  await Promise.all(left.filter(({ cid }) => !known.some((item) => item.cid === cid)).map((item) => store.put(item)));
  if (!memoryOnly()) return;
  try {
    for (const key of prefixesOf(site).flatMap((prefix) => keysUnder(localStorage, prefix))) localStorage.removeItem(key);
    // Other tabs let go of it, and make it anew where they have consent.
    indexedDB.deleteDatabase(databaseOf(site));
  } catch {
    // As above.
  }
}
