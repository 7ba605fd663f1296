/** Files chosen for the next reply, by conversation: they stay while the agent looks into another chat. Memory of this tab. */
import type { FileRef } from '#protocol/shapes.ts';

export interface Chosen {
  readonly key: number;
  readonly name: string;
  readonly ref?: FileRef;
  readonly fault?: string;
}

export interface ChosenFiles {
  readonly get: (conversation: string) => readonly Chosen[];
  readonly change: (conversation: string, next: (held: readonly Chosen[]) => readonly Chosen[]) => void;
  /** Returns the way to stop. */
  readonly subscribe: (run: () => void) => () => void;
}

const NONE: readonly Chosen[] = [];

export function createChosenFiles(): ChosenFiles {
  const held = new Map<string, readonly Chosen[]>();
  const listeners = new Set<() => void>();
  return {
    get: (conversation) => held.get(conversation) ?? NONE,
    change: (conversation, next) => {
      const list = next(held.get(conversation) ?? NONE);
      if (list.length === 0) held.delete(conversation);
      else held.set(conversation, list);
      for (const run of listeners) run();
    },
    subscribe: (run) => {
      listeners.add(run);
      return () => listeners.delete(run);
    },
  };
}
