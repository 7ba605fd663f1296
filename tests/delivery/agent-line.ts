/** The console's connection as console/connection.ts makes it, without a page: the cookie is handed in, nothing hears `online`. */
import { io, type Socket } from 'socket.io-client';
import type { Connection, ConnectionEvents } from '#console/connection.ts';
import type { AgentToServer, ServerToAgent } from '#protocol/agents.ts';

const ACK_TIMEOUT_MS = 8_000;
const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 30_000;

export function connectAgent(server: string, cookie: string, on: ConnectionEvents): Connection {
  const socket: Socket<ServerToAgent, AgentToServer> = io(`${server}/agent`, {
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    extraHeaders: { cookie, origin: server },
    forceNew: true,
    reconnection: false,
    autoConnect: false,
  });
  let tries = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;
  const again = () => {
    if (closed || timer !== undefined) return;
    const most = Math.min(LONGEST_WAIT_MS, 1_000 * 2 ** Math.min(tries++, 10));
    timer = setTimeout(
      () => {
        timer = undefined;
        socket.connect();
      },
      FIRST_WAIT_MS + Math.random() * (most - FIRST_WAIT_MS),
    );
  };
  socket.on('connect', () => {
    tries = 0;
    on.connected();
  });
  socket.on('disconnect', () => {
    on.lost();
    again();
  });
  socket.on('connect_error', () => {
    on.failed();
    again();
  });
  socket.on('entries', (packet) => on.entries(packet));
  socket.on('head', (packet) => on.head(packet));
  socket.on('view', (packet) => on.view(packet));
  socket.on('row', (packet) => on.row(packet));
  socket.on('removed', (packet) => on.removed(packet));
  socket.on('typing', (packet) => on.typing(packet));
  socket.on('agents', (packet) => on.agents(packet));
  socket.on('storage', (packet) => on.storage(packet));
  socket.on('signed-out', (packet) => on['signed-out'](packet));
  socket.connect();
  const bare: Socket = socket;
  return {
    connected: () => socket.connected,
    call: (event, request) =>
      new Promise((resolve) => {
        if (!socket.connected) return resolve(null);
        bare
          .timeout(ACK_TIMEOUT_MS)
          .emit(event, request, (error: Error | null, answer?: never) => resolve(error ? null : (answer ?? null)));
      }),
    close() {
      closed = true;
      clearTimeout(timer);
      socket.disconnect();
    },
  };
}
