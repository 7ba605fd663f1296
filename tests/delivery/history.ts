/** What happened in a run, one line per operation, and what was there at the end. Plain data: the checker needs nothing else. */
import type { AgentEntry } from '#protocol/agents.ts';
import type { Entry } from '#protocol/shapes.ts';

interface Line {
  /** Milliseconds since the run began. */
  readonly t: number;
  readonly client: string;
  readonly conversation: string;
}
/** `send`: handed to the socket, `n` is the sender's own count of what it was asked to do. `timeout`: no answer came. */
export type Op =
  | (Line & { readonly op: 'send'; readonly cid: string; readonly n: number; readonly command: string; readonly text: string })
  | (Line & { readonly op: 'ack'; readonly cid: string; readonly seq: number; readonly epoch: string })
  | (Line & { readonly op: 'nack'; readonly cid: string; readonly code: string })
  | (Line & { readonly op: 'timeout'; readonly cid: string })
  /** One entry from a live packet (`recv`) or from replay (`sync`), before any gate. */
  | (Line & { readonly op: 'recv' | 'sync'; readonly seq: number; readonly epoch: string; readonly body: string });

interface Shown {
  readonly seq: number;
  readonly body: string;
}

/** What one member holds of one conversation at the end: on its screen, or from a sync from 0. */
export interface FinalList {
  readonly client: string;
  readonly audience: 'learner' | 'agent';
  readonly source: 'screen' | 'sync';
  readonly conversation: string;
  readonly epoch: string;
  readonly shown: readonly Shown[];
  /** Commands the screen still shows as being sent. */
  readonly sending: number;
}

/** A row of the log. `cid` is the key of the command that wrote it; `leads` marks the command's first row. */
export interface DumpedEvent {
  readonly conversation: string;
  readonly seq: number;
  readonly cid: string;
  readonly leads: boolean;
  readonly type: string;
  readonly text: string;
  /** For `closed` and `returned-to-queue`: who or why. */
  readonly by: string;
}

export interface Dump {
  readonly epoch: string;
  /** By conversation, then as the log is numbered. */
  readonly events: readonly DumpedEvent[];
  /** The conversation of each stored rating. */
  readonly ratings: readonly string[];
}

/** An entry as one comparable line: words in full, everything else only as "there was something". */
export function bodyOf(entry: Entry | AgentEntry): string {
  if (entry.type === 'message') return `${entry.author.role}: ${entry.text}`;
  if (entry.type === 'note') return `note: ${entry.text}`;
  return entry.type === 'hidden' ? 'hidden' : 'other';
}

const SPEAKERS: Readonly<Record<string, string>> = { 'learner-said': 'learner', 'bot-said': 'bot', 'agent-said': 'agent' };

/** The lines that this row may be shown as to `audience`. */
export function bodiesOf(event: DumpedEvent, audience: FinalList['audience']): readonly string[] {
  const speaker = SPEAKERS[event.type];
  if (speaker) return [`${speaker}: ${event.text}`];
  if (event.type === 'noted') return [audience === 'agent' ? `note: ${event.text}` : 'hidden'];
  return ['other', 'hidden'];
}
