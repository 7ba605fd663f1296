/** Folded states of conversations in use, so that a message need not read and parse what the one before it wrote. The store is the truth. */
import type { Conversation } from '#domain/conversation.ts';
import type { ConversationId, LearnerId } from '#domain/ids.ts';

export interface Loaded {
  readonly learner: LearnerId;
  readonly seq: number;
  readonly state: Conversation | undefined;
}

export interface Remembered {
  get(id: ConversationId): Loaded | undefined;
  /** As just stored: what was not used for longest is forgotten. */
  put(id: ConversationId, loaded: Loaded): void;
  forget(id: ConversationId): void;
}

export function createRemembered(most: number): Remembered {
  const kept = new Map<ConversationId, Loaded>();
  return {
    get: (id) => kept.get(id),
    put(id, loaded) {
      kept.delete(id);
      kept.set(id, loaded);
      const oldest = kept.size > most ? kept.keys().next() : undefined;
      if (oldest !== undefined && !oldest.done) kept.delete(oldest.value);
    },
    forget: (id) => void kept.delete(id),
  };
}
