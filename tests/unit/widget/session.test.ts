import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Entry } from '#protocol/shapes.ts';
import { view } from '#tests/support/widget-samples.ts';
import { announcements, tell } from '#widget/announce.ts';
import type { Outgoing } from '#widget/outbox.ts';
import { behind, type Happening, NEW_SESSION, reduce, type Session, unread } from '#widget/session.ts';
import { lastOwn, lines, offered } from '#widget/thread.ts';

const bot = (seq: number, text = `bot ${seq}`): Entry => ({
  seq,
  at: seq * 1_000,
  type: 'message',
  author: { role: 'bot' },
  text,
});
const own = (seq: number, cid: string): Entry => ({
  seq,
  at: seq * 1_000,
  type: 'message',
  author: { role: 'learner' },
  text: `own ${seq}`,
  cid,
});
const opened = (head: number, epoch = 'e1', id = 'c1'): Happening => ({
  type: 'opened',
  seen: 0,
  answer: {
    token: 't',
    epoch,
    conversation: { ...view(head), id },
    greeting: 'Hi',
    starters: [],
    staffed: true,
    nextOpenAt: null,
  },
});
const packet = (entries: readonly Entry[], head = Math.max(...entries.map((entry) => entry.seq))): Happening => ({
  type: 'entries',
  conversation: 'c1',
  epoch: 'e1',
  view: view(head),
  entries,
});
const run = (...happenings: readonly Happening[]): Session => happenings.reduce(reduce, NEW_SESSION);
const seqs = (session: Session) => session.entries.map((entry) => entry.seq);

describe('the gate', () => {
  test('W1 only last + 1 is let in; a hole leaves the session behind, and a replay closes it', () => {
    const holed = run(opened(0), packet([bot(1)]), packet([bot(3)]));
    expect(seqs(holed)).toEqual([1]);
    expect(behind(holed)).toBe(true);
    const healed = reduce(holed, {
      type: 'since',
      page: { epoch: 'e1', view: view(3), entries: [bot(2), bot(3)], more: false },
    });
    expect(seqs(healed)).toEqual([1, 2, 3]);
    expect(behind(healed)).toBe(false);
  });

  test('W1 whatever order and repetition packets arrive in, the thread is dense and without doubles', () => {
    const all = [1, 2, 3, 4, 5, 6].map((seq) => bot(seq));
    fc.assert(
      fc.property(fc.array(fc.shuffledSubarray(all, { minLength: 1 }), { maxLength: 8 }), (packets) => {
        const session = run(opened(0), ...packets.map((entries) => packet(entries)));
        expect(seqs(session)).toEqual(seqs(session).map((_, at) => at + 1));
        const heard = Math.max(0, ...packets.flat().map((entry) => entry.seq));
        expect(session.head).toBe(heard);
        expect(behind(session)).toBe(session.last < heard);
      }),
    );
  });

  test('W1 a head beacon above what is held asks for more; below it changes nothing', () => {
    const session = run(opened(0), packet([bot(1)]));
    expect(reduce(session, { type: 'head', conversation: 'c1', epoch: 'e1', seq: 1 })).toBe(session);
    expect(behind(reduce(session, { type: 'head', conversation: 'c1', epoch: 'e1', seq: 4 }))).toBe(true);
  });

  test('W2 another epoch drops all that was held, and packets of the old one are not taken', () => {
    const before = run(opened(0), packet([bot(1), bot(2)]));
    const after = reduce(before, opened(1, 'e2'));
    expect(after.entries).toEqual([]);
    expect(after.loaded).toBe(false);
    expect(reduce(after, packet([bot(1)]))).toBe(after);
  });

  test('W2 the same epoch and conversation keep the thread over a reconnect', () => {
    const before = run(opened(0), packet([bot(1), bot(2)]));
    expect(seqs(reduce(before, opened(5)))).toEqual([1, 2]);
  });

  test('P66 the answer to an opening that was overtaken by what came meanwhile takes nothing back', () => {
    const now = run(opened(0), packet([bot(1), bot(2)]), opened(1));
    expect(now.conversation?.head).toBe(2);
    // Of another conversation it is the newer truth, however little was said there.
    expect(reduce(now, opened(0, 'e1', 'c2')).conversation).toEqual({ ...view(0), id: 'c2' });
  });

  test('W3 the newest page first, earlier pages before it, live packets after it', () => {
    const page = (entries: readonly Entry[], more: boolean) => ({ epoch: 'e1', view: view(120), entries, more });
    let session = run(opened(120));
    expect(session.loaded).toBe(false);
    expect(reduce(session, packet([bot(121)])).entries).toEqual([]);
    session = reduce(session, { type: 'newest', page: page([bot(119), bot(120)], true) });
    session = reduce(session, { type: 'earlier', page: page([bot(117), bot(118)], false) });
    session = reduce(session, packet([bot(121)]));
    expect(seqs(session)).toEqual([117, 118, 119, 120, 121]);
    expect(session.earlier).toBe(false);
  });

  test('W2 what was stored in a database that is no more leaves no ghost; what still waits stays', () => {
    const say = (cid: string): Outgoing => ({
      cid,
      order: 1,
      at: 1,
      conversation: 'c1',
      command: { type: 'say', text: cid, lang: 'en', context: {} },
      state: 'waiting',
    });
    const two: Happening = { type: 'pending', pending: [say('stored'), say('waits')] };
    const session = run(opened(0), packet([bot(1)]), two, { type: 'acked', cid: 'stored' });
    expect(session.pending.map(({ cid, state }) => [cid, state])).toEqual([
      ['stored', 'acked'],
      ['waits', 'waiting'],
    ]);
    const texts = (of: Session) => lines(of).flatMap((line) => (line.kind === 'outgoing' ? [line.text] : []));
    expect(texts(session)).toEqual(['stored', 'waits']);
    expect(texts(reduce(session, opened(1, 'e2')))).toEqual(['waits']);
    const newest: Happening = { type: 'newest', page: { epoch: 'e1', view: view(1), entries: [bot(1)], more: false } };
    expect(texts(reduce(session, newest))).toEqual(['stored', 'waits']);
  });

  test('W5 a message whose entry comes before its ack is shown once, also when the outbox still has it', () => {
    const item = { cid: 'a', order: 1, at: 1, conversation: 'c1', state: 'waiting' } as const;
    const pending: Outgoing[] = [{ ...item, command: { type: 'say', text: 'hm', lang: 'en', context: {} } }];
    const session = run(opened(0), { type: 'pending', pending }, packet([own(1, 'a')]));
    expect(session.pending).toEqual([]);
    expect(reduce(session, { type: 'pending', pending }).pending).toEqual([]);
  });

  test('W1 an overtaken packet does not bring an older view back', () => {
    const session = run(opened(0), packet([bot(1), bot(2)]));
    const late = reduce(session, { ...packet([bot(1)]), view: view(1, { status: 'waiting' }) } as Happening);
    expect(late.conversation?.status).toBe('with-bot');
  });
});

describe('what is shown', () => {
  test('W4 unread counts what others said after the last seen line', () => {
    const session = run(opened(0), packet([own(1, 'a'), bot(2), bot(3)]));
    expect(unread(session)).toBe(2);
    expect(unread(reduce(session, { type: 'seen', seq: 2 }))).toBe(1);
    expect(unread(reduce(session, { type: 'seen', seq: 3 }))).toBe(0);
  });

  test('W5 a message on its way is shown once, before and after its entry arrives', () => {
    const item = {
      cid: 'a',
      order: 1,
      at: 1,
      conversation: null,
      state: 'waiting',
      command: { type: 'say', text: 'own 1', lang: 'en', context: {} },
    } as const;
    const going = run(opened(0), { type: 'pending', pending: [item] });
    const texts = (session: Session) => lines(session).flatMap((line) => (line.kind === 'outgoing' ? [line.text] : []));
    expect(texts(going)).toEqual(['own 1']);
    const arrived = reduce(going, packet([own(1, 'a')]));
    expect(texts(arrived)).toEqual([]);
    expect(lastOwn(arrived)?.seq).toBe(1);
  });

  test('W6 quick replies are on offer only under the very last message', () => {
    const replies = [{ label: 'Refund policy', choice: 'billing.refund' }];
    const asked: Entry = { ...bot(1), quickReplies: replies } as Entry;
    const session = run(opened(0), packet([asked]));
    expect(offered(session)?.seq).toBe(1);
    expect(offered(reduce(session, packet([own(2, 'b')])))).toBeNull();
  });

  test('W7 the page is told of news, not of history', () => {
    const fresh = run(opened(2));
    const loaded = reduce(fresh, {
      type: 'newest',
      page: { epoch: 'e1', view: view(2), entries: [bot(1), bot(2)], more: false },
    });
    expect(announcements(fresh, loaded).map(([name]) => name)).toEqual(['unread']);
    const after = reduce(loaded, packet([bot(3, 'news')]));
    expect(announcements(loaded, after)).toContainEqual(['message:received', { seq: 3, from: 'bot', text: 'news' }]);
  });

  test('W7 what happens before the file that tells it is here is told when it is, in its order and once', () => {
    const [a, b, c] = [run(opened(0)), run(opened(0), packet([own(1, 'a')])), run(opened(0), packet([own(1, 'a'), bot(2)]))];
    const told: string[] = [];
    const untold = [a, b, c];
    tell(untold, ([name, detail]) => told.push(`${name} ${detail && 'seq' in detail ? detail.seq : ''}`));
    tell(untold, ([name]) => told.push(name));
    untold.push(reduce(c, packet([bot(3)])));
    tell(untold, ([name, detail]) => told.push(`${name} ${detail && 'seq' in detail ? detail.seq : ''}`));
    expect(told).toEqual(['message:received 2', 'unread ', 'message:received 3', 'unread ']);
  });

  test('W120 the page is told what the bot did not know, with the question', () => {
    const loaded = run(opened(0), packet([own(1, 'a')]));
    const missed = { ...bot(2, 'Sorry'), unanswered: true } as Entry;
    const told = announcements(loaded, reduce(loaded, packet([missed])));
    expect(told).toContainEqual(['bot:unanswered', { seq: 2, question: lastOwn(loaded)?.text }]);
    expect(told.findIndex(([name]) => name === 'message:received')).toBeLessThan(
      told.findIndex(([name]) => name === 'bot:unanswered'),
    );
    expect(announcements(loaded, reduce(loaded, packet([bot(2)]))).map(([name]) => name)).not.toContain('bot:unanswered');
  });
});

test('D40 back at the end of a long thread only its last part is kept, and what was above can be read again', () => {
  const all = Array.from({ length: 600 }, (_, index) => bot(index + 1));
  const long = [opened(0), packet(all)].reduce(reduce, NEW_SESSION);
  const short = reduce(long, { type: 'trim' });
  expect([short.entries.length, short.entries[0]?.seq, short.last, short.earlier]).toEqual([300, 301, 600, true]);
  const page = { epoch: 'e1', view: view(600), entries: all.slice(200, 300), more: true };
  expect(reduce(short, { type: 'earlier', page }).entries[0]?.seq).toBe(201);
  expect(reduce(short, { type: 'trim' })).toBe(short);
});
