import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoff } from '#console/connection.ts';
import { countTicks, labelled, linear } from '#console/scale.ts';
import { rowWindow, scrollToRow } from '#console/window.ts';

describe('the window on a long list', () => {
  const list = { rowHeight: 76, overscan: 6 };

  it('A13 ten thousand rows, a screenful drawn', () => {
    const shown = rowWindow({ ...list, scrollTop: 76 * 5_000, height: 760, count: 10_000 });
    expect(shown).toEqual({ first: 4_994, end: 5_016, total: 760_000 });
  });

  it('A13 every row on the screen is drawn, and no more than a screenful and the overscan', () => {
    fc.assert(
      fc.property(
        fc.nat(20_000),
        fc.integer({ min: 1, max: 2_000 }),
        fc.integer({ min: -500, max: 2_000_000 }),
        (count, height, scrollTop) => {
          const { first, end, total } = rowWindow({ ...list, scrollTop, height, count });
          expect(0 <= first && first <= end && end <= count).toBe(true);
          expect(end - first).toBeLessThanOrEqual(Math.ceil(height / 76) + 1 + 12);
          const top = Math.min(Math.max(0, scrollTop), Math.max(0, total - height));
          for (const edge of [top, top + height - 1]) {
            const row = Math.floor(edge / 76);
            if (row < count) expect(row >= first && row < end).toBe(true);
          }
        },
      ),
    );
  });

  it('A41 the marked row is brought into view and otherwise nothing moves', () => {
    expect(scrollToRow(0, 76, 300, 760)).toBe(0);
    expect(scrollToRow(20, 76, 0, 760)).toBe(21 * 76 - 760);
    expect(scrollToRow(5, 76, 100, 760)).toBe(100);
  });
});

describe('axes', () => {
  it('A51 begin at 0, reach the highest value, in round whole steps', () => {
    expect(countTicks(40)).toEqual([0, 10, 20, 30, 40]);
    expect(countTicks(0)).toEqual([0, 1]);
    expect(countTicks(3)).toEqual([0, 1, 2, 3]);
    fc.assert(
      fc.property(fc.nat(10_000_000), (max) => {
        const ticks = countTicks(max);
        expect(ticks[0]).toBe(0);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(max);
        expect(ticks.length).toBeLessThanOrEqual(6);
        expect(ticks.every(Number.isInteger)).toBe(true);
        expect(String(ticks[1]).replace(/0+$/, '')).toMatch(/^[125]$/);
      }),
    );
  });

  it('A51 a scale maps its ends to its ends, and a single point to the start', () => {
    const y = linear(1, 5, 100, 0);
    expect([y(1), y(3), y(5)]).toEqual([100, 50, 0]);
    expect(linear(2, 2, 7, 9)(2)).toBe(7);
  });

  it('A51 labels are few, and the last day always has one', () => {
    expect(labelled(3, 8)).toEqual([0, 1, 2]);
    const many = labelled(90, 8);
    expect(many.length).toBeLessThanOrEqual(8);
    expect(many.at(-1)).toBe(89);
  });
});

describe('coming back', () => {
  it('A40 waits between 0.2 s and 30 s, longer with every try, spread by chance', () => {
    expect(backoff(0, 0)).toBe(200);
    expect(backoff(0, 1)).toBe(1_000);
    expect(backoff(3, 1)).toBe(8_000);
    expect(backoff(40, 1)).toBe(30_000);
    expect(backoff(40, 0)).toBe(200);
  });
});
