/** The checker is checked end to end: a server or a client with one broken promise is run like a sound one, and must be found out. */
import { expect, it } from 'vitest';
import type { ServerFault } from './planted.ts';
import { noGapFill, replayRace } from './planted-client.ts';
import { faulty } from './programs.ts';
import { type Outcome, type RunOptions, runDelivery } from './run.ts';
import type { Planned, Trouble } from './schedule.ts';

const LIMIT_MS = 90_000;

/** The same trouble again and again while the messages flow. */
const often = (count: number, trouble: Trouble): Planned[] =>
  Array.from({ length: count }, (_, index) => ({ at: (index + 1) / (count + 2), trouble }));

const LOST_ACKS = often(12, { kind: 'network', fault: { kind: 'lose-ack' }, share: 0.6, counts: true });
const LOST_BROADCASTS = often(8, { kind: 'network', fault: { kind: 'lose-broadcast', forMs: 300 }, share: 0.7, counts: true });
const KILLS = often(2, { kind: 'kill', onAck: true, downMs: 0 });

const run = (fault: ServerFault, planned: readonly Planned[], more: Partial<RunOptions> = {}): Promise<Outcome> =>
  runDelivery({
    messages: 400,
    kills: 0,
    cuts: 0,
    seed: 11,
    learners: 12,
    agents: 1,
    planned,
    program: faulty(fault),
    limitMs: LIMIT_MS,
    restMs: 20_000,
    ...more,
  });
const rules = ({ violations }: Outcome) => new Set(violations.map(({ rule }) => rule));

it.concurrent(
  'D1 the sound server and the sound client pass under the same faults',
  async () => {
    const found = await run(
      'none',
      [...LOST_ACKS, ...LOST_BROADCASTS].sort((a, b) => a.at - b.at),
    );
    expect(found.violations).toEqual([]);
    expect(found).toMatchObject({ lost: 0, duplicated: 0, reordered: 0, unexpected: 0, cuts: 20 });
    expect(found.acked).toBeGreaterThanOrEqual(400);
  },
  LIMIT_MS,
);

it.concurrent('I1 planted in the server: acknowledged before it is committed', { timeout: LIMIT_MS }, async () => {
  const found = await run('ack-before-commit', KILLS);
  expect(found.lost).toBeGreaterThan(0);
  expect(rules(found)).toContain('I1');
});

it.concurrent('I2 planted in the server: the uniqueness of a command dropped', { timeout: LIMIT_MS }, async () => {
  const found = await run('unique-dropped', LOST_ACKS);
  expect(found.duplicated).toBeGreaterThan(0);
  expect(rules(found)).toContain('I2');
});

it.concurrent('I3 planted in the server: replay in the order of ids', { timeout: LIMIT_MS }, async () => {
  const found = await run('id-order', []);
  expect(found.reordered).toBeGreaterThan(0);
  expect(rules(found)).toContain('I3');
});

it.concurrent('I7 planted in the server: the bot answers a repeated command again', { timeout: LIMIT_MS }, async () => {
  const found = await run('double-reply', LOST_ACKS);
  expect(found.duplicated).toBeGreaterThan(0);
  expect(rules(found)).toContain('I7');
});

it.concurrent('I3 planted in the client: live entries and replay race', { timeout: LIMIT_MS }, async () => {
  const found = await run('none', LOST_BROADCASTS, { plantInClient: replayRace });
  expect(found.duplicated + found.reordered).toBeGreaterThan(0);
  expect(rules(found)).toContain('I3');
});

it.concurrent('I3 planted in the client: a hole is not filled', { timeout: LIMIT_MS }, async () => {
  const found = await run('none', LOST_BROADCASTS, { plantInClient: noGapFill });
  expect(found.lost).toBeGreaterThan(0);
  expect(rules(found)).toContain('I3');
});
