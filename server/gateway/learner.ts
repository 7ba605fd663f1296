/** The namespace /learner: handshake, events, rooms. */
import type { DefaultEventsMap, Namespace, Socket } from 'socket.io';
import { conversationId } from '#domain/ids.ts';
import type { LearnerSignal, ServerToLearner } from '#protocol/events.ts';
import { PROTOCOL_VERSION } from '#protocol/limits.ts';
import type { Ack, Refusal } from '#protocol/refusals.ts';
import { addressOf, headerOf } from './admit.ts';
import { guarded, no, yes } from './answer.ts';
import { deviceOf } from './device.ts';
import type { Door, Known, Visitor } from './door.ts';
import { listen } from './listen.ts';
import type { Live } from './live.ts';
import type { Packets } from './packets.ts';
import { field, parse } from './parse.ts';
import { actRequest, handshake, historyRequest, openRequest, signalRequest, syncRequest } from './payloads.ts';
import type { Gateway } from './ports.ts';

interface Data {
  visitor?: Visitor;
  /** The learner, or the one being made: two `open`s at once make one. */
  known?: Promise<Ack<Known>>;
  /** Conversations this socket has joined. */
  joined?: Set<string>;
}
type LearnerSocket = Socket<DefaultEventsMap, ServerToLearner, DefaultEventsMap, Data>;
export type LearnerSpace = Namespace<DefaultEventsMap, ServerToLearner, DefaultEventsMap, Data>;

/** Rooms are named by the server alone. A client never says a room's name. */
export const roomOf = (conversation: string) => `c:${conversation}`;

/** Conversations one socket may have open at once. */
const MAX_JOINED = 20;

/** A refused handshake: the client gets `connect_error` with the refusal as `data`. */
export function refusal(answer: { readonly refusal: Refusal }): Error & { data: Refusal } {
  return Object.assign(new Error(answer.refusal.code), { data: answer.refusal });
}

async function admitted(gateway: Gateway, door: Door, socket: LearnerSocket): Promise<Ack<null>> {
  const auth: unknown = socket.handshake.auth;
  // A client of another version may say everything else differently: its version comes first.
  const version = typeof auth === 'object' && auth !== null ? field(auth, 'v') : undefined;
  if (typeof version === 'number' && version !== PROTOCOL_VERSION)
    return no('outdated', `this server speaks version ${PROTOCOL_VERSION}`);
  const parsed = parse(handshake, auth);
  if (!parsed.ok) return no(parsed.code, parsed.detail);
  const { site, token } = parsed.value;
  const { request } = socket;
  socket.data.visitor = {
    site,
    address: addressOf(request, gateway.config.trustProxy),
    device: deviceOf(headerOf(request, 'user-agent')),
    channel: 'widget',
  };
  if (token === undefined) return yes(null);
  const known = await door.known(token, site);
  if (!known) return no('signed-out');
  socket.data.known = Promise.resolve(yes(known));
  return yes(null);
}

export function serveLearners(gateway: Gateway, space: LearnerSpace, door: Door, packets: Packets, live: Live): void {
  space.use((socket, next) => {
    void guarded(gateway, '/learner connect', () => admitted(gateway, door, socket)).then((answer) =>
      next(answer.ok ? undefined : refusal(answer)),
    );
  });
  space.on('connection', (socket) => {
    const { visitor } = socket.data;
    if (visitor) attend(gateway, socket, visitor, door, live, packets);
  });
}

function attend(gateway: Gateway, socket: LearnerSocket, visitor: Visitor, door: Door, live: Live, packets: Packets): void {
  const { desk, store } = gateway;
  const joined = new Set<string>();

  async function join(conversation: string) {
    if (joined.has(conversation)) return;
    const oldest = joined.size >= MAX_JOINED ? [...joined][0] : undefined;
    if (oldest !== undefined) {
      joined.delete(oldest);
      await socket.leave(roomOf(oldest));
    }
    joined.add(conversation);
    await socket.join(roomOf(conversation));
    const at = await store.conversations.load(conversationId(conversation));
    const phase = at?.state?.phase;
    live.opened(conversation, at?.seq ?? 0, phase?.status === 'with-agent' ? phase.agent : undefined);
  }

  /** The learner of this socket, for events that need one. */
  async function own<T>(conversation: string, run: (known: Known) => Promise<Ack<T>>): Promise<Ack<T>> {
    const known = await socket.data.known;
    if (!known?.ok) return no('signed-out', 'open first');
    const answer = await run(known.value);
    if (answer.ok) await join(conversation);
    return answer;
  }

  listen(gateway, socket, '/learner open', openRequest, async (request) => {
    socket.data.known ??= door.enter(visitor, request.lang);
    const known = await socket.data.known.catch((error: unknown) => {
      delete socket.data.known;
      throw error;
    });
    if (!known.ok) {
      delete socket.data.known;
      return known;
    }
    const answer = await door.open(visitor, known.value, request);
    if (answer.ok) await join(answer.value.conversation.id);
    return answer;
  });
  listen(gateway, socket, '/learner act', actRequest, (request) =>
    own(request.conversation, (known) => door.act(visitor, known, request)),
  );
  listen(gateway, socket, '/learner sync', syncRequest, ({ conversation, since }) =>
    own(conversation, (known) => door.sync(visitor, known, conversation, since)),
  );
  listen(gateway, socket, '/learner history', historyRequest, ({ conversation, before }) =>
    own(conversation, (known) => door.history(visitor, known, conversation, before)),
  );
  listen(gateway, socket, '/learner signal', signalRequest, ({ conversation, signal }) =>
    own(conversation, async (known) => {
      const { learner } = known;
      const caller = { learner: learner.id, site: visitor.site, address: visitor.address };
      const wait = gateway.limits.command(caller, gateway.clock.now());
      if (wait > 0) return no('too-fast', undefined, wait);
      if (!joined.has(conversation) && !(await door.owns(known, conversation))) return no('not-yours');
      await heard(conversation, signal);
      return yes(null);
    }),
  );

  async function heard(conversation: string, signal: LearnerSignal): Promise<void> {
    const id = conversationId(conversation);
    if (signal.type === 'typing') return packets.learnerTyping(conversation, signal.on);
    if (signal.type === 'read') await store.conversations.mark(id, 'learner', signal.seq);
    else desk.place(id, signal.context);
    packets.agentViews(conversation);
  }
}
