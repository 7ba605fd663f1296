/** Faults for the checker to find, each made from outside: a sound part wrapped in one that breaks a single promise. */
import Database from 'better-sqlite3';
import type { Bot } from '#bot/bot.ts';
import type { Event } from '#domain/events.ts';
import { commandKey, type Ids } from '#domain/ids.ts';
import type { Conversations, Store } from '#store/store.ts';

export const SERVER_FAULTS = ['none', 'ack-before-commit', 'unique-dropped', 'id-order', 'double-reply'] as const;
export type ServerFault = (typeof SERVER_FAULTS)[number];

const withConversations = (store: Store, change: Partial<Conversations>): Store => ({
  ...store,
  conversations: { ...store.conversations, ...change },
});

/** Acknowledged at once, written a little later: what is between the two dies with the process. */
function ackBeforeCommit(store: Store): Store {
  const { append } = store.conversations;
  return withConversations(store, {
    async append(id, after, events, key, at, next) {
      setTimeout(() => void append(id, after, events, key, at, next).catch(() => undefined), 15);
      return { outcome: 'stored', first: after + 1, last: after + events.length };
    },
  });
}

/** Nobody remembers which commands were stored: a command sent again is carried out again. */
function uniqueDropped(store: Store, path: string, ids: Ids): Store {
  const db = new Database(path);
  db.exec('DROP INDEX event_key');
  // Stands for a table whose UNIQUE was never there: the row gets its own key back.
  const rename = db.prepare('UPDATE event SET key = ? WHERE key = ?');
  const { append } = store.conversations;
  return withConversations(store, {
    known: async () => undefined,
    async append(id, after, events, key, at, next) {
      const other = commandKey(ids.hex(16));
      const done = await append(id, after, events, other, at, next);
      rename.run(key, other);
      return done;
    },
  });
}

/** Replay in the order of the commands' ids instead of seq. */
function idOrder(store: Store): Store {
  const { since, before } = store.conversations;
  const byKey = <T extends { readonly key: string }>(rows: readonly T[]) => [...rows].sort((a, b) => (a.key < b.key ? -1 : 1));
  return withConversations(store, {
    since: async (id, seq, limit) => byKey(await since(id, seq, limit)),
    before: async (id, seq, limit) => byKey(await before(id, seq, limit)),
  });
}

/** A command sent again finds its row, and is answered by the bot once more. */
function doubleReply(store: Store, ids: Ids): Store {
  const { known, since, load, append } = store.conversations;
  return withConversations(store, {
    async known(id, key) {
      const first = await known(id, key);
      const now = first === undefined ? undefined : await load(id);
      if (first === undefined || !now?.state) return first;
      const rows = await since(id, first - 1, 5);
      const answer = rows.find((row) => row.key === key && row.event.type === 'bot-said')?.event;
      const again: readonly Event[] = answer ? [answer] : [];
      if (again.length > 0)
        await append(id, now.seq, again, commandKey(ids.hex(16)), rows[0]?.at ?? now.state.startedAt, now.state);
      return first;
    },
  });
}

export function plantedStore(fault: ServerFault, store: Store, path: string, ids: Ids): Store {
  switch (fault) {
    case 'none':
      return store;
    case 'ack-before-commit':
      return ackBeforeCommit(store);
    case 'unique-dropped':
      return uniqueDropped(store, path, ids);
    case 'id-order':
      return idOrder(store);
    case 'double-reply':
      return doubleReply(store, ids);
  }
}

/** Quick and always with an answer, so that these runs measure delivery and not understanding. */
export function echoBot(bot: Bot): Bot {
  return { ...bot, reply: (turn) => bot.reply({ ...turn, text: `${turn.text}?` }) };
}
