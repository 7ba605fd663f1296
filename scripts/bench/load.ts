/** The load, in a process of its own: connects learners, sends at a fixed rate whatever the answers do (open loop), measures. */
import { randomBytes } from 'node:crypto';
import { openQuestions } from './questions.ts';
import { openThinSocket, type ThinSocket } from './socket.ts';

export type Order =
  /** `open`: each learner also opens a conversation, which the bare echo has not got. */
  | { readonly do: 'connect'; readonly port: number; readonly count: number; readonly open: boolean }
  | { readonly do: 'send'; readonly perSecond: number; readonly ms: number }
  | { readonly do: 'close' };

export interface Connected {
  readonly ms: number;
  readonly failed: number;
}
export interface Measured {
  readonly sent: number;
  /** Acknowledged per second, counted until the last answer. */
  readonly perSecond: number;
  readonly refused: number;
  readonly unanswered: number;
  /** From when it was due until the acknowledgement. Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

const AT_ONCE = 64;
const DRAIN_MS = 3_000;

interface Member {
  readonly socket: ThinSocket;
  readonly conversation: string;
}
const members: Member[] = [];
const ask = openQuestions();

async function join(port: number, open: boolean): Promise<void> {
  const socket = await openThinSocket(port);
  if (!open) {
    members.push({ socket, conversation: '0'.repeat(32) });
    return;
  }
  const answer = await new Promise<string>((resolve) => socket.ask('open', { lang: 'en', context: {} }, resolve));
  const { ok, value } = JSON.parse(answer) as { ok: boolean; value?: { conversation: { id: string } } };
  if (!ok || !value) throw new Error(answer);
  members.push({ socket, conversation: value.conversation.id });
}

async function connect(port: number, count: number, open: boolean): Promise<Connected> {
  const began = performance.now();
  let left = count;
  let failed = 0;
  const work = async () => {
    while (left > 0) {
      left -= 1;
      await join(port, open).catch(() => {
        failed += 1;
      });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { ms: performance.now() - began, failed };
}

async function send(perSecond: number, ms: number): Promise<Measured> {
  const latencies: number[] = [];
  let sent = 0;
  let refused = 0;
  const began = performance.now();
  let lastAnswer = began;
  while (performance.now() - began < ms) {
    for (const due = ((performance.now() - began) / 1000) * perSecond; sent < due; sent++) {
      const member = members[sent % members.length];
      if (!member) throw new Error('nobody is connected');
      const dueAt = began + (sent / perSecond) * 1000;
      const command = { type: 'say', ...ask(), context: { course: { id: 'python-1' } } };
      member.socket.ask('act', { conversation: member.conversation, cid: randomBytes(16).toString('hex'), command }, (json) => {
        lastAnswer = performance.now();
        if (json.startsWith('{"ok":true')) latencies.push(lastAnswer - dueAt);
        else refused += 1;
      });
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const answered = () => latencies.length + refused;
  for (const until = performance.now() + DRAIN_MS; answered() < sent && performance.now() < until; )
    await new Promise((resolve) => setTimeout(resolve, 5));
  latencies.sort((a, b) => a - b);
  const share = (part: number) => Math.round((latencies[Math.floor((latencies.length - 1) * part)] ?? 0) * 100) / 100;
  const took = Math.max(ms, lastAnswer - began) / 1000;
  const perSecondDone = Math.round(latencies.length / took);
  return { sent, refused, unanswered: sent - answered(), perSecond: perSecondDone, p50: share(0.5), p99: share(0.99) };
}

async function obey(order: Order): Promise<Connected | Measured | null> {
  if (order.do === 'connect') return connect(order.port, order.count, order.open);
  if (order.do === 'send') return send(order.perSecond, order.ms);
  for (const { socket } of members) socket.close();
  members.length = 0;
  return null;
}

process.on('message', (order: Order) => {
  obey(order).then(
    (answer) => process.send?.({ answer }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
// Without its parent it has nothing to do.
process.on('disconnect', () => process.exit(0));
