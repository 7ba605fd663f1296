import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectedServiceLevel, expectedWaitSeconds, load, staffNeeded, waitProbability } from '#domain/metrics-staffing.ts';

/** A worked example often printed in guides for call centres: 100 calls in half an hour of 3 minutes each. */
const CALLS = { arrivalsPerHour: 200, handlingSeconds: 180 };
/** Another: 360 calls in half an hour of 4 minutes each, 55 agents, 15 s. */
const SWITCHBOARD = { arrivalsPerHour: 720, handlingSeconds: 240 };

describe('staffing', () => {
  it('Q50 Erlang C gives the published 17.4 %, 88.8 % within 20 s and 7.8 s for 10 erlangs on 14 people', () => {
    expect(load(CALLS)).toBe(10);
    expect(waitProbability(10, 14)).toBeCloseTo(0.174, 3);
    expect(expectedServiceLevel(CALLS, 14, 20)).toBeCloseTo(0.888, 3);
    expect(expectedWaitSeconds(CALLS, 14)).toBeCloseTo(7.8, 1);
  });

  it('Q50 Erlang C gives the published 0.239, 0.846 within 15 s and 8.2 s for 48 erlangs on 55 people', () => {
    expect(load(SWITCHBOARD)).toBe(48);
    expect(waitProbability(48, 55)).toBeCloseTo(0.239, 3);
    expect(expectedServiceLevel(SWITCHBOARD, 55, 15)).toBeCloseTo(0.846, 3);
    expect(expectedWaitSeconds(SWITCHBOARD, 55)).toBeCloseTo(8.2, 1);
  });

  it('Q50 Erlang C agrees with the closed forms for one and two people', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), (busy) => {
        expect(waitProbability(busy, 1)).toBeCloseTo(busy, 10);
        expect(waitProbability(2 * busy, 2)).toBeCloseTo((2 * busy * busy) / (1 + busy), 10);
      }),
    );
  });

  it('Q50 Erlang C agrees with the textbook sum where factorials still fit', () => {
    const textbook = (a: number, n: number) => {
      let term = 1;
      let below = 0;
      for (let k = 0; k < n; k++) {
        below += term;
        term *= a / (k + 1);
      }
      const queued = (term * n) / (n - a);
      return queued / (below + queued);
    };
    for (let n = 1; n <= 40; n++)
      for (const busy of [0.1, 0.5, 0.9, 0.99]) {
        expect(waitProbability(n * busy, n)).toBeCloseTo(textbook(n * busy, n), 10);
      }
  });

  it('Q51 the fewest people who hold the level are asked for: 80 % within 20 s of 10 erlangs takes 14', () => {
    expect(expectedServiceLevel(CALLS, 13, 20)).toBeLessThan(0.8);
    expect(staffNeeded(CALLS, 0.8, 20)).toBe(14);
    expect(staffNeeded({ arrivalsPerHour: 0, handlingSeconds: 180 }, 0.8, 20)).toBe(0);
    expect(staffNeeded({ arrivalsPerHour: 100_000, handlingSeconds: 600 }, 0.9, 10)).toBeGreaterThan(16_666);
  });

  it('Q52 too few people are said to be overloaded, and impossible wishes are refused in words', () => {
    expect(waitProbability(10, 10)).toBe(1);
    expect(expectedServiceLevel(CALLS, 10, 20)).toBe(0);
    expect(expectedWaitSeconds(CALLS, 9)).toBe(Number.POSITIVE_INFINITY);
    expect(() => staffNeeded(CALLS, 1, 20)).toThrow('below 1');
    expect(() => staffNeeded({ arrivalsPerHour: -1, handlingSeconds: 180 }, 0.8, 20)).toThrow(RangeError);
    expect(() => staffNeeded({ arrivalsPerHour: Number.NaN, handlingSeconds: 180 }, 0.8, 20)).toThrow(RangeError);
    expect(() => staffNeeded({ arrivalsPerHour: -200, handlingSeconds: -180 }, 0.8, 20)).toThrow(RangeError);
    for (const level of [-0.1, Number.NaN]) expect(() => staffNeeded(CALLS, level, 20)).toThrow('below 1');
    expect(() => staffNeeded(CALLS, 0.8, -1)).toThrow('from 0 up');
  });
});
