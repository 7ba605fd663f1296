import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrived, hasHole, refilled, trimmed, unrolled, watched } from '#console/thread.ts';
import { said, saidFrom, view } from './samples.ts';

const page = (first: number, last: number, head = last, more = false) => ({
  epoch: 'e',
  view: view('c', head),
  entries: saidFrom(first, last),
  more,
});
const seqs = (thread: { entries: readonly { seq: number }[] }) => thread.entries.map((entry) => entry.seq);

describe('thread', () => {
  it('A20 shows what follows on and holds what came early', () => {
    const start = watched(undefined, page(2, 4));
    const early = arrived(start, [said(6)], view('c', 6));
    expect(seqs(early)).toEqual([2, 3, 4]);
    expect(hasHole(early)).toBe(true);
    const closed = arrived(early, [said(5)], view('c', 6));
    expect(seqs(closed)).toEqual([2, 3, 4, 5, 6]);
    expect(hasHole(closed)).toBe(false);
  });

  it('A20 drops what is known', () => {
    const start = watched(undefined, page(2, 4));
    expect(seqs(arrived(start, [said(3), said(4)], view('c', 4)))).toEqual([2, 3, 4]);
  });

  it('A20 any order of arrival, with doubles, ends in the same dense list', () => {
    const arrivals = fc.array(fc.integer({ min: 2, max: 25 }), { maxLength: 80 });
    fc.assert(
      fc.property(arrivals, (order) => {
        let thread = watched(undefined, page(2, 3));
        for (const seq of [...order, ...saidFrom(2, 25).map((entry) => entry.seq)]) {
          thread = arrived(thread, [said(seq)], view('c', 25));
          const shown = seqs(thread);
          expect(shown).toEqual(saidFrom(2, shown.length + 1).map((entry) => entry.seq));
        }
        expect(thread.last).toBe(25);
        expect(thread.early).toEqual([]);
      }),
    );
  });

  it('A21 a replayed page closes the hole and lets the held ones through', () => {
    const start = arrived(watched(undefined, page(2, 4)), [said(8)], view('c', 8));
    expect(seqs(refilled(start, page(5, 7, 8)))).toEqual([2, 3, 4, 5, 6, 7, 8]);
  });

  it('A21 what came early and is replayed, too, is not waited for any more', () => {
    const start = arrived(watched(undefined, page(2, 4)), [said(6), said(7)], view('c', 8));
    const whole = refilled(start, page(5, 8));
    expect(seqs(whole)).toEqual([2, 3, 4, 5, 6, 7, 8]);
    expect(whole.early).toEqual([]);
    expect(hasHole(whole)).toBe(false);
  });

  it('A21 a head beyond the last entry is a hole even when nothing came early', () => {
    expect(hasHole(arrived(watched(undefined, page(2, 4)), [], view('c', 5)))).toBe(true);
  });

  it('A22 a conversation with nothing but its start is whole, and its first entry follows on', () => {
    const empty = watched(undefined, { epoch: 'e', view: view('c', 1), entries: [], more: false });
    expect(hasHole(empty)).toBe(false);
    expect(seqs(arrived(empty, [said(2)], view('c', 2)))).toEqual([2]);
  });

  it('A22 watching again joins pages that touch and replaces those that do not', () => {
    const held = watched(undefined, page(2, 10));
    expect(seqs(watched(held, page(8, 14)))).toEqual(saidFrom(2, 14).map((entry) => entry.seq));
    const far = watched(held, page(50, 60));
    expect(seqs(far)[0]).toBe(50);
    expect(far.complete).toBe(false);
  });

  it('A23 earlier pages stand before, and the start is known', () => {
    const later = watched(undefined, page(50, 60));
    const older = unrolled(later, page(20, 49, 60, true));
    expect(older.complete).toBe(false);
    const all = unrolled(older, page(2, 19, 60));
    expect(seqs(all)).toEqual(saidFrom(2, 60).map((entry) => entry.seq));
    expect(all.complete).toBe(true);
  });

  it('D40 back at the end of a long thread only its last part is kept, and what was above can be read again', () => {
    const long = unrolled(watched(undefined, page(601, 700)), page(2, 600, 700));
    const short = trimmed(long);
    expect([seqs(short)[0], seqs(short).at(-1), short.complete]).toEqual([401, 700, false]);
    expect(seqs(unrolled(short, page(301, 400, 700, true)))[0]).toBe(301);
    expect(trimmed(short)).toBe(short);
  });

  it('A20 a view that is behind does not undo a newer one', () => {
    const start = arrived(watched(undefined, page(2, 4)), [said(5)], view('c', 5, { unread: 2 }));
    expect(arrived(start, [], view('c', 3)).view.item.head).toBe(5);
  });
});
