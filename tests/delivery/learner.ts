/** A learner: the widget's own connection, outbox, sender, reducer and fetcher, joined as widget/chat.ts joins them, without a page. */

import type { LearnerCommand, Page } from '#protocol/events.ts';
import type { Refusal } from '#protocol/refusals.ts';
import type { ConversationView, Entry } from '#protocol/shapes.ts';
import './web-socket.ts';
import { type Connection, connect, type Outcome } from '#widget/connection.ts';
import { createFetcher, type Fetcher } from '#widget/fetcher.ts';
import type { OutboxStore, Outgoing } from '#widget/outbox.ts';
import { createSender, type Sender } from '#widget/sender.ts';
import { behind, current, type Happening, NEW_SESSION, reduce, type Session } from '#widget/session.ts';
import { memoryOutbox } from '#widget/storage.ts';
import type { Pen } from './recorder.ts';

export interface LearnerParts {
  readonly name: string;
  /** http://127.0.0.1:port of the proxy. */
  readonly server: string;
  readonly site: string;
  readonly lang: string;
  readonly pen: Pen;
  /** Replaced by the tests that plant a fault into the client. */
  readonly reduce?: typeof reduce;
  readonly fetches?: boolean;
}

/** What outlives a reload of the page: the outbox and the token. */
interface Kept {
  readonly outbox: OutboxStore;
  readonly orders: Map<string, number>;
  token: string | undefined;
}

export interface Learner {
  readonly name: string;
  session(): Session;
  subscribe(listener: () => void): () => void;
  do(command: LearnerCommand): Promise<void>;
  startNew(): Promise<string | null>;
  /** Throws the page away and opens it again; what was written to the outbox is still there. */
  reload(): void;
  /** Reads back to the first entry. */
  readBack(): Promise<void>;
  connection(): Connection;
  /** How many commands the outbox holds. */
  unsent(): number;
  /** What makes another tab the same learner. */
  token(): string | undefined;
  /** Every conversation this learner was ever in. */
  conversations(): readonly string[];
  /** Presses "try again" under everything that was refused. */
  retryFailed(): Promise<void>;
  /** Commands on their way. */
  outbox(): Promise<readonly Outgoing[]>;
  stop(): void;
}

type LearnerPage = Page<Entry, ConversationView>;

interface Tab {
  readonly connection: Connection;
  readonly fetcher: Fetcher;
  readonly sender: Sender;
  open(fresh: boolean): Promise<string | null>;
  session(): Session;
  stop(): void;
}

const OPEN_AGAIN_MS = 1_000;

function openTab(parts: LearnerParts, kept: Kept, been: Set<string>, changed: () => void): Tab {
  const { pen, lang } = parts;
  const step = parts.reduce ?? reduce;
  let session: Session = NEW_SESSION;
  let opened = false;
  let live = true;
  let openTimer: ReturnType<typeof setTimeout> | undefined;

  const apply = (happening: Happening) => {
    if (!live) return;
    session = step(session, happening);
    if (opened && parts.fetches !== false) fetcher.nudge();
    changed();
  };
  const foreign = (packet: { readonly conversation: string; readonly epoch: string }): boolean => {
    if (!opened || current(session, packet.conversation, packet.epoch)) return false;
    if (!been.has(packet.conversation)) void open(false);
    return true;
  };
  const line = connect(
    { server: parts.server, site: parts.site, fetch: async () => ({ ...(await import('#widget/polling.ts')) }) },
    () => kept.token,
    {
      up: () => void open(false),
      down: () => {
        opened = false;
        apply({ type: 'link', link: 'offline' });
      },
      refused,
      entries: (packet) => {
        pen.entries('recv', packet.conversation, packet.epoch, packet.entries);
        if (!foreign(packet)) apply({ type: 'entries', ...packet });
      },
      head: (packet) => void (foreign(packet) || apply({ type: 'head', ...packet })),
      view: (packet) => apply({ type: 'view', ...packet }),
      typing: (packet) => apply({ type: 'typing', ...packet }),
    },
  );
  const connection: Connection = {
    ...line,
    async ask(event, request) {
      const answer = await line.ask(event, request);
      if (event === 'sync' || event === 'history') {
        // The two events whose answer is a page; the compiler cannot follow a generic event there.
        const page = answer as Outcome<LearnerPage>;
        if (page?.ok) pen.entries('sync', page.value.view.id, page.value.epoch, page.value.entries);
      }
      return answer;
    },
  };
  const fetcher = createFetcher({ session: () => session, connection, apply, lost: () => void open(false) });
  const sender = createSender({
    store: kept.outbox,
    now: () => Date.now(),
    conversation: () => session.conversation?.id ?? null,
    ready: () => opened,
    async act(request) {
      pen.send(request.conversation, request.cid, kept.orders.get(request.cid) ?? 0, request.command);
      const answer = await connection.ask('act', request);
      pen.answer(request.conversation, request.cid, answer);
      return answer;
    },
    async reopen(how) {
      if (how !== 'signed-out') return open(how === 'fresh');
      refused({ code: 'signed-out' });
      return null;
    },
    exclusively: (work) => work(),
    changed: (items) => apply({ type: 'pending', pending: items }),
    acked(item, { epoch, seq }) {
      const conversation = item.conversation ?? '';
      if (!foreign({ conversation, epoch })) apply({ type: 'head', conversation, epoch, seq });
    },
    failed: () => undefined,
    stop: () => connection.stop(),
  });

  function refused(refusal: Refusal) {
    if (!live) return;
    if (refusal.code === 'signed-out') {
      kept.token = undefined;
      connection.restart();
      return;
    }
    clearTimeout(openTimer);
    openTimer = setTimeout(() => connection.connected() && !opened && open(false), refusal.retryAfterMs ?? OPEN_AGAIN_MS);
  }

  async function open(fresh: boolean): Promise<string | null> {
    const answer = await connection.ask('open', { lang, context: {}, ...(fresh ? { fresh } : {}) });
    if (!live) return null;
    if (!answer) {
      if (connection.connected()) connection.restart();
      return null;
    }
    if (!answer.ok) {
      refused(answer.refusal);
      return null;
    }
    kept.token = answer.value.token;
    been.add(answer.value.conversation.id);
    opened = true;
    apply({ type: 'opened', answer: answer.value, seen: 0 });
    apply({ type: 'link', link: 'online' });
    sender.drain();
    return answer.value.conversation.id;
  }

  connection.start();
  return {
    connection,
    fetcher,
    sender,
    open,
    session: () => session,
    stop() {
      live = false;
      clearTimeout(openTimer);
      fetcher.stop();
      sender.halt();
      connection.stop();
    },
  };
}

export function createLearner(parts: LearnerParts): Learner {
  const beneath = memoryOutbox();
  const orders = new Map<string, number>();
  const unsent = new Set<string>();
  const kept: Kept = {
    outbox: {
      ...beneath,
      put(item) {
        orders.set(item.cid, item.order);
        unsent.add(item.cid);
        return beneath.put(item);
      },
      remove(cid) {
        unsent.delete(cid);
        return beneath.remove(cid);
      },
    },
    orders,
    token: undefined,
  };
  const been = new Set<string>();
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of [...listeners]) listener();
  };
  let tab = openTab(parts, kept, been, changed);
  return {
    name: parts.name,
    session: () => tab.session(),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async do(command) {
      await tab.sender.queue(command);
    },
    startNew: () => tab.open(true),
    reload() {
      tab.stop();
      tab = openTab(parts, kept, been, changed);
      void tab.sender.reload();
    },
    async readBack() {
      while (tab.session().earlier) {
        const first = tab.session().entries[0]?.seq;
        await tab.fetcher.earlier();
        if (tab.session().entries[0]?.seq === first && tab.session().earlier)
          throw new Error(`${parts.name}: history stands still`);
      }
    },
    connection: () => tab.connection,
    token: () => kept.token,
    conversations: () => [...been],
    async retryFailed() {
      for (const { cid, state } of await kept.outbox.all()) if (state === 'failed') await tab.sender.retry(cid);
    },
    unsent: () => unsent.size,
    outbox: () => kept.outbox.all(),
    stop: () => tab.stop(),
  };
}

/** The screen has everything it knows of, and nothing is on its way. */
export const isSettled = (learner: Learner): boolean => {
  const session = learner.session();
  return (
    session.link === 'online' &&
    session.loaded &&
    !behind(session) &&
    // An entry may be here before its ack.
    learner.unsent() === 0 &&
    session.pending.every(({ state }) => state === 'acked')
  );
};

/** For the words of an error: what keeps it from rest. */
export function describeLearner(learner: Learner): string {
  const { link, loaded, head, last, conversation, pending } = learner.session();
  return JSON.stringify({ name: learner.name, link, loaded, head, last, conversation, pending });
}
