/** What the gate lets in when packets, pages and answers come late, twice, or about something else. */
import { describe, expect, test } from 'vitest';
import type { ConversationView, Entry } from '#protocol/shapes.ts';
import { view } from '#tests/support/widget-samples.ts';
import type { Outgoing } from '#widget/outbox.ts';
import { behind, type Happening, isPending, NEW_SESSION, reduce, type Session } from '#widget/session.ts';

const agent = (seq: number): Entry => ({
  seq,
  at: seq,
  type: 'message',
  author: { role: 'agent', name: 'Ada' },
  text: `${seq}`,
});
const own = (seq: number, cid: string): Entry => ({
  seq,
  at: seq,
  type: 'message',
  author: { role: 'learner' },
  text: cid,
  cid,
});
const opened = (head: number, id = 'c1', seen = 0): Happening => ({
  type: 'opened',
  seen,
  answer: {
    token: 't',
    epoch: 'e1',
    conversation: view(head, { id }),
    greeting: 'Hi',
    starters: [],
    staffed: true,
    nextOpenAt: null,
  },
});
const entries = (list: readonly Entry[], of: ConversationView, epoch = 'e1'): Happening => ({
  type: 'entries',
  conversation: of.id,
  epoch,
  view: of,
  entries: list,
});
const page = (type: 'newest' | 'earlier' | 'since', list: readonly Entry[], of: ConversationView, epoch = 'e1'): Happening => ({
  type,
  page: { epoch, view: of, entries: list, more: false },
});
const run = (...happenings: readonly Happening[]): Session => happenings.reduce(reduce, NEW_SESSION);
const seqs = (session: Session) => session.entries.map((entry) => entry.seq);
const waits = (cid: string): Outgoing => ({
  cid,
  order: 1,
  at: 1,
  conversation: 'c1',
  command: { type: 'say', text: cid, lang: 'en', context: {} },
  state: 'waiting',
});

describe('the gate', () => {
  test('W2 another conversation drops what was held, and what comes for the former one is not taken', () => {
    const before = run(opened(0), entries([agent(1)], view(1)), { type: 'typing', conversation: 'c1', name: 'Ada', on: true });
    const after = reduce(before, opened(2, 'c2'));
    expect([after.entries, after.loaded, after.head, after.typing]).toEqual([[], false, 2, null]);
    const late: Happening[] = [
      entries([agent(2)], view(2)),
      page('newest', [agent(1), agent(2)], view(2)),
      page('earlier', [agent(1)], view(2)),
      page('since', [agent(2)], view(2)),
      { type: 'head', conversation: 'c1', epoch: 'e1', seq: 9 },
      { type: 'view', conversation: 'c1', view: view(9) },
      { type: 'typing', conversation: 'c1', name: 'Ada', on: true },
    ];
    for (const happening of late) expect(reduce(after, happening), happening.type).toBe(after);
  });

  test('W2 pages of another epoch are not taken', () => {
    const session = run(opened(2));
    for (const type of ['newest', 'earlier', 'since'] as const)
      expect(reduce(session, page(type, [agent(1), agent(2)], view(2), 'e2')), type).toBe(session);
  });

  test('W1 what is heard of while the newest page is on its way is fetched after it', () => {
    const loading = run(opened(2), entries([agent(3)], view(3)));
    expect(seqs(loading)).toEqual([]);
    const loaded = reduce(loading, page('newest', [agent(1), agent(2)], view(2)));
    expect([seqs(loaded), behind(loaded)]).toEqual([[1, 2], true]);
    // An answer to `open` that was overtaken takes nothing back; nor does a packet whose view is older than its entries.
    expect(reduce(loaded, opened(2)).head).toBe(3);
    expect(behind(run(opened(0), entries([agent(1), agent(3)], view(1))))).toBe(true);
  });

  test('W1 a view of the same head is news, one of a lower head is not', () => {
    const session = run(opened(0), entries([agent(1)], view(1)));
    const taken = view(1, { status: 'with-agent' });
    expect(reduce(session, entries([agent(1)], taken)).conversation).toEqual(taken);
    expect(reduce(session, { type: 'view', conversation: 'c1', view: taken }).conversation).toEqual(taken);
    expect(reduce(session, { type: 'view', conversation: 'c1', view: view(0, { status: 'waiting' }) })).toBe(session);
    expect(behind(reduce(session, { type: 'view', conversation: 'c1', view: view(2) }))).toBe(true);
  });

  test('W3 an earlier page that comes twice is there once', () => {
    const earlier = page('earlier', [agent(1), agent(2)], view(4));
    const session = run(opened(4), page('newest', [agent(3), agent(4)], view(4)), earlier, earlier);
    expect(seqs(session)).toEqual([1, 2, 3, 4]);
  });
});

describe('what is shown', () => {
  test('W4 what was seen is never unseen by an older word; of another conversation only its own counts', () => {
    const session = run(opened(0, 'c1', 2), { type: 'seen', seq: 5 });
    expect(reduce(session, { type: 'seen', seq: 3 })).toBe(session);
    expect(reduce(session, opened(0, 'c1', 4)).seen).toBe(5);
    expect(reduce(session, opened(0, 'c1', 7)).seen).toBe(7);
    expect(reduce(session, opened(0, 'c2', 1)).seen).toBe(1);
  });

  test('W23 whoever typed has stopped when their message is here, or the line is gone; one’s own words stop nobody', () => {
    const typing = run(opened(0), { type: 'typing', conversation: 'c1', name: 'Ada', on: true });
    expect(typing.typing).toBe('Ada');
    expect(reduce(typing, entries([own(1, 'a')], view(1))).typing).toBe('Ada');
    expect(reduce(typing, entries([agent(1)], view(1))).typing).toBeNull();
    expect(reduce(typing, { type: 'link', link: 'online' }).typing).toBe('Ada');
    expect(reduce(typing, { type: 'link', link: 'offline' }).typing).toBeNull();
  });

  test('W5 a message that is acked stays on the screen, and on its way, until its entry is here', () => {
    const acked = run(opened(0), { type: 'pending', pending: [waits('a')] }, { type: 'acked', cid: 'a' });
    const gone = reduce(acked, { type: 'pending', pending: [] });
    expect(gone.pending).toMatchObject([{ cid: 'a', state: 'acked' }]);
    expect([isPending(gone, 'say'), isPending(gone, 'end')]).toEqual([true, false]);
    expect(reduce(gone, entries([own(1, 'a')], view(1))).pending).toEqual([]);
    expect(isPending(run({ type: 'pending', pending: [{ ...waits('a'), state: 'failed' }] }), 'say')).toBe(false);
  });
});
