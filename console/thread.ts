/** One conversation as it stands on this screen. Pure. Live entries and replay go through the same gate. */
import type { AgentEntry, AgentView } from '#protocol/agents.ts';
import type { Page } from '#protocol/events.ts';

export interface Thread {
  readonly view: AgentView;
  readonly entries: readonly AgentEntry[];
  /** Highest seq shown; the gate lets only `last + 1` through. */
  readonly last: number;
  /** Came early; held until the hole before them is closed. Ascending. */
  readonly early: readonly AgentEntry[];
  /** The first entry of the conversation is here. */
  readonly complete: boolean;
}

/** Event 1 of every log is its start: agents see it as the head of the thread, never as an entry. */
const START_SEQ = 1;

type ThreadPage = Page<AgentEntry, AgentView>;

/** A view that is behind the one we hold is a straggler of the network: keep ours. */
const newer = (held: AgentView, come: AgentView): AgentView => (come.item.head >= held.item.head ? come : held);

function startOf(entries: readonly AgentEntry[]): number {
  return entries[0]?.seq ?? 0;
}

/** Answer to `watch`: the newest page. Joins on to what is held where the two touch, else replaces it. */
export function watched(held: Thread | undefined, page: ThreadPage): Thread {
  const fits = held !== undefined && startOf(page.entries) <= held.last + 1;
  if (fits) return refilled(held, page);
  const last = page.entries.at(-1)?.seq ?? START_SEQ;
  return { view: page.view, entries: page.entries, last, early: [], complete: startOf(page.entries) <= START_SEQ + 1 };
}

/** Live entries: those that follow on are shown, later ones wait, known ones are dropped. */
export function arrived(thread: Thread, entries: readonly AgentEntry[], view: AgentView): Thread {
  const waiting = new Map<number, AgentEntry>();
  // Also those held before: a replayed page may have brought them meanwhile.
  for (const entry of [...thread.early, ...entries]) if (entry.seq > thread.last) waiting.set(entry.seq, entry);
  const shown: AgentEntry[] = [];
  let last = thread.last;
  for (let next = waiting.get(last + 1); next; next = waiting.get(last + 1)) {
    shown.push(next);
    last = next.seq;
    waiting.delete(last);
  }
  const early = [...waiting.values()].sort((a, b) => a.seq - b.seq);
  return { ...thread, view: newer(thread.view, view), entries: [...thread.entries, ...shown], last, early };
}

/** Answer to `sync`: read from the log, so what it leaves out does not exist and no hole is left before its end. */
export function refilled(thread: Thread, page: ThreadPage): Thread {
  const fresh = page.entries.filter((entry) => entry.seq > thread.last);
  const last = fresh.at(-1)?.seq ?? thread.last;
  const base = { ...thread, entries: [...thread.entries, ...fresh], last };
  return arrived(base, [], page.view);
}

/** Answer to `history`: the page before the first entry held. */
export function unrolled(thread: Thread, page: ThreadPage): Thread {
  const start = startOf(thread.entries);
  const older = page.entries.filter((entry) => entry.seq < start);
  return { ...thread, entries: [...older, ...thread.entries], complete: !page.more || older.length === 0 };
}

/** More entries than this are not kept once the agent is back at the end, or elsewhere; the last KEPT are. */
const MOST_HELD = 500;
const KEPT = 300;

/** Lets go of what was read far above the end. */
export function trimmed(thread: Thread): Thread {
  return thread.entries.length > MOST_HELD ? { ...thread, entries: thread.entries.slice(-KEPT), complete: false } : thread;
}

/** True while the log is known to reach further than what is shown. */
export function hasHole(thread: Thread): boolean {
  return thread.early.length > 0 || thread.view.item.head > thread.last;
}
