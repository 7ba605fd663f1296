/**
 * A Socket.IO client as thin as it can be: thousands live in the load process, and what it costs must not count against a server.
 * Speaks Engine.IO 4 over one WebSocket; the same towards the bare echo and towards ours.
 */
import { createRequire } from 'node:module';

interface Ws {
  readonly bufferedAmount: number;
  on(event: 'open' | 'close', heard: () => void): void;
  on(event: 'error', heard: (error: Error) => void): void;
  on(event: 'message', heard: (data: Buffer) => void): void;
  send(text: string): void;
  close(): void;
  terminate(): void;
}

/** The WebSocket inside socket.io-client, reached through that package so that no second version can come in. */
const Ws = (() => {
  const client = createRequire(createRequire(import.meta.url).resolve('socket.io-client'));
  return createRequire(client.resolve('engine.io-client'))('ws') as new (
    url: string,
    options: object,
  ) => Ws;
})();

export interface ThinSocket {
  /** `answered` gets the acknowledgement's JSON text, not parsed. */
  ask(event: string, payload: unknown, answered: (json: string) => void): void;
  /** Stops reading from the network, as a suspended phone does. */
  stall(): void;
  onClose(heard: () => void): void;
  close(): void;
}

const NAMESPACE = '/learner';
const CONNECT_MS = 30_000;

/** `token`: come back as the learner who has it. */
export function openThinSocket(port: number, token?: string): Promise<ThinSocket> {
  const origin = `http://127.0.0.1:${port}`;
  const ws = new Ws(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`, { origin, perMessageDeflate: false });
  const answers = new Map<number, (json: string) => void>();
  const closing: (() => void)[] = [];
  let next = 0;
  const socket: ThinSocket = {
    ask(event, payload, answered) {
      answers.set(next, answered);
      ws.send(`42${NAMESPACE},${next++}${JSON.stringify([event, payload])}`);
    },
    stall() {
      (ws as unknown as { _socket: { pause(): void } })._socket.pause();
    },
    onClose: (heard) => void closing.push(heard),
    close: () => ws.terminate(),
  };
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      ws.terminate();
      reject(new Error(`no connection within ${CONNECT_MS} ms`));
    }, CONNECT_MS);
    ws.on('error', (error) => {
      clearTimeout(late);
      reject(error);
    });
    ws.on('close', () => {
      for (const heard of closing) heard();
      reject(new Error('closed'));
    });
    ws.on('message', (data) => {
      const text = data.toString();
      if (text === '2') ws.send('3');
      else if (text.startsWith('0')) ws.send(`40${NAMESPACE},${JSON.stringify({ v: 1, site: 'bench', token })}`);
      else if (text.startsWith('40')) {
        clearTimeout(late);
        resolve(socket);
      } else if (text.startsWith('44')) reject(new Error(text));
      else if (text.startsWith('43')) {
        const start = text.indexOf('[');
        const id = Number(text.slice(3 + NAMESPACE.length, start));
        const answered = answers.get(id);
        answers.delete(id);
        answered?.(text.slice(start + 1, -1));
      }
    });
  });
}
