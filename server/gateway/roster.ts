/** The agents by id, kept at hand: every entry needs their names. The console's routes call `reload` after each change. */
import type { Agent, Store } from './ports.ts';

export interface Roster {
  reload(): Promise<void>;
  get(id: string): Agent | undefined;
  all(): readonly Agent[];
  nameOf(id: string): string;
  subscribe(listener: () => void): void;
}

export function createRoster(store: Store): Roster {
  let agents = new Map<string, Agent>();
  const listeners: (() => void)[] = [];
  return {
    async reload() {
      agents = new Map((await store.agents.list()).map((agent) => [agent.id, agent]));
      for (const listener of listeners) listener();
    },
    get: (id) => agents.get(id),
    all: () => [...agents.values()],
    nameOf: (id) => agents.get(id)?.name ?? 'Support',
    subscribe: (listener) => void listeners.push(listener),
  };
}
