/** Empties the outbox: in order, one in flight, one tab at a time; the answer decides what becomes of each command. */
import type { Acted, ActRequest, LearnerCommand } from '#protocol/events.ts';
import type { Refusal } from '#protocol/refusals.ts';
import type { FileRef } from '#protocol/shapes.ts';
import type { Outcome } from './connection.ts';
import type { Jotter } from './jot.ts';
import { judge, moves, newCid, nextUp, type OutboxStore, type Outgoing } from './outbox.ts';

export interface SenderPorts {
  readonly store: OutboxStore;
  /** Where a command stands until the store has it. */
  readonly jotter?: Jotter;
  now(): number;
  /** The conversation on the screen, with a line or without. */
  conversation(): string | null;
  /** `open` was answered on this connection: things can be sent. */
  ready(): boolean;
  act(request: ActRequest<LearnerCommand>): Promise<Outcome<Acted>>;
  /** Opens anew and answers the conversation, or null when that did not work. */
  reopen(how: 'fresh' | 'signed-out' | 'not-yours' | 'identity'): Promise<string | null>;
  /** Runs `work` while no other tab does. */
  exclusively(work: () => Promise<void>): Promise<void>;
  /** `ours`: this tab changed the store, the others do not know yet. */
  changed(items: readonly Outgoing[], ours: boolean): void;
  acked(item: Outgoing, acted: Acted): void;
  failed(refusal: Refusal): void;
  stop(): void;
}

export interface Sender {
  /** Writes the command down, then sends it as soon as possible. Resolves when it is kept. */
  queue(command: LearnerCommand, files?: readonly FileRef[]): Promise<string>;
  retry(cid: string): Promise<void>;
  discard(cid: string): Promise<void>;
  /** Sends what is waiting; harmless at any time. */
  drain(): void;
  /** Reads the store again: another tab changed it. */
  reload(): Promise<void>;
  halt(): void;
}

/** After no answer the socket is perhaps dying: give it this long to find out. */
const UNANSWERED_MS = 1_000;

export function createSender(ports: SenderPorts): Sender {
  const { store, jotter } = ports;
  /** The last order given out, and the last one written: two commands of one moment keep their order. */
  let newest = 0;
  let placed = 0;
  let busy = false;
  let again = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const tell = async () => ports.changed(await store.all(), true);
  const keep = async (item: Outgoing) => {
    await store.put(item);
    await tell();
  };
  const later = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(drain, ms);
  };

  /** True to go on with the next command. */
  async function send(item: Outgoing, conversation: string): Promise<boolean> {
    // Bound before the first emit: after a crash it goes to the same conversation, where its cid is known.
    const bound = item.conversation === null ? { ...item, conversation } : item;
    if (bound !== item) await store.put(bound);
    const answer = await ports.act({
      conversation: bound.conversation ?? conversation,
      cid: bound.cid,
      command: bound.command,
    });
    if (!answer) {
      later(UNANSWERED_MS);
      return false;
    }
    if (answer.ok) {
      await store.remove(bound.cid);
      ports.acked(bound, answer.value);
      await tell();
      return true;
    }
    const { refusal } = answer;
    const verdict = judge(bound, refusal);
    switch (verdict.do) {
      case 'wait':
        await keep({ ...bound, refusal, retryAt: ports.now() + verdict.ms });
        later(verdict.ms);
        return false;
      case 'reopen': {
        const target = await ports.reopen(verdict.how);
        if (target === null) return false;
        await rebind(bound.conversation, target, refusal.code === 'not-yours' ? bound.cid : undefined);
        return true;
      }
      case 'stop':
        ports.stop();
        return false;
      case 'drop':
        await store.remove(bound.cid);
        await tell();
        ports.failed(refusal);
        return true;
      case 'fail':
        await keep({ ...bound, state: 'failed', refusal });
        ports.failed(refusal);
        return true;
    }
  }

  /** What waits for the old conversation goes to the new one; what only made sense in the old one goes nowhere. */
  async function rebind(from: string | null, to: string, marked: string | undefined) {
    for (const item of await store.all()) {
      if (item.state !== 'waiting' || item.conversation !== from || !moves(item.command)) continue;
      const { refusal: _, retryAt: __, ...rest } = item;
      const refusal = item.cid === marked ? { refusal: { code: 'not-yours' as const } } : {};
      await store.put({ ...rest, ...refusal, conversation: to });
    }
    await tell();
  }

  async function run() {
    for (;;) {
      const conversation = ports.ready() && ports.conversation();
      if (!conversation) return;
      const next = nextUp(await store.all(), ports.now());
      if (!next) return;
      if ('waitMs' in next) return later(next.waitMs);
      if (!(await send(next, conversation))) return;
    }
  }

  function drain() {
    if (busy) {
      again = true;
      return;
    }
    if (!ports.ready()) return;
    busy = true;
    again = false;
    void ports
      .exclusively(run)
      .catch(() => later(UNANSWERED_MS))
      .finally(() => {
        busy = false;
        if (again) drain();
      });
  }

  return {
    async queue(command, files) {
      const cid = newCid();
      const at = ports.now();
      const conversation = moves(command) ? null : ports.conversation();
      const item: Outgoing = { cid, order: Math.max(at, newest + 1), at, conversation, command, files, state: 'waiting' };
      newest = item.order;
      jotter?.write(item);
      // The clock may have been set back since the last one was written.
      const known = (await store.all()).filter((other) => other.cid !== cid);
      const order = Math.max(item.order, (known.at(-1)?.order ?? 0) + 1, placed + 1);
      placed = order;
      await keep({ ...item, order });
      jotter?.rub(cid);
      drain();
      return cid;
    },
    async retry(cid) {
      const item = (await store.all()).find((other) => other.cid === cid);
      if (!item) return;
      const { refusal: _, retryAt: __, ...rest } = item;
      // A closed conversation will not take it any more: let it go where the learner is now.
      const goes = moves(item.command) && /closed|not-yours/.test(`${item.refusal?.code}`);
      await keep({ ...rest, conversation: goes ? null : item.conversation, state: 'waiting' });
      drain();
    },
    async discard(cid) {
      await store.remove(cid);
      await tell();
    },
    drain,
    reload: async () => ports.changed(await store.all(), false),
    halt() {
      clearTimeout(timer);
    },
  };
}
