/** /api for people, /api/openapi.json for programs. The page is made from the document: no script, no other host. */
import type { Express, Request } from 'express';
import { openApi } from './openapi.ts';
import type { Gateway } from './ports.ts';
import { route } from './route.ts';

const escaped = (text: string) => text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);

interface Operation {
  readonly summary?: string;
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly example?: unknown } | undefined>> };
}

const STYLE =
  'body{font:16px/1.6 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}pre{overflow:auto;padding:1rem;border:1px solid;border-radius:.5rem}h2{font-size:1.1rem;margin-top:2rem}';

function page(server: string): string {
  const paths = openApi(server)['paths'] as Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  const parts = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { summary = '', requestBody }]) => {
      const example = requestBody?.content['application/json']?.example;
      const isFile = requestBody?.content['application/octet-stream'] !== undefined;
      const call = [
        `curl -X ${method.toUpperCase()} ${server}${path.replace('{id}', '$ID').replace('{file}', '$FILE')}`,
        ...(path.endsWith('/sessions') ? [] : ['-H "Authorization: Bearer $TOKEN"']),
        ...(isFile
          ? ["-H 'Content-Type: application/octet-stream'", '-H X-Handraise-Name:photo.jpg', '--data-binary @photo.jpg']
          : []),
        ...(example === undefined ? [] : ["-H 'Content-Type: application/json'", `-d '${JSON.stringify(example)}'`]),
      ];
      return `<h2>${method.toUpperCase()} ${escaped(path)}</h2><p>${escaped(summary)}.</p><pre>${escaped(call.join(' \\\n  '))}</pre>`;
    }),
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Handraise API</title><style>${STYLE}</style><main><h1>Handraise API</h1><p>The learner’s side over plain HTTP. Machine-readable: <a href="/api/openapi.json">openapi.json</a>. Open a session, keep the token, post commands with a <code>cid</code> of your own (32 random hex digits; the same again is harmless), read the thread by long polling with <code>?since=…&amp;wait=25</code>.</p>${parts.join('')}</main></html>`;
}

export function serveApiPages(app: Express, gateway: Gateway): void {
  /** Where the reader got the page from; the Host header only ever comes back to who sent it. */
  const serverOf = (request: Request) => gateway.config.publicUrl ?? `http://${request.headers.host ?? 'localhost'}`;
  route(app, gateway, 'GET /api', async (request, response) => {
    response.setHeader(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    );
    response.setHeader('Cache-Control', 'no-store');
    response.type('text/html; charset=utf-8').send(page(serverOf(request)));
  });
  route(app, gateway, 'GET /api/openapi.json', async (request, response) => {
    response.setHeader('Cache-Control', 'no-store');
    response.json(openApi(serverOf(request)));
  });
}
