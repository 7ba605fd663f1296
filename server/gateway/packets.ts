/** What is told without being asked: after each commit, when the queue moves, when somebody types. Hints, all of them: clients sync. */

import type { Change } from '#desk/desk.ts';
import { agentId, conversationId } from '#domain/ids.ts';
import type { AgentCard, InboxFolder } from '#protocol/agents.ts';
import type { QueueView } from '#protocol/shapes.ts';
import type { AgentSocket, AgentSpace } from './agent.ts';
import { guarded } from './answer.ts';
import { type LearnerSpace, roomOf } from './learner.ts';
import type { Live } from './live.ts';
import type { Polls } from './polls.ts';
import type { Gateway } from './ports.ts';
import { learnerEntry } from './present.ts';
import { agentCard, agentEntry, inboxItem, trackedView } from './present-agent.ts';
import type { Roster } from './roster.ts';
import type { Views } from './views.ts';

export interface Packets {
  learnerTyping(conversation: string, on: boolean): void;
  agentTyping(conversation: string, agent: string, on: boolean): void;
  /** The learner's side of a conversation changed without an entry. */
  learnerView(conversation: string): void;
  /** The agents' side of it did: its watchers get a view, everybody the row. */
  agentViews(conversation: string): void;
  /** The host page told something of the learner: those who watch are given all that is known. */
  tracked(conversation: string): void;
  /** Ids of the agents who have it open. */
  looking(conversation: string): readonly string[];
  cards(): readonly AgentCard[];
  /** Tells those who wait that business hours have begun or ended, or that the last agent has been gone for a while; on a timer. */
  hours(): void;
  /** Tells those who wait when the estimate they read, in minutes, is no more what can be said; on a timer. */
  waits(): void;
  /** Heads to the next of BEACON_PARTS shares of the open conversations; on a timer. */
  beacon(): void;
  /** Resolves when nothing is on its way out. */
  settled(): Promise<void>;
}

/** All heads at once would hold everybody up: 2,000 take a tenth of a second. */
export const BEACON_PARTS = 40;
const MINUTE_MS = 60_000;

/** Runs `work` for what was asked since its last run, never twice at once: a burst of changes costs one pass. */
function coalesced(gateway: Gateway, what: string, work: (asked: ReadonlySet<string>) => Promise<void>) {
  let asked = new Set<string>();
  let running: Promise<unknown> | undefined;
  async function drain() {
    // One turn of the event loop lets a burst gather.
    await new Promise((resolve) => setImmediate(resolve));
    while (asked.size > 0) {
      const now = asked;
      asked = new Set();
      await guarded(gateway, what, async () => {
        await work(now);
        return { ok: true, value: null };
      });
    }
    running = undefined;
  }
  return {
    ask(key: string) {
      asked.add(key);
      running ??= drain();
    },
    settled: async () => void (await running),
  };
}

/** What alters the places of others in the queue: who joins it stands last and is told with the entries; who is given back does not. */
const MOVES_OTHERS: ReadonlySet<string> = new Set(['handoff-cancelled', 'taken', 'closed', 'returned-to-queue']);
const movesQueue = ({ stamped }: Change) => stamped.some(({ event }) => MOVES_OTHERS.has(event.type));

export function createPackets(
  gateway: Gateway,
  learners: LearnerSpace,
  agents: AgentSpace,
  live: Live,
  roster: Roster,
  views: Views,
  polls: Polls,
): Packets {
  const { desk, store } = gateway;
  const isOpen = (space: LearnerSpace | AgentSpace, id: string) => (space.adapter.rooms.get(roomOf(id))?.size ?? 0) > 0;
  /** By a socket, or by a poll that waits. */
  const isHeard = (id: string) => isOpen(learners, id) || polls.of(id) > 0;
  const everyAgent = (): AgentSocket[] => [...agents.sockets.values()].filter((socket) => socket.data.agent !== undefined);
  const watchers = (id: string) => everyAgent().filter((socket) => socket.rooms.has(roomOf(id)));
  const looking = (id: string) => [...new Set(watchers(id).map((socket) => socket.data.agent ?? ''))].sort();
  const cards = () =>
    roster
      .all()
      .filter((agent) => !agent.disabled)
      .map((agent) => agentCard(agent, desk.presence.isOnline(agent.id), desk.presence.isAvailable(agent.id)));

  /** Per conversation one after the other, so that packets leave in seq order although views are read meanwhile. */
  const lines = new Map<string, Promise<void>>();
  function inLine(id: string, work: () => Promise<void>) {
    const before = lines.get(id) ?? Promise.resolve();
    const mine = before.then(async () => {
      await guarded(gateway, 'packets', async () => {
        await work();
        return { ok: true, value: null };
      });
      if (lines.get(id) === mine) lines.delete(id);
    });
    lines.set(id, mine);
  }

  /** What waiting learners were last told, in minutes: time alone changes the estimate, and no event says so. */
  const toldWaits = new Map<string, number | null>();
  const minutesIn = ({ etaMs }: Pick<QueueView, 'etaMs'>) => (etaMs === null ? null : Math.ceil(etaMs / MINUTE_MS));
  async function learnerView(...[id, seq, state]: Parameters<Views['learner']>) {
    const view = await views.learner(id, seq, state);
    if (view.queue) toldWaits.set(id, minutesIn(view.queue));
    else toldWaits.delete(id);
    return view;
  }

  /** Where the learner has an empty chat open that was begun since: only by being told they come back to this one. */
  const pagesElsewhere = ({ conversation, learner }: Change) =>
    [...learners.sockets.values()].filter(
      ({ data, rooms }) => data.known?.learner.id === learner && data.joined?.size && !rooms.has(roomOf(conversation)),
    );

  async function tell(change: Change) {
    const id = change.conversation;
    const { epoch } = store;
    const elsewhere = change.stamped.some(({ event }) => event.type === 'reopened') ? pagesElsewhere(change) : [];
    if (isOpen(learners, id) || elsewhere.length > 0) {
      const view = await learnerView(id, change.seq, change.state);
      const entries = change.stamped.map((stamped) => learnerEntry(stamped, roster.nameOf));
      const packet = { conversation: id, epoch, view, entries };
      learners.to(roomOf(id)).emit('entries', packet);
      for (const socket of elsewhere) socket.emit('entries', packet);
    }
    const entries = change.stamped.flatMap((stamped) => agentEntry(stamped, roster.nameOf) ?? []);
    for (const socket of watchers(id)) {
      const view = await views.agent(id, agentId(socket.data.agent ?? ''), looking(id));
      if (view) socket.emit('entries', { conversation: id, epoch, view, entries });
    }
  }

  const rows = coalesced(gateway, 'rows', async (ids) => {
    const counted = new Map<string, Readonly<Record<InboxFolder, number>>>();
    for (const socket of everyAgent()) {
      const agent = agentId(socket.data.agent ?? '');
      const counts = counted.get(agent) ?? (await store.conversations.counts(agent));
      counted.set(agent, counts);
      for (const id of ids) {
        const row = await desk.row(conversationId(id), agent);
        if (row) socket.emit('row', { item: inboxItem(row, roster.nameOf), counts });
      }
    }
  });

  const removals = coalesced(gateway, 'removals', async (ids) => {
    for (const socket of everyAgent()) {
      const counts = await store.conversations.counts(agentId(socket.data.agent ?? ''));
      socket.emit('removed', { conversations: [...ids], counts });
    }
  });

  const queue = coalesced(gateway, 'queue', async () => {
    for (const { id } of await store.conversations.queue()) if (isHeard(id)) await sendLearnerView(id);
  });

  const waits = coalesced(gateway, 'waits', async () => {
    const waiting = new Set<string>((await store.conversations.queue()).map(({ id }) => id));
    for (const id of [...toldWaits.keys()]) if (!waiting.has(id)) toldWaits.delete(id);
    for (const id of waiting) {
      const place = isHeard(id) ? await desk.queuePlace(conversationId(id)) : undefined;
      if (place && toldWaits.get(id) !== minutesIn(place)) await sendLearnerView(id);
    }
  });

  async function sendLearnerView(id: string) {
    const loaded = await store.conversations.load(conversationId(id));
    if (!loaded) return;
    const view = await learnerView(conversationId(id), loaded.seq, loaded.state);
    learners.to(roomOf(id)).emit('view', { conversation: id, view });
    polls.wake(id);
  }

  const people = coalesced(gateway, 'agents', async () => {
    agents.emit('agents', { agents: cards(), hours: desk.hours() });
  });

  desk.subscribe((change) => {
    live.moved(change);
    inLine(change.conversation, () => tell(change));
    if (agents.sockets.size > 0) rows.ask(change.conversation);
    if (movesQueue(change)) queue.ask('all');
  });
  desk.onRemoved((conversations) => {
    if (agents.sockets.size > 0) for (const id of conversations) removals.ask(id);
  });
  let toldOf = { ...desk.staffing(), ...desk.hours() };
  const staffChanged = () => {
    toldOf = { ...desk.staffing(), ...desk.hours() };
    people.ask('all');
    queue.ask('all');
  };
  desk.presence.subscribe(() => {
    const now = desk.staffing();
    if (now.staffed || !toldOf.staffed) return staffChanged();
    // A page loaded anew has no socket for a second: that nobody is there is told at the next round, if it is still so.
    people.ask('all');
  });
  roster.subscribe(staffChanged);
  store.onWritable((writable) => agents.emit('storage', { writable }));

  return {
    looking,
    cards,
    learnerTyping: (id, on) => agents.to(roomOf(id)).volatile.emit('typing', { conversation: id, who: 'learner', on }),
    agentTyping(id, agent, on) {
      if (live.ownerOf(id) === agent)
        learners.to(roomOf(id)).volatile.emit('typing', { conversation: id, name: roster.nameOf(agent), on });
      for (const socket of watchers(id))
        if (socket.data.agent !== agent) socket.volatile.emit('typing', { conversation: id, who: agent, on });
    },
    tracked: (id) =>
      agents.to(roomOf(id)).emit('tracked', { conversation: id, events: gateway.tracked.of(id).map(trackedView) }),
    learnerView: (id) => {
      if (isHeard(id)) inLine(id, () => sendLearnerView(id));
    },
    agentViews(id) {
      inLine(id, async () => {
        for (const socket of watchers(id)) {
          const view = await views.agent(id, agentId(socket.data.agent ?? ''), looking(id));
          if (view) socket.emit('view', { conversation: id, view });
        }
      });
      if (agents.sockets.size > 0) rows.ask(id);
    },
    hours() {
      const { staffed, open, nextOpenAt } = { ...desk.staffing(), ...desk.hours() };
      if (staffed !== toldOf.staffed || open !== toldOf.open || nextOpenAt !== toldOf.nextOpenAt) staffChanged();
    },
    waits: () => waits.ask('all'),
    beacon() {
      for (const [id, seq] of live.nextHeads(BEACON_PARTS)) {
        const packet = { conversation: id, epoch: store.epoch, seq };
        learners.to(roomOf(id)).volatile.emit('head', packet);
        agents.to(roomOf(id)).volatile.emit('head', packet);
      }
    },
    async settled() {
      await Promise.all([
        ...lines.values(),
        rows.settled(),
        removals.settled(),
        queue.settled(),
        waits.settled(),
        people.settled(),
      ]);
    },
  };
}
