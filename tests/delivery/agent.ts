/** An agent: the console's own client and outbox over a line of ours, and a person who takes, answers, notes and closes. */
import { randomBytes } from 'node:crypto';
import { type Client, createClient } from '#console/client.ts';
import type { Connection } from '#console/connection.ts';
import { hasHole, type Thread } from '#console/thread.ts';
import type { AgentCard } from '#protocol/agents.ts';
import { connectAgent } from './agent-line.ts';
import type { Random } from './random.ts';
import type { Pen } from './recorder.ts';
import { TooLong, until } from './until.ts';

export interface AgentParts {
  readonly me: AgentCard;
  readonly server: string;
  /** "name=value" of the session. */
  readonly cookie: string;
  readonly pen: Pen;
  readonly random: Random;
  /** True when the run has enough messages. */
  enough(): boolean;
  /** Told for each reply or note that is on its way. */
  said(): void;
}

export interface Agent {
  readonly name: string;
  readonly client: Client;
  line(): Connection;
  /** Works until there is enough. Never rejects for slowness: faults make everything slow. */
  work(): Promise<void>;
  /** Conversations worked on. */
  readonly conversations: ReadonlySet<string>;
  /** The whole thread as the screen has it, once it has come to `last`. */
  read(conversation: string, last: number, ms: number): Promise<Thread>;
  unsent(): number;
  stop(): void;
}

const STEP_MS = 20_000;

export function createAgent(parts: AgentParts): Agent {
  const { me, pen, random } = parts;
  const conversations = new Set<string>();
  const orders = new Map<string, number>();
  let line: Connection | undefined;
  let said = 0;

  const client = createClient({
    me,
    storage: null,
    now: () => Date.now(),
    later: (ms, run) => void setTimeout(run, ms),
    cid() {
      const cid = randomBytes(16).toString('hex');
      orders.set(cid, orders.size + 1);
      return cid;
    },
    signedOut: (why) => {
      throw new Error(`${me.name} was signed out: ${why}`);
    },
    sessionGone: async () => false,
    alert: () => undefined,
    connect(on) {
      const bare = connectAgent(parts.server, parts.cookie, {
        ...on,
        entries(packet) {
          pen.entries('recv', packet.conversation, packet.epoch, packet.entries);
          on.entries(packet);
        },
      });
      line = {
        ...bare,
        async call(event, request) {
          const act =
            event === 'act'
              ? (request as { conversation: string; cid: string; command: { type: string; text?: string } })
              : undefined;
          if (act) pen.send(act.conversation, act.cid, orders.get(act.cid) ?? 0, act.command);
          const answer = await bare.call(event, request);
          if (act) pen.answer(act.conversation, act.cid, (answer as never) ?? undefined);
          else if (answer?.ok && answer.value && 'entries' in answer.value)
            pen.entries('sync', answer.value.view.item.id, answer.value.epoch, answer.value.entries);
          return answer;
        },
      };
      return line;
    },
  });
  const state = () => client.state();
  /** What was refused for good (the learner has ended the chat meanwhile) a person reads and lets go. */
  const letGo = () => {
    for (const { cid, status } of state().outbox) if (status === 'failed') client.discard(cid);
  };
  const unsent = () => state().outbox.filter(({ status }) => status === 'queued' || status === 'sending').length;
  const settled = (id: string) => state().outbox.every((item) => item.conversation !== id);
  const soon = (what: string, isTrue: () => boolean) => until(`${me.name}: ${what}`, STEP_MS, isTrue, client.subscribe);
  const whole = (id: string) => {
    const thread = state().threads.get(id);
    return thread !== undefined && !hasHole(thread);
  };

  /** One conversation from the queue: taken, answered a few times, closed or handed back. */
  async function serve(id: string): Promise<void> {
    conversations.add(id);
    client.open(id);
    await soon('open', () => whole(id));
    client.act(id, { type: 'take' });
    await soon('take', () => unsent() === 0);
    if (state().threads.get(id)?.view.item.agent?.id !== me.id) return;
    for (let replies = random.whole(2, 8); replies > 0 && !parts.enough(); replies--) {
      const type = random.chance(0.2) ? 'note' : 'reply';
      client.act(id, { type, text: `${type} ${++said} of ${me.name}: look at chapter ${random.whole(1, 20)} again` });
      parts.said();
      if (random.chance(0.7)) await soon('reply', () => unsent() === 0);
    }
    client.act(id, random.chance(0.3) ? { type: 'return-to-bot' } : { type: 'close', resolved: random.chance(0.8) });
    await soon('close', () => unsent() === 0);
  }

  return {
    name: me.name,
    client,
    conversations,
    unsent,
    line() {
      if (!line) throw new Error('not connected yet');
      return line;
    },
    async work() {
      while (!parts.enough()) {
        try {
          await soon('hello', () => state().link === 'online' && state().pages.waiting.status === 'loaded');
          const waiting =
            [...state().items.values()].find((item) => item.status === 'waiting' && !conversations.has(item.id)) ??
            [...state().items.values()].find((item) => item.status === 'waiting');
          if (waiting) await serve(waiting.id);
          else await until('work', 200, () => parts.enough()).catch(() => undefined);
          letGo();
        } catch (error) {
          if (!(error instanceof TooLong)) throw error;
        }
      }
    },
    async read(id, last, ms) {
      letGo();
      client.open(null);
      client.open(id);
      const isThere = () => whole(id) && (state().threads.get(id)?.last ?? 0) >= last && settled(id);
      await until(`${me.name} reads ${id}`, ms, isThere, client.subscribe).catch((error: unknown) => {
        const { last: at, early, view } = state().threads.get(id) ?? {};
        const words = JSON.stringify({ wanted: last, at, early, head: view?.item.head, outbox: state().outbox });
        throw new Error(`${me.name} cannot read ${id}: ${words}`, { cause: error });
      });
      for (let thread = state().threads.get(id); thread && !thread.complete; thread = state().threads.get(id)) {
        const start = thread.entries[0]?.seq;
        await client.older(id);
        const now = state().threads.get(id);
        if (now?.entries[0]?.seq === start && !now?.complete) throw new Error(`${me.name}: history of ${id} stands still`);
      }
      const thread = state().threads.get(id);
      if (!thread) throw new Error(`${me.name} lost ${id}`);
      return thread;
    },
    stop: () => client.stop(),
  };
}
