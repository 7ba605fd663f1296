/** A few learners who talk at a fixed rate until they are stopped, and remember what the server acknowledged. */
import { randomBytes } from 'node:crypto';
import { openQuestions } from './questions.ts';
import { openThinSocket } from './socket.ts';

export interface Acked {
  readonly conversation: string;
  readonly cid: string;
  /** Of the command's first event. */
  readonly seq: number;
  readonly text: string;
}
export interface Pour {
  readonly sent: () => number;
  readonly acked: readonly Acked[];
  /** From when it was due until the acknowledgement, in the order they came. Milliseconds. */
  readonly latencies: readonly number[];
  stop(): void;
}

const ask = openQuestions();

/** Connects `learners` new ones and sends `perSecond` messages in all, whatever the answers do (open loop). */
export async function pour(port: number, learners: number, perSecond: number): Promise<Pour> {
  const members = await Promise.all(
    Array.from({ length: learners }, async () => {
      const socket = await openThinSocket(port);
      const answer = await new Promise<string>((resolve) => socket.ask('open', { lang: 'en', context: {} }, resolve));
      const { value } = JSON.parse(answer) as { value: { conversation: { id: string } } };
      return { socket, conversation: value.conversation.id };
    }),
  );
  const acked: Acked[] = [];
  const latencies: number[] = [];
  let sent = 0;
  const began = performance.now();
  const tick = setInterval(() => {
    for (const due = ((performance.now() - began) / 1_000) * perSecond; sent < due; sent++) {
      const { socket, conversation } = members[sent % members.length] as (typeof members)[number];
      const cid = randomBytes(16).toString('hex');
      const dueAt = began + (sent / perSecond) * 1_000;
      const question = ask();
      socket.ask('act', { conversation, cid, command: { type: 'say', ...question, context: {} } }, (json) => {
        const answer = JSON.parse(json) as { ok: boolean; value?: { seq: number } };
        if (!answer.ok || answer.value === undefined) return;
        acked.push({ conversation, cid, seq: answer.value.seq, text: question.text });
        latencies.push(performance.now() - dueAt);
      });
    }
  }, 1);
  return {
    sent: () => sent,
    acked,
    latencies,
    stop() {
      clearInterval(tick);
      for (const { socket } of members) socket.close();
    },
  };
}
