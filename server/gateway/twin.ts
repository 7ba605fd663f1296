/** The socket's twin over plain HTTP, for programs in any language and for networks that block WebSocket: same parsing, limits, refusals. */
import type { Express, Request, Response } from 'express';
import { PROTOCOL_VERSION } from '#protocol/limits.ts';
import type { Ack } from '#protocol/refusals.ts';
import type { FileRef } from '#protocol/shapes.ts';
import { addressOf, headerOf, isAllowedOrigin } from './admit.ts';
import { no, yes } from './answer.ts';
import { serveApiPages } from './api-pages.ts';
import type { Uploads } from './attachments.ts';
import { deviceOf } from './device.ts';
import type { Door, LearnerPage } from './door.ts';
import type { Known, Visitor } from './entrance.ts';
import { asObject, field, object, parse, type Reader, Unfit, whole } from './parse.ts';
import { cid, context, conversation, identity, lang, learnerCommand, MAX_SEQ, rate, say, site } from './payloads.ts';
import type { RouteName } from './policy.ts';
import type { Polls } from './polls.ts';
import type { Gateway } from './ports.ts';
import { route, send } from './route.ts';

const MAX_WAIT_S = 25;
/** Polls one conversation may have waiting at once: a few tabs. */
const MAX_POLLS = 8;

const opening = object({ lang, context });
const session = object({ v: whole(0, 1_000_000), site, lang, context }, { identity });
const message = object({ cid }, {});
const command = object({ cid, command: learnerCommand });

/** A number in the query string, `standard` when it is missing. */
const digits =
  (max: number, standard: number): Reader<number> =>
  (raw, at) => {
    if (raw === undefined) return standard;
    if (typeof raw !== 'string' || !/^\d{1,16}$/.test(raw)) throw new Unfit(at, 'must be a whole number');
    return whole(0, max)(Number(raw), at);
  };
const poll: Reader<{ readonly since: number; readonly wait: number }> = (raw, at) => {
  const from = asObject(raw, at);
  return {
    since: digits(MAX_SEQ, 0)(field(from, 'since'), `${at}.since`),
    wait: digits(MAX_WAIT_S, 0)(field(from, 'wait'), `${at}.wait`),
  };
};

export function serveTwin(app: Express, gateway: Gateway, door: Door, uploads: Uploads, polls: Polls): void {
  const { config, desk, unlisted } = gateway;
  desk.subscribe((change) => polls.wake(change.conversation));

  app.use('/api', (request, response, next) => {
    const { origin, host } = request.headers;
    response.vary('Origin');
    if (origin === undefined) return next();
    if (!isAllowedOrigin(config, origin, host)) {
      unlisted(origin, host);
      return send(response, no('not-allowed', 'this Origin is not in ALLOWED_ORIGINS'));
    }
    // No Allow-Credentials: the token travels in a header of its own, cookies never.
    response.setHeader('Access-Control-Allow-Origin', origin);
    if (request.method !== 'OPTIONS') return next();
    response.setHeader('Access-Control-Allow-Methods', 'GET, POST');
    response.setHeader('Access-Control-Allow-Headers', 'Authorization, Content-Type, X-Handraise-Name');
    response.setHeader('Access-Control-Max-Age', '7200');
    response.status(204).end();
  });

  const bearer = (request: Request) => /^Bearer ([0-9a-f]{64})$/.exec(headerOf(request, 'authorization') ?? '')?.[1];
  const visitorOf = (request: Request, ofSite: string): Visitor => ({
    site: ofSite,
    address: addressOf(request, config.trustProxy),
    device: deviceOf(headerOf(request, 'user-agent')),
    channel: 'api',
  });

  /** A route for the holder of a token; the body (or the query of a GET) goes through `reader`. */
  function own<P, V>(
    name: RouteName,
    reader: Reader<P>,
    run: (payload: P, known: Known, visitor: Visitor, request: Request, response: Response) => Promise<Ack<V> | 'sent'>,
  ): void {
    route(app, gateway, name, async (request, response) => {
      const token = bearer(request);
      const known = token === undefined ? undefined : await door.known(token);
      if (!known)
        return send(response, no('signed-out', 'send the token of POST /api/v1/sessions as "Authorization: Bearer …"'));
      const parsed = parse(reader, request.method === 'GET' ? { ...request.query } : request.body);
      if (!parsed.ok) return send(response, no(parsed.code, parsed.detail));
      const answer = await run(parsed.value, known, visitorOf(request, known.learner.site), request, response);
      if (answer !== 'sent') send(response, answer);
    });
  }
  /** The conversation in the path, or a refusal. */
  const pathId = (request: Request): Ack<string> => {
    const parsed = parse(conversation, request.params['id']);
    return parsed.ok ? yes(parsed.value) : no('not-yours');
  };

  route(app, gateway, 'POST /api/v1/sessions', async (request, response) => {
    const parsed = parse(session, request.body);
    if (!parsed.ok) return send(response, no(parsed.code, parsed.detail));
    const { v, site: ofSite, ...opened } = parsed.value;
    if (v !== PROTOCOL_VERSION) return send(response, no('outdated', `this server speaks version ${PROTOCOL_VERSION}`));
    const visitor = visitorOf(request, ofSite);
    const token = bearer(request);
    const known = token === undefined ? undefined : await door.known(token, ofSite);
    if (headerOf(request, 'authorization') !== undefined && !known) return send(response, no('signed-out'));
    const entered =
      opened.identity !== undefined
        ? await door.identify(visitor, opened.identity, opened.lang, known)
        : known
          ? yes(known)
          : await door.enter(visitor, opened.lang);
    send(response, entered.ok ? await door.open(visitor, entered.value, opened) : entered);
  });
  own('POST /api/v1/conversations', opening, (request, known, visitor) =>
    door.open(visitor, known, { ...request, fresh: true }),
  );

  const acts = <P>(
    name: RouteName,
    reader: Reader<P>,
    toAct: (payload: P) => Omit<Parameters<Door['act']>[2], 'conversation'>,
  ) =>
    own(name, reader, async (payload, known, visitor, request) => {
      const id = pathId(request);
      return id.ok ? door.act(visitor, known, { conversation: id.value, ...toAct(payload) }) : id;
    });
  acts(
    'POST /api/v1/conversations/:id/messages',
    (raw, at) => ({ ...message(raw, at), command: { ...say(raw, at), type: 'say' as const } }),
    (payload) => payload,
  );
  acts('POST /api/v1/conversations/:id/commands', command, (payload) => payload);
  acts(
    'POST /api/v1/conversations/:id/rating',
    (raw, at) => ({ ...message(raw, at), command: { ...rate(raw, at), type: 'rate' as const } }),
    (payload) => payload,
  );

  own(
    'GET /api/v1/conversations/:id/entries',
    poll,
    async ({ since, wait }, known, visitor, request, response): Promise<Ack<LearnerPage>> => {
      const id = pathId(request);
      if (!id.ok) return id;
      if (polls.of(id.value) >= MAX_POLLS && (await door.owns(known, id.value)))
        return no('too-fast', 'too many polls wait for this conversation', 1_000);
      // Begun before reading: a change between the reading and the waiting must not be slept through.
      const changed = wait > 0 && (await door.owns(known, id.value)) ? polls.next(id.value, wait, response) : undefined;
      const now = await door.sync(visitor, known, id.value, since);
      if (!changed || !now.ok || now.value.entries.length > 0) {
        return now;
      }
      await changed;
      return door.sync(visitor, known, id.value, since);
    },
  );

  const whole: Reader<null> = () => null;
  own('POST /api/v1/conversations/:id/attachments', whole, async (_none, known, visitor, request): Promise<Ack<FileRef>> => {
    const id = pathId(request);
    if (!id.ok) return id;
    const may = await door.mayUpload(visitor, known, id.value);
    return may.ok ? uploads.take(request, known.learner.id, visitor.site, id.value, null) : may;
  });
  own(
    'GET /api/v1/conversations/:id/attachments/:file',
    whole,
    async (_none, known, visitor, request, response): Promise<Ack<never> | 'sent'> => {
      const id = pathId(request);
      if (!id.ok) return id;
      const may = await door.mayUpload(visitor, known, id.value);
      return may.ok ? uploads.give(response, id.value, String(request.params['file'])) : may;
    },
  );

  serveApiPages(app, gateway);
}
