import { afterEach, expect, test, vi } from 'vitest';
import { createHouse } from '#widget/house.ts';
import type { Outgoing } from '#widget/outbox.ts';
import { openKept } from '#widget/storage.ts';

afterEach(() => void vi.unstubAllGlobals());

/** As much of Storage as is used; its own keys are its entries, as a browser's. */
function storage(): Storage {
  const methods = {
    getItem: (key: string) => (Object.hasOwn(held, key) ? String(held[key]) : null),
    setItem: (key: string, text: string) => void Object.assign(held, { [key]: text }),
    removeItem: (key: string) => void delete held[key],
  };
  const held: Record<string, unknown> = Object.create(methods);
  return held as unknown as Storage;
}
const item: Outgoing = {
  cid: 'a',
  order: 1,
  at: 1,
  conversation: null,
  command: { type: 'say', text: 'sent later', lang: 'en', context: {} },
  state: 'waiting',
};

test('W90 where there is no IndexedDB, too, what waits to be sent goes into memory as consent is taken back, and back as it is given', async () => {
  const area = storage();
  let memoryOnly = false;
  vi.stubGlobal('localStorage', area);
  vi.stubGlobal('document', { querySelector: () => (memoryOnly ? {} : null) });
  const kept = openKept('school', () => area);
  const house = createHouse('school');
  kept.set('token', 'x');
  await house.store.put(item);
  expect(Object.keys(area)).toEqual(['handraise:school:token', 'handraise:school:outbox:a']);

  // In the order of the verb `consent`.
  memoryOnly = true;
  kept.move();
  await house.move();
  expect(await house.store.all()).toEqual([item]);
  expect(Object.keys(area)).toEqual([]);

  memoryOnly = false;
  kept.move();
  await house.move();
  // As pages do that say it on each of their own turns.
  await house.move();
  expect(await createHouse('school').store.all(), 'the next page has it').toEqual([item]);
});
