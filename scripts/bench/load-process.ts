/** Holds the load process: one order at a time, each with an answer. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Connected, Measured, Order } from './load.ts';

export interface Load {
  connect(port: number, count: number, open: boolean): Promise<Connected>;
  send(perSecond: number, ms: number): Promise<Measured>;
  /** Ends every connection. */
  clear(): Promise<void>;
  end(): void;
}

export function startLoad(): Load {
  const file = fileURLToPath(new URL('./load.ts', import.meta.url));
  const child: ChildProcess = fork(file, { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const order = <T>(what: Order) =>
    new Promise<T>((resolve, reject) => {
      const gone = (code: number | null) => reject(new Error(`the load process ended (${code})`));
      child.once('exit', gone);
      child.once('message', (message: { answer?: T; error?: string }) => {
        child.off('exit', gone);
        if (message.error === undefined) resolve(message.answer as T);
        else reject(new Error(message.error));
      });
      child.send(what);
    });
  return {
    connect: (port, count, open) => order({ do: 'connect', port, count, open }),
    send: (perSecond, ms) => order({ do: 'send', perSecond, ms }),
    clear: async () => void (await order({ do: 'close' })),
    end: () => void child.kill(),
  };
}
