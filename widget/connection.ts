/** The socket: connects, reconnects with full jitter, asks with a time limit. The only file that knows socket.io-client. */

import { io, type Socket } from 'socket.io-client';
import type { LearnerHandshake, LearnerToServer, ServerToLearner } from '#protocol/events.ts';
import { PROTOCOL_VERSION } from '#protocol/limits.ts';
import type { Ack, Refusal } from '#protocol/refusals.ts';

/** An answer, or undefined when none came: the command may or may not have been carried out. */
export type Outcome<T> = Ack<T> | undefined;
type Request<K extends keyof LearnerToServer> = Parameters<LearnerToServer[K]>[0];
type Answer<K extends keyof LearnerToServer> =
  Parameters<Parameters<LearnerToServer[K]>[1]>[0] extends Ack<infer T> ? T : never;

export interface Connection {
  /** Connects and stays connected until `stop`. Calling it again hurries a waiting reconnect. */
  start(): void;
  /** Closes the socket; `start` opens it again. */
  stop(): void;
  /** Closes and opens at once, with the token as it is now. */
  restart(): void;
  connected(): boolean;
  ask<K extends keyof LearnerToServer>(event: K, request: Request<K>): Promise<Outcome<Answer<K>>>;
}

export interface ConnectionEvents extends ServerToLearner {
  up(): void;
  /** `again` in milliseconds, or undefined when stopped on purpose. */
  down(again: number | undefined): void;
  /** The handshake was refused with a code. */
  refused(refusal: Refusal): void;
}

const ASK_MS = 10_000;
const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 30_000;
const PACKETS = ['entries', 'head', 'view', 'typing'] as const;

/** Full jitter: anywhere between the first wait and min(30 s, 2^n s). `chance` is in [0, 1). */
export function reconnectWait(failures: number, chance: number): number {
  const top = Math.min(LONGEST_WAIT_MS, 1_000 * 2 ** failures);
  return Math.round(FIRST_WAIT_MS + chance * (top - FIRST_WAIT_MS));
}

export function connect(server: string, site: string, token: () => string | undefined, events: ConnectionEvents): Connection {
  const socket: Socket<ServerToLearner, LearnerToServer> = io(`${server}/learner`, {
    autoConnect: false,
    reconnection: false, // ours knows full jitter, `online` and the page's life
    retries: 0,
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    forceNew: true,
    timeout: ASK_MS,
    auth: (give) => {
      const known = token();
      const handshake: LearnerHandshake = { v: PROTOCOL_VERSION, site, ...(known ? { token: known } : {}) };
      give(handshake);
    },
  });
  let wanted = false;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const later = () => {
    clearTimeout(timer);
    if (!wanted) return events.down(undefined);
    const wait = reconnectWait(failures++, Math.random());
    timer = setTimeout(() => wanted && socket.connect(), wait);
    events.down(wait);
  };
  socket.on('connect', () => {
    failures = 0;
    events.up();
  });
  socket.on('disconnect', later);
  socket.on('connect_error', (error: Error & { data?: unknown }) => {
    // A refusal by admission has `data`; a network failure has none.
    if (typeof error.data === 'object' && error.data !== null && 'code' in error.data) events.refused(error.data as Refusal);
    later();
  });
  for (const name of PACKETS) socket.on(name, events[name] as never);

  const connection: Connection = {
    start() {
      wanted = true;
      clearTimeout(timer);
      if (!socket.connected) socket.connect();
    },
    stop() {
      wanted = false;
      clearTimeout(timer);
      socket.disconnect();
    },
    restart() {
      connection.stop();
      connection.start();
    },
    connected: () => socket.connected,
    ask(event, request) {
      // Never through Socket.IO's own buffer: what is not connected is not sent.
      if (!socket.connected) return Promise.resolve(undefined);
      return new Promise((resolve) => {
        const give = (answer: Outcome<never>) => {
          clearTimeout(limit);
          socket.off('disconnect', lost);
          resolve(answer);
        };
        const lost = () => give(undefined);
        const limit = setTimeout(lost, ASK_MS);
        socket.once('disconnect', lost);
        (socket as Socket).emit(event, request, give);
      });
    },
  };
  return connection;
}
