import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OpenAnswer } from '#protocol/events.ts';
import { createIdentity } from '#widget/identity.ts';
import { createSigner, lifeOf } from '#widget/signer.ts';
import type { Kept } from '#widget/storage.ts';
import { createWho, type WhoPorts } from '#widget/who.ts';

const NOW = 1_800_000_000_000;
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = (life: number, more: object = {}) =>
  `${part({ alg: 'HS256' })}.${part({ sub: 'ü?>', exp: NOW / 1_000 + life, ...more })}.x`;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the signer', () => {
  it('J16 reads how long a token holds by its own word', () => {
    expect(lifeOf(token(600), NOW)).toBe(600_000);
    expect(lifeOf(token(600, { iat: NOW / 1_000 - 5 }), NOW + 90_000)).toBe(605_000);
    for (const odd of ['', 'x', 'a.b.c', `.${part({})}.`, token(-5)]) expect(lifeOf(odd, NOW), odd).toBe(0);
  });

  it('J16 asks the page once for all who ask at the same time, and again only shortly before the end', async () => {
    const page = vi.fn(async () => token(600));
    const renew = vi.fn();
    const signer = createSigner(page, renew);
    const [a, b] = await Promise.all([signer.identity(false), signer.identity(false)]);
    expect([a === b, page.mock.calls.length]).toEqual([true, 1]);
    await vi.advanceTimersByTimeAsync(539_000);
    await signer.identity(false);
    expect([page.mock.calls.length, renew.mock.calls.length]).toEqual([1, 0]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(renew).toHaveBeenCalledTimes(1);
    await signer.identity(false);
    expect(page).toHaveBeenCalledTimes(2);
    signer.stop();
    await vi.advanceTimersByTimeAsync(700_000);
    expect(renew).toHaveBeenCalledTimes(1);
  });

  it('J16 asks at once when the server refused the last one; short lives are renewed after four fifths', async () => {
    const page = vi.fn(() => token(10));
    const renew = vi.fn();
    const signer = createSigner(page, renew);
    await signer.identity(false);
    await signer.identity(true);
    expect(page).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(8_000);
    expect(renew).toHaveBeenCalledTimes(1);
  });

  it('J16 null is nobody; a page that throws or never answers is neither, and is asked again', async () => {
    expect(await createSigner(async () => null, vi.fn()).identity(false)).toBe('');
    const answers = [() => Promise.reject(new Error('down')), () => new Promise(() => {}), () => token(600)];
    const signer = createSigner(() => answers.shift()?.(), vi.fn());
    await expect(signer.identity(false)).rejects.toThrow('down');
    const slow = expect(signer.identity(false)).rejects.toThrow('did not answer');
    await vi.advanceTimersByTimeAsync(10_000);
    await slow;
    expect(await signer.identity(false)).toBe(token(600));
    signer.stop();
    expect(await createSigner({ token: 'fixed' }, vi.fn()).identity(true)).toBe('fixed');
  });
});

describe('the chat’s own window', () => {
  it('J21 takes the same person’s renewed identity from the pages of the site, and nobody else’s', async () => {
    const first = token(600, { aud: 'school' });
    const answers = [
      token(1_200, { aud: 'school', sub: 'somebody else' }),
      token(1_200, { aud: 'another site' }),
      token(300, { aud: 'school' }),
      token(1_200, { aud: 'school' }),
    ];
    const last = answers.at(-1);
    let renewed = () => {};
    const heard = new Promise<void>((resolve) => {
      renewed = resolve;
    });
    const renew = vi.fn(() => renewed());
    const beside = createSigner({ token: first, heard: true }, renew);
    const other = createSigner({ token: first }, vi.fn());
    expect(await beside.identity(false)).toBe(first);
    const page = createSigner(() => answers.shift(), vi.fn());
    while (answers.length > 0) await page.identity(true);
    await heard;
    expect(renew).toHaveBeenCalledTimes(1);
    expect([await beside.identity(false), await other.identity(false)]).toEqual([last, first]);
    page.stop();
    beside.stop();
  });
});

describe('what the page says', () => {
  it('J17 after a log-out a function is asked anew, and a fixed identity is not said again', async () => {
    const page = createIdentity(async () => ({ createSigner }), vi.fn());
    const answers = [token(600), null];
    page.say(() => answers.shift());
    expect([await page.identity(false), await page.identity(false)]).toEqual([token(600), token(600)]);
    page.forget();
    expect(await page.identity(false)).toBe('');
    page.say({ token: 'fixed' });
    expect(await page.identity(false)).toBe('fixed');
    page.forget();
    expect(await page.identity(false)).toBeUndefined();
  });
});

describe('who is here', () => {
  const NO = { code: 'identity', detail: 'exp has passed' } as const;
  function stage(identity: WhoPorts['identity']) {
    const values = new Map<string, string>();
    const kept: Kept = {
      get: (name) => values.get(name),
      set: (name, value) => void values.set(name, value),
      remove: (name) => void values.delete(name),
      clear: () => values.clear(),
      move: () => {},
    };
    const ports = { again: vi.fn(async () => 'c'), leave: vi.fn(), clear: vi.fn(async () => {}), unsigned: vi.fn() };
    return { ...ports, kept, who: createWho({ kept, identity, ...ports }) };
  }
  const answer = (name: string, conversation = `c-${name}`) =>
    ({ token: name, conversation: { id: conversation } }) as unknown as OpenAnswer;

  it('J17 somebody else in the same browser inherits neither unsent words nor draft; another tab of the same person does', async () => {
    const { who, kept, clear } = stage(async () => 'jwt');
    expect(await who.say(false)).toEqual({ identity: 'jwt' });
    await who.opened(answer('ana'));
    kept.set('token', 'ana');
    kept.set('conversation', 'c-ana');
    await who.opened(answer('ana-other-tab', 'c-ana'));
    await who.opened(answer('ana', 'c-fresh'));
    expect(clear).not.toHaveBeenCalled();
    await who.opened(answer('ben'));
    expect(clear).toHaveBeenCalledTimes(1);
  });

  it('J17 who is no longer signed in on the site is forgotten here, too', async () => {
    const gone = stage(async () => '');
    gone.kept.set('signed', '1');
    expect(await gone.who.say(false)).toBeUndefined();
    expect(gone.leave).toHaveBeenCalledTimes(1);
    // A page that says nothing: only when the server wants a signature.
    const silent = stage(async () => undefined);
    silent.kept.set('signed', '1');
    expect(await silent.who.say(false)).toEqual({});
    expect(await silent.who.refused(false, NO)).toBeNull();
    expect(silent.leave).toHaveBeenCalledTimes(1);
    const stranger = stage(async () => '');
    expect(await stranger.who.say(false)).toEqual({});
    expect(stranger.leave).not.toHaveBeenCalled();
  });

  it('J16 a refused identity is asked for anew once; then the learner is told, and asking goes on only where it may help', async () => {
    const one = stage(async () => 'jwt');
    await one.who.say(false);
    expect(await one.who.refused(false, NO)).toBe('c');
    expect(await one.who.refused(true, NO)).toBeNull();
    expect(one.unsigned.mock.calls).toEqual([[true, NO]]);
    const none = stage(async () => undefined);
    await none.who.say(false);
    expect(await none.who.refused(false, NO)).toBeNull();
    expect([none.again.mock.calls.length, none.unsigned.mock.calls]).toEqual([0, [[false, NO]]]);
    const broken = stage(() => Promise.reject(new Error('down')));
    expect(await broken.who.say(false)).toBeUndefined();
    expect(broken.unsigned.mock.calls).toEqual([[true, { code: 'identity', detail: 'Error: down' }]]);
  });
});
