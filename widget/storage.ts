/** Where the browser keeps things for one site. Opening any of this before the learner opened the chat is a fault of the caller. */
import type { ChatOptions } from './chat-ports.ts';
import type { Jotter } from './jot.ts';
import type { OutboxStore, Outgoing } from './outbox.ts';
import { byOrder } from './outbox.ts';

type Fetch = ChatOptions['fetch'];

/** Without the learner's consent nothing is written to the browser. In the page, because files of their own have copies of this one. */
export const memoryOnly = (): boolean => Boolean(globalThis.document?.querySelector('handraise-widget[data-memory]'));

/** Small values under `handraise:<site>:<name>`. Falls back to memory where storage is denied. */
export interface Kept {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
  remove(name: string): void;
  /** Forgets every name of this site. */
  clear(): void;
  /** Consent was given or taken back: all of it goes where it may be now. */
  move(): void;
}

export const keyOf = (site: string, name: string): string => `handraise:${site}:${name}`;

export const keysUnder = (storage: Storage, prefix: string): string[] =>
  Object.keys(storage).filter((key) => key.startsWith(prefix));

/** Commands that lie one under each key. */
export const itemsUnder = (storage: Storage, prefix: string): Outgoing[] =>
  keysUnder(storage, prefix).flatMap((key) => {
    try {
      return [JSON.parse(storage.getItem(key) ?? '') as Outgoing];
    } catch {
      return []; // half-written by a crash: it was never sent
    }
  });

export function openKept(site: string, area: () => Storage): Kept {
  const memory = new Map<string, string>();
  const attempt = <T>(work: (storage: Storage) => T): T | undefined => {
    try {
      return work(area());
    } catch {
      return undefined; // denied or full: memory has it
    }
  };
  const own = keyOf(site, '');
  const set = (name: string, value: string) => {
    const kept =
      !memoryOnly() &&
      attempt((storage) => {
        storage.setItem(keyOf(site, name), value);
        return true;
      });
    if (kept) memory.delete(name);
    else memory.set(name, value);
  };
  return {
    set,
    get: (name) => memory.get(name) ?? attempt((storage) => storage.getItem(keyOf(site, name))) ?? undefined,
    remove(name) {
      memory.delete(name);
      attempt((storage) => storage.removeItem(keyOf(site, name)));
    },
    clear() {
      memory.clear();
      attempt((storage) => {
        for (const key of keysUnder(storage, own)) storage.removeItem(key);
      });
    },
    move() {
      if (!memoryOnly()) for (const [name, value] of [...memory]) set(name, value);
      else
        attempt((storage) => {
          for (const key of keysUnder(storage, own)) {
            // What waits to be sent has a colon more in its keys: house.ts moves it.
            if (key.includes(':', own.length)) continue;
            memory.set(key.slice(own.length), storage.getItem(key) ?? '');
            storage.removeItem(key);
          }
        });
    },
  };
}

/** How far the learner has seen this conversation in this browser. */
export function seenIn(kept: Kept, conversation: string): number {
  const [id, seq] = (kept.get('seen') ?? '').split(' ');
  return id === conversation ? Number(seq) || 0 : 0;
}

export function memoryOutbox(): OutboxStore {
  const items = new Map<string, Outgoing>();
  return {
    all: async () => [...items.values()].sort(byOrder),
    put: async (item) => void items.set(item.cid, item),
    remove: async (cid) => void items.delete(cid),
    clear: async () => items.clear(),
  };
}

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

export async function indexedOutbox(site: string, factory: IDBFactory): Promise<OutboxStore> {
  const connect = async () => {
    const request = factory.open(`handraise:${site}`, 1);
    request.onupgradeneeded = () => request.result.createObjectStore('outbox', { keyPath: 'cid' });
    const database = await settled(request);
    // Another tab wants to delete or upgrade: do not stand in its way.
    database.onversionchange = () => database.close();
    return database;
  };
  let database = await connect();
  const run = async <T>(how: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> => {
    const begin = () => database.transaction('outbox', how, { durability: 'strict' });
    let transaction: IDBTransaction;
    try {
      transaction = begin();
    } catch {
      // Closed: by us, or by a browser that was put away, as Safari on phones does. It is opened anew.
      database = await connect();
      transaction = begin();
    }
    const request = work(transaction.objectStore('outbox'));
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = reject;
    });
    return request.result;
  };
  return {
    all: async () => (await run<Outgoing[]>('readonly', (store) => store.getAll())).sort(byOrder),
    put: (item) => run('readwrite', (store) => store.put(item)),
    remove: (cid) => run('readwrite', (store) => store.delete(cid)),
    clear: () => run('readwrite', (store) => store.clear()),
  };
}

/** A store that never rejects: what the one beneath refuses (disk full, database closed) is held in memory instead. */
export function sturdy(beneath: OutboxStore): OutboxStore {
  const spill = memoryOutbox();
  const gone = new Set<string>();
  return {
    async all() {
      const spilled = await spill.all();
      const kept = await beneath.all().catch(() => []);
      const rest = kept.filter((item) => !gone.has(item.cid) && !spilled.some((other) => other.cid === item.cid));
      return [...rest, ...spilled].sort(byOrder);
    },
    async put(item) {
      try {
        await beneath.put(item);
        await spill.remove(item.cid);
      } catch {
        await spill.put(item);
      }
    },
    async remove(cid) {
      await spill.remove(cid);
      // Left behind it would be sent again, which the server's cid makes harmless; but not in a loop.
      await beneath.remove(cid).catch(() => gone.add(cid));
    },
    async clear() {
      await spill.clear();
      await beneath.clear().catch(() => undefined);
    },
  };
}

async function best(site: string, fetch: Fetch): Promise<OutboxStore> {
  if (memoryOnly()) return memoryOutbox();
  try {
    return sturdy(await indexedOutbox(site, indexedDB));
  } catch {
    try {
      const { openLocal } = (await fetch('local')) as typeof import('./local-outbox.ts');
      return sturdy(openLocal(site));
    } catch {
      return memoryOutbox();
    }
  }
}

/** The best store this browser allows: IndexedDB, localStorage, memory. What is found in `jotter` is in it first. */
export async function openOutbox(site: string, fetch: Fetch, jotter: Jotter): Promise<OutboxStore> {
  const store = await best(site, fetch);
  for (const item of jotter.left()) {
    await store.put(item);
    jotter.rub(item.cid);
  }
  return store;
}

/** A store that can be used before it is open, and is asked for anew each time. */
export function opening(store: () => Promise<OutboxStore>): OutboxStore {
  return {
    all: async () => (await store()).all(),
    put: async (item) => (await store()).put(item),
    remove: async (cid) => (await store()).remove(cid),
    clear: async () => (await store()).clear(),
  };
}
