/** What every store promises about the log: dense, ordered, once, and there after a restart. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Conversation, fold } from '#domain/conversation.ts';
import { conversationId, learnerId } from '#domain/ids.ts';
import type { Store } from '#store/store.ts';
import { ADA, at, botSaid, said, T0 } from '#tests/support/samples.ts';
import { begin, learnerNamed, newKey, type Storage, stored, talk, tell } from '#tests/support/store-talk.ts';

export function logContract(name: string, makeStorage: () => Storage) {
  let storage: Storage;
  let store: Store;
  beforeEach(async () => {
    storage = makeStorage();
    store = await storage.open();
  });
  afterEach(async () => {
    await store.close();
    storage.remove();
  });
  const reopen = async () => {
    await store.close();
    store = await storage.open();
  };
  const seqs = async (id: string) => (await store.conversations.since(conversationId(id), 0, 1000)).map(({ seq }) => seq);

  describe(`${name}: the log`, () => {
    it('S1 events get the next numbers without holes, with the time and key of their command', async () => {
      const id = await talk(store, 'c');
      const first = [begin(learnerId('c')), said('hello'), botSaid('hi')];
      const key = newKey();
      expect(await tell(store, id, first, at(5), key)).toEqual({ outcome: 'stored', first: 1, last: 3 });
      expect(await tell(store, id, [said('again')], at(9))).toEqual({ outcome: 'stored', first: 4, last: 4 });
      const log = await store.conversations.since(id, 0, 100);
      expect(log.slice(0, 3)).toEqual(first.map((event, index) => ({ seq: index + 1, at: at(5), key, event })));
      expect(log[3]).toMatchObject({ seq: 4, at: at(9) });
    });

    it('S1 the state stored beside the log is the one its events fold to', async () => {
      const id = await talk(store, 'c', [said('hello'), botSaid('hi')]);
      await tell(store, id, [{ type: 'handoff-requested', reason: 'asked' }], at(7));
      const loaded = await store.conversations.load(id);
      const log = await store.conversations.since(id, 0, 100);
      let state: Conversation | undefined;
      for (const entry of log) state = fold(state, [entry.event], entry.seq - 1, entry.at);
      expect(loaded).toEqual({ learner: 'c', seq: 4, state });
    });

    it('S2 the same key again stores nothing and answers with the first number it got', async () => {
      const id = await talk(store, 'c', [said('one')]);
      const key = newKey();
      stored(await tell(store, id, [said('two'), botSaid('re')], at(1), key));
      await tell(store, id, [said('three')]);
      for (let round = 0; round < 20; round++) {
        expect(await tell(store, id, [said('two')], at(2), key)).toEqual({ outcome: 'duplicate', first: 3 });
      }
      expect(await seqs('c')).toEqual([1, 2, 3, 4, 5]);
      expect(await store.conversations.known(id, key)).toBe(3);
      expect(await store.conversations.known(id, newKey())).toBeUndefined();
    });

    it('S2 a key counts per conversation: another one may use it too', async () => {
      const [a, b] = [await talk(store, 'a', [said('x')]), await talk(store, 'b', [said('x')])];
      const key = newKey();
      stored(await tell(store, a, [said('y')], T0, key));
      stored(await tell(store, b, [said('y')], T0, key));
    });

    it('S3 an append after any but the last number is a conflict and stores nothing', async () => {
      const id = await talk(store, 'c', [said('one')]);
      const state = (await store.conversations.load(id))?.state as Conversation;
      for (const after of [0, 1, 3, 99]) {
        expect(await store.conversations.append(id, after, [said('x')], newKey(), T0, state)).toEqual({ outcome: 'conflict' });
      }
      expect(await seqs('c')).toEqual([1, 2]);
    });

    it('S4 a hundred writers at once leave dense logs with every command in them once', async () => {
      const ids = await Promise.all(['a', 'b', 'c', 'd'].map((id) => talk(store, id, [said('start')])));
      const keys = Array.from({ length: 100 }, newKey);
      await Promise.all(
        keys.map(async (key, index) => {
          const id = ids[index % ids.length] ?? conversationId('a');
          while ((await tell(store, id, [said(`m${index}`), botSaid('re')], at(index), key)).outcome !== 'stored');
        }),
      );
      const found: string[] = [];
      for (const id of ids) {
        const log = await store.conversations.since(id, 2, 1000);
        expect(log.map(({ seq }) => seq)).toEqual(Array.from({ length: 50 }, (_, index) => index + 3));
        found.push(...log.filter(({ event }) => event.type === 'learner-said').map(({ key }) => key));
      }
      expect(found.sort()).toEqual([...keys].sort());
    });

    it('S5 of those that commit together each has an outcome of its own', async () => {
      const [a, b] = [await talk(store, 'a', [said('x')]), await talk(store, 'b', [said('x')])];
      const state = (await store.conversations.load(a))?.state as Conversation;
      const key = newKey();
      const { append } = store.conversations;
      const outcomes = await Promise.allSettled([
        append(a, 2, [said('1')], key, T0, state),
        append(a, 2, [said('2')], newKey(), T0, state),
        append(a, 3, [said('1')], key, T0, state),
        append(conversationId('nowhere'), 0, [said('3')], newKey(), T0, state),
        append(b, 2, [said('4')], newKey(), T0, state),
        append(b, 3, [], newKey(), T0, state),
      ]);
      expect(outcomes.map((one) => (one.status === 'fulfilled' ? one.value.outcome : String(one.reason)))).toEqual([
        'stored',
        'conflict',
        'duplicate',
        'Error: There is no conversation nowhere to append to.',
        'stored',
        'Error: An append needs at least one event.',
      ]);
      expect([await seqs('a'), await seqs('b')]).toEqual([
        [1, 2, 3],
        [1, 2, 3],
      ]);
    });

    it('S6 everything acknowledged is there after closing and opening again', async () => {
      const id = await talk(store, 'c', [said('hello'), botSaid('hi')], at(1), { name: 'Ana' });
      await store.putSetting('secret', 'x');
      await store.conversations.mark(id, ADA, 2);
      const before = [await store.conversations.load(id), await store.conversations.since(id, 0, 100)];
      const row = await store.conversations.row(id, ADA);
      const { epoch } = store;
      await reopen();
      expect([await store.conversations.load(id), await store.conversations.since(id, 0, 100)]).toEqual(before);
      expect(await store.conversations.row(id, ADA)).toEqual(row);
      expect([store.epoch, await store.getSetting('secret'), await store.getSetting('none')]).toEqual([epoch, 'x', undefined]);
      stored(await tell(store, id, [said('on')]));
    });

    it('S6 what was still waiting for its commit is stored by a close', async () => {
      const id = await talk(store, 'c', [said('x')]);
      const state = (await store.conversations.load(id))?.state as Conversation;
      const late = store.conversations.append(id, 2, [said('late')], newKey(), T0, state);
      await reopen();
      expect((await late).outcome).toBe('stored');
      expect(await seqs('c')).toEqual([1, 2, 3]);
    });

    it('S7 any text comes back as it went in', async () => {
      const texts = [
        '退款 👩🏽‍💻 العربية',
        'a\u0000b',
        '\ud800 alone',
        "'; DROP TABLE event; --",
        '',
        'x'.repeat(4000),
        '\u2028\r\n',
      ];
      const id = await talk(store, 'c', texts.map(said));
      await reopen();
      const log = await store.conversations.since(id, 1, 100);
      expect(log.map(({ event }) => (event.type === 'learner-said' ? event.text : event.type))).toEqual(texts);
    });

    it('S8 a log is read forward from a number, and backward from one or from the end, in pages', async () => {
      const id = await talk(
        store,
        'c',
        Array.from({ length: 9 }, (_, index) => said(`m${index}`)),
      );
      const numbers = (log: readonly { seq: number }[]) => log.map(({ seq }) => seq);
      const { since, before: below } = store.conversations;
      expect(numbers(await since(id, 3, 4))).toEqual([4, 5, 6, 7]);
      expect(numbers(await since(id, 10, 4))).toEqual([]);
      expect(numbers(await below(id, Number.POSITIVE_INFINITY, 3))).toEqual([8, 9, 10]);
      expect(numbers(await below(id, 8, 3))).toEqual([5, 6, 7]);
      expect(numbers(await below(id, 2, 3))).toEqual([1]);
      expect(await since(conversationId('nowhere'), 0, 10)).toEqual([]);
    });

    it('S9 a learner has one current conversation; a closed one is left for a new one only when asked', async () => {
      await store.learners.create(learnerNamed('l'), 'token');
      const { current } = store.conversations;
      const ask = (fresh: boolean, id: string) => current(learnerId('l'), fresh, conversationId(id), T0);
      const both = await Promise.all([ask(false, 'c1'), ask(true, 'c2')]);
      expect(both).toEqual([
        { id: 'c1', seq: 0 },
        { id: 'c1', seq: 0 },
      ]);
      expect(await store.conversations.load(conversationId('c1'))).toEqual({ learner: 'l', seq: 0, state: undefined });
      await tell(store, conversationId('c1'), [begin(learnerId('l')), said('x')]);
      expect(await ask(true, 'c3')).toEqual({ id: 'c1', seq: 2 });
      await tell(store, conversationId('c1'), [{ type: 'closed', by: 'learner', resolved: true }]);
      expect(await ask(false, 'c4')).toEqual({ id: 'c1', seq: 3 });
      expect(await ask(true, 'c5')).toEqual({ id: 'c5', seq: 0 });
      expect([
        await store.conversations.owner(conversationId('c5')),
        await store.conversations.owner(conversationId('c2')),
      ]).toEqual(['l', undefined]);
      expect(await store.conversations.load(conversationId('c2'))).toBeUndefined();
      await tell(store, conversationId('c1'), [{ type: 'reopened', by: 'agent', agent: ADA }]);
      for (const fresh of [false, true]) expect(await ask(fresh, 'c6')).toEqual({ id: 'c1', seq: 4 });
      await tell(store, conversationId('c5'), [begin(learnerId('l')), said('x')]);
      expect(await ask(false, 'c7')).toEqual({ id: 'c5', seq: 2 });
    });

    it('S10 two stores never share an epoch', async () => {
      const other = makeStorage();
      const second = await other.open();
      expect(second.epoch).toMatch(/^[0-9a-f]{32}$/);
      expect(second.epoch).not.toBe(store.epoch);
      await second.close();
      other.remove();
    });

    it('S11 a probe succeeds while writing is possible, and sizes count what was said', async () => {
      await store.probe();
      await talk(store, 'empty');
      await talk(store, 'c', [said('x')]);
      expect(await store.sizes()).toEqual({ conversations: 1, events: 2, learners: 2 });
      await store.close();
      await expect(store.putSetting('a', 'b')).rejects.toThrow('The store is closed.');
      store = await storage.open();
    });
  });
}
