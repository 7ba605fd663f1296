/** Talks to a store as the desk does: load, fold, append. */
import { type Conversation, fold } from '#domain/conversation.ts';
import type { Event } from '#domain/events.ts';
import { type CommandKey, type ConversationId, commandKey, conversationId, type LearnerId, learnerId } from '#domain/ids.ts';
import type { Instant } from '#domain/time.ts';
import type { Appended, Learner, Store } from '#store/store.ts';
import { SITE, started, T0 } from './samples.ts';

/** A store on storage of its own, which outlives closing. */
export interface Storage {
  /** Opens it, also again after a close. */
  open(): Promise<Store>;
  remove(): void;
}

let keys = 0;
export const newKey = (): CommandKey => commandKey((++keys).toString(16).padStart(32, '0'));

export const learnerNamed = (id: string, change: Partial<Learner> = {}): Learner => ({
  id: learnerId(id),
  site: SITE,
  name: null,
  email: null,
  lang: 'en',
  device: 'phone',
  firstSeenAt: T0,
  ...change,
});

/** Appends to the end of the log; "conflict" is the caller's to retry. */
export async function tell(store: Store, id: ConversationId, events: readonly Event[], at: Instant = T0, key = newKey()) {
  const loaded = await store.conversations.load(id);
  if (!loaded) throw new Error(`no conversation ${id}`);
  const next = fold(loaded.state, events, loaded.seq, at) as Conversation;
  return store.conversations.append(id, loaded.seq, events, key, at, next);
}

/** A learner with a conversation in which `events` were said, the id of both `id`. */
export async function talk(
  store: Store,
  id: string,
  events: readonly Event[] = [],
  at: Instant = T0,
  learner: Partial<Learner> = {},
): Promise<ConversationId> {
  await store.learners.create(learnerNamed(id, learner), `token of ${id}`);
  const { id: made } = await store.conversations.current(learnerId(id), false, conversationId(id), at);
  if (events.length > 0) await tell(store, made, [begin(learnerId(id)), ...events], at);
  return made;
}

export const begin = (learner: LearnerId): Event => ({ ...started, learner });
export const stored = (appended: Appended) => {
  if (appended.outcome !== 'stored') throw new Error(`expected it to be stored, got ${appended.outcome}`);
  return appended;
};
