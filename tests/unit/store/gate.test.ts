import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDiskGate } from '#store/sqlite-gate.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A gate whose probe finds room when told. */
function rig() {
  let room = false;
  let probes = 0;
  const told: boolean[] = [];
  const gate = createDiskGate(async () => {
    probes += 1;
    if (!room) throw new Error('full');
    gate.open();
  });
  const forget = gate.subscribe((writable) => told.push(writable));
  const give = () => {
    room = true;
  };
  return { gate, told, forget, give, probes: () => probes };
}
const full = new Error('full');

describe('the gate', () => {
  it('S68 a full disk is probed every two seconds for as long as it takes, however often it refused', async () => {
    const { gate, told, give, probes } = rig();
    for (let n = 0; n < 5; n += 1) gate.shut(full);
    expect([gate.isShut(), told]).toEqual([true, [false]]);
    await vi.advanceTimersByTimeAsync(1_999);
    expect(probes()).toBe(0);
    await vi.advanceTimersByTimeAsync(20_001);
    expect(probes()).toBe(11);
    give();
    await vi.advanceTimersByTimeAsync(2_000);
    expect([gate.isShut(), told, probes()]).toEqual([false, [false, true], 12]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(probes()).toBe(12);
  });

  it('S68 that it can be written is told at a change alone, to those who still listen', () => {
    const { gate, told, forget } = rig();
    gate.open();
    expect(told).toEqual([]);
    gate.shut(full);
    // Somebody else's probe, as readiness asks for one, finds room: the timer is not waited for.
    gate.open();
    gate.open();
    expect([told, vi.getTimerCount()]).toEqual([[false, true], 0]);
    forget();
    gate.shut(full);
    expect(told).toEqual([false, true]);
  });

  it('S11 a store that closes probes no more', async () => {
    const { gate, probes } = rig();
    gate.shut(full);
    gate.end();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(probes()).toBe(0);
  });

  it('S11 nor where a probe is under way as it closes', async () => {
    let fail: (error: Error) => void = () => {};
    let probes = 0;
    const gate = createDiskGate(() => {
      probes += 1;
      return new Promise<void>((_, reject) => (fail = reject));
    });
    gate.shut(full);
    await vi.advanceTimersByTimeAsync(2_000);
    gate.end();
    fail(new Error('The store is closed.'));
    await vi.advanceTimersByTimeAsync(60_000);
    expect([probes, vi.getTimerCount()]).toEqual([1, 0]);
  });
});
