import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duration, instant } from '#domain/time.ts';
import { createAddressMark } from '#gateway/address-mark.ts';
import { addressOf, isAllowedOrigin, isOwnOrigin, originOf } from '#gateway/admit.ts';
import { agentAct } from '#gateway/agent-payloads.ts';
import { createBuckets } from '#gateway/buckets.ts';
import { deviceOf } from '#gateway/device.ts';
import { parse, type Reader } from '#gateway/parse.ts';
import { hashPassword, passwordFault, TooBusy, verifyPassword } from '#gateway/passwords.ts';
import { actRequest, context, email, handshake, openRequest } from '#gateway/payloads.ts';
import type { GatewayConfig } from '#gateway/ports.ts';
import { same } from '#gateway/secrets.ts';
import { readConfig } from '#server/config.ts';
import { countingIds, fakeClock } from '#tests/support/samples.ts';

const T0 = instant(1_000_000);
const config = (env: Record<string, string> = {}): GatewayConfig => {
  const read = readConfig(env, '.');
  if (!read.ok) throw new Error(read.faults.join());
  return read.config;
};
const from = (remoteAddress: string, forwarded?: string) => ({
  headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  socket: { remoteAddress },
});

describe('token buckets', () => {
  it('G42 give a burst, then one by one, and say how long to wait', () => {
    const buckets = createBuckets({ count: 3, perMs: 3_000 });
    expect([1, 2, 3, 4].map(() => buckets.take('a', T0))).toEqual([0, 0, 0, 1_000]);
    expect(buckets.take('b', T0)).toBe(0);
    expect(buckets.take('a', instant(T0 + 999))).toBe(1);
    expect(buckets.take('a', instant(T0 + 1_000))).toBe(0);
    // A long rest fills it, and no more than that; what has been regained is not regained again.
    const later = (ms: number) => buckets.take('a', instant(T0 + 60_000 + ms));
    expect([0, 0, 0, 0].map(later)).toEqual([0, 0, 0, 1_000]);
    expect([1_000, 1_001, 1_002].map(later)).toEqual([0, 999, 998]);
  });
  it('G42 who waits as long as told is let through, whatever fractions add up to', () => {
    const buckets = createBuckets({ count: 3, perMs: 1_000 });
    let now = T0;
    for (let n = 0; n < 1_000; n += 1) {
      const wait = buckets.take('a', now);
      now = instant(now + wait);
      if (wait > 0) expect(buckets.take('a', now), String(n)).toBe(0);
    }
  });
  it('G42 hold a bounded number of keys, and survive a clock set back', () => {
    const buckets = createBuckets({ count: 1, perMs: 1_000 }, 100);
    for (let i = 0; i < 10_000; i += 1) buckets.take(`k${i}`, T0);
    expect(buckets.size).toBe(100);
    expect(buckets.take('k9999', instant(0))).toBe(1_000);
  });
  it('G42 those used least recently are forgotten first: who floods cannot be forgotten by going on', () => {
    const buckets = createBuckets({ count: 1, perMs: 1_000 }, 2);
    for (const key of ['flood', 'other', 'flood', 'third']) buckets.take(key, T0);
    expect(buckets.take('flood', T0)).toBe(1_000);
  });
  it('G29 what is given back does not count, and no more than full', () => {
    const buckets = createBuckets({ count: 2, perMs: 1_000 });
    buckets.take('a', T0);
    for (let i = 0; i < 5; i += 1) buckets.give('a');
    expect([1, 2].map(() => buckets.take('a', T0))).toEqual([0, 0]);
    expect(buckets.take('a', T0)).toBeGreaterThan(0);
  });
});

describe('origins', () => {
  it('G13 have one spelling; what is none is none', () => {
    expect(originOf('HTTPS://Learn.Example.com:443')).toBe('https://learn.example.com');
    for (const bad of [
      'null',
      '',
      'learn.example.com',
      'file://',
      'https://a.example/path',
      'https://a@b.example',
      'https://a.example?x',
      'https://a.example\\@b',
      'ftp://a.example',
    ])
      expect(originOf(bad), bad).toBeUndefined();
  });
  it('G13 the own origin: PUBLIC_URL, or a bare address that matches Host; never a name without PUBLIC_URL', () => {
    expect(isOwnOrigin(config(), 'http://192.168.1.5:3000', '192.168.1.5:3000')).toBe(true);
    expect(isOwnOrigin(config(), 'http://192.168.1.5:3000', '192.168.1.6:3000')).toBe(false);
    expect(isOwnOrigin(config(), 'http://[::1]:3000', '[::1]:3000')).toBe(true);
    expect(isOwnOrigin(config(), 'http://localhost:3000', 'LocalHost:3000')).toBe(true);
    expect(isOwnOrigin(config(), 'http://chat.example.com', 'chat.example.com')).toBe(false);
    const named = config({ PUBLIC_URL: 'https://chat.example.com' });
    expect(isOwnOrigin(named, 'https://chat.example.com', 'anything')).toBe(true);
    expect(isOwnOrigin(named, 'http://127.0.0.1:3000', '127.0.0.1:3000')).toBe(false);
    expect(isAllowedOrigin(named, 'http://localhost:3000', 'chat.example.com')).toBe(false);
    const listed = config({ ALLOWED_ORIGINS: 'https://a.example' });
    expect(isAllowedOrigin(listed, 'https://a.example', 'x')).toBe(true);
    for (const other of ['http://localhost:1', 'https://a.example.evil.example', 'https://a.example:444', 'http://a.example'])
      expect(isAllowedOrigin(listed, other, 'x'), other).toBe(false);
    // With nothing set only this machine's pages may.
    expect(isAllowedOrigin(config(), 'http://localhost:1', 'x')).toBe(true);
    expect(isAllowedOrigin(config(), 'https://evil.example', 'x')).toBe(false);
  });
  it('G44 X-Forwarded-For counts from the right, as far as proxies are ours', () => {
    expect(addressOf(from('10.0.0.1', '1.1.1.1'), 0)).toBe('10.0.0.1');
    expect(addressOf(from('10.0.0.1', '6.6.6.6, 1.1.1.1'), 1)).toBe('1.1.1.1');
    expect(addressOf(from('10.0.0.1', '6.6.6.6, 1.1.1.1, 10.0.0.2'), 2)).toBe('1.1.1.1');
    expect(addressOf(from('10.0.0.1', '1.1.1.1'), 2)).toBe('1.1.1.1');
    expect(addressOf(from('10.0.0.1', 'nonsense'), 1)).toBe('10.0.0.1');
    expect(addressOf(from('::ffff:1.2.3.4'), 0)).toBe('1.2.3.4');
    expect(addressOf(from('2001:db8:1:2:3:4:5:6'), 0)).toBe(addressOf(from('2001:db8:1:2::9'), 0));
    expect(addressOf(from('2001:db8:1:3::9'), 0)).not.toBe(addressOf(from('2001:db8:1:2::9'), 0));
  });
});

describe('parsing', () => {
  it('G8 never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, maxDepth: 4 }), (raw) => {
        for (const reader of [actRequest, openRequest, handshake, agentAct, context] as readonly Reader<unknown>[])
          parse(reader, raw);
      }),
      { numRuns: 2_000 },
    );
  });
  it('G8 says which field, and how', () => {
    expect(parse(actRequest, { conversation: 'a'.repeat(32), cid: 'X', command: { type: 'end' } })).toEqual({
      ok: false,
      code: 'bad-request',
      detail: 'cid: must be a cid (32 lower-case hex digits)',
    });
    expect(parse(openRequest, { lang: 'en', context: { course: { id: 5 } } })).toMatchObject({
      detail: 'context.course.id: must be a string',
    });
  });
  it('G8 a message’s text comes through as written, but for control characters and halves of characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), (text) => {
        const read = parse(actRequest, {
          conversation: 'a'.repeat(32),
          cid: 'b'.repeat(32),
          command: { type: 'say', text, lang: 'en', context: {} },
        });
        if (!read.ok) return text.trim() === '' || text.replace(/\p{Cc}/gu, '').trim() === '';
        const { command } = read.value;
        return (
          command.type === 'say' &&
          command.text === text.replace(/(?![\t\n\r])\p{Cc}/gu, '') &&
          !/\p{Surrogate}/u.test(command.text)
        );
      }),
    );
  });
  it('G8 e-mail addresses are told from what is none', () => {
    for (const good of ['a@b.co', 'first.last+tag@sub.example.org', 'x_y@例子.中国'])
      expect(parse(email, good).ok, good).toBe(true);
    for (const bad of ['a', 'a@b', '@b.co', 'a@b.', 'a b@c.de', 'a@b@c.de', '<a@b.co>', 'a@b.c', `${'a'.repeat(65)}@b.co`])
      expect(parse(email, bad).ok, bad).toBe(false);
  });
});

describe('small things', () => {
  it('G24 comparison takes any lengths', () => {
    expect(same('abc', 'abc')).toBe(true);
    for (const other of ['', 'ab', 'abcd', 'abd', '中文']) expect(same('abc', other)).toBe(false);
  });
  it('G26 weak passwords are named as what they are', async () => {
    const faults: [string, RegExp][] = [
      ['short', /at least 12/],
      ['x'.repeat(129), /at most 128/],
      ['password1234', /most used/],
      ['Pass-word-1234', /most used/],
      ['ababababababab', /different/],
      ['abcdabcdabcdabcd', /different/],
      ['👍🎉🐍📚🔁🧮', /at least 12/],
      ['my ada.lovelace 1', /sign-in name/],
    ];
    for (const [password, why] of faults) expect(passwordFault(password, 'ada.lovelace@example.com'), password).toMatch(why);
    expect(passwordFault('correct horse battery', 'ada@example.com')).toBeUndefined();
    expect(passwordFault('bobbing on the sea', 'bob@example.com')).toBeUndefined();
    expect(await verifyPassword('x', undefined)).toBe(false);
    expect(await verifyPassword('x', 'md5$x')).toBe(false);
  });
  it('P70 of sign-ins two are computed at once; with fifty waiting the next are told to come again, and nobody else loses a place', async () => {
    const quick = `scrypt$4$8$1$${'A'.repeat(22)}$${'A'.repeat(43)}`;
    for (const round of [1, 2]) {
      const all = await Promise.allSettled(Array.from({ length: 60 }, () => verifyPassword('x', quick)));
      const away = all.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
      expect([round, away.length]).toEqual([round, 8]);
      for (const reason of away) expect(reason).toBeInstanceOf(TooBusy);
    }
  });
  it('P71 a password rests as a salted scrypt hash of 32 MiB, and fits however a keyboard composes its letters', async () => {
    const hash = await hashPassword('Ｃafé am Schloß');
    expect(hash).toMatch(/^scrypt\$15\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
    expect(await verifyPassword('Cafe\u0301 am Schloß', hash)).toBe(true);
    expect(await verifyPassword('Cafe am Schloß', hash)).toBe(false);
    expect(await hashPassword('Ｃafé am Schloß')).not.toBe(hash);
  });
  it('P9 devices in words', () => {
    const words: [string, string][] = [
      [
        'Mozilla/5.0 (Linux; Android 13; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36',
        'Chrome on Android',
      ],
      [
        'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1',
        'Safari on iPhone',
      ],
      [
        'Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/100 Mobile Safari/537.36 MicroMessenger/8.0',
        'WeChat on Android',
      ],
      [
        'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36 Edg/120.0',
        'Edge on Windows',
      ],
      ['Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0', 'Firefox on Linux'],
      ['<script>alert(1)</script>', 'unknown device'],
    ];
    for (const [agent, expected] of words) expect(deviceOf(agent)).toBe(expected);
    expect(deviceOf(undefined)).toBe('unknown device');
  });
  it('G53 an address keeps its mark for a day, and no longer', () => {
    const clock = fakeClock();
    const mark = createAddressMark(clock, countingIds());
    const first = mark('1.2.3.4');
    expect(mark('1.2.3.4')).toBe(first);
    expect(mark('1.2.3.5')).not.toBe(first);
    expect(first).not.toContain('1.2.3');
    clock.advance(duration(86_400_000));
    expect(mark('1.2.3.4')).not.toBe(first);
  });
});
