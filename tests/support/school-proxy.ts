/** A proxy as schools and offices have them: plain HTTP passes, a WebSocket does not. */
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

export interface SchoolProxy {
  readonly url: string;
  /** WebSockets that were asked for. */
  upgrades(): number;
  close(): Promise<void>;
}

/** `swallow`: an upgrade is never answered at all, as by proxies that do not know it; else it is refused. */
export async function startSchoolProxy(target: string, swallow: boolean): Promise<SchoolProxy> {
  const { hostname, port } = new URL(target);
  let upgrades = 0;
  const lines = new Set<Duplex>();
  const server = createServer((asked, answer) => {
    const { method = 'GET', url: path = '/', headers } = asked;
    const onward = request({ hostname, port, method, path, headers }, (got) => {
      answer.writeHead(got.statusCode ?? 502, got.headers);
      got.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    answer.on('close', () => onward.destroy());
    asked.pipe(onward);
  });
  server.on('upgrade', (_asked, line) => {
    upgrades += 1;
    lines.add(line);
    line.on('error', () => line.destroy());
    if (!swallow) line.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    upgrades: () => upgrades,
    async close() {
      for (const line of lines) line.destroy();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
