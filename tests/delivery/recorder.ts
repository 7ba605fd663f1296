/** Writes the history down as it happens: to the checker at once, and to a file when one is asked for. */
import { createWriteStream } from 'node:fs';
import type { AgentEntry } from '#protocol/agents.ts';
import type { Acted } from '#protocol/events.ts';
import type { Ack } from '#protocol/refusals.ts';
import type { Entry } from '#protocol/shapes.ts';
import { bodyOf, type Op } from './history.ts';

type Timeless<T> = T extends unknown ? Omit<T, 't' | 'client'> : never;
type Note = Timeless<Op>;

export interface Recorder {
  line(client: string, note: Note): void;
  close(): Promise<void>;
}

export function createRecorder(see: (op: Op) => void, file?: string): Recorder {
  const began = performance.now();
  const out = file === undefined ? undefined : createWriteStream(file);
  return {
    line(client, note) {
      const op: Op = { ...note, t: Math.round(performance.now() - began), client };
      see(op);
      out?.write(`${JSON.stringify(op)}\n`);
    },
    close: () => new Promise((resolve) => (out ? out.end(resolve) : resolve())),
  };
}

/** One member's pen. */
export interface Pen {
  send(conversation: string, cid: string, n: number, command: { readonly type: string; readonly text?: string }): void;
  answer(conversation: string, cid: string, answer: Ack<Acted> | undefined): void;
  entries(op: 'recv' | 'sync', conversation: string, epoch: string, entries: readonly (Entry | AgentEntry)[]): void;
}

export function penOf(recorder: Recorder, client: string): Pen {
  return {
    send: (conversation, cid, n, { type, text = '' }) =>
      recorder.line(client, { op: 'send', conversation, cid, n, command: type, text }),
    answer(conversation, cid, answer) {
      if (!answer) recorder.line(client, { op: 'timeout', conversation, cid });
      else if (answer.ok)
        recorder.line(client, { op: 'ack', conversation, cid, seq: answer.value.seq, epoch: answer.value.epoch });
      else recorder.line(client, { op: 'nack', conversation, cid, code: answer.refusal.code });
    },
    entries(op, conversation, epoch, entries) {
      for (const entry of entries) recorder.line(client, { op, conversation, seq: entry.seq, epoch, body: bodyOf(entry) });
    },
  };
}
