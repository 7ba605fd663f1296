/** Addresses in logs: a keyed hash whose key lives in memory for a day. The same address can be followed today and by nobody tomorrow. */
import { createHmac } from 'node:crypto';
import type { Ids } from '#domain/ids.ts';
import type { Clock } from '#domain/time.ts';

const DAY_MS = 86_400_000;

export function createAddressMark(clock: Clock, ids: Ids): (address: string) => string {
  let day = -1;
  let key = '';
  return (address) => {
    const today = Math.floor(clock.now() / DAY_MS);
    if (today !== day) {
      day = today;
      key = ids.hex(32);
    }
    return createHmac('sha256', key).update(address).digest('hex').slice(0, 12);
  };
}
