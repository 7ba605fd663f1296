/** Stays connected: reconnects with full jitter, asks with a time limit, hands packets on. */
import type { LearnerHandshake, LearnerToServer, ServerToLearner } from '#protocol/events.ts';
import { PROTOCOL_VERSION } from '#protocol/limits.ts';
import type { Ack, Refusal } from '#protocol/refusals.ts';
import type { OpenTransport } from './transport.ts';
import { openWire, type Wire } from './wire.ts';

/** An answer, or undefined when none came: the command may or may not have been carried out. */
export type Outcome<T> = Ack<T> | undefined;
type Request<K extends keyof LearnerToServer> = Parameters<LearnerToServer[K]>[0];
type Answer<K extends keyof LearnerToServer> =
  Parameters<Parameters<LearnerToServer[K]>[1]>[0] extends Ack<infer T> ? T : never;

export interface Connection {
  /** Connects and stays connected until `stop`. Called again it hurries a waiting reconnect, and dials anew when the line is dead. */
  start(): void;
  /** Closes the socket; `start` opens it again. */
  stop(): void;
  /** Closes and opens at once, with the token as it is now. */
  restart(): void;
  /** The browser says that the network is gone: do not wait for the socket to find out. */
  drop(): void;
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

/** Full jitter: anywhere between the first wait and min(30 s, 2^n s). `chance` is in [0, 1). */
export function reconnectWait(failures: number, chance: number): number {
  const top = Math.min(LONGEST_WAIT_MS, 1_000 * 2 ** failures);
  return Math.round(FIRST_WAIT_MS + chance * (top - FIRST_WAIT_MS));
}

export interface Line {
  readonly server: string;
  readonly site: string;
  /** For the transport that only few networks need. */
  fetch(name: string): Promise<Record<string, unknown>>;
}

export function connect({ server, site, fetch }: Line, token: () => string | undefined, events: ConnectionEvents): Connection {
  let wire: Wire | undefined;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Questions without an answer yet: they get none when the wire goes. */
  const open = new Set<() => void>();
  const unanswered = () => {
    for (const give of open) give();
  };

  function dial() {
    const known = token();
    const handshake: LearnerHandshake = { v: PROTOCOL_VERSION, site, ...(known ? { token: known } : {}) };
    wire = openWire(
      server,
      '/learner',
      handshake,
      () => fetch('polling').then((part) => part['pollingTransport'] as OpenTransport),
      {
        up() {
          failures = 0;
          events.up();
        },
        event(name, payload) {
          if (/^(entries|head|view|typing)$/.test(name)) events[name as keyof ServerToLearner](payload as never);
        },
        refused(data) {
          // A refusal by admission carries a code; a fault on the way does not.
          if (typeof data === 'object' && data !== null && 'code' in data) events.refused(data as Refusal);
        },
        down: fell,
      },
    );
  }
  /** `away`: the server asks to stay away at least this long. */
  function fell(away = 0) {
    wire = undefined;
    unanswered();
    const wait = away + reconnectWait(failures++, Math.random());
    clearTimeout(timer);
    timer = setTimeout(dial, wait);
    events.down(wait);
  }

  const connection: Connection = {
    start() {
      // After a sleep the socket looks alive and is not; nothing would tell until its time limit.
      if (wire?.overdue()) connection.drop();
      clearTimeout(timer);
      if (!wire) dial();
    },
    stop() {
      clearTimeout(timer);
      const was = wire;
      wire = undefined;
      was?.close();
      unanswered();
      events.down(undefined);
    },
    restart() {
      connection.stop();
      connection.start();
    },
    drop() {
      if (!wire) return;
      wire.close();
      fell();
    },
    connected: () => wire?.up() ?? false,
    ask: (event, request) =>
      new Promise((resolve) => {
        const give = (answer?: unknown) => {
          clearTimeout(limit);
          open.delete(give);
          resolve(answer as Outcome<never>);
        };
        const at = Date.now();
        const asked = wire;
        const limit = setTimeout(() => {
          give();
          // Not an answer and not a ping since: what looks like a line is none.
          if (asked && asked.heard() < at) connection.drop();
        }, ASK_MS);
        open.add(give);
        // Never through a buffer: what is not connected is not sent.
        if (!wire?.emit(event, request, give)) give();
      }),
  };
  return connection;
}
