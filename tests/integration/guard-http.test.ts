import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { POLICY } from '#gateway/policy.ts';
import { addAgent, PASSWORD, post, type Signed, setUp } from '#tests/support/people.ts';
import { fakeClock } from '#tests/support/samples.ts';
import { startServer, type TestServer } from '#tests/support/start-server.ts';

let server: TestServer;
let admin: Signed;
let agent: Signed;
beforeAll(async () => {
  server = await startServer();
  admin = await setUp(server);
  agent = await addAgent(server.url, admin, 'Ben');
});
afterAll(() => server.close());

const ROUTES = Object.entries(POLICY).filter(([name]) => !name.startsWith('/'));
const concrete = (path: string) => path.replace(':id', '0'.repeat(32));
const refusalOf = async (answer: Response) => ((await answer.json()) as { refusal: { code: string; detail?: string } }).refusal;

describe('what every route refuses', () => {
  it('G1 any Content-Encoding but identity gets 415 on every route, unread', async () => {
    for (const [name] of ROUTES) {
      const [method = '', path = ''] = name.split(' ');
      for (const encoding of ['br', 'gzip', 'deflate', 'x', 'gzip, br']) {
        const answer = await fetch(server.url + concrete(path), {
          method,
          headers: {
            'content-encoding': encoding,
            'content-type': 'application/json',
            cookie: admin.cookie,
            origin: server.url,
          },
          redirect: 'manual',
          ...(method === 'GET' ? {} : { body: 'not even compressed' }),
        });
        expect(answer.status, `${name} ${encoding}`).toBe(415);
      }
    }
    const polling = await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`, {
      headers: { 'content-encoding': 'gzip', origin: server.url },
    });
    expect(polling.status).toBe(415);
  });

  it('G8 wrong types for every field get 400 and nothing breaks', async () => {
    const BAD: readonly unknown[] = [null, 0, -1, 1.5, true, '', 'x', [], {}, [[]], { a: 1 }, 'a'.repeat(5_000)];
    const bodies: readonly (readonly [string, string, Record<string, unknown>])[] = [
      ['POST', '/agents', { name: 'N', login: 'n@example.com', role: 'agent', password: 'x' }],
      ['PATCH', `/agents/${agent.id}`, { name: 1, role: 2, disabled: 3, password: 4 }],
      ['PUT', '/canned/a', { shortcut: 'a b', title: 1, text: 2 }],
      ['POST', '/password', { current: 1, next: 2 }],
    ];
    for (const [method, path, fields] of bodies)
      for (const name of Object.keys(fields))
        for (const bad of BAD) {
          const answer = await admin.api(method, path, { ...fields, [name]: bad });
          expect([400, 403, 413, 429], `${path} ${name} ${JSON.stringify(bad)?.slice(0, 20)}`).toContain(answer.status);
        }
    for (const query of [
      '',
      '?from=1',
      '?from=2026-01-01',
      '?from=2026-02-30&to=2026-03-01',
      '?from=2026-01-02&to=2026-01-01',
      '?from[]=1&to=2',
    ]) {
      expect((await admin.api('GET', `/figures${query}`)).status, query).toBe(400);
      expect((await admin.api('GET', `/ratings.csv${query}`)).status, query).toBe(400);
    }
    expect((await admin.api('POST', '/agents', [])).status).toBe(400);
    const broken = await fetch(`${server.url}/console/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.url },
      body: '{"a":',
    });
    expect([broken.status, (await refusalOf(broken)).code]).toEqual([400, 'bad-request']);
    const big = await admin.api('POST', '/agents', { name: 'x'.repeat(20_000) });
    expect([big.status, (await refusalOf(big)).code]).toEqual([413, 'too-long']);
    expect(server.logged.filter((line) => line.level === 'error')).toEqual([]);
  });

  it('G9 __proto__, constructor and prototype as names and ids pollute nothing', async () => {
    for (const name of ['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString']) {
      expect((await admin.api('PATCH', `/agents/${name}`, { disabled: true })).status).toBe(404);
      expect([200, 400]).toContain((await admin.api('PUT', `/canned/${name}`, { shortcut: 'p', title: '', text: 't' })).status);
      await admin.api('DELETE', `/canned/${name}`);
      expect((await fetch(`${server.url}/widget/${name}`)).status).toBe(404);
    }
    await fetch(`${server.url}/console/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.url },
      body: '{"__proto__":{"polluted":1},"login":"a@example.com","password":"x"}',
    });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('G10 fields nobody asked for are ignored', async () => {
    const made = await admin.api('POST', '/agents', {
      name: 'Cy',
      login: 'cy@example.com',
      role: 'agent',
      password: PASSWORD,
      id: 'f'.repeat(32),
      disabled: true,
      passwordHash: 'x',
    });
    const { agent: cy } = (await made.json()) as { agent: { id: string; disabled: boolean } };
    expect(cy.id).not.toBe('f'.repeat(32));
    expect(cy.disabled).toBe(false);
  });
});

describe('origins and the CSRF word', () => {
  const mutations = ROUTES.filter(([name]) => name.includes('/console/api') && !name.startsWith('GET'));

  it('G15 every console mutation without the word, or from another origin, gets 403', async () => {
    expect(mutations.length).toBeGreaterThan(7);
    for (const [name, who] of mutations) {
      const [method = '', path = ''] = name.split(' ');
      const call = (headers: Record<string, string>) =>
        admin.api(method, concrete(path.replace('/console/api', '')), {}, headers);
      for (const origin of ['https://evil.example', 'null', `${server.url}.evil.example`, 'http://localhost:1'])
        expect((await call({ origin })).status, `${name} from ${origin}`).toBe(403);
      if (who !== 'anyone') {
        expect((await call({ 'x-handraise-csrf': '' })).status, name).toBe(403);
        expect((await call({ 'x-handraise-csrf': agent.csrf })).status, name).toBe(403);
      }
      const without = await fetch(server.url + concrete(path), {
        method,
        headers: { cookie: admin.cookie, 'x-handraise-csrf': admin.csrf },
      });
      expect(without.status, `${name} without Origin`).toBe(403);
    }
  });

  it('G14 CORS echoes exactly a listed origin, without credentials, and says Vary', async () => {
    const listed = await startServer({
      env: { ALLOWED_ORIGINS: 'https://learn.example.com', PUBLIC_URL: 'https://chat.example.com' },
    });
    const ask = (origin: string) =>
      fetch(`${listed.url}/api/v1/sessions`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST' },
      });
    const good = await ask('https://learn.example.com');
    expect(good.status).toBe(204);
    expect(good.headers.get('access-control-allow-origin')).toBe('https://learn.example.com');
    expect(good.headers.get('access-control-allow-credentials')).toBeNull();
    expect(good.headers.get('vary')).toContain('Origin');
    for (const origin of [
      'https://learn.example.com.evil.example',
      'https://evil-learn.example.com',
      'https://evil.example/learn.example.com',
      'http://learn.example.com',
      'https://learn.example.com:444',
      'http://localhost:3000',
      'null',
    ]) {
      const bad = await ask(origin);
      expect(bad.headers.get('access-control-allow-origin'), origin).toBeNull();
      expect(bad.status, origin).toBe(403);
      const polling = await fetch(`${listed.url}/socket.io/?EIO=4&transport=polling`, { headers: { origin } });
      expect([polling.status, polling.headers.get('access-control-allow-origin')], origin).toEqual([403, null]);
    }
    const polling = await fetch(`${listed.url}/socket.io/?EIO=4&transport=polling`, {
      headers: { origin: 'https://learn.example.com' },
    });
    expect(polling.status).toBe(200);
    expect(polling.headers.get('access-control-allow-origin')).toBe('https://learn.example.com');
    expect(polling.headers.get('access-control-allow-credentials')).toBeNull();
    expect(polling.headers.get('vary')).toContain('Origin');
    await listed.close();
  });
});

describe('headers', () => {
  it('G17 G20 the console cannot be framed, sniffed, cached by its API, nor leak where it was', async () => {
    for (const path of ['/console', '/console/setup', '/console/x/y']) {
      const answer = await fetch(server.url + path);
      const csp = answer.headers.get('content-security-policy') ?? '';
      for (const part of [
        "default-src 'none'",
        "script-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "require-trusted-types-for 'script'",
      ])
        expect(csp, path).toContain(part);
      expect(csp).not.toContain('unsafe');
      expect(answer.headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    }
    for (const path of ['/agents', '/canned', '/state', '/figures?from=2026-01-01&to=2026-01-02', '/nowhere'])
      expect((await admin.api('GET', path)).headers.get('cache-control'), path).toBe('no-store');
    expect((await fetch(server.url)).headers.get('x-powered-by')).toBeNull();
    expect((await fetch(server.url)).headers.get('strict-transport-security')).toBeNull();
  });

  it('G17 a Host header cannot write itself into the policy', async () => {
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(server.port, '127.0.0.1', () => {
        socket.write("GET /console HTTP/1.1\r\nHost: x; script-src 'unsafe-inline'\r\nConnection: close\r\n\r\n");
      });
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk;
      });
      socket.on('close', () => resolve(text));
    });
    expect(answer).not.toContain('unsafe-inline');
  });
});

describe('signing in', () => {
  it('G29 five failures of an address in five minutes are enough; same words for an unknown user; success does not count', async () => {
    const clock = fakeClock();
    const strict = await startServer({ clock });
    await setUp(strict);
    const go = (login: string, password: string) => post(strict.url, '/console/api/sign-in', { login, password });
    for (let i = 0; i < 8; i += 1) expect((await go('ada@example.com', PASSWORD)).status).toBe(200);
    const wrong = await refusalOf(await go('ada@example.com', 'wrong wrong wrong'));
    const unknown = await refusalOf(await go('nobody@example.com', 'wrong wrong wrong'));
    expect(unknown).toEqual(wrong);
    for (let i = 0; i < 3; i += 1) expect((await go('ada@example.com', 'wrong wrong wrong')).status).toBe(403);
    const cut = await go('ada@example.com', PASSWORD);
    expect(cut.status).toBe(429);
    expect(Number(cut.headers.get('retry-after'))).toBeGreaterThan(0);
    clock.advance(61_000);
    expect((await go('ada@example.com', PASSWORD)).status).toBe(200);
    await strict.close();
  });

  it('G29 an unknown user takes as long as a wrong password', async () => {
    const own = await startServer({ clock: fakeClock() });
    await setUp(own);
    const time = async (login: string) => {
      const from = performance.now();
      await post(own.url, '/console/api/sign-in', { login, password: 'wrong wrong wrong' });
      return performance.now() - from;
    };
    await time('ada@example.com');
    const known = await time('ada@example.com');
    const unknown = await time('nobody@example.com');
    expect(unknown).toBeGreaterThan(known / 3);
    await own.close();
  });

  it('G33 the set-up token works once, for an hour, and only before there is an agent', async () => {
    const clock = fakeClock();
    const fresh = await startServer({ clock });
    const go = (token: string, password = PASSWORD) =>
      post(fresh.url, '/console/api/setup', { token, name: 'A', login: 'a@example.com', password });
    expect((await go('0'.repeat(64))).status).toBe(403);
    expect((await refusalOf(await go(fresh.setupToken, 'short'))).detail).toMatch(/^password: use at least 12/);
    clock.advance(3_600_000);
    expect((await go(fresh.setupToken)).status).toBe(403);
    const token = (await fresh.app.setupToken()) ?? '';
    expect(token).toMatch(/^[0-9a-f]{64}$/);
    expect(await fresh.store.getSetting('setup-token')).not.toContain(token);
    const both = await Promise.all([go(token), go(token)]);
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 409]);
    expect((await go(token)).status).toBe(403);
    expect(await fresh.app.setupToken()).toBeUndefined();
    await fresh.close();
  });

  it('G34 there is no default account', async () => {
    const fresh = await startServer();
    expect(await fresh.store.agents.count()).toBe(0);
    for (const login of ['admin@example.com', 'admin@localhost.local'])
      expect((await post(fresh.url, '/console/api/sign-in', { login, password: 'admin' })).status).toBe(403);
    await fresh.close();
  });

  it('G35 the last admin can neither be demoted nor disabled, also by two at once', async () => {
    const own = await startServer();
    const a = await setUp(own);
    for (const patch of [{ role: 'agent' }, { disabled: true }])
      expect((await a.api('PATCH', `/agents/${a.id}`, patch)).status).toBe(403);
    const b = await addAgent(own.url, a, 'Bea', 'admin');
    const both = await Promise.all([
      a.api('PATCH', `/agents/${b.id}`, { role: 'agent' }),
      b.api('PATCH', `/agents/${a.id}`, { role: 'agent' }),
    ]);
    expect(both.filter((answer) => answer.ok)).toHaveLength(1);
    await own.close();
  });
});
