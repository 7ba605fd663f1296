/** Tries at a secret: failures are counted, by address and by sign-in name. Whoever tries while others are being checked waits for them. */
import type { Clock } from '#domain/time.ts';
import { createBuckets } from './buckets.ts';

const FIVE_MINUTES = 300_000;
/** Tries that may wait for the outcome of others, of all addresses. */
const MAX_WAITING = 50;

export interface Tries {
  /**
   * Whether the secret fits, as `check` finds; too many failures: the milliseconds to wait instead. A success does not count, nor what
   * could not be checked (then this rejects as `check` did).
   */
  run(address: string, login: string | null, check: () => Promise<boolean>): Promise<boolean | number>;
}

export function createTries(clock: Clock): Tries {
  const perAddress = createBuckets({ count: 5, perMs: FIVE_MINUTES }, 10_000);
  const perLogin = createBuckets({ count: 10, perMs: 3 * FIVE_MINUTES }, 10_000);
  /** Tries being checked: those of one address, at the start of a shift, must not refuse each other. */
  const checked = new Map<string, number>();
  let waiting: (() => void)[] = [];

  function take(address: string, login: string | null): number {
    const now = clock.now();
    const wait = perAddress.take(address, now);
    if (wait > 0 || login === null) return wait;
    const more = perLogin.take(login, now);
    // Refused for the name's sake, it costs the address nothing: colleagues sit behind that.
    if (more > 0) perAddress.give(address);
    return more;
  }

  /** 0: it may be checked, and counts among those that are. */
  async function place(address: string, login: string | null, keys: readonly string[]): Promise<number> {
    for (;;) {
      const wait = take(address, login);
      if (wait === 0) count(keys, 1);
      if (wait === 0 || !keys.some((key) => checked.has(key)) || waiting.length >= MAX_WAITING) return wait;
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  }
  function count(keys: readonly string[], by: 1 | -1): void {
    for (const key of keys) {
      const left = (checked.get(key) ?? 0) + by;
      if (left > 0) checked.set(key, left);
      else checked.delete(key);
    }
  }

  return {
    async run(address, login, check) {
      const keys = [`address ${address}`, ...(login === null ? [] : [`login ${login}`])];
      const wait = await place(address, login, keys);
      if (wait > 0) return wait;
      let failed = false;
      try {
        failed = !(await check());
        return !failed;
      } finally {
        if (!failed) {
          perAddress.give(address);
          if (login !== null) perLogin.give(login);
        }
        count(keys, -1);
        const now = waiting;
        waiting = [];
        for (const go of now) go();
      }
    },
  };
}
