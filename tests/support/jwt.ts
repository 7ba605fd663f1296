/** Signs JWTs as host sites do, and as they should not. */
import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

export const SECRET = 'a-secret-of-the-course-site-0123456789abcdef';
export const { publicKey, privateKey } = generateKeyPairSync('ed25519');
/** As it stands in IDENTITY_PUBLIC_KEYS. */
export const base64Of = (key: KeyObject) => key.export({ type: 'spki', format: 'der' }).toString('base64');

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Any header and claims, with a signature by `key`: a string signs HS256, a key object EdDSA. */
export function jwt(claims: unknown, key: string | Buffer | KeyObject = SECRET, header: object = {}): string {
  const isKey = typeof key === 'object' && 'asymmetricKeyType' in key;
  const signed = `${part({ alg: isKey ? 'EdDSA' : 'HS256', typ: 'JWT', ...header })}.${part(claims)}`;
  const signature = isKey ? sign(null, Buffer.from(signed), key) : createHmac('sha256', key).update(signed).digest();
  return `${signed}.${signature.toString('base64url')}`;
}

/** A good identity for site "default", ten minutes long at `now` (milliseconds). */
export const identityOf = (sub: string, more: object = {}, now = Date.now()) =>
  jwt({ sub, aud: 'default', exp: Math.floor(now / 1_000) + 600, ...more });
