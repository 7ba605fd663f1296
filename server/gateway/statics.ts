/** Built pages: the widget for every site, the console for nobody's frame, the demo. */
import { existsSync, statSync } from 'node:fs';
import { extname, join, normalize, sep } from 'node:path';
import type { Express, Request, Response } from 'express';
import type { Gateway } from './ports.ts';
import { route } from './route.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.ts': 'text/plain; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.mp4': 'video/mp4',
  '.webm': 'video/webm',
  '.vtt': 'text/vtt; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};
/** esbuild puts eight characters of content hash before the extension. */
const HASHED = /-[A-Z0-9]{8}\.[a-z0-9]+$/;
const FOREVER = 'public, max-age=31536000, immutable';

/** The file of a URL path inside `root`, or undefined: nothing outside, no dot files, no folders. */
function fileAt(root: string, path: string): string | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return undefined;
  }
  if (decoded.includes('\0') || decoded.split(/[/\\]/).some((part) => part.startsWith('.'))) return undefined;
  const file = normalize(join(root, decoded));
  if (!file.startsWith(root + sep) || !existsSync(file)) return undefined;
  return statSync(file).isFile() ? file : undefined;
}

/** Sends a file, precompressed where the build left a .br or .gz beside it and the client takes it. */
function give(request: Request, response: Response, file: string, cacheControl: string): void {
  response.setHeader('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream');
  response.setHeader('Cache-Control', cacheControl);
  response.vary('Accept-Encoding');
  const accepted = request.headers['accept-encoding'] ?? '';
  const packed = (
    [
      ['br', '.br'],
      ['gzip', '.gz'],
    ] as const
  ).find(([name, suffix]) => new RegExp(`\\b${name}\\b(?!;q=0(\\.0*)?(,|$))`).test(accepted) && existsSync(file + suffix));
  if (packed) response.setHeader('Content-Encoding', packed[0]);
  response.sendFile(packed ? file + packed[1] : file, { cacheControl: false, dotfiles: 'allow' });
}

const notBuilt = (response: Response) =>
  response.status(404).type('text/plain').send('Not found. If this is a fresh checkout, run "npm run build" first.\n');

/** `/console` pages run under this policy; the socket's address is named because 'self' does not cover ws: in older browsers. */
function consolePolicy(host: string | undefined): string {
  const safe = host !== undefined && /^[\w.:[\]-]+$/.test(host) ? ` ws://${host} wss://${host}` : '';
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self'${safe}`,
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
}

/** `/preview` shows a page of the demo in a frame, and an owner's logo is nobody's business but the owner's: any https image may be. */
const PREVIEW_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: https:",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

export function serveStatics(app: Express, gateway: Gateway): void {
  const { webDir } = gateway.config;
  route(app, gateway, 'GET /', async (_request, response) => response.redirect(302, '/demo'));

  app.get('/widget/*path', (request, response) => {
    const file = fileAt(join(webDir, 'widget'), request.path.slice('/widget'.length));
    // Public files for every site's pages: no credentials, no secrets.
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    // The loader stands on every page and is asked for by all of them; the other fixed names are for what failed or is outdated.
    const brief = file === join(webDir, 'widget', 'handraise.js') ? 'public, max-age=300' : 'no-cache';
    if (file) give(request, response, file, HASHED.test(file) ? FOREVER : brief);
    else notBuilt(response);
  });

  app.get(['/console', '/console/*path'], (request, response, next) => {
    if (request.path.startsWith('/console/api')) return next();
    response.setHeader('Content-Security-Policy', consolePolicy(request.headers.host));
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    response.setHeader('X-Frame-Options', 'DENY');
    const root = join(webDir, 'console');
    const asset = extname(request.path) === '' ? undefined : fileAt(root, request.path.slice('/console'.length));
    if (asset) return give(request, response, asset, HASHED.test(asset) ? FOREVER : 'no-cache');
    // Addresses inside the console are its own affair; a missing file is not one of them.
    const index = extname(request.path) === '' ? fileAt(root, '/index.html') : undefined;
    if (index) give(request, response, index, 'no-cache');
    else notBuilt(response);
  });

  app.get(['/preview', '/preview/*path'], (request, response) => {
    response.setHeader('Content-Security-Policy', PREVIEW_POLICY);
    response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
    const root = join(webDir, 'preview');
    const file = fileAt(root, request.path.slice('/preview'.length).replace(/^\/?$/, '/index.html'));
    if (file) give(request, response, file, HASHED.test(file) ? FOREVER : 'no-cache');
    else notBuilt(response);
  });

  app.get(['/demo', '/demo/*path'], (request, response) => {
    const root = join(webDir, 'demo');
    const path = request.path.slice('/demo'.length).replace(/\/$/, '');
    const file = fileAt(root, path) ?? fileAt(root, `${path}.html`);
    const index = file ? undefined : fileAt(root, `${path}/index.html`);
    // Relative links of a folder's page need the slash; /demo itself is the address people are told, and links absolutely.
    if (index && path !== '' && !request.path.endsWith('/')) return response.redirect(302, `/demo${path}/`);
    if (index) return give(request, response, index, 'no-cache');
    if (file) give(request, response, file, 'no-cache');
    else notBuilt(response);
  });
}
