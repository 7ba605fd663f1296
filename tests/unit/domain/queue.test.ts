import { describe, expect, it } from 'vitest';
import { expectedWait, placesIn } from '#domain/queue.ts';

describe('the queue', () => {
  it('R2 counts places from 1, longest wait first', () => {
    expect(placesIn([{ id: 'a' }, { id: 'b' }]).get('b')?.position).toBe(2);
    expect(placesIn([{ id: 'a' }]).get('x')).toBeUndefined();
  });

  it('R3 estimates the median time left among waits that lasted as long, and says nothing with fewer than three', () => {
    expect(expectedWait([60_000, 120_000], 0)).toBeNull();
    expect(expectedWait([30_000, 60_000, 120_000], 0)).toBe(60_000);
    expect(expectedWait([30_000, 60_000, 120_000], 45_000)).toBe(15_000);
    expect(expectedWait([30_000, 60_000, 120_000], 600_000)).toBeNull();
    expect(expectedWait([120_000, 30_000, 60_000], 0)).toBe(60_000);
    // Who has waited as long as the longest: no time left is no estimate.
    expect(expectedWait([30_000, 60_000, 120_000], 120_000)).toBeNull();
  });
});
