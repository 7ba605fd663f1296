/** The long polls that wait, by conversation: what a socket would be told of ends them, and the answer is read anew. */
import type { ServerResponse } from 'node:http';
import { type Clock, duration } from '#domain/time.ts';

export interface Polls {
  /** How many wait for this conversation. */
  of(conversation: string): number;
  /** Resolves at the next `wake`, after `seconds`, or when the client has gone. */
  next(conversation: string, seconds: number, response: ServerResponse): Promise<void>;
  wake(conversation: string): void;
  wakeAll(): void;
}

export function createPolls(clock: Clock): Polls {
  const waiting = new Map<string, Set<() => void>>();
  const wake = (id: string) => {
    for (const done of [...(waiting.get(id) ?? [])]) done();
  };
  return {
    of: (id) => waiting.get(id)?.size ?? 0,
    next(id, seconds, response) {
      const here = waiting.get(id) ?? new Set();
      waiting.set(id, here);
      return new Promise((resolve) => {
        const done = () => {
          cancel();
          response.off('close', done);
          here.delete(done);
          if (here.size === 0) waiting.delete(id);
          resolve();
        };
        const cancel = clock.later(duration(seconds * 1_000), done);
        response.once('close', done);
        here.add(done);
      });
    },
    wake,
    wakeAll() {
      for (const id of [...waiting.keys()]) wake(id);
    },
  };
}
