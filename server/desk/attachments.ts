/** Files of a conversation: taken in, found again, removed when nothing speaks of them any more. */
import type { Attached } from '#domain/events.ts';
import type { AgentId, ConversationId, Ids, LearnerId } from '#domain/ids.ts';
import { type Clock, instant } from '#domain/time.ts';
import { type FileStream, type Files, TooBig } from '#store/files.ts';
import type { Store } from '#store/store.ts';
import type { Result } from './desk.ts';

/** A file that no message carried is removed after this long. */
const UNSAID_MS = 24 * 3_600_000;
/** Files removed in one round. */
const ROUND = 500;

export interface FileDesk {
  /**
   * Takes a file in; it is on the disk and in the database when this resolves. Refuses what is none of the five kinds and what is too
   * big. Rejects when `source` does.
   */
  take(
    conversation: ConversationId,
    agent: AgentId | null,
    name: string,
    source: AsyncIterable<Uint8Array>,
    maxBytes: number,
  ): Promise<Result<Attached> | 'too-big' | 'unfit'>;
  /** A file of this conversation. */
  read(
    conversation: ConversationId,
    id: string,
  ): Promise<{ readonly file: Attached; readonly stream: FileStream; readonly bytes: number } | undefined>;
  round(): Promise<void>;
}

export function createFileDesk(store: Store, files: Files, clock: Clock, ids: Ids): FileDesk {
  /** One file at a time is looked through: it is in memory then. */
  let looking: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = looking.then(work);
    looking = done.catch(() => undefined);
    return done;
  };
  let swept = false;

  /** Removes what the database says must go, and at the first round what it does not know at all (a kill between file and row). */
  async function sweep(): Promise<void> {
    const gone = await store.attachments.gone(ROUND);
    files.remove(gone);
    await store.attachments.forgotten(gone);
  }

  return {
    async take(conversation, agent, name, source, maxBytes) {
      const id = ids.hex(16);
      try {
        await files.receive(id, source, maxBytes);
      } catch (error) {
        if (error instanceof TooBig) return 'too-big';
        throw error;
      }
      return inTurn(async () => {
        const kept = await files.settle(id);
        if (!kept) return 'unfit';
        const file: Attached = { id, name, ...kept };
        try {
          if (await store.attachments.add({ ...file, conversation, agent, at: clock.now() })) return { ok: true, value: file };
        } catch (error) {
          files.remove([id]);
          throw error;
        }
        files.remove([id]);
        return { ok: false, refused: { code: 'not-yours' } };
      });
    },
    async read(conversation, id) {
      const known = await store.attachments.get(id);
      if (known?.conversation !== conversation) return undefined;
      const found = await files.read(id);
      return found && { file: known.file, ...found };
    },
    async round() {
      await store.attachments.dropUnsaid(instant(clock.now() - UNSAID_MS), ROUND);
      await sweep();
      if (swept) return;
      swept = true;
      await inTurn(async () => {
        for (const id of files.list()) if (!(await store.attachments.get(id))) files.remove([id]);
      });
    },
  };
}

/** The files a message names, if each is there and may be said by this sender in this conversation. */
export async function filesSaid(
  store: Store,
  ids: readonly string[],
  by: { readonly learner: LearnerId } | { readonly conversation: ConversationId },
): Promise<readonly Attached[] | undefined> {
  const found = await Promise.all(ids.map((id) => store.attachments.get(id)));
  // A learner's may have been uploaded to the chat before this one, which ended meanwhile.
  const fits = found.every(
    (known) =>
      known !== undefined &&
      !known.said &&
      ('learner' in by
        ? !known.byAgent && known.learner === by.learner
        : known.byAgent && known.conversation === by.conversation),
  );
  return fits ? found.flatMap((known) => (known ? [known.file] : [])) : undefined;
}
