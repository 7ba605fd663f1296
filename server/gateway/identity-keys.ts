/** The keys host sites sign their learners with, as the environment gives them: several at once, so that one can be replaced. */
import { createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';

/** One key, good for one algorithm: what a token's header says can never make it serve another. */
export interface IdentityKey {
  readonly alg: 'HS256' | 'EdDSA';
  /** The only site whose learners it may sign; null: any. */
  readonly site: string | null;
  readonly key: KeyObject;
}

export interface IdentityConfig {
  readonly keys: readonly IdentityKey[];
  /** Nobody chats without a signed identity. */
  readonly required: boolean;
}

/** HS256 is as strong as its secret: RFC 7518 asks for 256 bits, which no fewer characters can hold. */
const SECRET = /^[A-Za-z0-9+/=_.~-]{32,512}$/;
/** A key may be bound: "algebra:KEY". None of the alphabets above or below has a colon. */
const BOUND = /^(?:([A-Za-z0-9][A-Za-z0-9._-]{0,63}):)?(.*)$/s;

type Read = { readonly key: KeyObject } | { readonly fault: string };

function secret(text: string): Read {
  if (SECRET.test(text)) return { key: createSecretKey(Buffer.from(text, 'utf8')) };
  return { fault: 'is no secret of 32 to 512 letters and digits; make one with "openssl rand -hex 32"' };
}

const HOW = 'write the text between BEGIN PUBLIC KEY and END PUBLIC KEY of "openssl pkey -in key.pem -pubout"';

function publicKey(text: string): Read {
  if (/PRIVATE/.test(text)) return { fault: `is a private key, which belongs to the course site alone; ${HOW}` };
  const bare = text.replace(/-----[A-Z ]+-----|\\n|\s/g, '');
  try {
    const key = createPublicKey({ key: Buffer.from(bare, 'base64'), format: 'der', type: 'spki' });
    if (key.asymmetricKeyType === 'ed25519') return { key };
    return {
      fault: `is a key for ${key.asymmetricKeyType}, not for Ed25519; make one with "openssl genpkey -algorithm ed25519"`,
    };
  } catch {
    return { fault: `cannot be read; ${HOW}` };
  }
}

/** Keys of one variable, comma separated, each `KEY` or `site:KEY`. A fault names the entry by its place, never by its text. */
export function identityKeys(
  alg: IdentityKey['alg'],
  text: string,
): { readonly keys: readonly IdentityKey[]; readonly faults: readonly string[] } {
  const keys: IdentityKey[] = [];
  const faults: string[] = [];
  for (const [index, entry] of text.split(',').entries()) {
    if (entry.trim() === '') continue;
    const [, site = null, bare = ''] = BOUND.exec(entry.trim()) ?? [];
    const read = alg === 'HS256' ? secret(bare) : publicKey(bare);
    if ('fault' in read) faults.push(`key ${index + 1} ${read.fault}`);
    else keys.push({ alg, site, key: read.key });
  }
  return { keys, faults };
}
