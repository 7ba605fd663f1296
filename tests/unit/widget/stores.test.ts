/** Where commands and small values lie: what is kept, what only seems so, and what is done about it. */
import { expect, test } from 'vitest';
import { waitingItem } from '#tests/support/widget-samples.ts';
import type { OutboxStore, Outgoing } from '#widget/outbox.ts';
import { indexedOutbox, memoryOutbox, openKept, seenIn, sturdy } from '#widget/storage.ts';

const cids = async (store: OutboxStore) => (await store.all()).map(({ cid }) => cid);

/** IndexedDB as far as it is used; a transaction ends when and how the test says. */
function disk() {
  const ends: { commit(): void; abort(): void }[] = [];
  const asked: unknown[] = [];
  const request = <T>(result: T) => {
    const made = { result, onsuccess: () => {} };
    queueMicrotask(() => made.onsuccess());
    return made;
  };
  const rows = new Map<string, Outgoing>();
  const store = { put: (row: Outgoing) => request(rows.set(row.cid, row)) };
  const database = {
    transaction(_name: string, how: string, options: IDBTransactionOptions) {
      asked.push([how, options]);
      const transaction = { objectStore: () => store, oncomplete: () => {}, onabort: () => {} };
      ends.push({ commit: () => transaction.oncomplete(), abort: () => transaction.onabort() });
      return transaction;
    },
  };
  return { ends, asked, factory: { open: () => request(database) } as unknown as IDBFactory };
}
const turns = () => new Promise((resolve) => setImmediate(resolve));

test('W8 a command counts as kept when its transaction is on the disk, not when it was accepted', async () => {
  const { ends, asked, factory } = disk();
  const outbox = await indexedOutbox('demo', factory);
  let kept = false;
  const put = Promise.resolve(outbox.put(waitingItem('a', 1))).then(() => (kept = true));
  await turns();
  expect([kept, asked]).toEqual([false, [['readwrite', { durability: 'strict' }]]]);
  ends[0]?.commit();
  await put;
});

test('W8 a command whose transaction is aborted, the disk being full, is held in memory', async () => {
  const { ends, factory } = disk();
  const beneath = await indexedOutbox('demo', factory);
  const outbox = sturdy({ ...beneath, all: async () => [] });
  const put = outbox.put(waitingItem('a', 1));
  await turns();
  ends[0]?.abort();
  await put;
  expect(await cids(outbox)).toEqual(['a']);
});

/** A store of which single verbs can be broken. */
function fragile() {
  const whole = memoryOutbox();
  const broken = new Set<keyof OutboxStore>();
  const guard = <A extends unknown[], R>(name: keyof OutboxStore, work: (...args: A) => Promise<R>) => {
    return (...args: A): Promise<R> => (broken.has(name) ? Promise.reject(new Error(name)) : work(...args));
  };
  const store: OutboxStore = {
    all: guard('all', whole.all),
    put: guard('put', async (one: Outgoing) => whole.put(one)),
    remove: guard('remove', whole.remove),
    clear: guard('clear', whole.clear),
  };
  return { broken, whole, store: sturdy(store) };
}

test('W8 what could not be written anew is read as it is now, once, and from where it lies when it could again', async () => {
  const { broken, whole, store } = fragile();
  await store.put(waitingItem('a', 1));
  broken.add('put');
  await store.put(waitingItem('a', 1, { state: 'failed' }));
  await store.put(waitingItem('b', 2));
  expect((await store.all()).map(({ cid, state }) => [cid, state])).toEqual([
    ['a', 'failed'],
    ['b', 'waiting'],
  ]);
  broken.clear();
  await store.put(waitingItem('a', 1, { conversation: 'c1' }));
  expect((await store.all()).map(({ cid, state, conversation }) => [cid, state, conversation])).toEqual([
    ['a', 'waiting', 'c1'],
    ['b', 'waiting', null],
  ]);
  // Another tab has sent it: no copy held here brings it back.
  await whole.remove('a');
  expect(await cids(store)).toEqual(['b']);
});

test('W8 what could not be taken out is not seen again, and nothing a store does brings the widget down', async () => {
  const { broken, store } = fragile();
  await store.put(waitingItem('a', 1));
  broken.add('remove');
  await store.remove('a');
  expect(await cids(store)).toEqual([]);
  for (const verb of ['all', 'put', 'clear'] as const) broken.add(verb);
  await store.put(waitingItem('b', 2));
  expect(await cids(store)).toEqual(['b']);
  await store.clear();
  expect(await cids(store)).toEqual([]);
});

test('W8 a value that once found no room is the newest again as soon as there is some', () => {
  let full = true;
  const held: Record<string, string> = {};
  const area = {
    getItem: (key: string) => held[key] ?? null,
    setItem(key: string, text: string) {
      if (full) throw new DOMException('full', 'QuotaExceededError');
      held[key] = text;
    },
  } as unknown as Storage;
  const kept = openKept('demo', () => area);
  kept.set('draft', 'old');
  full = false;
  kept.set('draft', 'new');
  expect([kept.get('draft'), held['handraise:demo:draft']]).toEqual(['new', 'new']);
});

test('W4 how far was seen counts for the conversation it was seen in', () => {
  const kept = openKept('demo', () => {
    throw new DOMException('denied', 'SecurityError');
  });
  expect(seenIn(kept, 'c1')).toBe(0);
  kept.set('seen', 'c1 7');
  expect([seenIn(kept, 'c1'), seenIn(kept, 'c2')]).toEqual([7, 0]);
});
