import { expect, test } from 'vitest';
import { waitingItem } from '#tests/support/widget-samples.ts';
import type { Outgoing } from '#widget/outbox.ts';
import { indexedOutbox, sturdy } from '#widget/storage.ts';

/** IndexedDB as far as it is used: one store, whose rows outlive its connections. */
function disk() {
  const rows = new Map<string, Outgoing>();
  const open: { onversionchange?: () => void; closed: boolean; close(): void }[] = [];
  const request = <T>(result: T) => {
    const made = { result, onsuccess: () => {} };
    queueMicrotask(() => made.onsuccess());
    return made;
  };
  const store = {
    getAll: () => request([...rows.values()]),
    put: (row: Outgoing) => request(rows.set(row.cid, row)),
    delete: (cid: string) => request(rows.delete(cid)),
  };
  const connection = () => {
    const one = {
      closed: false,
      close() {
        one.closed = true;
      },
      transaction() {
        if (one.closed) throw new DOMException('The database connection is closing.', 'InvalidStateError');
        const transaction = { objectStore: () => store, oncomplete: () => {} };
        setTimeout(() => transaction.oncomplete());
        return transaction;
      },
    };
    open.push(one);
    return one;
  };
  return { rows, open, factory: { open: () => request(connection()) } as unknown as IDBFactory };
}

test('W139 an outbox whose database the browser has closed opens it anew: what waits is seen, what comes is kept', async () => {
  const { rows, open, factory } = disk();
  const outbox = sturdy(await indexedOutbox('demo', factory));
  await outbox.put(waitingItem('a', 1));
  // A phone's browser that was put away; another tab that clears the site's data asks instead.
  open[0]?.close();
  expect((await outbox.all()).map(({ cid }) => cid)).toEqual(['a']);
  open[1]?.onversionchange?.();
  await outbox.put(waitingItem('b', 2));
  await outbox.remove('a');
  expect([...rows.keys()]).toEqual(['b']);
  expect((await outbox.all()).map(({ cid }) => cid)).toEqual(['b']);
});
