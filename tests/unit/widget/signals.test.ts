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

test('P65 a page that knows nothing of where it is tells nothing', () => {
  const sent: LearnerSignal[] = [];
  const signals = createSignals(
    (signal) => sent.push(signal),
    () => ({}),
  );
  signals.moved();
  signals.moved(true);
  expect(sent).toEqual([]);
});

test('P12 typing is told every three seconds while it lasts, its end once, and after a message anew', () => {
  vi.setSystemTime(1_000_000);
  const sent: unknown[] = [];
  const { typing, said } = createSignals(
    (signal) => sent.push(signal.type === 'typing' && signal.on),
    () => ({}),
  );
  typing(false);
  for (let ms = 0; ms < 6_000; ms += 100) {
    typing(true);
    vi.advanceTimersByTime(100);
  }
  expect(sent).toEqual([true, true]);
  typing(false);
  typing(false);
  expect(sent).toEqual([true, true, false]);
  typing(true);
  said();
  typing(false);
  typing(true);
  expect(sent).toEqual([true, true, false, true, true]);
});
