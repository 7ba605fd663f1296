/** Who a host site says its learner is: the claims of a signed token, checked. */
import type { Place } from '#domain/events.ts';
import { type Instant, instant } from '#domain/time.ts';
import { MAX_EMAIL_CHARS, MAX_ID_CHARS, MAX_NAME_CHARS, MAX_TITLE_CHARS } from '#protocol/limits.ts';
import type { IdentityKey } from './identity-keys.ts';
import { signedClaims } from './jwt.ts';
import { cutLine, field, line, object, parse, type Reader, Unfit } from './parse.ts';
import { email, kinds } from './payloads.ts';

/** Two servers' clocks may differ by this much. Seconds. */
const SKEW_S = 60;
/** A signature may hold for an hour at most: what is lost with a laptop is lost for no longer. Seconds. */
const LONGEST_S = 3_600;
const MAX_SUBJECT_CHARS = 255;

export interface Identity {
  /** Who it is on the host's site, for ever; exactly as signed. */
  readonly subject: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly role: string | null;
  readonly enrolment: string | null;
  /** What is signed about where the learner is; wins over what the page says. */
  readonly place: Place;
  readonly until: Instant;
}

export type Verified = { readonly ok: true; readonly identity: Identity } | { readonly ok: false; readonly why: string };

/** Not tidied: two subjects that look alike must stay two. */
const subject: Reader<string> = (raw, at) => {
  if (typeof raw !== 'string') throw new Unfit(at, 'must be a string');
  if (raw === '' || raw.length > MAX_SUBJECT_CHARS) throw new Unfit(at, `must have 1 to ${MAX_SUBJECT_CHARS} characters`);
  if (/\p{Surrogate}/u.test(raw)) throw new Unfit(at, 'must be well-formed Unicode');
  return raw;
};
const seconds: Reader<number> = (raw, at) => {
  if (typeof raw !== 'number' || !Number.isFinite(raw)) throw new Unfit(at, 'must be a number of seconds since 1970');
  return raw;
};
/** Host sites write "" for what they do not know. */
const orEmpty =
  <T>(read: Reader<T>): Reader<T | null> =>
  (raw, at) =>
    raw === '' ? null : read(raw, at);
const titled = object({ id: line(MAX_ID_CHARS) }, { title: cutLine(MAX_TITLE_CHARS) });
/** "python-basics" or {"id","title"}. */
const named: Reader<ReturnType<typeof titled>> = (raw, at) => titled(typeof raw === 'string' ? { id: raw } : raw, at);

const claims = object(
  { sub: subject, exp: seconds },
  {
    nbf: seconds,
    iat: seconds,
    name: orEmpty(cutLine(MAX_NAME_CHARS)),
    email: orEmpty((raw, at) => email(raw, at).slice(0, MAX_EMAIL_CHARS)),
    role: orEmpty(cutLine(MAX_ID_CHARS)),
    enrolment: orEmpty(cutLine(MAX_ID_CHARS)),
    course: orEmpty(named),
    lesson: orEmpty(named),
    page: orEmpty(kinds),
  },
);

/** `site` is the one the learner is on; `now` in milliseconds. `why` is for the people who sign, and tells nothing of the token. */
export function verifyIdentity(keys: readonly IdentityKey[], site: string, token: string, now: Instant): Verified {
  if (keys.length === 0) return { ok: false, why: 'this server has no IDENTITY_SECRETS and no IDENTITY_PUBLIC_KEYS' };
  const signed = signedClaims(keys, site, token);
  if (!signed.ok) return signed;
  const aud = field(signed.claims, 'aud');
  if (Array.isArray(aud) ? !aud.includes(site) : aud !== site) return { ok: false, why: 'aud must be the id of this site' };
  const parsed = parse(claims, signed.claims);
  if (!parsed.ok) return { ok: false, why: parsed.detail };
  const { sub, exp, nbf = 0, iat = 0, name, role, enrolment, course, lesson, page, ...rest } = parsed.value;
  const at = now / 1_000;
  if (exp + SKEW_S <= at) return { ok: false, why: 'exp has passed' };
  if (exp > at + LONGEST_S + SKEW_S) return { ok: false, why: 'exp must be at most an hour ahead' };
  if (Math.max(nbf, iat) > at + SKEW_S) return { ok: false, why: 'nbf or iat lies ahead; set the clocks right' };
  return {
    ok: true,
    identity: {
      subject: sub,
      name: name || null,
      email: rest.email ?? null,
      role: role || null,
      enrolment: enrolment || null,
      place: {
        ...(course ? { course } : {}),
        ...(lesson ? { lesson } : {}),
        ...(page ? { page: { url: '', kind: page } } : {}),
      },
      until: instant(Math.floor((exp + SKEW_S) * 1_000)),
    },
  };
}
