declare const brand: unique symbol;
/** Milliseconds since 1970-01-01T00:00Z. */
export type Instant = number & { readonly [brand]: 'instant' };
/** Milliseconds. */
export type Duration = number & { readonly [brand]: 'duration' };

export const instant = (ms: number) => ms as Instant;
export const duration = (ms: number) => ms as Duration;
export const between = (from: Instant, to: Instant) => (to - from) as Duration;
export const after = (at: Instant, wait: Duration) => (at + wait) as Instant;

/** Time, handed in. */
export interface Clock {
  now(): Instant;
  /** Calls back once after `wait`; returns how to cancel. */
  later(wait: Duration, run: () => void): () => void;
}
