/** Judges a history: the invariants I1 to I9 of SPEC. Pure over its input; feed the lines, then ask once for the verdict. */
import { checkLists } from './check-lists.ts';
import { checkLog } from './check-log.ts';
import type { Dump, FinalList, Op } from './history.ts';

type Kind = 'lost' | 'duplicated' | 'reordered' | 'unexpected';
interface Violation {
  readonly rule: `I${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}`;
  readonly kind: Kind;
  readonly what: string;
}
export type Blame = (rule: Violation['rule'], kind: Kind, what: string) => void;

export interface Verdict extends Readonly<Record<Kind, number>> {
  /** Commands that were acknowledged. */
  readonly acked: number;
  readonly violations: readonly Violation[];
}

interface Sent {
  readonly client: string;
  readonly n: number;
  readonly command: string;
  readonly text: string;
  readonly conversations: Set<string>;
}
interface Acked {
  readonly client: string;
  readonly conversation: string;
  readonly seq: number;
  readonly epoch: string;
}
/** What the lines said, by cid. */
export interface Told {
  readonly sent: ReadonlyMap<string, Sent>;
  readonly acked: ReadonlyMap<string, Acked>;
}

/** Violations of one rule kept in words; all are counted. */
const KEPT = 10;

export interface Checker {
  see(op: Op): void;
  acked(): number;
  /** How often the server said that it was at fault. */
  incidents(): number;
  finish(dump: Dump, lists: readonly FinalList[]): Verdict;
}

export function createChecker(): Checker {
  const sent = new Map<string, Sent>();
  const acked = new Map<string, Acked>();
  const bodies = new Map<string, string>();
  const count: Record<Kind, number> = { lost: 0, duplicated: 0, reordered: 0, unexpected: 0 };
  const violations: Violation[] = [];
  const blame: Blame = (rule, kind, what) => {
    count[kind] += 1;
    if (violations.filter((known) => known.rule === rule).length < KEPT) violations.push({ rule, kind, what });
  };

  let incidents = 0;

  function see(op: Op): void {
    switch (op.op) {
      case 'nack':
        if (op.code === 'internal') incidents += 1;
        return;
      case 'send': {
        const known = sent.get(op.cid);
        if (known) known.conversations.add(op.conversation);
        else {
          const { client, n, command, text } = op;
          sent.set(op.cid, { client, n, command, text, conversations: new Set([op.conversation]) });
        }
        return;
      }
      case 'ack': {
        const known = acked.get(op.cid);
        if (known && (known.seq !== op.seq || known.conversation !== op.conversation))
          blame('I2', 'duplicated', `${op.cid} was acknowledged at ${known.seq} and again at ${op.seq}`);
        else acked.set(op.cid, op);
        return;
      }
      case 'recv':
      case 'sync': {
        if (op.body === 'hidden') return;
        const place = `${op.epoch} ${op.conversation} ${op.seq}`;
        const known = bodies.get(place);
        if (known === undefined) bodies.set(place, op.body);
        else if (known !== op.body) blame('I6', 'unexpected', `${place} was "${known}" and "${op.body}" (${op.client})`);
        return;
      }
      default:
    }
  }

  return {
    see,
    acked: () => acked.size,
    incidents: () => incidents,
    finish(dump, lists) {
      checkLog({ sent, acked }, dump, blame);
      checkLists({ sent, acked }, dump, lists, blame);
      return { acked: acked.size, ...count, violations };
    },
  };
}

/** The whole at once, for histories that fit into memory. */
export function check(history: Iterable<Op>, dump: Dump, lists: readonly FinalList[]): Verdict {
  const checker = createChecker();
  for (const op of history) checker.see(op);
  return checker.finish(dump, lists);
}
