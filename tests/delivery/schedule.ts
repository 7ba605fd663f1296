/** What goes wrong, and when: drawn from the seed before the run begins. */
import type { Fault } from './proxy.ts';
import type { Random } from './random.ts';

export type Trouble =
  /** kill -9 and a restart after `downMs`; `onAck` waits for an acknowledgement, takes it away and kills then: stored, never told. */
  | { readonly kind: 'kill'; readonly onAck: boolean; readonly downMs: number }
  /** SIGSTOP for `ms`: everything stands, nothing is closed. */
  | { readonly kind: 'freeze'; readonly ms: number }
  /** A fault of the network on each line with probability `share`. */
  | { readonly kind: 'network'; readonly fault: Fault; readonly share: number; readonly counts: boolean };

export interface Planned {
  /** Happens when this share of the messages is acknowledged. */
  readonly at: number;
  readonly trouble: Trouble;
}

function breaking(random: Random): Fault {
  const kind = random.pick(['cut', 'reset', 'blackhole', 'one-way', 'one-way', 'lose-ack', 'lose-ack']);
  switch (kind) {
    case 'blackhole':
      return { kind, ms: random.whole(200, 2_500) };
    case 'one-way':
      return { kind, toward: random.pick(['client', 'server']), ms: random.whole(200, 1_500) };
    default:
      return { kind };
  }
}

function bending(random: Random): Fault {
  const forMs = random.whole(500, 3_000);
  const kind = random.pick(['latency', 'slice', 'lose-broadcast']);
  switch (kind) {
    case 'latency':
      return { kind, ms: random.whole(20, 300), forMs };
    case 'slice':
      return { kind, bytes: random.whole(1, 40), forMs };
    case 'lose-broadcast':
      return { kind, forMs };
  }
}

/** `kills` deaths and `cuts` broken lines as asked; beside them freezes, and faults that bend a line without breaking it. */
export function schedule(random: Random, kills: number, cuts: number): readonly Planned[] {
  const when = () => 0.02 + random.next() * 0.94;
  const share = () => (random.chance(0.25) ? 1 : 0.1 + random.next() * 0.4);
  const many = (count: number, make: () => Trouble): Planned[] =>
    Array.from({ length: count }, () => ({ at: when(), trouble: make() }));
  return [
    ...many(kills, () => ({
      kind: 'kill',
      onAck: random.chance(0.5),
      downMs: random.chance(0.5) ? 0 : random.whole(50, 800),
    })),
    ...many(cuts, () => ({ kind: 'network', fault: breaking(random), share: share(), counts: true })),
    ...many(Math.ceil(kills / 4), () => ({ kind: 'freeze', ms: random.whole(200, 1_500) })),
    ...many(Math.ceil(cuts / 4), () => ({ kind: 'network', fault: bending(random), share: share(), counts: false })),
  ].sort((a, b) => a.at - b.at);
}
