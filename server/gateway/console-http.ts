/** How console routes are guarded: own origin, session, role by the policy table, CSRF word, then the payload. */
import type { Express, Request, Response } from 'express';
import type { Ack } from '#protocol/refusals.ts';
import { addressOf, headerOf, isOwnOrigin } from './admit.ts';
import { no } from './answer.ts';
import { parse, type Reader } from './parse.ts';
import { permits, policyOf, type RouteName } from './policy.ts';
import type { Gateway } from './ports.ts';
import type { Roster } from './roster.ts';
import { route, send } from './route.ts';
import { same } from './secrets.ts';
import type { Session, Sessions } from './sessions.ts';

export interface ConsoleParts {
  readonly app: Express;
  readonly gateway: Gateway;
  readonly sessions: Sessions;
  readonly roster: Roster;
}

interface Caller {
  readonly session: Session | undefined;
  readonly address: string;
  /** The `:id` of the path; the reader has checked nothing about it. */
  readonly id: string;
  readonly request: Request;
  readonly response: Response;
}
/** A caller on a route that only agents or admins reach. */
export type SignedIn = Caller & { readonly session: Session };

/** Why a request may not even be parsed, or undefined. */
function barred(gateway: Gateway, name: RouteName, request: Request, session: Session | undefined): Ack<never> | undefined {
  const { origin, host } = request.headers;
  const changes = request.method !== 'GET';
  // Browsers name the origin on every POST, PUT, PATCH and DELETE; what has none is no page of ours.
  if (changes && !isOwnOrigin(gateway.config, origin, host))
    return no('not-allowed', 'foreign origin; if this is the address you use, set PUBLIC_URL to it');
  const who = policyOf(name);
  if (who !== 'anyone' && !session) return no('signed-out');
  if (!permits(who, session?.agent.role)) return no('not-allowed', 'your role may not do this');
  const word = headerOf(request, 'x-handraise-csrf');
  if (changes && who !== 'anyone' && (!session || word === undefined || !same(word, session.csrf)))
    return no('not-allowed', 'the header x-handraise-csrf is missing or old; load the page again');
  return undefined;
}

function serve<P, V>(
  { app, gateway, sessions }: ConsoleParts,
  name: RouteName,
  reader: Reader<P>,
  run: (payload: P, caller: Caller) => Promise<Ack<V> | 'sent'>,
): void {
  route(app, gateway, name, async (request, response) => {
    const session = await sessions.of(headerOf(request, 'cookie'));
    const refusal = barred(gateway, name, request, session);
    if (refusal) return send(response, refusal);
    const parsed = parse(reader, request.method === 'GET' ? { ...request.query } : request.body);
    if (!parsed.ok) return send(response, no(parsed.code, parsed.detail));
    const { id } = request.params;
    const address = addressOf(request, gateway.config.trustProxy);
    const answer = await run(parsed.value, { session, address, id: typeof id === 'string' ? id : '', request, response });
    if (answer !== 'sent') send(response, answer);
  });
}

/** A route for people who are not signed in yet. */
export const open = serve;

/** A route behind a session; the policy table says which role. */
export function guardedRoute<P, V>(
  parts: ConsoleParts,
  name: RouteName,
  reader: Reader<P>,
  run: (payload: P, caller: SignedIn) => Promise<Ack<V> | 'sent'>,
): void {
  serve(parts, name, reader, async (payload, caller) =>
    caller.session ? run(payload, { ...caller, session: caller.session }) : no('signed-out'),
  );
}

/** For routes that take no payload. */
export const nothing: Reader<null> = () => null;
