/** What one connection may do to the process: no binary, no flood, no reading so slowly that the answers pile up here. */
import type { Duration } from '#domain/time.ts';
import type { Log } from './ports.ts';

/** The parts of an Engine.IO connection that are looked at. */
export interface Conn {
  readonly id: string;
  readonly writeBuffer: readonly {
    readonly data?: unknown;
    readonly options?: { readonly wsPreEncodedFrame?: readonly Buffer[] };
  }[];
  readonly transport: { readonly name: string; readonly socket?: { readonly bufferedAmount: number; terminate(): void } };
  prependListener(event: 'data', listener: (data: unknown) => void): unknown;
  once(event: 'close', listener: () => void): unknown;
  close(discard?: boolean): void;
}

/** What may wait for one reader, in bytes, and for how long it may be more. */
const MAX_WAITING = 1024 * 1024;
const MAX_SLOW_MS = 2_000;

/** How long a closed connection's client has for its half of the goodbye. */
const GOODBYE_MS = 500;

/** Binary frames, and Socket.IO packets that announce them: the protocol has none. */
export const isBinary = (data: unknown) => typeof data !== 'string' || data.startsWith('5') || data.startsWith('6');

/** Cuts at once: a closing handshake would wait for a client that does not listen. */
function cut(conn: Conn): void {
  conn.transport.socket?.terminate();
  conn.close(true);
}

export const heardTooMuch = cut;

/** A client that broke the rules, or stopped listening, would keep its line for 30 s by not answering the closing handshake. */
export function hangUp(conn: Conn): void {
  conn.once('close', () => {
    const line = conn.transport.socket;
    setTimeout(() => line?.terminate(), GOODBYE_MS).unref();
  });
}

function waitingBytes(conn: Conn): number {
  let bytes = conn.transport.socket?.bufferedAmount ?? 0;
  for (const { data } of conn.writeBuffer) bytes += typeof data === 'string' ? data.length : 0;
  return bytes;
}

/** Looks every `every` at what waits for each reader, and cuts those who stay behind; they come back and sync. */
export function watchReaders(
  engine: { readonly clients: Readonly<Record<string, Conn>> },
  every: Duration,
  log: Log,
): () => void {
  /** How many milliseconds a reader has been behind. */
  const slow = new Map<string, number>();
  const timer = setInterval(() => {
    for (const conn of Object.values(engine.clients)) {
      if (waitingBytes(conn) <= MAX_WAITING) {
        slow.delete(conn.id);
        continue;
      }
      const behind = (slow.get(conn.id) ?? 0) + every;
      slow.set(conn.id, behind);
      if (behind <= MAX_SLOW_MS) continue;
      slow.delete(conn.id);
      log.warn({ socket: conn.id }, 'a slow reader was cut');
      cut(conn);
    }
    for (const id of slow.keys()) if (!Object.hasOwn(engine.clients, id)) slow.delete(id);
  }, every);
  timer.unref();
  return () => clearInterval(timer);
}
