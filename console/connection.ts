/** The only file that knows Socket.IO. Emits while connected and never otherwise: the library's own buffer stays empty. */
import { io, type Socket } from 'socket.io-client';
import type { AgentToServer, ServerToAgent } from '#protocol/agents.ts';

/** An answer that did not come within this time counts as lost; the command is sent again with the same cid. */
const ACK_TIMEOUT_MS = 8_000;
const FIRST_DELAY_MS = 200;
const MAX_DELAY_MS = 30_000;

type RequestOf<E extends keyof AgentToServer> = Parameters<AgentToServer[E]>[0];
type AnswerOf<E extends keyof AgentToServer> = Parameters<Parameters<AgentToServer[E]>[1]>[0];

export interface Connection {
  readonly connected: () => boolean;
  /** The server's answer, or null when there is no line, or no answer in time. */
  readonly call: <E extends keyof AgentToServer>(event: E, request: RequestOf<E>) => Promise<AnswerOf<E> | null>;
  readonly close: () => void;
}

export interface ConnectionEvents extends ServerToAgent {
  connected(): void;
  lost(): void;
  /** A connection attempt failed; the session may be why. */
  failed(): void;
  /** The page is looked at again, or the network is back, and the line seems to stand. */
  woken(): void;
}

/** Full jitter: returning consoles must not arrive in step. `tries` counts from 0; milliseconds. */
export function backoff(tries: number, random: number): number {
  const most = Math.min(MAX_DELAY_MS, 1_000 * 2 ** Math.min(tries, 10));
  return FIRST_DELAY_MS + random * (most - FIRST_DELAY_MS);
}

export function connect(on: ConnectionEvents): Connection {
  const socket: Socket<ServerToAgent, AgentToServer> = io('/agent', {
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    withCredentials: true,
    reconnection: false,
    autoConnect: false,
  });
  let tries = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;
  /** A connection attempt is under way; the library's own `active` stays true between attempts. */
  let trying = false;
  /** When the server was last heard. */
  let heard = 0;

  const start = () => {
    trying = true;
    socket.connect();
  };

  const again = () => {
    if (closed || timer !== undefined) return;
    timer = setTimeout(
      () => {
        timer = undefined;
        start();
      },
      backoff(tries++, Math.random()),
    );
  };
  const now = () => {
    if (closed || trying || document.visibilityState === 'hidden') return;
    // After a sleep the socket looks alive and is not: a question finds out.
    if (socket.connected) return on.woken();
    clearTimeout(timer);
    timer = undefined;
    tries = 0;
    start();
  };

  socket.on('connect', () => {
    trying = false;
    tries = 0;
    heard = Date.now();
    socket.io.engine.on('packet', () => {
      heard = Date.now();
    });
    on.connected();
  });
  socket.on('disconnect', () => {
    trying = false;
    on.lost();
    again();
  });
  socket.on('connect_error', () => {
    trying = false;
    on.failed();
    again();
  });
  socket.on('entries', (packet) => on.entries(packet));
  socket.on('head', (packet) => on.head(packet));
  socket.on('view', (packet) => on.view(packet));
  socket.on('row', (packet) => on.row(packet));
  socket.on('removed', (packet) => on.removed(packet));
  socket.on('typing', (packet) => on.typing(packet));
  socket.on('tracked', (packet) => on.tracked(packet));
  socket.on('agents', (packet) => on.agents(packet));
  socket.on('storage', (packet) => on.storage(packet));
  socket.on('signed-out', (packet) => on['signed-out'](packet));
  const life = new AbortController();
  for (const event of ['online', 'pageshow']) addEventListener(event, now, { signal: life.signal });
  for (const event of ['visibilitychange', 'resume']) document.addEventListener(event, now, { signal: life.signal });
  start();

  // Event names and payloads are checked by the signature of `call`; the library's own types cannot follow a generic event.
  const bare: Socket = socket;
  return {
    connected: () => socket.connected,
    call: (event, request) =>
      new Promise((resolve) => {
        if (!socket.connected) return resolve(null);
        const at = Date.now();
        bare.timeout(ACK_TIMEOUT_MS).emit(event, request, (error: Error | null, answer?: AnswerOf<typeof event>) => {
          resolve(error || answer === undefined ? null : answer);
          // Not an answer and not a ping since: what looks like a line is none.
          if (error && socket.connected && heard < at) socket.io.engine.close();
        });
      }),
    close: () => {
      closed = true;
      clearTimeout(timer);
      life.abort();
      socket.disconnect();
    },
  };
}
