/** HTTP answers, and the only way to add a route: by its name in the policy table. */
import type { Express, NextFunction, Request, Response } from 'express';
import type { Ack, RefusalCode } from '#protocol/refusals.ts';
import { guarded, no } from './answer.ts';
import { policyOf, type RouteName } from './policy.ts';
import type { Gateway } from './ports.ts';

const STATUS: Readonly<Record<RefusalCode, number>> = {
  'bad-request': 400,
  'too-long': 413,
  'too-fast': 429,
  closed: 409,
  'not-yours': 404,
  'not-allowed': 403,
  taken: 409,
  conflict: 409,
  'storage-full': 507,
  'signed-out': 401,
  identity: 401,
  outdated: 426,
  internal: 500,
};

/** A value as itself, a refusal as `{ refusal }` with its status; never cached. */
export function send(response: Response, answer: Ack<unknown>): void {
  response.setHeader('Cache-Control', 'no-store');
  if (answer.ok) {
    response.status(200).json(answer.value);
    return;
  }
  const { refusal } = answer;
  if (refusal.retryAfterMs !== undefined) response.setHeader('Retry-After', Math.ceil(refusal.retryAfterMs / 1000));
  response.status(STATUS[refusal.code]).json({ refusal });
}

/** Adds a route; throws at start-up when it has no policy. What the handler throws becomes a logged incident. */
export function route(
  app: Express,
  gateway: Gateway,
  name: RouteName,
  handler: (request: Request, response: Response) => Promise<void>,
): void {
  policyOf(name);
  const [method = '', path = ''] = name.split(' ');
  const run = async (request: Request, response: Response) => {
    const answer = await guarded(gateway, name, async () => {
      await handler(request, response);
      return { ok: true, value: null };
    });
    if (!answer.ok && !response.headersSent) send(response, answer);
    else if (!answer.ok) response.destroy();
  };
  if (method === 'GET') app.get(path, run);
  else if (method === 'POST') app.post(path, run);
  else if (method === 'PUT') app.put(path, run);
  else if (method === 'PATCH') app.patch(path, run);
  else if (method === 'DELETE') app.delete(path, run);
  else throw new Error(`route "${name}": unknown method`);
}

/** The last of all middleware: what Express or the body parser refused, in our words. */
export function faults(gateway: Gateway) {
  return (error: unknown, _request: Request, response: Response, next: NextFunction): void => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
    if (status === 415) unsupported(response);
    else if (status === 413) send(response, no('too-long', 'the body may have 16 KiB'));
    else if (typeof status === 'number' && status >= 400 && status < 500)
      send(response, no('bad-request', 'the body or the address cannot be read'));
    else void guarded(gateway, 'http', () => Promise.reject(error)).then((answer) => send(response, answer));
  };
}

export function unsupported(response: Response): void {
  response.setHeader('Cache-Control', 'no-store');
  const { refusal } = no('bad-request', 'send the body without Content-Encoding');
  response.status(415).json({ refusal });
}
