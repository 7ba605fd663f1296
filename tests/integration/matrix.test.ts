import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { POLICY, permits, policyOf, type Who } from '#gateway/policy.ts';
import { addAgent, dial, openLearner, type Signed, setUp } from '#tests/support/people.ts';
import { startServer, type TestServer } from '#tests/support/start-server.ts';

const folder = fileURLToPath(new URL('../../server/gateway/', import.meta.url));
const gatewayFile = (name: string) => readFileSync(join(folder, name), 'utf8');
const NAMES = Object.entries(POLICY) as [string, Who][];
const routes = NAMES.filter(([name]) => !name.startsWith('/'));
const events = NAMES.filter(([name]) => name.startsWith('/'));

let server: TestServer;
let admin: Signed;
let agent: Signed;
beforeAll(async () => {
  server = await startServer({ env: { METRICS_TOKEN: 'a-token-of-sixteen' } });
  admin = await setUp(server);
  agent = await addAgent(server.url, admin, 'Ben');
});
afterAll(() => server.close());

describe('the matrix', () => {
  it('G35 every route and event in the code has a policy, and every policy is used', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && name !== 'policy.ts' && name !== 'route.ts');
    const used = files.flatMap((file) =>
      [...gatewayFile(file).matchAll(/'((?:GET|POST|PUT|PATCH|DELETE) \/[^']*|\/(?:learner|agent) [a-z]+)'/g)].map(
        (match) => match[1] ?? '',
      ),
    );
    const known = used.filter((name) => name !== '/learner connect' && name !== '/agent connect');
    expect([...new Set(known)].sort()).toEqual(NAMES.map(([name]) => name).sort());
    // Nothing goes round the policy: pages are the only bare `app.get`, and no other method is registered bare.
    for (const file of files) expect(gatewayFile(file), file).not.toMatch(/app\.(post|put|patch|delete|all)\(/);
    for (const file of files.filter((name) => name !== 'statics.ts')) expect(gatewayFile(file), file).not.toMatch(/app\.get\(/);
  });

  it('G35 what is not in the table cannot be registered; nobody is nobody', () => {
    for (const name of ['GET /console/api/new', '/agent erase', '__proto__', 'toString'])
      expect(() => policyOf(name)).toThrow(/no policy/);
    const roles = [undefined, 'agent', 'admin'] as const;
    const table = (who: Who) => roles.map((role) => permits(who, role));
    expect(table('anyone')).toEqual([true, true, true]);
    expect(table('agent')).toEqual([false, true, true]);
    expect(table('admin')).toEqual([false, false, true]);
    expect(table('learner')).toEqual([false, false, false]);
    expect(table('operator')).toEqual([false, false, false]);
  });

  it('G35 the policy is the one meant: a console for agents, a few acts for admins, and what needs nobody', () => {
    // By name, not by the table itself: the tests below hold the code to the table, this one holds the table to these lines.
    const forAnyone = [
      ...['/healthz', '/readyz', '/', '/api', '/api/openapi.json', '/console/api/state'].map((path) => `GET ${path}`),
      ...['/console/api/setup', '/console/api/sign-in', '/api/v1/sessions'].map((path) => `POST ${path}`),
      '/learner open',
    ];
    const meant = (name: string): Who => {
      if (forAnyone.includes(name)) return 'anyone';
      if (name === 'GET /metrics') return 'operator';
      if (/ \/console\/api\/teach/.test(name)) return 'admin';
      if (/^(POST|PATCH) \/console\/api\/agents/.test(name)) return 'admin';
      return /^\/agent | \/console\/api\//.test(name) ? 'agent' : 'learner';
    };
    expect(NAMES).toEqual(NAMES.map(([name]) => [name, meant(name)]));
  });

  for (const [name, who] of routes)
    it(`G35 ${name} is for ${who}`, async () => {
      const [method = '', path = ''] = name.split(' ');
      const call = async (caller: Signed | undefined) => {
        const answer = await fetch(server.url + path.replace(':id', '0'.repeat(32)), {
          method,
          redirect: 'manual',
          headers: {
            origin: server.url,
            'content-type': 'application/json',
            ...(caller ? { cookie: caller.cookie, 'x-handraise-csrf': caller.csrf } : {}),
          },
          ...(method === 'GET' ? {} : { body: '{}' }),
        });
        return answer.status;
      };
      // Sign-out with a session would end it: the two who may are not tried there.
      const callers = name.endsWith('/sign-out') ? [undefined] : [undefined, agent, admin];
      for (const caller of callers) {
        const role = caller === admin ? 'admin' : caller === agent ? 'agent' : undefined;
        const status = await call(caller);
        if (permits(who, role)) expect([401, 403], `${role}: ${status}`).not.toContain(name.endsWith('setup') ? 0 : status);
        else expect([401, 403], `${role}: ${status}`).toContain(status);
      }
    });

  for (const [name, who] of events)
    it(`G35 ${name} is for ${who}`, async () => {
      const [space = '', event = ''] = name.split(' ');
      if (space === '/agent') {
        await expect(dial(server.url, '/agent', {})).rejects.toMatchObject({ refusal: { code: 'signed-out' } });
        const line = await agent.dial();
        expect((await line.raw(event, null)).ok).toBe(false);
        line.close();
        // On the learners' side the event does not exist: nobody answers.
        const learner = await openLearner(server.url);
        if (!NAMES.some(([other]) => other === `/learner ${event}`))
          await expect(learner.socket.timeout(200).emitWithAck(event, {})).rejects.toThrow();
        learner.close();
      } else {
        const line = await dial(server.url, '/learner', { v: 1, site: 'default' });
        const good: Record<string, object> = {
          open: { lang: 'en', context: {} },
          act: { conversation: '0'.repeat(32), cid: '0'.repeat(32), command: { type: 'end' } },
          sync: { conversation: '0'.repeat(32), since: 0 },
          history: { conversation: '0'.repeat(32), before: 1 },
          signal: { conversation: '0'.repeat(32), signal: { type: 'typing', on: true } },
        };
        const answer = await line.raw(event, good[event]);
        expect(answer.ok ? 'ok' : answer.refusal.code).toBe(who === 'anyone' ? 'ok' : 'signed-out');
        line.close();
      }
    });

  it('G58 metrics need the token, or loopback without a proxy', async () => {
    const get = (url: string, headers: Record<string, string> = {}) =>
      fetch(`${url}/metrics`, { headers }).then((answer) => answer.status);
    expect(await get(server.url)).toBe(403);
    expect(await get(server.url, { authorization: 'Bearer wrong' })).toBe(403);
    expect(await get(server.url, { authorization: 'Bearer a-token-of-sixteen' })).toBe(200);
    const open = await startServer();
    expect(await get(open.url)).toBe(200);
    expect(await get(open.url, { 'x-forwarded-for': '1.2.3.4' })).toBe(403);
    const text = await (await fetch(`${open.url}/metrics`)).text();
    for (const metric of [
      'handraise_learner_sockets',
      'handraise_conversations',
      'handraise_waiting',
      'process_resident_memory_bytes',
    ])
      expect(text).toContain(metric);
    await open.close();
  });
});
