/** Fills what is missing of the thread: the newest page at first, holes after a moment, earlier pages on request. */
import { GAP_SYNC_MS } from '#protocol/limits.ts';
import type { Connection } from './connection.ts';
import { behind, type Happening, type Session } from './session.ts';

export interface FetcherPorts {
  session(): Session;
  readonly connection: Connection;
  apply(happening: Happening): void;
  /** The server does not know this conversation for this learner: open anew. */
  lost(): void;
}

export interface Fetcher {
  /** To be called after every change: fetches when the session is behind. */
  nudge(): void;
  earlier(): Promise<void>;
  stop(): void;
}

const AGAIN_MS = 2_000;
/** Missing more entries than this are not all fetched. */
const FAR = 300;

export function createFetcher({ session, connection, apply, lost }: FetcherPorts): Fetcher {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let busy = false;

  /** True when it brought the session forward. */
  async function step(): Promise<boolean> {
    const { conversation, loaded, head, last } = session();
    if (!conversation) return false;
    // Away for hundreds of entries: the newest page, as at first; the rest when somebody reads up to it.
    const onward = loaded && head - last <= FAR;
    const answer = onward
      ? await connection.ask('sync', { conversation: conversation.id, since: last })
      : await connection.ask('history', { conversation: conversation.id, before: head + 1 });
    if (!answer) return false;
    if (!answer.ok) {
      if (answer.refusal.code === 'not-yours' || answer.refusal.code === 'identity') lost();
      return false;
    }
    const { epoch, view } = answer.value;
    if (epoch !== session().epoch || view.id !== session().conversation?.id) {
      lost();
      return false;
    }
    apply({ type: onward ? 'since' : 'newest', page: answer.value });
    return session().loaded !== loaded || session().last > last;
  }

  async function run() {
    timer = undefined;
    busy = true;
    let forward = true;
    while (forward && connection.connected() && behind(session())) forward = await step();
    busy = false;
    if (!forward && connection.connected() && behind(session())) timer = setTimeout(run, AGAIN_MS);
  }

  return {
    nudge() {
      if (busy) return;
      const away = behind(session());
      // A hole often closes by itself when packets overtake each other; the first page need not wait.
      if (away && session().loaded) timer ??= setTimeout(run, GAP_SYNC_MS);
      else {
        clearTimeout(timer);
        timer = undefined;
        if (away) void run();
      }
    },
    async earlier() {
      const { conversation, entries, earlier } = session();
      const first = entries[0];
      if (!conversation || !first || !earlier) return;
      const answer = await connection.ask('history', { conversation: conversation.id, before: first.seq });
      if (answer?.ok && session().entries[0]?.seq === first.seq) apply({ type: 'earlier', page: answer.value });
    },
    stop: () => clearTimeout(timer),
  };
}
