/** The application service: load -> decide -> append (again on conflict) -> tell. */
import { type Conversation, fold } from '#domain/conversation.ts';
import { type Decision, decideAgent, decideLearner, decideSystem, type SystemCommand } from '#domain/decide.ts';
import type { Place, Stamped } from '#domain/events.ts';
import { agentId, type CommandKey, type ConversationId, commandKey, conversationId, type LearnerId } from '#domain/ids.ts';
import { placed } from '#domain/place.ts';
import { between, type Instant, instant } from '#domain/time.ts';
import { BadCursor, StorageFull, unlessFull } from '#store/store.ts';
import { createFileDesk, filesSaid } from './attachments.ts';
import type { Change, Desk, Result, Thread } from './desk.ts';
import { createOneAtATime } from './one-at-a-time.ts';
import type { DeskParts } from './parts.ts';
import { createPresence } from './presence.ts';
import { createRemembered } from './remembered.ts';
import { think } from './think.ts';
import { createWaitingLine } from './waiting-line.ts';

/** Entries per page of a thread. */
const PAGE = 100;
/** Attempts before a command that keeps colliding with other writers is refused. */
const ATTEMPTS = 5;
/** Conversations removed for their age in one round. */
const SWEEP = 100;
/** Conversations whose state is kept at hand. */
const MAX_REMEMBERED = 5_000;
/** Conversations whose last page is remembered between messages. */
const MAX_PLACES = 10_000;

const MOVED_BACK: Decision = { ok: false, refused: { code: 'closed' } };
const NO_AGENT: Decision = { ok: false, refused: { code: 'bad-request', detail: 'no such agent to transfer to' } };
const NO_FILE: Decision = { ok: false, refused: { code: 'bad-request', detail: 'files: not uploaded, or too long ago' } };

type Decide = (state: Conversation | undefined, seq: number, at: Instant) => Promise<Decision> | Decision;

export async function createDesk(parts: DeskParts): Promise<Desk> {
  const { store, bot, clock, ids, log, schedule, siteName } = parts;
  const queue = createOneAtATime();
  const listeners = new Set<(change: Change) => void>();
  const mourners: ((conversations: readonly ConversationId[]) => void)[] = [];
  const presence = await createPresence(clock, store);
  const files = createFileDesk(store, parts.files, clock, ids);
  const places = new Map<ConversationId, Place>();
  const remembered = createRemembered(MAX_REMEMBERED);
  const line = createWaitingLine(store);

  function tell(change: Change) {
    line.moved(change);
    for (const listener of listeners) {
      try {
        listener(change);
      } catch (error) {
        log.error({ err: error, conversation: change.conversation }, 'a listener failed after a commit');
      }
    }
  }

  async function attempt(id: ConversationId, key: CommandKey, decide: Decide): Promise<Result<{ seq: number }>> {
    for (let tries = 0; tries < ATTEMPTS; tries++) {
      // Only the first try may go by memory: another writer of the file would have made it stale.
      const atHand = tries === 0 ? remembered.get(id) : undefined;
      const loaded = atHand ?? (await store.conversations.load(id));
      if (!loaded) return { ok: false, refused: { code: 'not-yours' } };
      const known = await store.conversations.known(id, key);
      if (known !== undefined) return { ok: true, value: { seq: known } };
      const at = clock.now();
      const decision = await decide(loaded.state, loaded.seq, at);
      if (!decision.ok) return decision;
      const next = fold(loaded.state, decision.events, loaded.seq, at);
      if (decision.events.length === 0 || !next) return { ok: true, value: { seq: loaded.seq } };
      remembered.forget(id);
      const appended = await store.conversations
        .append(id, loaded.seq, decision.events, key, at, next)
        .catch((error: unknown) => {
          // It may have been removed by another program meanwhile: the next try reads.
          if (atHand && !(error instanceof StorageFull)) return { outcome: 'conflict' } as const;
          throw error;
        });
      if (appended.outcome === 'duplicate') return { ok: true, value: { seq: appended.first } };
      if (appended.outcome === 'conflict') continue;
      remembered.put(id, { learner: loaded.learner, seq: appended.last, state: next });
      const stamped = decision.events.map((event, index): Stamped => ({ seq: appended.first + index, at, key, event }));
      tell({ conversation: id, learner: loaded.learner, stamped, state: next, seq: appended.last });
      return { ok: true, value: { seq: appended.first } };
    }
    return { ok: false, refused: { code: 'conflict' } };
  }

  const perform = (id: ConversationId, key: CommandKey, decide: Decide) =>
    queue.run(id, async (): Promise<Result<{ seq: number }>> => {
      try {
        return await attempt(id, key, decide);
      } catch (error) {
        if (error instanceof StorageFull) return { ok: false, refused: { code: 'storage-full' } };
        throw error;
      }
    });

  /** One that cannot be changed must keep the round from no other. */
  const asSystem = async (id: ConversationId, command: SystemCommand): Promise<void> => {
    await perform(id, commandKey(ids.hex(16)), (state) => decideSystem(state, command)).catch((error: unknown) =>
      log.error({ err: error, conversation: id, command: command.type }, 'the round could not change a conversation'),
    );
  };

  async function thread(id: ConversationId, stamped: readonly Stamped[], more: boolean): Promise<Thread | undefined> {
    const loaded = await store.conversations.load(id);
    return loaded && { stamped: stamped.slice(0, PAGE), more, seq: loaded.seq, state: loaded.state };
  }

  const hours = () => {
    const now = clock.now();
    const open = schedule.isOpen(now);
    return { open, nextOpenAt: open ? null : schedule.nextOpen(now) };
  };
  const staffing = () => {
    const { open, nextOpenAt } = hours();
    return { staffed: presence.there().length > 0 && open, nextOpenAt };
  };

  /** Whether the learner has said anything in a conversation begun after this one. */
  async function movedOn(learner: LearnerId, id: ConversationId): Promise<boolean> {
    const [newest] = await store.conversations.ofLearner(learner, 1);
    return newest !== undefined && newest.id !== id;
  }

  async function removeOld(now: Instant) {
    const removed = await store.retention.sweep(instant(now - parts.retentionMs), SWEEP);
    for (const id of removed) {
      remembered.forget(id);
      places.delete(id);
    }
    if (removed.length > 0) for (const listener of mourners) listener(removed);
  }

  async function remember(learnerId: LearnerId, command: { email?: string; name?: string }) {
    // What was said is stored: a disk that filled up since must not refuse it.
    if (command.email || command.name) await store.learners.update(learnerId, command).catch(unlessFull);
  }

  return {
    store,
    files,
    presence,
    staffing,
    hours,
    async open(learner, lang, place, fresh) {
      const current = await store.conversations.current(learner.id, fresh, conversationId(ids.hex(16)), clock.now());
      const loaded = await store.conversations.load(current.id);
      return {
        id: current.id,
        seq: loaded?.seq ?? 0,
        state: loaded?.state,
        ...bot.opening(lang, place, { site: siteName, learner: learner.name }),
      };
    },
    owns: async (learner, id) => (remembered.get(id)?.learner ?? (await store.conversations.owner(id))) === learner,
    async actAsLearner(learner, site, channel, id, key, said, fileIds = [], signed) {
      let command = said;
      const done = await perform(id, key, async (state, seq, at) => {
        // An agent has re-opened the chat before this empty one: `closed` sends the words there, where somebody reads them.
        if (!state && (await store.conversations.current(learner.id, false, id, at)).id !== id) return MOVED_BACK;
        const lang = 'lang' in said ? said.lang : (state?.lang ?? learner.lang);
        // A window of the chat's own does not know where the learner is; the page it came from has said it.
        const here = 'place' in said && Object.keys(said.place).length > 0;
        const place = placed(here ? said.place : (places.get(id) ?? state?.place ?? {}), signed);
        if ('place' in said) command = { ...said, place };
        const began = { type: 'started', learner: learner.id, site, channel, lang, place } as const;
        const carried = await filesSaid(store, fileIds, { learner: learner.id });
        if (!carried) return NO_FILE;
        if (command.type === 'say' && carried.length > 0) command = { ...command, files: carried };
        const decision = decideLearner(state, command, began, at);
        if (!decision.ok) return decision;
        return { ok: true, events: await think(parts, staffing().staffed, learner, state, seq, command, decision.events, at) };
      });
      // Who is signed is called what is signed, whatever else is said in the chat.
      if (learner.signed) return done;
      if (done.ok && command.type === 'leave-contact') await remember(learner.id, { email: command.email, name: command.name });
      if (done.ok && command.type === 'say') {
        const known = (remembered.get(id) ?? (await store.conversations.load(id)))?.state?.memory.known ?? {};
        const { name, email } = { name: known['name'], email: known['email'] };
        await remember(learner.id, {
          ...(name && learner.name === null ? { name } : {}),
          ...(email && learner.email === null ? { email } : {}),
        });
      }
      return done;
    },
    async actAsAgent(agent, id, key, command, fileIds = []) {
      return perform(id, key, async (state) => {
        // In here, where a command that is sent again and was stored does not come.
        const to = command.type === 'transfer' ? await store.agents.get(command.to) : undefined;
        if (command.type === 'transfer' && (!to || to.disabled)) return NO_AGENT;
        const carried = await filesSaid(store, fileIds, { conversation: id });
        if (!carried) return NO_FILE;
        const said = command.type === 'reply' && carried.length > 0 ? { ...command, files: carried } : command;
        return decideAgent(state, said, agent, command.type === 'reopen' && state && (await movedOn(state.learner, id)));
      });
    },
    sync: async (id, since) => {
      const found = await store.conversations.since(id, since, PAGE + 1);
      return thread(id, found, found.length > PAGE);
    },
    history: async (id, before) => {
      const found = await store.conversations.before(id, before, PAGE + 1);
      return thread(id, found.length > PAGE ? found.slice(1) : found, found.length > PAGE);
    },
    async row(id, agent) {
      const row = await store.conversations.row(id, agent);
      const place = places.get(id);
      return row && place && row.state.phase.status !== 'closed' ? { ...row, state: { ...row.state, place } } : row;
    },
    inbox: (filter) =>
      store.conversations.inbox(filter).then(
        (value) => ({ ok: true, value }),
        (error: unknown) => {
          if (!(error instanceof BadCursor)) throw error;
          return { ok: false, refused: { code: 'bad-request', detail: `cursor: ${error.message}` } };
        },
      ),
    async queuePlace(id) {
      const place = await line.place(id, clock.now());
      const there = staffing();
      // With nobody there the waits of others say nothing.
      return place && { position: place.position, etaMs: there.staffed ? place.etaMs : null, ...there };
    },
    place(id, place) {
      places.delete(id);
      places.set(id, place);
      const oldest = places.keys().next();
      if (places.size > MAX_PLACES && !oldest.done) places.delete(oldest.value);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onRemoved: (listener) => void mourners.push(listener),
    async round() {
      const now = clock.now();
      line.drop();
      // Before what is idle is closed, which would make it young again; what keeps it from removing keeps nobody waiting.
      const fault = await removeOld(now).then(
        () => undefined,
        (error: unknown) => ({ error }),
      );
      for (const id of await store.conversations.idle(instant(now - parts.idleCloseMs), 100))
        await asSystem(id, { type: 'close-idle' });
      for (const agent of await store.agents.list()) {
        const why = agent.disabled ? 'disabled' : 'left';
        /** Asked before each: they may come back while their chats are being given back. */
        const isGone = () => {
          const since = presence.awaySince(agent.id);
          return agent.disabled || (since !== undefined && between(since, now) >= parts.awayMs);
        };
        const owned = isGone() ? await store.conversations.ownedBy(agent.id) : [];
        for (const id of owned) if (isGone()) await asSystem(id, { type: 'give-back', why, agent: agentId(agent.id) });
      }
      if (fault) throw fault.error;
    },
    settled: () => queue.settled(),
  };
}
