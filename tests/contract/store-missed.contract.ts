/** What every store promises about missed questions and the drafts made from them. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Event } from '#domain/events.ts';
import type { Draft } from '#domain/missed.ts';
import type { Store } from '#store/store.ts';
import { ADA, at, BEN, botSaid, said, TRACE } from '#tests/support/samples.ts';
import { newKey, type Storage, talk, tell } from '#tests/support/store-talk.ts';

const notKnown = { ...botSaid('?', 'not-known'), trace: { ...TRACE, how: 'none' } } as Event;
const draft = (id: string, change: Partial<Draft> = {}): Draft => ({
  id,
  at: at(1),
  by: ADA,
  tongue: 'en',
  intent: 'a.b',
  create: null,
  examples: ['x'],
  from: [1],
  ...change,
});

export function missedContract(name: string, makeStorage: () => Storage) {
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
  const texts = async () => (await store.missed.open(100)).map(({ text }) => text);

  describe(`${name}: missed questions`, () => {
    it('L5 a missed question is kept in the append that shows it, once, with its place, and survives a restart', async () => {
      const place = { course: { id: 'py', title: 'Python' }, lesson: { id: '3' } };
      const asked: Event = { type: 'learner-said', text: '发票抬头', lang: 'zh', place };
      const id = await talk(store, 'c', [asked, notKnown], at(7));
      await tell(store, id, [{ type: 'handoff-requested', reason: 'asked' }], at(9));
      await store.close();
      store = await storage.open();
      expect(await store.missed.open(10)).toEqual([
        {
          id: 1,
          conversation: id,
          seq: 2,
          at: at(7),
          text: '发票抬头',
          tongue: 'en',
          reason: 'not-known',
          nearest: [{ intent: 'billing.price', score: 0.9 }],
          course: 'py',
          lesson: '3',
          courseTitle: 'Python',
          lessonTitle: null,
          reply: null,
        },
      ]);
      expect(await store.missed.counts()).toEqual({ open: 1, drafted: 0 });
    });

    it('L5 a command that is stored twice, or that lost its place, keeps nothing twice', async () => {
      const id = await talk(store, 'c', [said('hi'), botSaid('hello')]);
      const key = newKey();
      for (let round = 0; round < 3; round++) await tell(store, id, [said('what is x'), notKnown], at(1), key);
      expect(await texts()).toEqual(['what is x']);
    });

    it("L6 the agent's first reply after it stands beside the question; later ones do not replace it", async () => {
      const id = await talk(store, 'c', [said('do you ship to Mars'), notKnown]);
      const other = await talk(store, 'd', [said('another'), notKnown]);
      await tell(store, id, [{ type: 'handoff-requested', reason: 'asked' }]);
      await tell(store, id, [{ type: 'taken', agent: ADA }]);
      await tell(store, id, [{ type: 'agent-said', agent: ADA, text: 'Only to Venus.' }]);
      await tell(store, id, [{ type: 'agent-said', agent: ADA, text: 'Bye.' }]);
      expect((await store.missed.open(10)).map((q) => [q.conversation, q.reply])).toEqual([
        [other, null],
        [id, 'Only to Venus.'],
      ]);
    });

    it('L7 the newest come first, at most the limit; what is handled is gone, and is handled once', async () => {
      for (const text of ['one', 'two', 'three']) await talk(store, text, [said(text), notKnown]);
      expect((await store.missed.open(2)).map(({ text }) => text)).toEqual(['three', 'two']);
      expect(await store.missed.handle([1, 3, 99], 'dismissed', BEN, at(5))).toBe(2);
      expect(await store.missed.handle([1, 3], 'example', ADA, at(6))).toBe(0);
      expect(await texts()).toEqual(['two']);
      expect(await store.missed.counts()).toEqual({ open: 1, drafted: 0 });
    });

    it('L8 drafts are put, replaced and removed by id, oldest first', async () => {
      await talk(store, 'c', [said('what is x'), notKnown]);
      await store.missed.putDraft(draft('b', { at: at(2) }));
      await store.missed.putDraft(draft('a'));
      await store.missed.putDraft(draft('b', { at: at(2), examples: ['y', '好'] }));
      expect(await store.missed.drafts()).toEqual([draft('a'), draft('b', { at: at(2), examples: ['y', '好'] })]);
      expect(await store.missed.removeDraft('a')).toBe(true);
      expect(await store.missed.removeDraft('a')).toBe(false);
      expect((await store.missed.drafts()).map(({ id }) => id)).toEqual(['b']);
    });

    it('A98 questions in drafts count apart from the open ones, each once, until they are handled or the draft goes', async () => {
      for (const text of ['one', 'two', 'three', 'four']) await talk(store, text, [said(text), notKnown]);
      await store.missed.putDraft(draft('a', { from: [1, 2] }));
      await store.missed.putDraft(draft('b', { from: [2, 3] }));
      expect(await store.missed.counts()).toEqual({ open: 1, drafted: 3 });
      await store.missed.removeDraft('b');
      expect(await store.missed.counts()).toEqual({ open: 2, drafted: 2 });
      await store.missed.handle([1, 2], 'example', ADA, at(5));
      expect(await store.missed.counts()).toEqual({ open: 2, drafted: 0 });
    });

    it('L9 no draft is kept of a question that went meanwhile, nor put back with its words', async () => {
      await talk(
        store,
        'old',
        [said('my secret question'), notKnown, { type: 'closed', by: 'learner', resolved: false }],
        at(1),
      );
      await talk(store, 'new', [said('another question'), notKnown], at(10_000));
      const held = draft('a', { examples: ['my secret question'], from: [1] });
      expect(await store.missed.putDraft(held)).toBe(true);
      await store.retention.sweep(at(5_000), 10);
      const more = { ...held, examples: [...held.examples, 'another question'], from: [1, 2] };
      expect(await store.missed.putDraft(more)).toBe(false);
      expect(await store.missed.drafts()).toEqual([]);
    });

    it('D58 the number of a question that was erased is never given again, after a restart neither', async () => {
      const asked = async (text: string, when: number) =>
        talk(store, text, [said(text), notKnown, { type: 'closed', by: 'learner', resolved: false }], at(when));
      const ids = async () => (await store.missed.open(100)).map(({ id }) => id);
      await asked('kept', 10_000);
      await asked('erased', 1);
      expect(await ids()).toEqual([2, 1]);
      await store.retention.sweep(at(5_000), 10);
      await store.close();
      store = await storage.open();
      await asked('new', 10_001);
      expect(await ids()).toEqual([3, 1]);
      // A page that still shows the erased one.
      expect(await store.missed.handle([2], 'dismissed', BEN, at(10_002))).toBe(0);
      expect(await store.missed.putDraft(draft('a', { from: [2] }))).toBe(false);
      expect(await texts()).toEqual(['new', 'kept']);
    });

    it('L9 with a conversation go its missed questions and the drafts made from them; others stay', async () => {
      const old = await talk(
        store,
        'old',
        [said('my secret question'), notKnown, { type: 'closed', by: 'learner', resolved: false }],
        at(1),
      );
      await talk(store, 'new', [said('another question'), notKnown], at(10_000));
      await store.missed.putDraft(draft('theirs', { examples: ['my secret question', 'other'], from: [2, 1] }));
      await store.missed.putDraft(draft('ours', { from: [2] }));
      expect(await store.retention.sweep(at(5_000), 10)).toEqual([old]);
      expect(await store.conversations.owner(old)).toBeUndefined();
      expect(await texts()).toEqual(['another question']);
      expect((await store.missed.drafts()).map(({ id }) => id)).toEqual(['ours']);
    });
  });
}
