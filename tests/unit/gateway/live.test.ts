import { describe, expect, it } from 'vitest';
import { createLive } from '#gateway/live.ts';

const told = (live: ReturnType<typeof createLive>, calls: number) => Array.from({ length: calls }, () => live.nextHeads(40));

describe('heads of open conversations', () => {
  it.each([0, 1, 39, 40, 41, 1_000, 2_001])('D44 all %i leave within a round, none twice, evenly spread', (count) => {
    const live = createLive();
    const ids = Array.from({ length: count }, (_, i) => `c${i}`);
    for (const [i, id] of ids.entries()) live.opened(id, i, undefined);
    for (let round = 0; round < 3; round++) {
      const shares = told(live, 40);
      expect(new Set(shares.flat().map(([id]) => id))).toEqual(new Set(ids));
      expect(Math.max(...shares.map((share) => share.length))).toBeLessThanOrEqual(Math.ceil(count / 40));
    }
  });

  it('D44 who opens or leaves meanwhile takes nobody’s turn, and a head is the newest', () => {
    const live = createLive();
    for (let i = 0; i < 400; i++) live.opened(`c${i}`, 1, undefined);
    const first = told(live, 20).flat();
    for (const [id] of first) live.closed(id);
    live.opened('late', 7, undefined);
    const rest = new Map(told(live, 40).flat());
    for (let i = first.length; i < 400; i++) expect(rest.has(`c${i}`)).toBe(true);
    expect(rest.get('late')).toBe(7);
  });
});
