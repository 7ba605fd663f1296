/** A course site of its own origin: serves tests/browser/hosts/*.html, and what a test puts there, over plain HTTP. One per worker. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test as base } from './fixtures.ts';

export interface HostSite {
  /** e.g. http://127.0.0.1:4501, without a slash at the end. */
  readonly url: string;
  /** Serves `body` at `path` from now on. */
  put(path: string, body: string): void;
}

const FOLDER = new URL('hosts/', import.meta.url);
/** A page says itself what its server sends: `<!--header content-security-policy: default-src 'self'-->`, any number of them. */
const HEADER = /<!--header ([\w-]+): ([\s\S]*?)-->/g;
const TYPES: Readonly<Record<string, string>> = { html: 'text/html; charset=utf-8', css: 'text/css', js: 'text/javascript' };

async function start(handraise: string): Promise<{ readonly site: HostSite; stop(): Promise<void> }> {
  const bodies = new Map<string, string>();
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://host').pathname;
    const name = path.slice(1);
    try {
      if (!bodies.has(path) && !/^[\w-]+\.(html|css|js)$/.test(name)) throw new Error('no such page');
      // {{server}} stands for the server's address, as an owner would paste it; {{socket}} for the same over ws.
      const body = (bodies.get(path) ?? (await readFile(new URL(name, FOLDER), 'utf8')))
        .replaceAll('{{server}}', handraise)
        .replaceAll('{{socket}}', handraise.replace('http', 'ws'));
      for (const [, key = '', value = ''] of body.matchAll(HEADER)) response.setHeader(key, value.replace(/\s+/g, ' '));
      response.setHeader('content-type', TYPES[name.split('.').at(-1) ?? ''] ?? 'text/html; charset=utf-8');
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    site: { url: `http://127.0.0.1:${port}`, put: (path, body) => void bodies.set(path, body) },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export const test = base.extend<object, { host: HostSite }>({
  host: [
    async ({ server }, use) => {
      const { site, stop } = await start(server.url);
      await use(site);
      await stop();
    },
    { scope: 'worker' },
  ],
});
