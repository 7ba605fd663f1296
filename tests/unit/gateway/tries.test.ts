/** Who may try a password, while others try theirs. */
import { expect, it } from 'vitest';
import { TooBusy } from '#gateway/passwords.ts';
import { createTries } from '#gateway/tries.ts';
import { fakeClock } from '#tests/support/samples.ts';

const OFFICE = '1.1.1.1';
const soon = async (fits: boolean) => {
  await new Promise((resolve) => setImmediate(resolve));
  return fits;
};
const refused = (outcomes: readonly (boolean | number)[]) => outcomes.filter((outcome) => typeof outcome === 'number').length;

it('S75 a shift that signs in from one address in the same moment comes in; wrong passwords at once are still five', async () => {
  const tries = createTries(fakeClock());
  const shift = await Promise.all(
    Array.from({ length: 30 }, (_, n) => tries.run(OFFICE, `agent${n}@example.com`, () => soon(true))),
  );
  expect(shift).toEqual(Array(30).fill(true));
  let checks = 0;
  const guesses = await Promise.all(
    Array.from({ length: 40 }, (_, n) =>
      tries.run(OFFICE, `agent${n}@example.com`, () => {
        checks += 1;
        return soon(false);
      }),
    ),
  );
  expect([checks, refused(guesses)]).toEqual([5, 35]);
});

it('S75 who waits for others is refused where those fail, and more than fifty do not wait', async () => {
  const tries = createTries(fakeClock());
  const all = await Promise.all(Array.from({ length: 100 }, () => tries.run(OFFICE, null, () => soon(true))));
  expect(refused(all)).toBe(45);
  expect(await tries.run(OFFICE, null, () => soon(true))).toBe(true);
});

it('S75 a server too busy to check is no failure of who tried', async () => {
  const tries = createTries(fakeClock());
  const busy = () => tries.run(OFFICE, 'ada@example.com', () => Promise.reject(new TooBusy('no')));
  for (let n = 0; n < 20; n++) await expect(busy()).rejects.toThrow(TooBusy);
  expect(await tries.run(OFFICE, 'ada@example.com', () => soon(true))).toBe(true);
});

it('S75 whose sign-in name somebody else has used up locks out no colleague at the same address', async () => {
  const tries = createTries(fakeClock());
  for (let n = 0; n < 10; n++) await tries.run(`2.2.2.${n}`, 'ada@example.com', () => soon(false));
  for (let n = 0; n < 10; n++) expect(await tries.run(OFFICE, 'ada@example.com', () => soon(true))).toBeGreaterThan(0);
  expect(await tries.run(OFFICE, 'ben@example.com', () => soon(true))).toBe(true);
});
