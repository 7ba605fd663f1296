/** The namespace /agent: admitted by the session cookie from the server's own origin alone. */
import type { DefaultEventsMap, Namespace, Socket } from 'socket.io';
import type { Thread } from '#desk/desk.ts';
import type { AgentCommand as DomainCommand } from '#domain/decide.ts';
import { type AgentId, agentId, commandKey, conversationId } from '#domain/ids.ts';
import type { Instant } from '#domain/time.ts';
import type { AgentCommand, AgentEntry, AgentView, AgentWelcome, InboxAnswer, ServerToAgent } from '#protocol/agents.ts';
import type { Acted, Page } from '#protocol/events.ts';
import { PROTOCOL_VERSION } from '#protocol/limits.ts';
import type { Ack } from '#protocol/refusals.ts';
import { headerOf, isOwnOrigin } from './admit.ts';
import { agentAct, agentSignalRequest, availableRequest, hello, inboxRequest, watchRequest } from './agent-payloads.ts';
import { guarded, no, refused, yes } from './answer.ts';
import { refusal, roomOf } from './learner.ts';
import { listen, whenGone } from './listen.ts';
import { type Live, ownerIn } from './live.ts';
import type { Packets } from './packets.ts';
import type { Reader } from './parse.ts';
import { historyRequest, syncRequest } from './payloads.ts';
import { type EventName, permits, policyOf } from './policy.ts';
import type { Gateway } from './ports.ts';
import { agentCard, agentEntry, inboxItem, trackedView } from './present-agent.ts';
import type { Roster } from './roster.ts';
import type { Session, Sessions } from './sessions.ts';
import type { Views } from './views.ts';

interface Data {
  agent?: AgentId;
  session?: Session;
}
export type AgentSocket = Socket<DefaultEventsMap, ServerToAgent, DefaultEventsMap, Data>;
export type AgentSpace = Namespace<DefaultEventsMap, ServerToAgent, DefaultEventsMap, Data>;
type ThreadPage = Page<AgentEntry, AgentView>;

export interface AgentParts {
  readonly gateway: Gateway;
  readonly sessions: Sessions;
  readonly roster: Roster;
  readonly views: Views;
  readonly live: Live;
  readonly packets: Packets;
}

const INBOX_PAGE = 50;
/** What comes over a socket renews its session this often; ended ones are cut by sessions.ts, also where nothing comes. */
const RECHECK_MS = 60_000;

function toDomain(command: AgentCommand): DomainCommand {
  if (command.type === 'transfer') return { type: 'transfer', to: agentId(command.to) };
  return command.type === 'reply' ? { type: 'reply', text: command.text } : command;
}
const filesIn = (command: AgentCommand) => (command.type === 'reply' ? (command.files ?? []) : []);

export function serveAgents(parts: AgentParts, space: AgentSpace): void {
  const { gateway, sessions } = parts;
  space.use((socket, next) => {
    void guarded(gateway, '/agent connect', async () => {
      const { headers } = socket.request;
      // The cookie travels with every request to this host, whoever made the page: only our own page may use it.
      if (!isOwnOrigin(gateway.config, headers.origin, headers.host))
        return no('not-allowed', 'foreign origin; if this is the address you use, set PUBLIC_URL to it');
      const session = await sessions.of(headerOf(socket.request, 'cookie'));
      if (!session) return no('signed-out');
      socket.data.session = session;
      socket.data.agent = session.agent.id;
      return yes(null);
    }).then((answer) => next(answer.ok ? undefined : refusal(answer)));
  });
  space.on('connection', (socket) => {
    const { session } = socket.data;
    if (session) attend(parts, socket, session);
  });
}

function attend(parts: AgentParts, socket: AgentSocket, session: Session): void {
  const { gateway, sessions, roster, views, live, packets } = parts;
  const { desk, store, clock, log } = gateway;
  const me = session.agent.id;
  let checkedAt: Instant = clock.now();

  const leave = sessions.seat({
    hash: session.hash,
    agent: me,
    end(why) {
      socket.emit('signed-out', { why });
      // After the packet is on its way: disconnect(true) closes the transport, too.
      setImmediate(() => socket.disconnect(true));
    },
  });
  desk.presence.connected(me);
  whenGone(gateway, socket, () => {
    leave();
    desk.presence.disconnected(me);
    for (const id of watched) packets.agentViews(id);
  });
  const watched = new Set<string>();

  /** Every event checks that the session still holds and the role permits it. */
  function on<P, V>(name: EventName, reader: Reader<P>, run: (payload: P) => Promise<Ack<V>>): void {
    listen(gateway, socket, name, reader, async (payload: P): Promise<Ack<V>> => {
      const now = clock.now();
      if (now - checkedAt >= RECHECK_MS) {
        if (!(await sessions.holds(session.hash))) {
          socket.emit('signed-out', { why: 'expired' });
          setImmediate(() => socket.disconnect(true));
          return no('signed-out');
        }
        checkedAt = now;
      }
      const agent = roster.get(me);
      if (!agent || agent.disabled || !permits(policyOf(name), agent.role)) return no('not-allowed');
      return run(payload);
    });
  }

  const page = async (id: string, thread: Thread | undefined): Promise<Ack<ThreadPage>> => {
    const view = thread && (await views.agent(id, me, packets.looking(id)));
    if (!view) return no('not-yours');
    const entries = thread.stamped.flatMap((stamped) => agentEntry(stamped, roster.nameOf) ?? []);
    return yes({ epoch: store.epoch, view, entries, more: thread.more });
  };

  on('/agent hello', hello, async ({ v }): Promise<Ack<AgentWelcome>> => {
    if (v !== PROTOCOL_VERSION) return no('outdated', `this server speaks version ${PROTOCOL_VERSION}`);
    const { presence } = desk;
    const agent = roster.get(me) ?? session.agent;
    return yes({
      me: agentCard(agent, presence.isOnline(me), presence.isAvailable(me)),
      agents: packets.cards(),
      epoch: store.epoch,
      counts: await store.conversations.counts(me),
      writable: store.writable(),
      attachments: gateway.config.attachments,
      hours: desk.hours(),
    });
  });
  on('/agent inbox', inboxRequest, async ({ folder, search, cursor }): Promise<Ack<InboxAnswer>> => {
    const filter = { folder, search, agent: me, limit: INBOX_PAGE };
    const found = await desk.inbox(cursor === undefined ? filter : { ...filter, cursor });
    if (!found.ok) return refused(found.refused, roster.nameOf);
    const { rows, cursor: next } = found.value;
    const items = rows.map((row) => inboxItem(row, roster.nameOf));
    const counts = await store.conversations.counts(me);
    return yes({ items, counts, ...(next === undefined ? {} : { cursor: next }) });
  });
  on('/agent watch', watchRequest, async ({ conversation }) => {
    const thread = await desk.history(conversationId(conversation), Number.POSITIVE_INFINITY);
    if (!thread?.state) return no('not-yours');
    await socket.join(roomOf(conversation));
    live.opened(conversation, thread.seq, ownerIn(thread.state));
    watched.add(conversation);
    packets.agentViews(conversation);
    const events = gateway.tracked.of(conversation).map(trackedView);
    if (events.length > 0) socket.emit('tracked', { conversation, events });
    return page(conversation, thread);
  });
  on('/agent unwatch', watchRequest, async ({ conversation }) => {
    await socket.leave(roomOf(conversation));
    watched.delete(conversation);
    packets.agentViews(conversation);
    return yes(null);
  });
  on('/agent act', agentAct, async ({ conversation, cid, command }): Promise<Ack<Acted>> => {
    const done = await desk.actAsAgent(me, conversationId(conversation), commandKey(cid), toDomain(command), filesIn(command));
    if (!done.ok) return refused(done.refused, roster.nameOf);
    log.debug({ agent: me, conversation, command: command.type }, 'agent acted');
    return yes({ cid, seq: done.value.seq, epoch: store.epoch });
  });
  on('/agent sync', syncRequest, async ({ conversation, since }) =>
    page(conversation, await desk.sync(conversationId(conversation), since)),
  );
  on('/agent history', historyRequest, async ({ conversation, before }) =>
    page(conversation, await desk.history(conversationId(conversation), before)),
  );
  on('/agent signal', agentSignalRequest, async ({ conversation, signal }) => {
    if (!(await desk.row(conversationId(conversation), me))) return no('not-yours');
    if (signal.type === 'typing') packets.agentTyping(conversation, me, signal.on);
    else {
      await store.conversations.mark(conversationId(conversation), me, signal.seq);
      packets.learnerView(conversation);
      packets.agentViews(conversation);
    }
    return yes(null);
  });
  on('/agent available', availableRequest, async ({ available }) => {
    await desk.presence.setAvailable(me, available);
    return yes(null);
  });
}
