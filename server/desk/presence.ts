import type { AgentId } from '#domain/ids.ts';
import type { Clock, Instant } from '#domain/time.ts';
import { type Store, unlessFull } from '#store/store.ts';
import type { Presence } from './desk.ts';

/** The setting that holds the ids of agents who pause, a space between them. */
const PAUSING = 'agents-pausing';

/** Presence plus what the desk's round needs: since when an agent has had no socket. */
export interface TrackedPresence extends Presence {
  /** Undefined while online; the time this process began for agents it never saw. */
  awaySince(agent: AgentId): Instant | undefined;
}

/** Who paused before a restart still pauses: a console that comes back says nothing of it. */
export async function createPresence(
  clock: Clock,
  store: Pick<Store, 'agents' | 'getSetting' | 'putSetting'>,
): Promise<TrackedPresence> {
  const born = clock.now();
  const sockets = new Map<AgentId, number>();
  const away = new Map<AgentId, Instant>();
  const held = new Set((await store.getSetting(PAUSING))?.split(' '));
  const pausing = new Set((await working()).filter((agent) => held.has(agent)));
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  async function working(): Promise<readonly AgentId[]> {
    return (await store.agents.list()).filter((agent) => !agent.disabled).map((agent) => agent.id);
  }
  async function keep(): Promise<void> {
    // Those who are disabled are forgotten, so that what is held stays as small as the team.
    const team = new Set(await working());
    for (const agent of pausing) if (!team.has(agent)) pausing.delete(agent);
    // On a full disk the pause holds as long as this process does.
    await store.putSetting(PAUSING, [...pausing].join(' ')).catch(unlessFull);
  }
  const isOnline = (agent: AgentId) => (sockets.get(agent) ?? 0) > 0;
  return {
    connected(agent) {
      sockets.set(agent, (sockets.get(agent) ?? 0) + 1);
      away.delete(agent);
      tell();
    },
    disconnected(agent) {
      const left = (sockets.get(agent) ?? 1) - 1;
      if (left > 0) sockets.set(agent, left);
      else {
        sockets.delete(agent);
        away.set(agent, clock.now());
      }
      tell();
    },
    async setAvailable(agent, available) {
      const changed = pausing.has(agent) === available;
      if (available) pausing.delete(agent);
      else pausing.add(agent);
      tell();
      if (changed) await keep();
    },
    isOnline,
    isAvailable: (agent) => !pausing.has(agent),
    there: () => [...sockets.keys()].filter((agent) => !pausing.has(agent)),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    awaySince: (agent) => (isOnline(agent) ? undefined : (away.get(agent) ?? born)),
  };
}
