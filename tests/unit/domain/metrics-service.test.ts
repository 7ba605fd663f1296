import { describe, expect, it } from 'vitest';
import {
  churn,
  csatMean,
  firstReplyWaits,
  handlingTime,
  idleShare,
  meanWait,
  responseTarget,
  serviceLevel,
  stageTimes,
  utilisation,
  valueForEffort,
} from '#domain/metrics-service.ts';
import { duration } from '#domain/time.ts';
import { OPEN, reportRow, reportRows } from '#tests/support/report-rows.ts';
import { at, T0 } from '#tests/support/samples.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('figures of the service', () => {
  it('Q40 stage times add up: 0.5 + 0.5 + 1 + 1.5 + 1 hours are 4.5', () => {
    const times = stageTimes({
      sent: T0,
      stored: at(0.5 * HOUR),
      classified: at(HOUR),
      handedOff: at(HOUR),
      assigned: at(2 * HOUR),
      firstReply: at(3.5 * HOUR),
      resolved: at(4.5 * HOUR),
    });
    expect(times).toEqual({
      receive: 0.5 * HOUR,
      classify: 0.5 * HOUR,
      locate: HOUR,
      propose: 1.5 * HOUR,
      solve: HOUR,
      total: 4.5 * HOUR,
    });
  });

  it('Q40 what the bot said between classification and hand-off belongs to no stage', () => {
    const asked = { sent: T0, stored: T0, classified: at(HOUR), handedOff: at(3 * HOUR) };
    const times = stageTimes({ ...asked, assigned: at(4 * HOUR), firstReply: at(5 * HOUR), resolved: at(6 * HOUR) });
    expect(times).toMatchObject({ classify: HOUR, locate: HOUR, total: 4 * HOUR });
  });

  it('Q41 utilisation is demand of capacity, idle the rest: 7 of 10 are 0.7 and 0.3', () => {
    expect(utilisation(7, 10)).toBe(0.7);
    expect(idleShare(7, 10)).toBeCloseTo(0.3, 12);
    expect(idleShare(12, 10)).toBe(0);
    expect([utilisation(7, 0), idleShare(7, 0)]).toEqual([null, null]);
  });

  it('Q42 handling time is summed over those that ended: 200 of 30 minutes are 100 hours', () => {
    const handled = reportRows(200, { takenAt: T0, closedAt: at(30 * MINUTE) });
    expect(handlingTime([...handled, reportRow(), reportRow({ ...OPEN, takenAt: T0 })])).toBe(100 * HOUR);
  });

  it('Q43 mean wait is spread over all learners: 200 x (60 - 30) minutes over 1,000 are 6 minutes', () => {
    const served = Array.from({ length: 200 }, () => ({ total: duration(60 * MINUTE), handling: duration(30 * MINUTE) }));
    expect(meanWait(served, 1000)).toBe(6 * MINUTE);
    expect(meanWait([], 0)).toBeNull();
  });

  it('Q44 the CSAT mean of eight tens and two fives is 9', () => {
    expect(csatMean([10, 10, 10, 10, 10, 10, 10, 10, 5, 5])).toBe(9);
    expect(csatMean([])).toBeNull();
  });

  it('Q45 value for effort: (4 - 2) / 5 is 0.4', () => {
    expect(valueForEffort(4, 2, 5)).toBe(0.4);
    expect(valueForEffort(4, 2, 0)).toBeNull();
  });

  it('Q46 churn: 50 lost of 1,000 are 5 %', () => {
    expect(churn(50, 1000)).toBe(0.05);
    expect(churn(0, 0)).toBeNull();
  });

  it('Q47 response target: 600 minutes over 100 responses at 0.99 are 5.94 minutes', () => {
    expect(responseTarget(600, 100, 0.99)).toBeCloseTo(5.94, 12);
    expect(responseTarget(600, 0, 0.99)).toBeNull();
  });

  it('Q48 service level counts those answered within the target, and those never answered against it', () => {
    const rows = [
      reportRow(),
      reportRow({ handoffAt: T0, firstReplyAt: at(60_000) }),
      reportRow({ handoffAt: T0, firstReplyAt: at(60_001) }),
      reportRow({ handoffAt: T0 }),
      reportRow({ handoffAt: T0, firstReplyAt: T0 }),
    ];
    expect(serviceLevel(firstReplyWaits(rows), duration(60_000))).toBe(0.5);
    expect(serviceLevel([], duration(1))).toBeNull();
  });
});
