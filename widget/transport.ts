/**
 * Engine.IO v4, the part a browser needs: text packets over a WebSocket, or over HTTP long polling where proxies block that.
 * The library's own client costs 11 kB after brotli, a third of the whole widget; this does the same for a learner in one.
 */

export interface Transport {
  send(packet: string): void;
  close(): void;
}
export interface TransportEvents {
  packet(packet: string): void;
  /** Once, whatever the reason, but not after `close()`. `wait`: the server asks to stay away this long, in milliseconds. */
  gone(wait?: number): void;
}
export type OpenTransport = (server: string, events: TransportEvents) => Transport;

export const PATH = '/socket.io/?EIO=4&transport=';
export const socketOf = (server: string): string => server.replace(/^http/, 'ws');

export const webSocketTransport: OpenTransport = (server, events) => {
  const socket = new WebSocket(`${socketOf(server)}${PATH}websocket`);
  let over = false;
  const gone = () => {
    if (over) return;
    over = true;
    events.gone();
  };
  socket.onmessage = ({ data }) => {
    if (!over && typeof data === 'string') events.packet(data);
  };
  socket.onclose = socket.onerror = gone;
  return {
    send(packet) {
      if (socket.readyState === WebSocket.OPEN) socket.send(packet);
    },
    close() {
      over = true;
      socket.close();
    },
  };
};
