import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPresence } from '#desk/presence.ts';
import { StorageFull, type Store } from '#store/store.ts';
import { ADA, BEN, fakeClock, T0 } from '#tests/support/samples.ts';
import { sqliteStorage } from '#tests/support/sqlite-storage.ts';

describe('presence', () => {
  const storage = sqliteStorage();
  let store: Store;
  beforeEach(async () => {
    store = await storage.open();
    for (const id of [ADA, BEN])
      await store.agents.create({ id, login: id, name: id, role: 'agent', passwordHash: 'x', disabled: false, createdAt: T0 });
  });
  afterEach(async () => {
    await store.close();
    storage.remove();
  });
  const make = (clock = fakeClock()) => createPresence(clock, store);

  it('R9 counts who is connected and does not pause, and tells its listeners', async () => {
    const presence = await make();
    let told = 0;
    presence.subscribe(() => told++);
    presence.connected(ADA);
    presence.connected(BEN);
    expect(presence.there()).toEqual([ADA, BEN]);
    const kept = presence.setAvailable(BEN, false);
    expect(presence.there()).toEqual([ADA]);
    expect(told).toBe(3);
    await kept;
  });

  it('R9 who pauses pauses after a restart, too, until they say otherwise', async () => {
    const before = await make();
    await Promise.all([before.setAvailable(ADA, false), before.setAvailable(BEN, false), before.setAvailable(ADA, true)]);
    await store.close();
    store = await storage.open();
    const after = await make();
    for (const agent of [ADA, BEN]) after.connected(agent);
    expect(after.there()).toEqual([ADA]);
    await after.setAvailable(BEN, true);
    expect((await make()).isAvailable(BEN)).toBe(true);
  });

  it('R9 who is disabled is forgotten, so that what is kept does not grow', async () => {
    const put: string[] = [];
    const presence = await createPresence(fakeClock(), {
      ...store,
      putSetting(key, value) {
        put.push(value);
        return store.putSetting(key, value);
      },
    });
    await presence.setAvailable(BEN, false);
    await store.agents.update(BEN, { disabled: true });
    await presence.setAvailable(ADA, false);
    await presence.setAvailable(ADA, false);
    expect(put).toEqual([BEN, ADA]);
    await store.agents.update(BEN, { disabled: false });
    expect([presence.isAvailable(BEN), (await make()).isAvailable(BEN)]).toEqual([true, true]);
  });

  it('R9 pausing works on a full disk, for as long as the server runs', async () => {
    const full = { ...store, putSetting: () => Promise.reject(new StorageFull('planted')) };
    const presence = await createPresence(fakeClock(), full);
    await presence.setAvailable(ADA, false);
    expect([presence.isAvailable(ADA), (await make()).isAvailable(ADA)]).toEqual([false, true]);
  });

  it('R7 an agent with two tabs is away only when both are gone', async () => {
    const clock = fakeClock();
    const presence = await make(clock);
    presence.connected(ADA);
    presence.connected(ADA);
    presence.disconnected(ADA);
    expect(presence.awaySince(ADA)).toBeUndefined();
    clock.advance(5000);
    presence.disconnected(ADA);
    expect(presence.awaySince(ADA)).toBe(T0 + 5000);
    expect(presence.awaySince(BEN), 'never seen by this process').toBe(T0);
  });
});
