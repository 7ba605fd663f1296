/** What every store promises about the agents' lists. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Event, HandoffReason } from '#domain/events.ts';
import { conversationId, learnerId } from '#domain/ids.ts';
import { BadCursor, type InboxFilter, type Store } from '#store/store.ts';
import { ADA, at, BEN, botSaid, said, T0 } from '#tests/support/samples.ts';
import { type Storage, talk, tell } from '#tests/support/store-talk.ts';

const asked = (reason: HandoffReason = 'asked'): Event => ({ type: 'handoff-requested', reason });
const taken = (agent = ADA): Event => ({ type: 'taken', agent });
const closed: Event = { type: 'closed', by: 'agent', agent: ADA, resolved: true };

export function inboxContract(name: string, makeStorage: () => Storage) {
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
  const inbox = (folder: InboxFilter['folder'], more: Partial<InboxFilter> = {}) =>
    store.conversations.inbox({ folder, agent: ADA, search: '', limit: 50, ...more });
  const listed = async (folder: InboxFilter['folder'], more: Partial<InboxFilter> = {}) =>
    (await inbox(folder, more)).rows.map(({ id }) => id);
  const found = async (search: string) => (await listed('all', { search })).sort();

  describe(`${name}: the inbox`, () => {
    it('S20 the waiting folder shows urgent before high before the rest, each the longest wait first', async () => {
      await talk(store, 'new', [said('x'), asked()], at(4000));
      await talk(store, 'urgent', [said('x'), asked('urgent')], at(5000));
      await talk(store, 'old', [said('x'), asked()], at(1000));
      await talk(store, 'angry', [said('x'), asked('angry')], at(6000));
      await talk(store, 'bot', [said('x')], at(500));
      expect(await listed('waiting')).toEqual(['urgent', 'angry', 'old', 'new']);
      expect((await store.conversations.queue()).map(({ id, since }) => [id, since])).toEqual([
        ['old', at(1000)],
        ['new', at(4000)],
        ['urgent', at(5000)],
        ['angry', at(6000)],
      ]);
      await tell(store, conversationId('old'), [taken()], at(7000));
      await tell(store, conversationId('old'), [{ type: 'returned-to-queue', agent: ADA, why: 'left' }], at(8000));
      expect(await listed('waiting')).toEqual(['urgent', 'angry', 'old', 'new']);
      expect((await store.conversations.queue()).map(({ since }) => since)).toEqual([8000, 4000, 5000, 6000].map(at));
    });

    it('S21 mine and all show what moved last first, closed what was closed last; what nobody has said anything in is never shown', async () => {
      await talk(store, 'empty');
      const a = await talk(store, 'a', [said('x'), taken()], at(1000));
      await talk(store, 'b', [said('x'), taken()], at(2000));
      await talk(store, 'bens', [said('x'), taken(BEN)], at(3000));
      await talk(store, 'bot', [said('x')], at(4000));
      const [c, d] = [await talk(store, 'c', [said('x')], at(5000)), await talk(store, 'd', [said('x')], at(6000))];
      await tell(store, d, [closed], at(7000));
      await tell(store, c, [closed], at(8000));
      await tell(store, a, [said('news')], at(9000));
      expect(await listed('mine')).toEqual(['a', 'b']);
      expect(await listed('all')).toEqual(['a', 'bot', 'bens', 'b']);
      expect(await listed('closed')).toEqual(['c', 'd']);
      expect(await store.conversations.counts(ADA)).toEqual({ waiting: 0, mine: 2, all: 4, closed: 2 });
      expect(await store.conversations.ownedBy(BEN)).toEqual(['bens']);
      expect(await store.conversations.row(conversationId('empty'), ADA)).toBeUndefined();
    });

    it('S22 the counts follow every change of folder', async () => {
      const id = await talk(store, 'c', [said('x')]);
      const seen = [await store.conversations.counts(ADA)];
      const steps: Event[] = [asked(), taken(), closed, { type: 'reopened', by: 'agent', agent: ADA }];
      for (const step of steps) {
        await tell(store, id, [step]);
        seen.push(await store.conversations.counts(ADA));
      }
      expect(seen.map(({ waiting, mine, all, closed: shut }) => [waiting, mine, all, shut])).toEqual([
        [0, 0, 1, 0],
        [1, 0, 1, 0],
        [0, 1, 1, 0],
        [0, 0, 0, 1],
        [0, 1, 1, 0],
      ]);
    });

    for (const folder of ['waiting', 'all', 'closed'] as const) {
      it(`S23 pages of ${folder} neither repeat nor skip, whatever arrives between`, async () => {
        for (let index = 0; index < 25; index++) {
          const last = { waiting: asked(index % 3 === 0 ? 'urgent' : 'asked'), all: said('y'), closed }[folder];
          await talk(store, `c${index}`, [said('x'), last], at(Math.floor(index / 4)));
        }
        const whole = await listed(folder);
        expect(whole).toHaveLength(25);
        const seen: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await inbox(folder, { limit: 4, ...(cursor === undefined ? {} : { cursor }) });
          seen.push(...page.rows.map(({ id }) => id));
          cursor = page.cursor;
          await talk(store, `late${seen.length}`, [said('x'), folder === 'closed' ? closed : asked()], at(99_000));
        } while (cursor !== undefined);
        expect(seen.filter((id) => !id.startsWith('late'))).toEqual(whole);
        expect(new Set(seen).size).toBe(seen.length);
      });
    }

    it('S24 a cursor that is not of its folder is refused in words', async () => {
      const encoded = ['all[1]', 'closed[1,2]', 'all[1,"2"]', 'all[', 'nothing'].map((text) =>
        Buffer.from(text).toString('base64url'),
      );
      for (const cursor of ['', 'x', ...encoded]) {
        const refused = inbox('all', { cursor });
        await expect(refused).rejects.toThrow(BadCursor);
        await expect(refused).rejects.toThrow('ask for the first page again');
      }
    });

    it('S25 a row tells the learner, the state, the marks, how many learner messages the agent has not read, and its sort keys', async () => {
      const id = await talk(store, 'c', [said('1'), botSaid('re'), said('2')], at(1), { name: 'Ana', email: 'ana@x.org' });
      await tell(store, id, [said('3')], at(2));
      expect(await store.conversations.row(id, ADA)).toEqual({
        id,
        state: (await store.conversations.load(id))?.state,
        learnerName: 'Ana',
        learnerEmail: 'ana@x.org',
        seq: 5,
        readByLearner: 0,
        readByAgent: 0,
        unread: 3,
        activeAt: at(2),
        nr: 1,
      });
      await store.conversations.mark(id, ADA, 3);
      await store.conversations.mark(id, BEN, 4);
      await store.conversations.mark(id, 'learner', 3);
      const marks = async (agent: typeof ADA | null) => {
        const row = await store.conversations.row(id, agent);
        return [row?.readByAgent, row?.unread, row?.readByLearner];
      };
      expect([await marks(ADA), await marks(BEN), await marks(null)]).toEqual([
        [3, 2, 3],
        [4, 1, 3],
        [4, 1, 3],
      ]);
      expect((await inbox('all')).rows[0]).toEqual(await store.conversations.row(id, ADA));
    });

    it('S26 a read mark never goes back, nor past the end of the log', async () => {
      const id = await talk(store, 'c', [said('1'), said('2')]);
      for (const seq of [2, 1, 0, -5, Number.NaN]) await store.conversations.mark(id, ADA, seq);
      expect(await store.conversations.row(id, ADA)).toMatchObject({ readByAgent: 2, unread: 1 });
      for (const reader of [ADA, 'learner'] as const) await store.conversations.mark(id, reader, 1_000_000);
      expect(await store.conversations.row(id, ADA)).toMatchObject({ readByAgent: 3, readByLearner: 3, unread: 0 });
      await tell(store, id, [said('3')]);
      expect(await store.conversations.row(id, ADA)).toMatchObject({ unread: 1 });
      await store.conversations.mark(conversationId('nowhere'), ADA, 1);
    });

    it('S27 waits that ended with a person are remembered, newest first; others are not', async () => {
      const wait = async (id: string, from: number, to: number, end: Event) =>
        tell(store, await talk(store, id, [said('x'), asked()], at(from)), [end], at(to));
      await wait('a', 0, 5000, taken());
      await wait('b', 0, 7000, { type: 'handoff-cancelled' });
      await wait('c', 1000, 9000, taken());
      // Taken over from the bot: nobody had waited.
      await tell(store, await talk(store, 'd', [said('x')], at(2000)), [taken()], at(9500));
      await tell(store, conversationId('c'), [{ type: 'returned-to-queue', agent: ADA, why: 'agent' }], at(10_000));
      await tell(store, conversationId('c'), [taken()], at(11_000));
      expect(await store.conversations.recentWaits(10)).toEqual([1000, 8000, 5000]);
      expect(await store.conversations.recentWaits(1)).toEqual([1000]);
    });

    it('S28 idle are those with the bot whose last event is older, longest first', async () => {
      await talk(store, 'old', [said('x')], at(1000));
      await talk(store, 'older', [said('x')], at(500));
      await talk(store, 'new', [said('x')], at(3000));
      await talk(store, 'waits', [said('x'), asked()], at(100));
      await talk(store, 'empty');
      expect(await store.conversations.idle(at(3000), 10)).toEqual(['older', 'old']);
      expect(await store.conversations.idle(at(3000), 1)).toEqual(['older']);
    });

    it("S29 a learner's conversations come newest first, without the empty one", async () => {
      const first = await talk(store, 'c', [said('x'), closed]);
      const ask = (id: string) => store.conversations.current(learnerId('c'), true, conversationId(id), T0);
      const second = (await ask('c2')).id;
      await tell(store, second, [
        { type: 'started', learner: learnerId('c'), site: 's', channel: 'widget', lang: 'en', place: {} } as Event,
        closed,
      ]);
      await ask('c3');
      const rows = await store.conversations.ofLearner(learnerId('c'), 10);
      expect(rows.map(({ id }) => id)).toEqual([second, first]);
      expect(await store.conversations.ofLearner(learnerId('c'), 1)).toHaveLength(1);
    });
  });

  describe(`${name}: search`, () => {
    const place = { course: { id: 'py-101', title: 'Python 基础' }, lesson: { id: 'l7', title: 'Loops & lists' } };
    beforeEach(async () => {
      const words: Event = { type: 'learner-said', text: '我想申请退款，谢谢', lang: 'zh', place };
      await talk(store, 'zh', [words, botSaid('The refund takes a week')], at(1), {
        name: 'Lǐ Wěi',
        email: 'li.wei@example.org',
      });
      await talk(store, 'en', [said('Where is my Certificate?'), { type: 'noted', agent: ADA, text: 'VIP 100%' }], at(2));
    });

    it.each([
      ['退款', ['zh']],
      ['退', ['zh']],
      ['申请退款', ['zh']],
      ['请退', ['zh']],
      ['证书', []],
      ['certificate', ['en']],
      ['CERTIF', ['en']],
      ['is my cert', ['en']],
      ['vip', ['en']],
      ['li.wei@example', ['zh']],
      ['li wei', ['zh']],
      ['python', ['zh']],
      ['基础', ['zh']],
      ['loops', ['zh']],
      ['py-101', ['zh']],
      ['退款 wei python', ['zh']],
      ['退款 certificate', []],
      ['week', []],
      ['   ', ['en', 'zh']],
    ])(
      'S30 search finds learner, course, lesson and what people wrote, not what the bot said: %j',
      async (search, expected) => {
        expect(await found(search)).toEqual(expected);
      },
    );

    it('S30 every word is looked for in the whole conversation, and later names and messages are found too', async () => {
      await store.learners.update(learnerId('en'), { name: 'Zoë Müller' });
      await tell(
        store,
        conversationId('en'),
        [{ type: 'contact-left', email: 'zoe@x.org', name: 'Zoë', text: 'call me' }],
        at(3),
      );
      expect(await found('muller zoe@x certificate')).toEqual(['en']);
      expect(await found('muller 退款')).toEqual([]);
      const place = { course: { id: 'qm', title: 'Quantum Mechanics' } };
      await tell(store, conversationId('en'), [{ type: 'learner-said', text: 'and here', lang: 'en', place }], at(4));
      expect(await found('quantum zoe')).toEqual(['en']);
    });

    it.each([
      '"',
      "'",
      '*',
      '%',
      '_',
      '\\',
      '""" OR 1',
      'a" OR "b',
      'NEAR(a b)',
      'words:x',
      '-x',
      '^',
      '(',
      '\u0000',
      '\ud800',
      '😀',
      'a\u0000"b'.repeat(500),
    ])('S31 any string is safe to search for: %j', async (search) => {
      await expect(found(search)).resolves.toBeInstanceOf(Array);
    });

    it('S31 signs alone are looked for literally in names, titles and the last message', async () => {
      expect(await found('&')).toEqual(['zh']);
      expect(await found('@')).toEqual(['zh']);
      expect(await found('?')).toEqual(['en']);
      expect(await found('%')).toEqual([]);
    });

    it('S32 a search goes with a folder and with pages', async () => {
      for (let index = 0; index < 7; index++) await talk(store, `m${index}`, [said('certificate lost'), asked()], at(index));
      const first = await inbox('waiting', { search: 'certificate', limit: 5 });
      const rest = await inbox('waiting', { search: 'certificate', limit: 5, cursor: first.cursor ?? '' });
      expect([...first.rows, ...rest.rows].map(({ id }) => id)).toEqual(['m0', 'm1', 'm2', 'm3', 'm4', 'm5', 'm6']);
      expect(rest.cursor).toBeUndefined();
    });
  });
}
