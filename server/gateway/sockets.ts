/**
 * The Socket.IO server behind a gate. Socket.IO is attached to an HTTP server that never listens; the real one hands requests over only
 * after the gate has looked at the origin and the rate, so a refusal costs nothing and can say why (403, 503 with Retry-After).
 */
import {
  createServer,
  type Server as HttpServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  STATUS_CODES,
} from 'node:http';
import type { Duplex } from 'node:stream';
import { type DefaultEventsMap, Server } from 'socket.io';
import { duration } from '#domain/time.ts';
import { headerOf, isAllowedOrigin } from './admit.ts';
import type { Gateway } from './ports.ts';
import { type Conn, hangUp, heardTooMuch, isBinary, watchReaders } from './wire-guard.ts';

const SOCKET_PATH = '/socket.io/';
const MAX_PACKET = 64 * 1024;
/** A message of 64 KiB has no business in more pieces than this. */
const MAX_FRAGMENTS = 64;

export type Io = Server<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap>;

interface Refused {
  readonly status: 403 | 415 | 503;
  readonly why: string;
  readonly retryAfter?: number;
}

/** Whether a handshake, poll or upgrade may reach Socket.IO. */
function gate({ config, limits, clock, unlisted }: Gateway, request: IncomingMessage, upgrade: boolean): Refused | undefined {
  const { origin, host } = request.headers;
  if (request.headers['content-encoding'] !== undefined) return { status: 415, why: 'send without Content-Encoding' };
  // Browsers name no origin on a GET to their own; that they are not cross-site they say in Sec-Fetch-Site. A WebSocket always has one.
  const samePage = !upgrade && origin === undefined && headerOf(request, 'sec-fetch-site') === 'same-origin';
  if (!samePage && !isAllowedOrigin(config, origin, host)) {
    unlisted(origin, host);
    return {
      status: 403,
      why: 'this Origin may not connect; name it in ALLOWED_ORIGINS (programs: send this server as Origin)',
    };
  }
  // Only handshakes count: a poll carries the session it belongs to.
  const wait = /[?&]sid=/.test(request.url ?? '') ? 0 : limits.handshake(clock.now());
  if (wait > 0) return { status: 503, why: 'too many connections at once; try again', retryAfter: Math.ceil(wait / 1000) };
  return undefined;
}

function refuseUpgrade(line: Duplex, { status, why, retryAfter }: Refused): void {
  line.on('error', () => line.destroy());
  line.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: ${Buffer.byteLength(why)}\r\n${
      retryAfter === undefined ? '' : `Retry-After: ${retryAfter}\r\n`
    }\r\n${why}`,
  );
}

/** Makes Socket.IO and puts it, gated, in front of what `http` already answers. */
export function createSockets(gateway: Gateway, http: HttpServer): Io {
  const { config, log, clock, limits } = gateway;
  const inner = createServer();
  const io: Io = new Server(inner, {
    path: SOCKET_PATH,
    serveClient: false,
    transports: ['websocket', 'polling'],
    maxHttpBufferSize: MAX_PACKET,
    perMessageDeflate: false,
    httpCompression: false,
    connectTimeout: 10_000,
    // Only for polls: the gate has refused unlisted origins before.
    cors: ({ headers }: { headers: IncomingHttpHeaders }, done) => {
      const { origin, host } = headers;
      done(null, {
        origin: origin !== undefined && isAllowedOrigin(config, origin, host) ? origin : false,
        credentials: false,
      });
    },
  });
  const { options } = (io.engine as unknown as { ws: { options: { maxFragments?: number } } }).ws;
  options.maxFragments = MAX_FRAGMENTS;
  io.use((_socket, next) => next(new Error('connect to /learner or /agent')));

  const others = http.listeners('request') as ((request: IncomingMessage, response: unknown) => void)[];
  http.removeAllListeners('request');
  http.on('request', (request, response) => {
    if (!request.url?.startsWith(SOCKET_PATH)) {
      for (const other of others) other.call(http, request, response);
      return;
    }
    const refused = gate(gateway, request, false);
    if (!refused) {
      inner.emit('request', request, response);
      return;
    }
    // A page of another origin may read when to come back only if told so; its origin has passed the gate by then.
    const retry =
      refused.retryAfter === undefined
        ? {}
        : {
            'Retry-After': refused.retryAfter,
            'Access-Control-Allow-Origin': request.headers.origin ?? '*',
            'Access-Control-Expose-Headers': 'Retry-After',
          };
    response.writeHead(refused.status, { 'Content-Type': 'text/plain', Vary: 'Origin', ...retry }).end(refused.why);
  });
  http.on('upgrade', (request, socket, head) => {
    if (!request.url?.startsWith(SOCKET_PATH)) return refuseUpgrade(socket, { status: 403, why: 'no socket here' });
    const refused = gate(gateway, request, true);
    if (refused) {
      log.debug({ origin: request.headers.origin, why: refused.why }, 'handshake refused');
      return refuseUpgrade(socket, refused);
    }
    inner.emit('upgrade', request, socket, head);
  });

  io.engine.on('connection', (conn: Conn) => {
    hangUp(conn);
    const events = limits.socketEvents();
    // Before Socket.IO's own listener: a flood is dropped before it is decoded.
    conn.prependListener('data', (data: unknown) => {
      if (isBinary(data)) conn.close(true);
      else if (events.take('this', clock.now()) > 0) heardTooMuch(conn);
    });
  });
  const unwatch = watchReaders(io.engine as unknown as { clients: Record<string, Conn> }, duration(1_000), log);
  http.once('close', unwatch);
  return io;
}
