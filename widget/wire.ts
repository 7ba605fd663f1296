/** Socket.IO v5 over one transport: joins a namespace, sends events with acks, receives events. Text only, no buffering. */
import { type OpenTransport, type Transport, type TransportEvents, webSocketTransport } from './transport.ts';

export interface Wire {
  /** False when nothing was sent because the wire is not up. */
  emit(event: string, payload: unknown, ack: (answer: unknown) => void): boolean;
  up(): boolean;
  /** When the server was last heard, in milliseconds since 1970 UTC. */
  heard(): number;
  /** The server's next sign of life is overdue: the computer slept, or the line died unnoticed. */
  overdue(): boolean;
  /** Closes without calling `down`. */
  close(): void;
}
export interface WireEvents {
  up(): void;
  event(name: string, payload: unknown): void;
  /** The namespace said no; `data` is what the server gave as the reason. `down` follows. */
  refused(data: unknown): void;
  /** Once: the wire is gone, or never came up. `wait`: the server asks to stay away this long, in milliseconds. */
  down(wait: number): void;
}

/** A proxy that swallows the upgrade must not hold the learner up for longer than this. */
const WEBSOCKET_OPEN_MS = 5_000;
const OPEN_MS = 15_000;
/** How late a sign of life may be on a poor line. */
const LATE_MS = 5_000;
const OPEN = '0';
const PING = '2';
const PONG = '3';
const MESSAGE = '4';

interface Handshake {
  readonly pingInterval: number;
  readonly pingTimeout: number;
}

/** `namespace` with its slash, e.g. "/learner"; `spare` fetches the transport for networks that block WebSockets. */
export function openWire(
  server: string,
  namespace: string,
  auth: unknown,
  spare: () => Promise<OpenTransport>,
  events: WireEvents,
): Wire {
  const acks = new Map<number, (answer: unknown) => void>();
  let transport: Transport | undefined;
  let isUp = false;
  let over = false;
  let nextId = 0;
  /** Between two signs of life; from the handshake. */
  let silence = OPEN_MS;
  let interval = OPEN_MS;
  let heard = Date.now();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const patience = (ms: number, end: () => void) => {
    clearTimeout(timer);
    timer = setTimeout(end, ms);
  };
  const finish = (tell: boolean, wait = 0) => {
    if (over) return;
    over = true;
    isUp = false;
    clearTimeout(timer);
    transport?.close();
    if (tell) events.down(wait);
  };
  const down = (wait?: number) => finish(true, wait);

  /** `<type>[/namespace,][ack id][JSON]` */
  function message(text: string) {
    const [, type, , id, json] = /^(\d)(\/[^,]*,)?(\d+)?(.*)$/s.exec(text) ?? [];
    const body: unknown = json ? JSON.parse(json) : undefined;
    if (type === '0') {
      isUp = true;
      events.up();
    } else if (type === '2' && Array.isArray(body)) {
      events.event(String(body[0]), body[1]);
    } else if (type === '3' && Array.isArray(body)) {
      const ack = acks.get(Number(id));
      acks.delete(Number(id));
      ack?.(body[0]);
    } else if (type === '4') {
      events.refused((body as { data?: unknown } | undefined)?.data);
      down();
    } else if (type === '1') down();
  }

  async function fallBack() {
    const polling = await spare();
    if (!over) attempt(polling, undefined);
  }

  function attempt(open: OpenTransport, next: (() => Promise<void>) | undefined) {
    let opened = false;
    let rest = next;
    const failed = (wait?: number) => {
      if (over) return;
      if (opened || !next) return down(wait);
      const use = rest;
      rest = undefined;
      transport?.close();
      patience(OPEN_MS, down);
      use?.().catch(() => down());
    };
    patience(next ? WEBSOCKET_OPEN_MS : OPEN_MS, failed);
    const opening: TransportEvents = {
      packet(packet) {
        heard = Date.now();
        const rest = packet.slice(1);
        switch (packet[0]) {
          case OPEN: {
            opened = true;
            const { pingInterval, pingTimeout } = JSON.parse(rest) as Handshake;
            interval = pingInterval;
            silence = pingInterval + pingTimeout;
            transport?.send(`${MESSAGE}0${namespace},${JSON.stringify(auth)}`);
            break;
          }
          case PING:
            transport?.send(PONG);
            break;
          case MESSAGE:
            message(rest);
            break;
          case '1':
            return down();
        }
        if (!over) patience(isUp ? silence : OPEN_MS, down);
      },
      gone: failed,
    };
    try {
      transport = open(server, opening);
    } catch {
      // A policy of the page may forbid the very attempt; answer later, as every other failure does.
      setTimeout(failed);
    }
  }
  attempt(webSocketTransport, fallBack);

  return {
    emit(event, payload, ack) {
      if (!isUp) return false;
      acks.set(nextId, ack);
      transport?.send(`${MESSAGE}2${namespace},${nextId++}${JSON.stringify([event, payload])}`);
      return true;
    },
    up: () => isUp,
    heard: () => heard,
    overdue: () => isUp && Date.now() - heard > interval + LATE_MS,
    close: () => finish(false),
  };
}
