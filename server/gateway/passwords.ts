/** Agents' passwords: asynchronous scrypt, two at once at most, so that a flood of sign-ins cannot take the machine's memory. */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

const MIN_PASSWORD = 12;
export const MAX_PASSWORD = 128;
/** OWASP's scrypt parameters of 32 MiB; `maxmem` must exceed 128 * N * r bytes. */
const COST = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 } as const;
const KEY_BYTES = 32;
const AT_ONCE = 2;
/** More than this many waiting are turned away rather than queued. */
const MAX_WAITING = 50;

export class TooBusy extends Error {}

let running = 0;
const waiting: (() => void)[] = [];

async function derived(password: string, salt: Buffer, cost: ScryptOptions): Promise<Buffer> {
  if (running >= AT_ONCE) {
    if (waiting.length >= MAX_WAITING) throw new TooBusy('too many sign-ins at once');
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else running += 1;
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      scrypt(password.normalize('NFKC'), salt, KEY_BYTES, cost, (error, key) => (error ? reject(error) : resolve(key)));
    });
  } finally {
    // The place is handed on, not freed, when somebody waits.
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

/** "scrypt$15$8$3$<salt>$<key>", salt and key in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derived(password, salt, COST);
  return ['scrypt', Math.log2(COST.N), COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** The hash of nobody's password: an unknown user costs the same time as a wrong password. */
const NOBODY = `scrypt$15$8$3$${'A'.repeat(22)}$${'A'.repeat(43)}`;

export async function verifyPassword(password: string, hash: string | undefined): Promise<boolean> {
  const [name, log2, r, p, salt, key] = (hash ?? NOBODY).split('$');
  if (name !== 'scrypt' || !salt || !key) return false;
  const expected = Buffer.from(key, 'base64url');
  const cost = { N: 2 ** Number(log2), r: Number(r), p: Number(p), maxmem: COST.maxmem };
  const got = await derived(password, Buffer.from(salt, 'base64url'), cost);
  return expected.length === got.length && timingSafeEqual(expected, got) && hash !== undefined;
}

/** Of the most used passwords, those that are long enough to pass the length rule, as their letters and digits. */
const COMMON = new Set(
  `123456789012 1234567890123 12345678901234 123456123456 123123123123 111111111111 000000000000 112233445566 121212121212 987654321098
  qwertyuiop12 qwertyuiop123 qwertyuiopas qwertyuiopasdf qwerty123456 qwerty1234567 1qaz2wsx3edc 1q2w3e4r5t6y qazwsxedcrfv asdfghjkl123
  password1234 password12345 password123456 passwordpassword passw0rd1234 administrator administrator1 admin1234567 adminadmin123
  iloveyou1234 iloveyouiloveyou welcome12345 welcome123456 letmein12345 changeme1234 changeme12345 abcdefghijkl abcdefghijklm abcd12345678
  abc123456789 a1b2c3d4e5f6 football1234 baseball1234 superman1234 sunshine1234 princess1234 dragondragon monkeymonkey trustno1trustno1
  correcthorsebatterystaple thequickbrownfox handraise123 handraisehandraise testtesttest test12345678 secret123456 default12345
  woaini1314520 woaini520520 5201314520131 147258369147 159357159357 741852963741`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** What is wrong with a password somebody chose, in a sentence; undefined when nothing is. */
export function passwordFault(password: string, login: string): string | undefined {
  const length = [...password].length;
  if (length < MIN_PASSWORD) return `use at least ${MIN_PASSWORD} characters; four unrelated words are a good way`;
  if (length > MAX_PASSWORD) return `use at most ${MAX_PASSWORD} characters`;
  const plain = password.normalize('NFKC').toLowerCase();
  const bare = plain.replace(/[^\p{L}\p{N}]/gu, '');
  if (COMMON.has(plain) || COMMON.has(bare)) return 'this password is among the most used ones; choose another';
  if (new Set(plain).size < 5) return 'use more different characters';
  const local = login.toLowerCase().split('@')[0] ?? '';
  if (local.length >= 4 && plain.includes(local)) return 'leave your sign-in name out of the password';
  return undefined;
}
