import { describe, expect, it } from 'vitest';
import { type Client, createClient } from '#console/client.ts';
import type { Connection, ConnectionEvents } from '#console/connection.ts';
import { unreadMine } from '#console/selectors.ts';
import type { InboxItem } from '#protocol/agents.ts';
import { GAP_SYNC_MS } from '#protocol/limits.ts';
import { COUNTS, HOURS, item, ME, said, saidFrom, view } from './samples.ts';

type Call = { readonly event: string; readonly request: unknown };

/** A client on a connection that answers from `answers`, and a clock that stands until told. */
function room() {
  const calls: Call[] = [];
  const timers: { readonly at: number; readonly run: () => void }[] = [];
  const ends: string[] = [];
  const alerts: string[] = [];
  const answers: Record<string, unknown> = {
    hello: { ok: true, value: { me: ME, agents: [ME], epoch: 'e1', counts: COUNTS, hours: HOURS } },
    inbox: { ok: true, value: { items: [], counts: COUNTS } },
    unwatch: { ok: true, value: null },
    signal: { ok: true, value: null },
  };
  let now = 0;
  let on: ConnectionEvents | undefined;
  const connection: Connection = {
    connected: () => true,
    call: async (event, request) => {
      calls.push({ event, request });
      const answer = answers[event] ?? null;
      return (typeof answer === 'function' ? answer(request) : answer) as never;
    },
    close: () => {},
  };
  const client: Client = createClient({
    me: ME,
    connect: (events) => {
      on = events;
      return connection;
    },
    storage: null,
    now: () => now,
    later: (ms, run) => void timers.push({ at: now + ms, run }),
    cid: () => 'cid1',
    signedOut: (why) => void ends.push(why),
    sessionGone: async () => false,
    alert: (kind, { id }) => void alerts.push(`${kind} ${id}`),
  });
  const settle = () => new Promise<void>((done) => setImmediate(done));
  const page = (first: number, last: number, epoch = 'e1') => ({
    ok: true,
    value: { epoch, view: view('c', last), entries: saidFrom(first, last), more: false },
  });
  return {
    client,
    answers,
    ends,
    alerts,
    page,
    settle,
    events: () => {
      if (!on) throw new Error('not connected');
      return on;
    },
    asked: (event: string) => calls.filter((call) => call.event === event).map((call) => call.request),
    forget: () => void calls.splice(0),
    async pass(ms: number) {
      now += ms;
      for (const timer of timers.splice(0)) {
        if (timer.at <= now) timer.run();
        else timers.push(timer);
      }
      await settle();
    },
    async open() {
      answers['watch'] = page(2, 4);
      this.events().connected();
      await settle();
      client.open('c');
      await settle();
    },
    shown: () =>
      client
        .state()
        .threads.get('c')
        ?.entries.map((entry) => entry.seq),
  };
}
const packet = (seq: number, epoch = 'e1') => ({ conversation: 'c', epoch, view: view('c', seq), entries: [said(seq)] });

describe('client', () => {
  it('A21 a hole is synced after 250 ms, not before, from the last entry shown', async () => {
    const r = room();
    await r.open();
    r.events().entries(packet(7));
    await r.pass(GAP_SYNC_MS - 1);
    expect(r.asked('sync')).toEqual([]);
    r.answers['sync'] = r.page(5, 7);
    await r.pass(1);
    expect(r.asked('sync')).toEqual([{ conversation: 'c', since: 4 }]);
    expect(r.shown()).toEqual([2, 3, 4, 5, 6, 7]);
  });

  it('A21 a hole that closes by itself is not asked for', async () => {
    const r = room();
    await r.open();
    r.events().entries(packet(6));
    r.events().entries(packet(5));
    await r.pass(GAP_SYNC_MS);
    expect(r.asked('sync')).toEqual([]);
    expect(r.shown()).toEqual([2, 3, 4, 5, 6]);
  });

  it('A21 a head beacon betrays a lost broadcast', async () => {
    const r = room();
    await r.open();
    r.answers['sync'] = r.page(5, 5);
    r.events().head({ conversation: 'c', epoch: 'e1', seq: 5 });
    await r.pass(GAP_SYNC_MS);
    expect(r.shown()).toEqual([2, 3, 4, 5]);
  });

  it('A22 after a reconnect the open thread is read again', async () => {
    const r = room();
    await r.open();
    r.forget();
    r.answers['watch'] = r.page(4, 6);
    r.events().lost();
    expect(r.client.state().link).toBe('offline');
    r.events().connected();
    await r.settle();
    expect(r.asked('watch')).toEqual([{ conversation: 'c' }]);
    expect(r.shown()).toEqual([2, 3, 4, 5, 6]);
  });

  it('A22 another epoch drops what is held and reads anew', async () => {
    const r = room();
    await r.open();
    r.answers['hello'] = { ok: true, value: { me: ME, agents: [ME], epoch: 'e2', counts: COUNTS, hours: HOURS } };
    r.answers['watch'] = r.page(2, 3, 'e2');
    r.events().entries(packet(5, 'e2'));
    await r.settle();
    await r.settle();
    expect(r.client.state().epoch).toBe('e2');
    expect(r.shown()).toEqual([2, 3]);
  });

  it('A22 a hello without an answer is said again', async () => {
    const r = room();
    const { hello } = r.answers;
    r.answers['hello'] = null;
    r.events().connected();
    await r.settle();
    expect(r.client.state().link).not.toBe('online');
    r.answers['hello'] = hello;
    await r.pass(1_500);
    expect(r.client.state().link).toBe('online');
  });

  it('A33 the loser of a take gets a notice with the winner’s name', async () => {
    const r = room();
    await r.open();
    r.answers['act'] = { ok: false, refusal: { code: 'taken', detail: 'Tom' } };
    r.client.act('c', { type: 'take' });
    await r.settle();
    expect(r.client.state().notices.map((notice) => notice.refusal)).toEqual([{ code: 'taken', detail: 'Tom' }]);
    expect(r.client.state().outbox).toEqual([]);
  });

  it('A4 an ended session is told once, with its reason', async () => {
    const r = room();
    await r.open();
    r.events()['signed-out']({ why: 'disabled' });
    r.events()['signed-out']({ why: 'expired' });
    expect(r.ends).toEqual(['disabled']);
  });

  it('A74 where another agent has signed in meanwhile, nothing that waits is sent as theirs, and the page is left', async () => {
    const r = room();
    await r.open();
    r.client.act('c', { type: 'reply', text: 'my words' });
    await r.settle();
    r.events().lost();
    r.forget();
    const other = { ...ME, id: 'you', name: 'Tom' };
    r.answers['hello'] = { ok: true, value: { me: other, agents: [ME, other], epoch: 'e1', counts: COUNTS, hours: HOURS } };
    r.events().connected();
    await r.settle();
    await r.pass(10_000);
    expect([r.asked('act'), r.ends]).toEqual([[], ['signed-out']]);
    expect(r.client.state().me.id).toBe('me');
  });

  it('A42 one hand is one alert, however often its row changes', async () => {
    const r = room();
    await r.open();
    r.events().row({ item: item('x', { waitingSince: 5 }), counts: COUNTS });
    r.events().row({ item: item('x', { status: 'with-bot', waitingSince: null }), counts: COUNTS });
    r.events().row({ item: item('x', { waitingSince: 5 }), counts: COUNTS });
    r.events().row({ item: item('x', { waitingSince: 9 }), counts: COUNTS });
    expect(r.alerts).toEqual(['waiting x', 'waiting x']);
    r.events().row({ item: item('x', { waitingSince: 9, queuedAt: 70 }), counts: COUNTS });
    expect(r.alerts, 'given back at the place they had').toHaveLength(3);
  });

  it('A71 what began while the line was down rings once when it is back, whatever folder is shown; what was there first is silent', async () => {
    const r = room();
    const mine = (head: number, unread: number) =>
      item('c', { status: 'with-agent', agent: { id: 'me', name: 'Mei' }, waitingSince: null, head, unread });
    const folders: Record<string, readonly InboxItem[]> = { waiting: [item('x')], mine: [mine(5, 1)], all: [] };
    r.answers['inbox'] = ({ folder = '' }) => ({ ok: true, value: { items: folders[folder], counts: COUNTS } });
    const connect = async () => {
      r.events().lost();
      r.events().connected();
      await r.settle();
    };
    r.client.show('all', '');
    await connect();
    expect(r.alerts).toEqual([]);
    folders['waiting'] = [item('x'), item('y', { waitingSince: 9_000 })];
    folders['mine'] = [mine(6, 2)];
    folders['all'] = [...folders['waiting'], ...folders['mine']];
    await connect();
    expect(r.alerts).toEqual(['waiting y', 'message c']);
    for (const row of folders['all']) r.events().row({ item: row, counts: COUNTS });
    await connect();
    expect(r.alerts).toHaveLength(2);
    folders['waiting'] = Array.from({ length: 9 }, (_, index) => item(`z${index}`));
    await connect();
    expect(r.alerts.slice(2)).toEqual(['waiting z0', 'waiting z1', 'waiting z2']);
  });

  it('A89 own chats are read to the last page, so that the title counts the unread ones however many there are', async () => {
    const r = room();
    const mine = { status: 'with-agent', agent: { id: 'me', name: 'Mei' }, waitingSince: null, unread: 1 } as const;
    const own = Array.from({ length: 120 }, (_, index) => item(`c${index}`, { ...mine, activeAt: 1_000 - index }));
    r.answers['inbox'] = ({ folder = '', cursor = '0' }) => {
      const [rows, start] = [folder === 'mine' ? own : [], Number(cursor)];
      const more = start + 50 < rows.length ? { cursor: `${start + 50}` } : {};
      return { ok: true, value: { items: rows.slice(start, start + 50), counts: COUNTS, ...more } };
    };
    r.events().connected();
    await r.settle();
    expect(unreadMine(r.client.state())).toBe(120);
    expect(r.asked('inbox').filter((request) => JSON.stringify(request).includes('mine'))).toHaveLength(3);
  });

  it('A93 what has ended is let go of once the closed folder is left, also where its page comes after that; it is asked for anew', async () => {
    const r = room();
    const closed = (id: string) => item(id, { status: 'closed', waitingSince: null, closedAt: 5 });
    r.answers['inbox'] = ({ folder = '' }) => ({
      ok: true,
      value: { items: folder === 'closed' ? [closed('old')] : [], counts: COUNTS },
    });
    const held = () => [...r.client.state().items.keys()];
    r.events().connected();
    await r.settle();
    r.client.show('closed', '');
    await r.settle();
    for (let n = 0; n < 3; n++) r.events().row({ item: closed(`c${n}`), counts: COUNTS });
    expect(held()).toEqual(['old', 'c0', 'c1', 'c2']);
    r.client.show('all', '');
    expect(held()).toEqual([]);
    r.events().row({ item: closed('c4'), counts: COUNTS });
    expect(held()).toEqual([]);
    r.client.show('closed', '');
    r.client.show('all', '');
    await r.settle();
    expect(held(), 'a page that comes late').toEqual([]);
    r.client.show('closed', '');
    await r.settle();
    expect(held()).toEqual(['old']);
  });

  it('A78 a chat handed over by a colleague rings although this page never heard of it; own ones found on coming in do not', async () => {
    const r = room();
    const mine = (id: string) =>
      item(id, { status: 'with-agent', agent: { id: 'me', name: 'Mei' }, waitingSince: null, lastFrom: 'agent' });
    const folders: Record<string, readonly InboxItem[]> = { mine: [mine('old')] };
    r.answers['inbox'] = ({ folder = '' }) => ({
      ok: true,
      value: { items: folders[folder] ?? [], counts: COUNTS },
    });
    r.events().connected();
    // A row that comes before the first page is what the agent finds, too.
    r.events().row({ item: mine('early'), counts: COUNTS });
    await r.settle();
    r.events().row({ item: mine('old'), counts: COUNTS });
    expect(r.alerts).toEqual([]);
    r.events().row({ item: mine('given'), counts: COUNTS });
    r.events().row({ item: mine('given'), counts: COUNTS });
    expect(r.alerts).toEqual(['assigned given']);
    r.events().lost();
    folders['mine'] = [mine('old'), mine('early'), mine('given'), mine('meanwhile')];
    r.events().connected();
    await r.settle();
    expect(r.alerts).toEqual(['assigned given', 'assigned meanwhile']);
  });
});
