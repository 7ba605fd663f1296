import { createHmac, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placed } from '#domain/place.ts';
import { instant } from '#domain/time.ts';
import { verifyIdentity } from '#gateway/identity.ts';
import { type IdentityKey, identityKeys } from '#gateway/identity-keys.ts';
import { MAX_IDENTITY_CHARS } from '#protocol/limits.ts';
import { readConfig } from '#server/config.ts';
import { base64Of, jwt, privateKey, publicKey, SECRET } from '#tests/support/jwt.ts';

const NOW = 1_800_000_000;
const now = instant(NOW * 1_000);
const OTHER = 'another-secret-of-another-site-0123456789';
const hs = (text: string) => identityKeys('HS256', text).keys;
const ed = (text: string) => identityKeys('EdDSA', text).keys;
const BOTH = [...hs(SECRET), ...ed(base64Of(publicKey))];
const CLAIMS = { sub: 'u1', aud: 'default', exp: NOW + 600 };
const verdict = (token: string, keys: readonly IdentityKey[] = BOTH, site = 'default') => {
  const verified = verifyIdentity(keys, site, token, now);
  return verified.ok ? 'ok' : verified.why;
};

describe('signatures', () => {
  it('J1 HS256 and EdDSA by any of the configured keys are taken, with all claims', () => {
    const all = { ...CLAIMS, name: '安娜', email: 'ana@x.org', role: 'student', enrolment: 'e-7', course: 'py' };
    const more = { lesson: { id: '3', title: 'Loops' }, page: 'exam', nbf: NOW - 5, iat: NOW };
    for (const key of [SECRET, privateKey])
      expect(verifyIdentity(BOTH, 'default', jwt({ ...all, ...more }, key), now)).toEqual({
        ok: true,
        identity: {
          subject: 'u1',
          name: '安娜',
          email: 'ana@x.org',
          role: 'student',
          enrolment: 'e-7',
          place: { course: { id: 'py' }, lesson: { id: '3', title: 'Loops' }, page: { url: '', kind: 'exam' } },
          until: (NOW + 660) * 1_000,
        },
      });
    const rotated = hs(`${OTHER}, ${SECRET}`);
    expect([SECRET, OTHER].map((key) => verdict(jwt(CLAIMS, key), rotated))).toEqual(['ok', 'ok']);
    expect(verdict(jwt({ ...CLAIMS, aud: ['x', 'default'], name: '', email: '', course: null }))).toBe('ok');
  });

  it('J2 neither alg none, nor another algorithm, nor a public key as a secret gets in; hints in the header have no say', () => {
    for (const alg of ['none', 'None', 'HS384', 'HS512', 'RS256', 'ES256', 'hs256', '', null, 7, ['HS256']])
      expect(verdict(jwt(CLAIMS, SECRET, { alg })), String(alg)).toMatch(/alg must be/);
    const [head, body] = jwt(CLAIMS, SECRET, { alg: 'none' }).split('.');
    expect(verdict(`${head}.${body}.`)).toMatch(/alg must be/);
    const [good, claims] = jwt(CLAIMS).split('.');
    expect(verdict(`${good}.${claims}.`)).toMatch(/no key/);
    // The confusion: HMAC with what everybody knows of an asymmetric key, in every spelling.
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const der = publicKey.export({ type: 'spki', format: 'der' });
    for (const known of [pem, pem.trim(), der, der.subarray(-32), base64Of(publicKey)])
      expect(verdict(jwt(CLAIMS, known), ed(base64Of(publicKey)))).toMatch(/no key/);
    expect(verdict(jwt(CLAIMS, SECRET, { alg: 'EdDSA' }))).toMatch(/no key/);
    const stranger = generateKeyPairSync('ed25519');
    const jwk = stranger.publicKey.export({ format: 'jwk' });
    const hints = { jwk, kid: '../../dev/null', jku: 'https://evil.example/keys', x5u: 'https://evil.example/cert' };
    expect(verdict(jwt(CLAIMS, stranger.privateKey, hints))).toMatch(/no key/);
    expect(verdict(jwt(CLAIMS, SECRET, hints))).toBe('ok');
    expect(verdict(jwt(CLAIMS, SECRET, { crit: ['b64'], b64: false }))).toMatch(/crit/);
  });

  it('J3 aud, exp and sub are needed and right; at most an hour; a minute for differing clocks', () => {
    const { sub, aud, exp } = CLAIMS;
    const bad: [object, RegExp][] = [
      [{ sub, exp }, /aud/],
      [{ ...CLAIMS, aud: 'other' }, /aud/],
      [{ ...CLAIMS, aud: ['other'] }, /aud/],
      [{ ...CLAIMS, aud: 'default-2' }, /aud/],
      [{ ...CLAIMS, aud: ['defaul', 'default-2'] }, /aud/],
      [{ ...CLAIMS, aud: { default: 1 } }, /aud/],
      [{ sub, aud }, /exp/],
      [{ ...CLAIMS, exp: String(exp) }, /exp/],
      [{ ...CLAIMS, exp: NOW - 60 }, /exp has passed/],
      [{ ...CLAIMS, exp: NOW + 3_661 }, /at most an hour/],
      [{ ...CLAIMS, exp: exp * 1_000 }, /at most an hour/],
      [{ ...CLAIMS, nbf: NOW + 61 }, /ahead/],
      [{ ...CLAIMS, iat: NOW + 61 }, /ahead/],
      [{ aud, exp }, /sub/],
      [{ ...CLAIMS, sub: '' }, /sub/],
      [{ ...CLAIMS, sub: 7 }, /sub: must be a string/],
      [{ ...CLAIMS, sub: 'x'.repeat(256) }, /sub/],
      [{ ...CLAIMS, sub: 'a\ud800' }, /well-formed/],
      [{ ...CLAIMS, email: 'nobody' }, /email/],
      [{ ...CLAIMS, page: 'test' }, /page/],
    ];
    for (const [claims, why] of bad) expect(verdict(jwt(claims)), JSON.stringify(claims)).toMatch(why);
    for (const good of [
      { exp: NOW - 59 },
      { exp: NOW + 3_660 },
      { nbf: NOW + 60 },
      { iat: NOW + 60 },
      { sub: 'x'.repeat(255) },
    ])
      expect(verdict(jwt({ ...CLAIMS, ...good })), JSON.stringify(good)).toBe('ok');
  });

  it("J4 another site's key, a changed byte, another spelling or length is refused; nothing throws", () => {
    const keys = [...hs(`algebra:${SECRET}`), ...ed(`default:${base64Of(publicKey)}`)];
    expect(verdict(jwt(CLAIMS), keys)).toMatch(/no key for this site/);
    expect(verdict(jwt({ ...CLAIMS, aud: 'algebra' }), keys, 'algebra')).toBe('ok');
    expect(verdict(jwt(CLAIMS, privateKey), keys)).toBe('ok');
    expect(verdict(jwt({ ...CLAIMS, aud: 'algebra' }, privateKey), keys, 'algebra')).toMatch(/no key/);
    expect(verdict(jwt(CLAIMS), [])).toMatch(/no IDENTITY_SECRETS/);
    const token = jwt(CLAIMS);
    for (let at = 0; at < token.length; at += 1) {
      const other = token[at] === 'A' ? 'B' : 'A';
      expect(verdict(`${token.slice(0, at)}${other}${token.slice(at + 1)}`), String(at)).not.toBe('ok');
    }
    for (const odd of [`${token}=`, `${token}.`, `${token}.x`, ` ${token}`, token.slice(0, -1), '', '..', 'a.b.c'])
      expect(verdict(odd), odd).not.toBe('ok');
    expect(verdict(`${token}${'A'.repeat(MAX_IDENTITY_CHARS)}`)).toMatch(/at most/);
    const deep = `${'['.repeat(1_000)}${']'.repeat(1_000)}`;
    const signed = `${Buffer.from('{"alg":"HS256"}').toString('base64url')}.${Buffer.from(deep).toString('base64url')}`;
    expect(verdict(`${signed}.${createHmac('sha256', SECRET).update(signed).digest('base64url')}`)).toMatch(/no JSON object/);
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => verdict(text) !== 'ok'));
    fc.assert(fc.property(fc.json(), (text) => typeof verdict(jwt(JSON.parse(text))) === 'string'));
  });

  it('J4 claims that are not UTF-8 are refused: two names that a wrong encoding makes alike must stay two learners', () => {
    const signed = (encoding: BufferEncoding) => {
      const body = Buffer.from(JSON.stringify({ ...CLAIMS, sub: 'andré' }), encoding).toString('base64url');
      const text = `${Buffer.from('{"alg":"HS256"}').toString('base64url')}.${body}`;
      return `${text}.${createHmac('sha256', SECRET).update(text).digest('base64url')}`;
    };
    expect(verdict(signed('utf8'))).toBe('ok');
    expect(verdict(signed('latin1'))).toMatch(/no JSON object/);
  });

  it('J4 signatures are compared by timingSafeEqual alone', () => {
    const source = readFileSync(new URL('../../../server/gateway/jwt.ts', import.meta.url), 'utf8');
    expect(source).toMatch(/timingSafeEqual\(signature, own\)/);
    expect(source).not.toMatch(/signature\s*[!=]==|\.equals\(/);
  });
});

describe('what is signed wins', () => {
  it('J7 over course, lesson and kind of page; titles and the rest stay with the page', () => {
    const signed = { course: { id: 'py' }, page: { url: '', kind: 'exam' as const } };
    const said = { course: { id: 'py', title: 'Python' }, lesson: { id: '3' }, progress: 0.5 };
    expect(placed(said, signed)).toEqual({ ...said, page: { url: '', kind: 'exam' } });
    const page = { url: 'https://x.org/1', title: 'One', kind: 'lesson' as const };
    expect(placed({ course: { id: 'js', title: 'JS' }, page }, signed)).toEqual({
      course: { id: 'py' },
      page: { ...page, kind: 'exam' },
    });
    expect(placed(said, {})).toEqual(said);
    expect(placed(said, undefined)).toBe(said);
  });
});

describe('configuration', () => {
  const faults = (env: Record<string, string>) => {
    const read = readConfig(env, '.');
    return read.ok ? [] : read.faults;
  };
  it('J13 keys that cannot serve stop the start with what to do, and are not shown', () => {
    expect(faults({ IDENTITY_SECRETS: `${SECRET},site-b:${OTHER}`, IDENTITY_PUBLIC_KEYS: base64Of(publicKey) })).toEqual([]);
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    expect(ed(pem)).toHaveLength(1);
    expect(ed(pem.replaceAll('\n', '\\n'))).toHaveLength(1);
    const secret = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const rsa = base64Of(generateKeyPairSync('rsa', { modulusLength: 2_048 }).publicKey);
    const cases: [Record<string, string>, RegExp][] = [
      [{ IDENTITY_SECRETS: `${SECRET},hunter2` }, /IDENTITY_SECRETS: key 2 .*openssl rand/],
      [{ IDENTITY_PUBLIC_KEYS: secret }, /private key/],
      [{ IDENTITY_PUBLIC_KEYS: rsa }, /rsa, not for Ed25519/],
      [{ IDENTITY_PUBLIC_KEYS: 'bm9uc2Vuc2U' }, /cannot be read/],
      [{ IDENTITY_SECRET: SECRET }, /did you mean IDENTITY_SECRETS/],
      [{ REQUIRE_IDENTITY: 'maybe', IDENTITY_SECRETS: SECRET }, /write yes or no/],
      [{ REQUIRE_IDENTITY: 'yes' }, /nobody could chat/],
    ];
    for (const [env, fault] of cases) {
      const said = faults(env).join('\n');
      expect(said).toMatch(fault);
      for (const text of ['hunter2', SECRET, secret.slice(30, 60)]) expect(said).not.toContain(text);
    }
  });
});
