/**
 * JWT, as much of it as we take: compact, HS256 or EdDSA, keys of our own choosing. The header picks among our keys and nothing else:
 * `none`, RS256, `jwk`, `jku`, `x5u` and `kid` have no say, and a public key can never be used as a secret.
 */
import { createHmac, timingSafeEqual, verify } from 'node:crypto';
import { MAX_IDENTITY_CHARS } from '#protocol/limits.ts';
import type { IdentityKey } from './identity-keys.ts';
import { field } from './parse.ts';

export type Claims = { readonly ok: true; readonly claims: object } | { readonly ok: false; readonly why: string };
const no = (why: string): Claims => ({ ok: false, why });

/** The bytes of base64url in its one spelling, or undefined. */
function bytesOf(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}

function objectOf(part: string): object | undefined {
  const bytes = bytesOf(part);
  if (!bytes) return undefined;
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function fits({ alg, key }: IdentityKey, signed: string, signature: Buffer): boolean {
  if (alg === 'EdDSA') return signature.length === 64 && verify(null, Buffer.from(signed), key, signature);
  const own = createHmac('sha256', key).update(signed).digest();
  return signature.length === own.length && timingSafeEqual(signature, own);
}

/** The claims of a token that one of the keys for `site` has signed; what they say is not looked at here. */
export function signedClaims(keys: readonly IdentityKey[], site: string, token: string): Claims {
  if (token.length > MAX_IDENTITY_CHARS) return no(`at most ${MAX_IDENTITY_CHARS} characters`);
  const [head = '', body = '', tail = '', ...more] = token.split('.');
  const header = objectOf(head);
  const signature = bytesOf(tail);
  if (!header || !signature || body === '' || more.length > 0) return no('not a signed JWT in three parts');
  const alg = field(header, 'alg');
  if (alg !== 'HS256' && alg !== 'EdDSA') return no('alg must be HS256 or EdDSA');
  if (field(header, 'crit') !== undefined) return no('crit is not supported');
  // Every key is tried, whichever fits: the time taken tells nothing.
  const signed = `${head}.${body}`;
  const fitting = keys.filter(
    (one) => one.alg === alg && (one.site === null || one.site === site) && fits(one, signed, signature),
  );
  if (fitting.length === 0) return no('no key for this site has made this signature');
  const claims = objectOf(body);
  return claims ? { ok: true, claims } : no('the claims are no JSON object');
}
