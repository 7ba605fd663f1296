/** Tokens as they rest and as they are compared. */
import { createHash, timingSafeEqual } from 'node:crypto';

/** SHA-256 is enough for 256 random bits; passwords go through scrypt (passwords.ts). */
export const hashed = (token: string) => createHash('sha256').update(token).digest('hex');

/** Compares in constant time whatever the lengths: both sides are hashed first. */
export function same(a: string, b: string): boolean {
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
}
