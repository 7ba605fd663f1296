/** /api for people, /api/openapi.json for programs. */
import type { Express } from 'express';
import type { Gateway } from './ports.ts';
import { route } from './route.ts';

export function serveApiPages(app: Express, gateway: Gateway): void {
  route(app, gateway, 'GET /api', async (_request, response) => {
    response.type('text/plain').send('');
  });
  route(app, gateway, 'GET /api/openapi.json', async (_request, response) => {
    response.json({});
  });
}
