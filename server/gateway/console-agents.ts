/** The team: listing, adding, changing. Admins only, and never the last admin away. */
import { agentId } from '#domain/ids.ts';
import { no, yes } from './answer.ts';
import { type ConsoleParts, guardedRoute, nothing } from './console-http.ts';
import { login, name, password } from './console-session.ts';
import { flag, object, oneOf } from './parse.ts';
import { hashPassword, passwordFault } from './passwords.ts';
import type { Agent } from './ports.ts';
import { agentCard } from './present-agent.ts';

const role = oneOf(['agent', 'admin']);

export function serveConsoleAgents(parts: ConsoleParts): void {
  const { gateway, sessions, roster } = parts;
  const { store, clock, ids, log, desk } = gateway;
  const shown = (agent: Agent) => ({
    ...agentCard(agent, desk.presence.isOnline(agent.id), desk.presence.isAvailable(agent.id)),
    login: agent.login,
    disabled: agent.disabled,
    createdAt: agent.createdAt,
  });

  guardedRoute(parts, 'GET /console/api/agents', nothing, async () => yes({ agents: roster.all().map(shown) }));

  guardedRoute(parts, 'POST /console/api/agents', object({ name, login, role, password }), async (wanted, { session }) => {
    const fault = passwordFault(wanted.password, wanted.login);
    if (fault) return no('bad-request', `password: ${fault}`);
    const { password: chosen, ...rest } = wanted;
    const agent: Agent = {
      ...rest,
      id: agentId(ids.hex(16)),
      passwordHash: await hashPassword(chosen),
      disabled: false,
      createdAt: clock.now(),
    };
    if (!(await store.agents.create(agent))) return no('bad-request', 'login: is taken');
    await roster.reload();
    log.info({ audit: 'agent-added', agent: agent.id, role: agent.role, by: session.agent.id }, 'agent added');
    return yes({ agent: shown(agent) });
  });

  const patch = object({}, { name, role, disabled: flag, password });
  /** One change at a time: two admins demoting each other at once must leave one. */
  let line: Promise<unknown> = Promise.resolve();
  guardedRoute(parts, 'PATCH /console/api/agents/:id', patch, (wanted, { session, id }) => {
    const turn = line.then(() => change(wanted, session.agent.id, id));
    line = turn.catch(() => undefined);
    return turn;
  });

  async function change(wanted: ReturnType<typeof patch>, by: string, id: string) {
    const agent = roster.get(id);
    if (!agent) return no('not-yours', 'no such agent');
    const others = roster.all().filter((other) => other.role === 'admin' && !other.disabled && other.id !== agent.id);
    const staysAdmin = (wanted.role ?? agent.role) === 'admin' && !(wanted.disabled ?? agent.disabled);
    if (!staysAdmin && others.length === 0) return no('not-allowed', 'the last admin must stay one; make another first');
    const { password: chosen, ...rest } = wanted;
    const fault = chosen === undefined ? undefined : passwordFault(chosen, agent.login);
    if (fault) return no('bad-request', `password: ${fault}`);
    const passwordHash = chosen === undefined ? undefined : await hashPassword(chosen);
    await store.agents.update(agent.id, { ...rest, ...(passwordHash === undefined ? {} : { passwordHash }) });
    await roster.reload();
    if (wanted.disabled === true) await sessions.endAll(agent.id, 'disabled');
    else if (chosen !== undefined) await sessions.endAll(agent.id, 'signed-out');
    log.info({ audit: 'agent-changed', agent: agent.id, by, fields: Object.keys(wanted) }, 'agent changed');
    // Their chats go back to the queue now, not at the next round.
    if (wanted.disabled === true) await desk.round();
    return yes({ agent: shown(roster.get(id) ?? agent) });
  }
}
