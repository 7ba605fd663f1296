/** The Express application: what every answer carries, and the order in which things are looked at. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { type Express } from 'express';
import { no } from './answer.ts';
import type { Gateway } from './ports.ts';
import { send, unsupported } from './route.ts';

const MAX_BODY = '16kb';
/** A body that is not here by then is given up. Milliseconds. */
const BODY_MS = 60_000;

/** The bare application with the checks that come before any route. */
export function createHttp({ config }: Gateway): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  const tls = config.publicUrl?.startsWith('https:') === true;
  app.use((request, response, next) => {
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Referrer-Policy', 'no-referrer');
    if (tls) response.setHeader('Strict-Transport-Security', 'max-age=31536000');
    // Before any decoder: a compressed body is refused on every route, read or not.
    const encoding = request.headers['content-encoding'];
    if (encoding !== undefined && encoding.trim().toLowerCase() !== 'identity') unsupported(response);
    else next();
  });
  app.use((request, _response, next) => {
    // Only uploads may take as long as the HTTP server allows.
    if (request.method === 'POST' && !request.path.endsWith('/attachments')) {
      const cut = setTimeout(() => request.complete || request.destroy(), BODY_MS);
      request.once('close', () => clearTimeout(cut));
    }
    next();
  });
  app.use(['/console/api', '/api'], express.json({ limit: MAX_BODY, inflate: false, strict: true }));
  return app;
}

/** For every path nobody took. */
export function lost(app: Express, webDir: string): void {
  app.use((request, response) => {
    if (request.path.startsWith('/api') || request.path.startsWith('/console/api'))
      return send(response, no('not-yours', 'no such route'));
    // The demo's answers link to pages only a real course site has: a person is told so, a program gets the bare status.
    const page = join(webDir, 'demo', 'elsewhere.html');
    if (request.accepts(['txt', 'html']) === 'html' && existsSync(page)) return response.status(404).sendFile(page);
    return response.status(404).type('text/plain').send('Not found\n');
  });
}
