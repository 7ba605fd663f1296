import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createHouse } from '#widget/house.ts';
import type { Outgoing } from '#widget/outbox.ts';
import { openKept } from '#widget/storage.ts';

let area: Storage;
let tabArea: Storage;
let memoryOnly: boolean;
beforeEach(() => {
  area = storage();
  tabArea = storage();
  memoryOnly = false;
  vi.stubGlobal('localStorage', area);
  vi.stubGlobal('document', { querySelector: () => (memoryOnly ? {} : null) });
});
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
/** A page of the site. */
function page(changed = () => {}) {
  const kept = openKept('school', () => area);
  const tab = openKept('school', () => tabArea);
  const fetch = async (name: string): Promise<Record<string, unknown>> =>
    name === 'denied' ? import('#widget/denied.ts') : import('#widget/local-outbox.ts');
  return { kept, tab, ...createHouse({ site: 'school', kept, tab, fetch }, changed) };
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
  const { kept, store, move } = page();
  kept.set('token', 'x');
  await store.put(item);
  expect(Object.keys(area)).toEqual(['handraise:school:token', 'handraise:school:outbox:a']);

  memoryOnly = true;
  await move();
  expect(await store.all()).toEqual([item]);
  expect(Object.keys(area)).toEqual([]);

  memoryOnly = false;
  await move();
  // As pages do that say it on each of their own turns.
  await move();
  expect(await page().store.all(), 'the next page has it').toEqual([item]);
});

test('W151 a denial before any grant takes over what earlier pages left to be sent, wherever it lies, and leaves nothing', async () => {
  const before = page();
  before.kept.set('token', 'x');
  before.tab.set('draft', 'half a sen');
  await before.store.put(item);
  before.jotter.write({ ...item, cid: 'b', order: 2 });

  memoryOnly = true;
  const changed = vi.fn();
  const now = page(changed);
  expect(await now.store.all(), 'the jotting alone').toHaveLength(1);
  await now.move();
  await vi.waitFor(() => expect(changed).toHaveBeenCalledTimes(2));
  expect((await now.store.all()).map(({ cid }) => cid)).toEqual(['a', 'b']);
  expect([...Object.keys(area), ...Object.keys(tabArea)]).toEqual([]);
  expect([now.kept.get('token'), now.tab.get('draft')]).toEqual(['x', 'half a sen']);
});
