/** Set-up, signing in and out, one's own password. */
import { agentId, type Ids } from '#domain/ids.ts';
import type { Clock } from '#domain/time.ts';
import type { AgentCard } from '#protocol/agents.ts';
import { MAX_NAME_CHARS } from '#protocol/limits.ts';
import type { Ack } from '#protocol/refusals.ts';
import { no, yes } from './answer.ts';
import { type ConsoleParts, guardedRoute, nothing, open } from './console-http.ts';
import { line, matching, object, type Reader, Unfit } from './parse.ts';
import { hashPassword, MAX_PASSWORD, passwordFault, verifyPassword } from './passwords.ts';
import { email } from './payloads.ts';
import type { Agent, Store } from './ports.ts';
import { agentCard } from './present-agent.ts';
import { hashed, same } from './secrets.ts';
import { createTries } from './tries.ts';

const SETUP_KEY = 'setup-token';
const SETUP_MS = 3_600_000;

/** A password as typed: any characters, checked for strength only where one is chosen. */
export const password: Reader<string> = (raw, at) => {
  if (typeof raw !== 'string') throw new Unfit(at, 'must be a string');
  if (raw === '' || raw.length > MAX_PASSWORD * 2) throw new Unfit(at, `must have 1 to ${MAX_PASSWORD} characters`);
  return raw;
};
export const login: Reader<string> = (raw, at) => email(raw, at).toLowerCase();
export const name = line(MAX_NAME_CHARS);

/**
 * A new single-use set-up token while there is no agent, else undefined. Only its hash is kept, so each start makes another; it holds
 * for an hour.
 */
export async function newSetupToken(store: Store, clock: Clock, ids: Ids): Promise<string | undefined> {
  if ((await store.agents.count()) > 0) return undefined;
  const token = ids.hex(32);
  await store.putSetting(SETUP_KEY, `${hashed(token)} ${clock.now() + SETUP_MS}`);
  return token;
}

export function serveConsoleSessions(parts: ConsoleParts): void {
  const { gateway, sessions, roster } = parts;
  const { store, clock, ids, log, config, desk } = gateway;
  const tries = createTries(clock);
  const card = (agent: Agent): AgentCard =>
    agentCard(agent, desk.presence.isOnline(agent.id), desk.presence.isAvailable(agent.id));
  let settingUp = false;

  async function enter(agent: Agent, response: { appendHeader(name: string, value: string): unknown }) {
    const { cookie, csrf } = await sessions.open(agent);
    response.appendHeader('Set-Cookie', cookie);
    return yes({ me: card(agent), csrf });
  }

  open(parts, 'GET /console/api/state', nothing, async (_none, { session }) =>
    yes({
      setup: (await store.agents.count()) === 0,
      me: session ? card(session.agent) : null,
      csrf: session?.csrf ?? null,
      site: { name: config.siteName || 'Support' },
      lang: config.siteLang,
      timeZone: config.timeZone,
    }),
  );

  async function setUp(token: string): Promise<Ack<null>> {
    const [hash = '', until = '0'] = ((await store.getSetting(SETUP_KEY)) ?? '').split(' ');
    if ((await store.agents.count()) > 0) return no('not-allowed', 'the set-up is done; sign in');
    if (hash === '' || !same(hash, hashed(token)) || clock.now() >= Number(until))
      return no('not-allowed', 'this set-up address is not valid any more; restart the server for a new one');
    return yes(null);
  }

  const setup = object({ token: matching(/^[0-9a-f]{64}$/, 'the token of the set-up address'), name, login, password });
  open(parts, 'POST /console/api/setup', setup, async (wanted, { address, response }) => {
    // Two at once must not both find "no agent yet".
    if (settingUp) return no('conflict');
    settingUp = true;
    try {
      let allowed = yes(null);
      const fits = await tries.run(address, null, async () => {
        allowed = await setUp(wanted.token);
        return allowed.ok;
      });
      if (typeof fits === 'number') return no('too-fast', undefined, fits);
      if (!allowed.ok) return allowed;
      const fault = passwordFault(wanted.password, wanted.login);
      if (fault) return no('bad-request', `password: ${fault}`);
      const passwordHash = await hashPassword(wanted.password);
      const agent: Agent = {
        id: agentId(ids.hex(16)),
        login: wanted.login,
        name: wanted.name,
        role: 'admin',
        passwordHash,
        disabled: false,
        createdAt: clock.now(),
      };
      if (!(await store.agents.create(agent))) return no('conflict');
      await store.putSetting(SETUP_KEY, '');
      await roster.reload();
      log.info({ audit: 'set-up', agent: agent.id }, 'first admin created');
      return enter(agent, response);
    } finally {
      settingUp = false;
    }
  });

  open(parts, 'POST /console/api/sign-in', object({ login, password }), async (given, { address, session, response }) => {
    const agent = await store.agents.byLogin(given.login);
    const fits = await tries.run(
      address,
      given.login,
      async () => (await verifyPassword(given.password, agent?.passwordHash)) && agent?.disabled === false,
    );
    if (typeof fits === 'number') {
      log.warn({ audit: 'sign-in-throttled', from: gateway.markOf(address) }, 'sign-in refused: too many failures');
      return no('too-fast', undefined, fits);
    }
    // One sentence for every reason: who asks must not learn which sign-in names exist.
    if (!agent || !fits) {
      log.warn(
        { audit: 'sign-in-failed', from: gateway.markOf(address), ...(agent ? { agent: agent.id } : {}) },
        'sign-in failed',
      );
      return no('not-allowed', 'sign-in name or password is wrong');
    }
    if (session) await sessions.end(session);
    log.info({ audit: 'sign-in', agent: agent.id, from: gateway.markOf(address) }, 'signed in');
    return enter(agent, response);
  });

  guardedRoute(parts, 'POST /console/api/sign-out', nothing, async (_none, { session, response }) => {
    await sessions.end(session);
    response.appendHeader('Set-Cookie', sessions.clearing);
    log.info({ audit: 'sign-out', agent: session.agent.id }, 'signed out');
    return yes(null);
  });

  guardedRoute(
    parts,
    'POST /console/api/password',
    object({ current: password, next: password }),
    async (given, { session, address, response }) => {
      const { agent } = session;
      const fits = await tries.run(address, null, () => verifyPassword(given.current, agent.passwordHash));
      if (typeof fits === 'number') return no('too-fast', undefined, fits);
      if (!fits) return no('not-allowed', 'the current password is wrong');
      const fault = passwordFault(given.next, agent.login);
      if (fault) return no('bad-request', `password: ${fault}`);
      await store.agents.update(agent.id, { passwordHash: await hashPassword(given.next) });
      await roster.reload();
      await sessions.endAll(agent.id, 'signed-out');
      log.info({ audit: 'password', agent: agent.id }, 'password changed, sessions ended');
      return enter(roster.get(agent.id) ?? agent, response);
    },
  );
}
