/** The namespace /learner: handshake, events, rooms. */
import type { DefaultEventsMap, Namespace, Socket } from 'socket.io';
import { conversationId } from '#domain/ids.ts';
import { placed } from '#domain/place.ts';
import { between, duration } from '#domain/time.ts';
import type { LearnerSignal, OpenRequest, ServerToLearner } from '#protocol/events.ts';
import { PROTOCOL_VERSION } from '#protocol/limits.ts';
import type { Ack, Refusal } from '#protocol/refusals.ts';
import { addressOf, headerOf } from './admit.ts';
import { guarded, no, yes } from './answer.ts';
import { deviceOf } from './device.ts';
import type { Door } from './door.ts';
import type { Known, Visitor } from './entrance.ts';
import { listen, whenGone } from './listen.ts';
import type { Live } from './live.ts';
import type { Packets } from './packets.ts';
import { field, parse } from './parse.ts';
import { actRequest, handshake, historyRequest, openRequest, signalRequest, syncRequest } from './payloads.ts';
import type { Gateway } from './ports.ts';

interface Data {
  visitor?: Visitor;
  known?: Known;
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
  socket.data.known = known;
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
  socket.data.joined = joined;

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

  async function leaveAll() {
    for (const conversation of joined) await socket.leave(roomOf(conversation));
    joined.clear();
  }
  /** When the signature runs out nothing more is pushed; the next `open` with a new one joins again. */
  let cancelEnd = () => {};
  function endWith({ pass }: Known) {
    cancelEnd();
    if (!pass) return;
    const { clock } = gateway;
    const end = () => guarded(gateway, 'signature ran out', () => leaveAll().then(() => yes(null)));
    cancelEnd = clock.later(duration(Math.max(0, between(clock.now(), pass.until))), () => void end());
  }
  if (socket.data.known) endWith(socket.data.known);
  whenGone(gateway, socket, () => cancelEnd());

  /** Opens go one after the other: two at once make one learner, and who is signed now is compared with who was here. */
  let turn: Promise<unknown> = Promise.resolve();
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = turn.then(work);
    turn = mine.catch(() => {});
    return mine;
  }
  async function enter({ lang, identity }: OpenRequest): Promise<Ack<Known>> {
    const { known } = socket.data;
    if (known && identity === undefined)
      // Erased, or gone by age, while this socket stayed: nothing can be opened for nobody.
      return (await store.learners.get(known.learner.id)) ? yes(known) : no('signed-out', 'this learner was removed');
    const now = identity === undefined ? await door.enter(visitor, lang) : await door.identify(visitor, identity, lang, known);
    // A bad signature changes nothing about who is here.
    if (!now.ok) return now;
    if (known && known.learner.id !== now.value.learner.id) await leaveAll();
    socket.data.known = now.value;
    endWith(now.value);
    return now;
  }
  const isStill = (known: Known) => socket.data.known?.learner.id === known.learner.id;

  /** The learner of this socket, for events that need one. */
  async function own<T>(conversation: string, run: (known: Known) => Promise<Ack<T>>): Promise<Ack<T>> {
    await turn;
    const { known } = socket.data;
    if (!known) return no('signed-out', 'open first');
    const answer = await run(known);
    // Somebody else may have been signed in on this socket meanwhile.
    if (answer.ok && isStill(known)) await join(conversation);
    return answer;
  }

  listen(gateway, socket, '/learner open', openRequest, async (request) => {
    const known = await inTurn(() => enter(request));
    if (!known.ok) return known;
    const answer = await door.open(visitor, known.value, request);
    if (answer.ok && isStill(known.value)) await join(answer.value.conversation.id);
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
      const wait = gateway.limits.signal(caller, gateway.clock.now());
      if (wait > 0) return no('too-fast', undefined, wait);
      const stands = door.standing(known);
      if (!stands.ok) return stands;
      if (!joined.has(conversation) && !(await door.owns(known, conversation))) return no('not-yours');
      await heard(conversation, signal, known);
      return yes(null);
    }),
  );

  async function heard(conversation: string, signal: LearnerSignal, { pass }: Known): Promise<void> {
    const id = conversationId(conversation);
    if (signal.type === 'typing') return packets.learnerTyping(conversation, signal.on);
    if (signal.type === 'track') {
      if (gateway.tracked.add(conversation, signal.events, gateway.clock.now())) packets.tracked(conversation);
      return;
    }
    if (signal.type === 'read') await store.conversations.mark(id, 'learner', signal.seq);
    else desk.place(id, placed(signal.context, pass?.place));
    packets.agentViews(conversation);
  }
}
