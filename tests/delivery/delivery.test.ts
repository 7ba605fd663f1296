/** A slice of D1 in every test run; `npm run check:delivery` is the same against the built server, `check:delivery:full` the whole. */
import { expect, it } from 'vitest';
import { faulty } from './programs.ts';
import { runDelivery } from './run.ts';

const LIMIT_MS = 150_000;

it(
  'D1 I4 I5 I6 I8 I9 nothing acknowledged is lost, doubled or reordered through 4 kills and 8 cuts',
  async () => {
    const { violations, ...found } = await runDelivery({
      messages: 1_200,
      kills: 4,
      cuts: 8,
      seed: 20_261,
      program: faulty('none'),
      limitMs: LIMIT_MS - 5_000,
    });
    expect(violations).toEqual([]);
    expect(found).toMatchObject({ lost: 0, duplicated: 0, reordered: 0, unexpected: 0, kills: 4, cuts: 8 });
    expect(found.acked).toBeGreaterThanOrEqual(1_200);
  },
  LIMIT_MS,
);
