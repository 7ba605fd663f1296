import type { AgentId } from '#domain/ids.ts';
import type { Clock, Instant } from '#domain/time.ts';
import type { Presence } from './desk.ts';

/** Presence plus what the desk's round needs: since when an agent has had no socket. */
export interface TrackedPresence extends Presence {
  /** Undefined while online; the time this process began for agents it never saw. */
  awaySince(agent: AgentId): Instant | undefined;
}

export function createPresence(clock: Clock): TrackedPresence {
  const born = clock.now();
  const sockets = new Map<AgentId, number>();
  const away = new Map<AgentId, Instant>();
  const pausing = new Set<AgentId>();
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
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
    setAvailable(agent, available) {
      if (available) pausing.delete(agent);
      else pausing.add(agent);
      tell();
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
