/** Learners and agents as programs: real Socket.IO clients and fetch, each call answered with the Ack. */
import { randomBytes } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import type { AgentToServer, ServerToAgent } from '#protocol/agents.ts';
import type { LearnerCommand, LearnerToServer, OpenAnswer, ServerToLearner } from '#protocol/events.ts';
import type { Ack, Refusal } from '#protocol/refusals.ts';

export const cid = () => randomBytes(16).toString('hex');
type Payload<M, K extends keyof M> = M[K] extends (payload: infer P, ...rest: never[]) => unknown ? P : never;
type Answer<M, K extends keyof M> = M[K] extends (payload: never, ack: (answer: Ack<infer V>) => void) => unknown ? V : never;

export interface Line<Out, In> {
  readonly socket: Socket;
  ask<K extends keyof Out & string>(event: K, payload: Payload<Out, K>): Promise<Ack<Answer<Out, K>>>;
  /** Anything at all, for bad input. */
  raw(event: string, ...payload: unknown[]): Promise<Ack<unknown>>;
  /** Packets of `event` so far. */
  got<K extends keyof In & string>(event: K): readonly Payload<In, K>[];
  /** Resolves with the first packet, past or to come, that fits. */
  next<K extends keyof In & string>(event: K, fits?: (packet: Payload<In, K>) => boolean): Promise<Payload<In, K>>;
  /** Resolves when the server has closed the socket. */
  gone: Promise<string>;
  close(): void;
}

/** Connects; rejects with the refusal when the handshake is refused. */
export async function dial<Out, In>(
  url: string,
  namespace: '/learner' | '/agent',
  auth: Record<string, unknown>,
  headers: Record<string, string> = {},
  transport: 'websocket' | 'polling' = 'websocket',
): Promise<Line<Out, In>> {
  const socket: Socket = io(`${url}${namespace}`, {
    transports: [transport],
    forceNew: true,
    reconnection: false,
    auth,
    extraHeaders: { origin: url, ...headers },
  });
  const packets = new Map<string, unknown[]>();
  const waiting = new Set<() => void>();
  socket.onAny((event: string, packet: unknown) => {
    packets.set(event, [...(packets.get(event) ?? []), packet]);
    for (const look of [...waiting]) look();
  });
  const gone = new Promise<string>((resolve) => socket.once('disconnect', (why) => resolve(why)));
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', (error: Error & { data?: Refusal }) => {
      socket.close();
      reject(Object.assign(error, { refusal: error.data }));
    });
  });
  const raw = (event: string, ...payload: unknown[]) =>
    new Promise<Ack<unknown>>((resolve, reject) => {
      socket.timeout(10_000).emit(event, ...payload, (error: Error | null, answer: Ack<unknown>) => {
        if (error) reject(new Error(`no answer to ${event}`));
        else resolve(answer);
      });
    });
  const got = <K extends keyof In & string>(event: K) => (packets.get(event) ?? []) as Payload<In, K>[];
  return {
    socket,
    raw,
    got,
    ask: (event, payload) => raw(event, payload) as Promise<never>,
    next(event, fits = () => true) {
      return new Promise((resolve, reject) => {
        const limit = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`no fitting "${event}" came; got ${JSON.stringify(got(event)).slice(0, 2_000)}`));
        }, 10_000);
        const look = () => {
          const found = got(event).find(fits);
          if (found === undefined) return;
          clearTimeout(limit);
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      });
    },
    gone,
    close: () => socket.close(),
  };
}

type LearnerLine = Line<LearnerToServer, ServerToLearner>;
export type AgentLine = Line<AgentToServer, ServerToAgent>;

const V = 1;
export const dialLearner = (url: string, token?: string, headers: Record<string, string> = {}, site = 'default') =>
  dial<LearnerToServer, ServerToLearner>(url, '/learner', { v: V, site, ...(token ? { token } : {}) }, headers);

/** The value of an ack, or a test failure that shows the refusal. */
export function value<T>(answer: Ack<T>): T {
  if (!answer.ok) throw new Error(`refused: ${JSON.stringify(answer.refusal)}`);
  return answer.value;
}
export const code = (answer: Ack<unknown>) => (answer.ok ? 'ok' : answer.refusal.code);

export interface TestLearner extends LearnerLine {
  readonly opened: OpenAnswer;
  readonly conversation: string;
  act(command: LearnerCommand, key?: string): Promise<Ack<{ cid: string; seq: number; epoch: string }>>;
  say(text: string): Promise<Ack<{ cid: string; seq: number; epoch: string }>>;
}

export async function openLearner(url: string, token?: string, headers: Record<string, string> = {}): Promise<TestLearner> {
  const line = await dialLearner(url, token, headers);
  const opened = value(await line.ask('open', { lang: 'en', context: {} }));
  const conversation = opened.conversation.id;
  const act = (command: LearnerCommand, key = cid()) => line.ask('act', { conversation, cid: key, command });
  return { ...line, opened, conversation, act, say: (text) => act({ type: 'say', text, lang: 'en', context: {} }) };
}

export interface Signed {
  readonly id: string;
  readonly cookie: string;
  readonly csrf: string;
  /** The console's HTTP API as this agent. */
  api(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  dial(): Promise<AgentLine>;
}

export const PASSWORD = 'correct horse battery';

export async function post(url: string, path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, ...headers },
    body: JSON.stringify(body),
  });
}

export async function signed(url: string, answer: Response): Promise<Signed> {
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  const { me, csrf } = (await answer.json()) as { me: { id: string }; csrf: string };
  const cookie = (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
  return {
    id: me.id,
    cookie,
    csrf,
    api: (method, path, body, headers = {}) =>
      fetch(`${url}/console/api${path}`, {
        method,
        headers: { cookie, origin: url, 'x-handraise-csrf': csrf, 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    dial: () => dial<AgentToServer, ServerToAgent>(url, '/agent', {}, { cookie }),
  };
}

/** The first admin, by the set-up token. */
export const setUp = async (server: { readonly url: string; readonly setupToken: string }, login = 'ada@example.com') =>
  signed(
    server.url,
    await post(server.url, '/console/api/setup', { token: server.setupToken, name: 'Ada', login, password: PASSWORD }),
  );

export const signIn = async (url: string, login: string, password = PASSWORD) =>
  signed(url, await post(url, '/console/api/sign-in', { login, password }));

/** Another agent, made by an admin and signed in. */
export async function addAgent(url: string, admin: Signed, name: string, role: 'agent' | 'admin' = 'agent'): Promise<Signed> {
  const login = `${name.toLowerCase()}@example.com`;
  const made = await admin.api('POST', '/agents', { name, login, role, password: PASSWORD });
  if (!made.ok) throw new Error(await made.text());
  return signIn(url, login);
}
