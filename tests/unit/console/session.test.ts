import { describe, expect, it } from 'vitest';
import { alertOf, folderRows } from '#console/inbox.ts';
import { rowsOf, unreadMine } from '#console/selectors.ts';
import { begin, reduce, type State } from '#console/session.ts';
import type { InboxFolder, InboxItem } from '#protocol/agents.ts';
import { COUNTS, HOURS, item, ME, saidFrom, view } from './samples.ts';

const welcome = (epoch = 'e1') =>
  ({ type: 'welcome', writable: true, attachments: false, me: ME, agents: [ME], epoch, counts: COUNTS, hours: HOURS }) as const;
const online = reduce(begin(ME), welcome());
const ids = (state: State, folder: Parameters<typeof rowsOf>[1]) => rowsOf(state, folder).map((row) => row.id);
const answer = (items: readonly InboxItem[], cursor?: string) => ({ items, counts: COUNTS, ...(cursor ? { cursor } : {}) });
const mine = { status: 'with-agent', agent: { id: 'me', name: 'Mei' }, waitingSince: null } as const;

describe('inbox', () => {
  it('A10 waiting is urgent first, then longest; mine and all are by the last entry of any kind, closed by its end', () => {
    const items = [
      item('a', { waitingSince: 30, nr: 1 }),
      item('b', { waitingSince: 10, nr: 2, activeAt: 5 }),
      item('c', { waitingSince: 20, nr: 3, activeAt: 9, lastAt: 2_000 }),
      item('d', { waitingSince: 40, nr: 4, severity: 'high' }),
      item('e', { waitingSince: 50, nr: 5, severity: 'urgent' }),
      item('f', { waitingSince: 10, nr: 6, severity: 'low', activeAt: 5 }),
    ];
    const ordered = (folder: InboxFolder, rows = items) => folderRows(rows, folder, 'me', null).map((row) => row.id);
    expect(ordered('waiting')).toEqual(['e', 'd', 'b', 'f', 'c', 'a']);
    expect(ordered('all')).toEqual(['e', 'd', 'a', 'c', 'f', 'b']);
    // Rated after its end: that moves it in no list.
    const closed = [item('x', { closedAt: 1, activeAt: 9 }), item('y', { closedAt: 2 }), item('z', { closedAt: 1, nr: 2 })];
    const rows = closed.map((row) => ({ ...row, status: 'closed', waitingSince: null }) as const);
    expect(ordered('closed', rows)).toEqual(['y', 'z', 'x']);
  });

  it('A11 a row moves from waiting to mine to closed', () => {
    let state = reduce(online, { type: 'inbox', folder: 'closed', search: '', first: true, answer: answer([]) });
    state = reduce(state, { type: 'row', item: item('a'), counts: COUNTS });
    expect([ids(state, 'waiting'), ids(state, 'mine')]).toEqual([['a'], []]);
    state = reduce(state, { type: 'row', item: item('a', mine), counts: COUNTS });
    expect([ids(state, 'waiting'), ids(state, 'mine'), ids(state, 'all')]).toEqual([[], ['a'], ['a']]);
    state = reduce(state, { type: 'row', item: item('a', { status: 'closed', waitingSince: null }), counts: COUNTS });
    expect([ids(state, 'mine'), ids(state, 'all'), ids(state, 'closed')]).toEqual([[], [], ['a']]);
  });

  it('A12 a row beyond the loaded pages stays out until its page comes', () => {
    const first = [item('a', { waitingSince: 1 }), item('b', { waitingSince: 2 })];
    let state = reduce(online, { type: 'inbox', folder: 'waiting', search: '', first: true, answer: answer(first, 'next') });
    state = reduce(state, { type: 'row', item: item('z', { waitingSince: 99 }), counts: COUNTS });
    expect(ids(state, 'waiting')).toEqual(['a', 'b']);
    const second = [item('c', { waitingSince: 50 }), item('z', { waitingSince: 99 })];
    state = reduce(state, { type: 'inbox', folder: 'waiting', search: '', first: false, answer: answer(second) });
    expect(ids(state, 'waiting')).toEqual(['a', 'b', 'c', 'z']);
  });

  it('A12 urgent learners who come later than the first page’s end are shown at once, those of the same time by their number', () => {
    const page = [item('a', { waitingSince: 1 }), item('c', { waitingSince: 2, nr: 3 })];
    let state = reduce(online, { type: 'inbox', folder: 'waiting', search: '', first: true, answer: answer(page, 'next') });
    const rows = [
      item('urgent', { waitingSince: 99, severity: 'urgent' }),
      item('b', { waitingSince: 2, nr: 2 }),
      item('d', { waitingSince: 2, nr: 4 }),
    ];
    for (const row of rows) state = reduce(state, { type: 'row', item: row, counts: COUNTS });
    expect(ids(state, 'waiting')).toEqual(['urgent', 'a', 'b', 'c']);
  });

  it('A11 a first page takes away rows that left the folder unseen', () => {
    let state = reduce(online, { type: 'row', item: item('gone'), counts: COUNTS });
    state = reduce(state, { type: 'inbox', folder: 'waiting', search: '', first: true, answer: answer([item('a')]) });
    expect(ids(state, 'waiting')).toEqual(['a']);
  });

  it('A70 a page takes away what it should have held, not what stands before or after it, nor the rows of other folders', () => {
    const open = (id: string, activeAt: number) => item(id, { ...mine, activeAt });
    const known = [item('old hand', { activeAt: 1 }), open('my old one', 2), open('gone 8', 8), open('gone 5', 5)];
    let state = known.reduce((all, row) => reduce(all, { type: 'row', item: row, counts: COUNTS }), online);
    const page = (first: boolean, rows: readonly InboxItem[], cursor?: string) =>
      reduce(state, { type: 'inbox', folder: 'all', search: '', first, answer: answer(rows, cursor) });
    state = page(true, [open('nine', 9), open('seven', 7)], 'next');
    expect([ids(state, 'all'), ids(state, 'waiting')]).toEqual([['nine', 'seven'], ['old hand']]);
    expect(ids(state, 'mine')).toEqual(['nine', 'seven', 'gone 5', 'my old one']);
    state = page(false, [open('six', 6), open('four', 4)], 'next');
    expect(ids(state, 'mine')).toEqual(['nine', 'seven', 'six', 'four', 'my old one']);
    state = page(false, [open('my old one', 2)]);
    expect([ids(state, 'all'), ids(state, 'waiting')]).toEqual([['nine', 'seven', 'six', 'four', 'my old one'], []]);
  });

  it('A14 search keeps the order of the server and ends with the folder', () => {
    let state = reduce(online, { type: 'row', item: item('a'), counts: COUNTS });
    state = reduce(state, { type: 'inbox-asked', folder: 'waiting', search: 'x' });
    const found = [item('z', { waitingSince: 9_000 }), item('y', { waitingSince: 1 })];
    state = reduce(state, { type: 'inbox', folder: 'waiting', search: 'x', first: true, answer: answer(found) });
    expect(ids(state, 'waiting')).toEqual(['z', 'y']);
    const late = reduce(state, { type: 'inbox', folder: 'waiting', search: 'older', first: true, answer: answer([item('q')]) });
    expect(ids(late, 'waiting')).toEqual(['z', 'y']);
    expect(ids(reduce(state, { type: 'search-ended' }), 'waiting')).toEqual(['y', 'a', 'z']);
  });

  it('A93 a chat that was found and has ended since leaves what was found', () => {
    let state = reduce(online, { type: 'inbox-asked', folder: 'all', search: 'x' });
    state = reduce(state, { type: 'inbox', folder: 'all', search: 'x', first: true, answer: answer([item('z'), item('y')]) });
    state = reduce(state, { type: 'row', item: item('z', { status: 'closed', waitingSince: null }), counts: COUNTS });
    expect(ids(state, 'all')).toEqual(['y']);
  });

  it('A15 read here is read at once, and unread again when more comes', () => {
    let state = reduce(online, { type: 'row', item: item('a', { ...mine, head: 7, unread: 2 }), counts: COUNTS });
    expect(unreadMine(state)).toBe(1);
    state = reduce(state, { type: 'read', conversation: 'a', seq: 7 });
    expect(unreadMine(state)).toBe(0);
    state = reduce(state, { type: 'row', item: item('a', { ...mine, head: 7, unread: 2 }), counts: COUNTS });
    expect(unreadMine(state)).toBe(0);
    state = reduce(state, { type: 'row', item: item('a', { ...mine, head: 8, unread: 1 }), counts: COUNTS });
    expect(unreadMine(state)).toBe(1);
  });

  it('A90 of chats that ended and that nobody looks at nothing is kept, nor of who has stopped typing', () => {
    const closed = (id: string) => item(id, { status: 'closed', waitingSince: null, closedAt: 5 });
    let state = online;
    for (let n = 0; n < 300; n++) {
      const id = `c${n}`;
      state = reduce(state, { type: 'row', item: item(id), counts: COUNTS });
      state = reduce(state, { type: 'typing', conversation: id, who: 'learner', on: true });
      state = reduce(state, { type: 'typing', conversation: id, who: 'learner', on: false });
      state = reduce(state, { type: 'read', conversation: id, seq: 1 });
      state = reduce(state, { type: 'row', item: closed(id), counts: COUNTS });
    }
    expect([state.items.size, state.typing.size]).toEqual([0, 0]);
    expect(state.read.size).toBeLessThanOrEqual(60);
    const page = { epoch: 'e1', view: view('a', 4), entries: saidFrom(2, 4), more: false };
    state = reduce(state, { type: 'watched', conversation: 'a', page });
    state = reduce(state, { type: 'row', item: closed('a'), counts: COUNTS });
    expect(ids(state, 'closed'), 'one that is read').toEqual(['a']);
    state = reduce(state, { type: 'inbox', folder: 'closed', search: '', first: true, answer: answer([closed('a')]) });
    state = reduce(state, { type: 'row', item: closed('b'), counts: COUNTS });
    expect(ids(state, 'closed').sort(), 'those of a list that was asked for').toEqual(['a', 'b']);
  });

  it('A22 another epoch drops rows and threads, the same one keeps them', () => {
    const page = { epoch: 'e1', view: view('a', 4), entries: saidFrom(2, 4), more: false };
    const held = reduce(online, { type: 'watched', conversation: 'a', page });
    expect(reduce(held, welcome('e1')).threads.size).toBe(1);
    const anew = reduce(held, welcome('e2'));
    expect([anew.threads.size, anew.items.size, anew.epoch]).toEqual([0, 0, 'e2']);
  });

  it('E4 a chat that was removed goes from the lists and the screen; so does one that is found gone on opening it', () => {
    const page = { entries: saidFrom(1, 2), more: false, view: view('a', 2), epoch: 'e1' };
    let state = reduce(online, {
      type: 'inbox',
      folder: 'waiting',
      search: '',
      first: true,
      answer: answer([item('a'), item('b')]),
    });
    state = reduce(state, { type: 'watched', conversation: 'a', page });
    state = reduce(state, { type: 'removed', conversations: ['a', 'x'], counts: { ...COUNTS, waiting: 1 } });
    expect([ids(state, 'waiting'), state.counts.waiting, state.threads.size]).toEqual([['b'], 1, 0]);
    expect([...state.denied.keys()]).toEqual(['a']);
    expect(state.removals).toBe(1);
    state = reduce(state, { type: 'denied', conversation: 'b', refusal: { code: 'too-fast' } });
    expect(ids(state, 'waiting')).toEqual(['b']);
    state = reduce(state, { type: 'denied', conversation: 'b', refusal: { code: 'not-yours' } });
    expect([ids(state, 'waiting'), state.denied.get('b')?.code]).toEqual([[], 'not-yours']);
  });

  it('A22 entries for a thread that is not held change nothing', () => {
    expect(reduce(online, { type: 'entries', conversation: 'x', entries: saidFrom(2, 3), view: view('x', 3) })).toBe(online);
  });
});

describe('what is worth an alert', () => {
  it('A42 a hand that goes up, once', () => {
    expect(alertOf(undefined, item('a'), 'me')).toBe('waiting');
    expect(alertOf(item('a'), item('a', { lastText: 'more' }), 'me')).toBeNull();
  });
  it('A42 new text in my chat, not in another agent’s', () => {
    expect(alertOf(item('a', mine), item('a', { ...mine, unread: 1 }), 'me')).toBe('message');
    expect(alertOf(item('a', mine), item('a', { ...mine, unread: 1, agent: { id: 'you', name: 'Tom' } }), 'me')).toBeNull();
  });
  it('A42 a chat that was given to me', () => {
    expect(
      alertOf(item('a', { ...mine, agent: { id: 'you', name: 'Tom' } }), item('a', { ...mine, lastFrom: 'agent' }), 'me'),
    ).toBe('assigned');
    expect(alertOf(item('a'), item('a', mine), 'me'), 'taken by me').toBeNull();
  });
});
