import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LearnerSignal } from '#protocol/events.ts';
import type { PageContext } from '#protocol/shapes.ts';
import { createSignals } from '#widget/signals.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('P65 of places reported all the time one a second is told: the first at once, the last always', () => {
  let here: PageContext = {};
  const sent: LearnerSignal[] = [];
  const signals = createSignals(
    (signal) => sent.push(signal),
    () => here,
  );
  const at = (progress: number) => {
    here = { progress };
    signals.moved();
  };
  const told = () => sent.map((signal) => signal.type === 'context' && signal.context.progress);
  at(1);
  expect(told()).toEqual([1]);
  for (let progress = 2; progress <= 100; progress += 1) at(progress);
  expect(told()).toEqual([1]);
  vi.advanceTimersByTime(1_000);
  expect(told()).toEqual([1, 100]);
  // Back to what was told: there is nothing to tell.
  at(3);
  at(100);
  vi.advanceTimersByTime(10_000);
  expect(told()).toEqual([1, 100]);
  expect(vi.getTimerCount()).toBe(0);
  at(4);
  // Another tab may have said something else since: who comes back to this one says so at once.
  signals.moved(true);
  expect(told()).toEqual([1, 100, 4, 4]);
});
