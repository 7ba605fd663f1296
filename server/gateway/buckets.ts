/** Token buckets by key, in bounded memory. */
import type { Instant } from '#domain/time.ts';
import type { Rate } from './ports.ts';

export interface Buckets {
  /** Takes one; 0 when there was one, else the milliseconds until there is. */
  take(key: string, now: Instant): number;
  /** Puts one back: what was taken turned out not to count. */
  give(key: string): void;
  readonly size: number;
}

/** What adding up fractions may lose: who waited as long as told must not be refused for a billionth of a token. */
const ROUNDING = 1e-6;

/** Each key starts with `rate.count` tokens and regains them evenly over `rate.perMs`. Beyond `maxKeys` the least recently used go. */
export function createBuckets(rate: Rate, maxKeys = 50_000): Buckets {
  const buckets = new Map<string, { tokens: number; at: number }>();
  const perToken = rate.perMs / rate.count;
  return {
    take(key, now) {
      const bucket = buckets.get(key) ?? { tokens: rate.count, at: now };
      buckets.delete(key);
      buckets.set(key, bucket);
      if (buckets.size > maxKeys) {
        const oldest = buckets.keys().next();
        if (!oldest.done) buckets.delete(oldest.value);
      }
      // A clock set back must not empty a bucket.
      bucket.tokens = Math.min(rate.count, bucket.tokens + Math.max(0, now - bucket.at) / perToken);
      bucket.at = now;
      if (bucket.tokens < 1 - ROUNDING) return Math.max(1, Math.ceil((1 - bucket.tokens - ROUNDING) * perToken));
      bucket.tokens -= 1;
      return 0;
    },
    give(key) {
      const bucket = buckets.get(key);
      if (bucket) bucket.tokens = Math.min(rate.count, bucket.tokens + 1);
    },
    get size() {
      return buckets.size;
    },
  };
}
