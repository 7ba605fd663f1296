import { describe, expect, it } from 'vitest';
import { createPresence } from '#desk/presence.ts';
import { ADA, BEN, fakeClock, T0 } from '#tests/support/samples.ts';

describe('presence', () => {
  it('R9 counts who is connected and does not pause, and tells its listeners', () => {
    const presence = createPresence(fakeClock());
    let told = 0;
    presence.subscribe(() => told++);
    presence.connected(ADA);
    presence.connected(BEN);
    expect(presence.there()).toEqual([ADA, BEN]);
    presence.setAvailable(BEN, false);
    expect(presence.there()).toEqual([ADA]);
    expect(told).toBe(3);
  });

  it('R7 an agent with two tabs is away only when both are gone', () => {
    const clock = fakeClock();
    const presence = createPresence(clock);
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
