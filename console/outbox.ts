/**
 * Commands on their way. One at a time per conversation, so that order is kept; the same cid on every try, so that a second
 * arrival is harmless. Text survives a reload of the tab; it leaves only when the server said that it is stored.
 */
import type { AgentCommand } from '#protocol/agents.ts';
import type { Acted, ActRequest } from '#protocol/events.ts';
import type { Refusal, RefusalCode } from '#protocol/refusals.ts';

export interface OutboxItem {
  readonly cid: string;
  readonly conversation: string;
  readonly command: AgentCommand;
  readonly at: number;
  /** `stored`: acknowledged at `seq`, shown until the thread has come that far. */
  readonly status: 'queued' | 'sending' | 'stored' | 'failed';
  readonly seq: number | null;
  readonly refusal: Refusal | null;
}

/** `lost`: no answer in time, or the line broke. The command may have been stored. */
export type Outcome =
  | { readonly type: 'stored'; readonly acted: Acted }
  | { readonly type: 'refused'; readonly refusal: Refusal }
  | { readonly type: 'lost' };

export interface OutboxParts {
  readonly send: (request: ActRequest<AgentCommand>) => Promise<Outcome>;
  readonly connected: () => boolean;
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null;
  /** Storage key; holds the agent's id, so that nobody sends another's words. */
  readonly key: string;
  readonly now: () => number;
  readonly later: (ms: number, run: () => void) => void;
  readonly cid: () => string;
  readonly changed: (items: readonly OutboxItem[]) => void;
  /** A command without text was refused for good; it is gone from the list. */
  readonly refused: (item: OutboxItem, refusal: Refusal) => void;
}

export interface Outbox {
  readonly add: (conversation: string, command: AgentCommand) => string;
  readonly flush: () => void;
  readonly retry: (cid: string) => void;
  readonly discard: (cid: string) => void;
  /** The thread shows everything up to `last`: stored items at or below it need no stand-in any more. */
  readonly settle: (conversation: string, last: number) => void;
}

/** Refusals that time heals, and after how many milliseconds to try again when the server does not say. */
const PASSING: Partial<Record<RefusalCode, number>> = { 'too-fast': 2_000, conflict: 500, 'storage-full': 3_000 };

export const hasText = (command: AgentCommand): command is Extract<AgentCommand, { text: string }> =>
  command.type === 'reply' || command.type === 'note';

function isItem(value: unknown): value is OutboxItem {
  if (typeof value !== 'object' || value === null) return false;
  const item = value as Partial<OutboxItem>;
  return (
    typeof item.cid === 'string' &&
    typeof item.conversation === 'string' &&
    typeof item.at === 'number' &&
    (item.command?.type === 'reply' || item.command?.type === 'note') &&
    typeof item.command.text === 'string'
  );
}

function restore(parts: OutboxParts): OutboxItem[] {
  try {
    const held: unknown = JSON.parse(parts.storage?.getItem(parts.key) ?? '[]');
    if (!Array.isArray(held)) return [];
    return held.filter(isItem).map((item) => ({ ...item, status: item.status === 'failed' ? 'failed' : 'queued', seq: null }));
  } catch {
    return [];
  }
}

export function createOutbox(parts: OutboxParts): Outbox {
  let items: readonly OutboxItem[] = restore(parts);

  const put = (next: readonly OutboxItem[]) => {
    items = next;
    const texts = items.filter((item) => hasText(item.command) && item.status !== 'stored');
    try {
      if (texts.length === 0) parts.storage?.removeItem(parts.key);
      else parts.storage?.setItem(parts.key, JSON.stringify(texts));
    } catch {
      // Storage full or denied: memory still holds the text for as long as the tab lives.
    }
    parts.changed(items);
  };
  const set = (cid: string, fields: Partial<OutboxItem>) =>
    put(items.map((item) => (item.cid === cid ? { ...item, ...fields } : item)));
  const drop = (cid: string) => put(items.filter((item) => item.cid !== cid));

  const settleOne = (item: OutboxItem, outcome: Outcome) => {
    if (!items.some((held) => held.cid === item.cid)) return;
    if (outcome.type === 'stored') {
      if (hasText(item.command)) set(item.cid, { status: 'stored', seq: outcome.acted.seq });
      else drop(item.cid);
      flush();
      return;
    }
    if (outcome.type === 'lost') {
      set(item.cid, { status: 'queued' });
      parts.later(1_000, flush);
      return;
    }
    const { refusal } = outcome;
    const wait = PASSING[refusal.code];
    if (wait !== undefined) {
      set(item.cid, { status: 'sending', refusal });
      parts.later(refusal.retryAfterMs ?? wait, () => {
        if (items.some((held) => held.cid === item.cid)) set(item.cid, { status: 'queued' });
        flush();
      });
    } else if (refusal.code === 'signed-out') {
      set(item.cid, { status: 'queued' });
    } else if (hasText(item.command)) {
      set(item.cid, { status: 'failed', refusal });
      flush();
    } else {
      drop(item.cid);
      parts.refused(item, refusal);
      flush();
    }
  };

  function flush(): void {
    if (!parts.connected()) return;
    const busy = new Set(items.filter((item) => item.status === 'sending').map((item) => item.conversation));
    for (const item of items) {
      if (item.status !== 'queued' || busy.has(item.conversation)) continue;
      busy.add(item.conversation);
      set(item.cid, { status: 'sending' });
      const { conversation, cid, command } = item;
      void parts.send({ conversation, cid, command }).then((outcome) => settleOne(item, outcome));
    }
  }

  parts.changed(items);
  return {
    add: (conversation, command) => {
      const cid = parts.cid();
      put([...items, { cid, conversation, command, at: parts.now(), status: 'queued', seq: null, refusal: null }]);
      flush();
      return cid;
    },
    flush,
    retry: (cid) => {
      set(cid, { status: 'queued', refusal: null });
      flush();
    },
    discard: drop,
    settle: (conversation, last) => {
      const done = (item: OutboxItem) => item.conversation === conversation && item.seq !== null && item.seq <= last;
      if (items.some(done)) put(items.filter((item) => !done(item)));
    },
  };
}
