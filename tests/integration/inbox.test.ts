/** The agents' lists on the screen against the server's own: more than one page of each, real rows, told in any order. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, createClient } from '#console/client.ts';
import type { AlertKind } from '#console/inbox.ts';
import { rowsOf } from '#console/selectors.ts';
import { begin, reduce, type State } from '#console/session.ts';
import type { Event } from '#domain/events.ts';
import { agentId } from '#domain/ids.ts';
import type { AgentCard, InboxFolder, InboxItem } from '#protocol/agents.ts';
import { type AgentLine, cid, openLearner, type Signed, setUp, value } from '#tests/support/people.ts';
import { at, said } from '#tests/support/samples.ts';
import { startServer, type TestServer } from '#tests/support/start-server.ts';
import { talk, tell } from '#tests/support/store-talk.ts';

const FOLDERS = ['waiting', 'mine', 'all', 'closed'] as const;
/** More than a page, in each folder. */
const MANY = 60;

let server: TestServer;
let ada: Signed;
let line: AgentLine;
beforeAll(async () => {
  server = await startServer();
  ada = await setUp(server);
  await fill();
  line = await ada.dial();
});
afterAll(async () => {
  line.close();
  await server.close();
});

/** Waiting, Ada's and closed chats, four of one moment each time; some get a note or a rating later on, which is no message. */
async function fill(): Promise<void> {
  const agent = agentId(ada.id);
  const rating = { stars: 5, reasons: [], comment: '' } as const;
  const ends: Record<string, (index: number) => Event> = {
    w: (index) => ({ type: 'handoff-requested', reason: index % 5 === 0 ? 'urgent' : index % 5 === 1 ? 'angry' : 'asked' }),
    m: () => ({ type: 'taken', agent }),
    c: () => ({ type: 'closed', by: 'agent', agent, resolved: true }),
  };
  for (const [kind, end] of Object.entries(ends)) {
    for (let index = 0; index < MANY; index++) {
      const moment = Math.floor(index / 4) * 1000;
      const id = await talk(server.store, `${kind}${index}`, [said('x'), end(index)], at(moment));
      const later: Event = kind === 'c' ? { type: 'rated', rating } : { type: 'noted', agent, text: 'looked at it' };
      if (index % 7 === 0) await tell(server.store, id, [later], at(30_500));
    }
  }
}

const ME = (): AgentCard => ({ id: ada.id, name: 'Ada', role: 'admin', online: true, available: true });

async function pagesOf(folder: InboxFolder): Promise<readonly (readonly InboxItem[])[]> {
  const pages: (readonly InboxItem[])[] = [];
  let cursor: string | undefined;
  do {
    const page = value(await line.ask('inbox', { folder, search: '', ...(cursor === undefined ? {} : { cursor }) }));
    pages.push(page.items);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return pages;
}

it('S78 a cursor that is not of its folder is refused in words, and no incident', async () => {
  const answer = await line.ask('inbox', { folder: 'mine', search: '', cursor: 'waiting[1,2,3]' });
  expect(answer).toMatchObject({ ok: false, refusal: { code: 'bad-request', detail: expect.stringContaining('first page') } });
  expect(server.logged.filter(({ message }) => message === 'a handler failed')).toEqual([]);
});

/** The console's own client on a line of Ada's. */
async function consoleOnLine(
  alert: (kind: AlertKind, item: InboxItem) => void = () => {},
): Promise<Client & { until(fits: () => boolean): Promise<void> }> {
  const own = await ada.dial();
  const client = createClient({
    me: ME(),
    connect: (on) => {
      own.socket.on('row', (packet) => on.row(packet));
      own.socket.on('entries', (packet) => on.entries(packet));
      queueMicrotask(() => on.connected());
      return {
        connected: () => own.socket.connected,
        call: (event, request) => own.raw(event, request) as Promise<never>,
        close: own.close,
      };
    },
    storage: null,
    now: () => 0,
    later: () => {},
    cid,
    signedOut: () => {},
    sessionGone: async () => false,
    alert,
  });
  const until = (fits: () => boolean) =>
    new Promise<void>((resolve) => {
      const stop = client.subscribe(() => {
        if (!fits()) return;
        stop();
        resolve();
      });
    });
  return { ...client, until };
}

const idsOf = (items: readonly InboxItem[]) => items.map(({ id }) => id);

describe('the lists on the screen', () => {
  it.each(FOLDERS)(
    'A10 A12 %s stands as the server sorts it, up to the end of its last page, whatever rows are known',
    async (folder) => {
      const pages = await pagesOf(folder);
      const all = pages.flat();
      expect(pages.length).toBeGreaterThan(1);
      expect(new Set(idsOf(all)).size).toBe(all.length);
      const counts = { waiting: 0, mine: 0, all: 0, closed: 0 };
      // Told as live rows, in no order of the server's.
      const told = [...all].sort((a, b) => (a.id < b.id ? -1 : 1));
      let state = told.reduce<State>((held, item) => reduce(held, { type: 'row', item, counts }), begin(ME()));
      for (const [index, items] of pages.entries()) {
        const cursor = index < pages.length - 1 ? { cursor: 'next' } : {};
        state = reduce(state, { type: 'inbox', folder, search: '', first: index === 0, answer: { items, counts, ...cursor } });
        expect(idsOf(rowsOf(state, folder))).toEqual(idsOf(pages.slice(0, index + 1).flat()));
      }
    },
  );

  it('A70 opening All after Waiting, with more than a page of each, takes nobody from Waiting and Mine', async () => {
    const client = await consoleOnLine();
    const shown = (folder: InboxFolder) => idsOf(rowsOf(client.state(), folder));
    const loaded = (folder: InboxFolder) => client.state().pages[folder].status === 'loaded';
    // Own chats are read to the last page.
    await client.until(() => loaded('waiting') && loaded('mine') && client.state().pages.mine.cursor === null);
    const before = [shown('waiting'), shown('mine')];
    expect(before.map((rows) => rows.length)).toEqual([50, MANY]);
    client.show('all', '');
    await client.until(() => loaded('all'));
    expect(shown('all')).toHaveLength(50);
    client.show('waiting', '');
    expect([shown('waiting'), shown('mine')]).toEqual(before);
    client.show('all', '');
    while (client.state().pages.all.cursor !== null) {
      client.more();
      await client.until(() => loaded('all'));
    }
    expect(shown('all')).toEqual(idsOf((await pagesOf('all')).flat()));
    expect([shown('waiting'), shown('mine')]).toEqual(before);
    client.stop();
  });

  it('A71 a hand rings, and then each message in the chat that was taken, open or not', async () => {
    const alerts: string[] = [];
    const learner = await openLearner(server.url);
    const { conversation } = learner;
    const client = await consoleOnLine((kind, { id }) => id === conversation && alerts.push(kind));
    const rang = (...kinds: readonly AlertKind[]) => client.until(() => alerts.join() === kinds.join());
    value(await learner.act({ type: 'ask-person', lang: 'en', context: {} }));
    await rang('waiting');
    client.act(conversation, { type: 'take' });
    await client.until(() => client.state().items.get(conversation)?.status === 'with-agent');
    value(await learner.say('anybody?'));
    await rang('waiting', 'message');
    client.open(conversation);
    await client.until(() => client.state().threads.has(conversation));
    value(await learner.say('hello?'));
    await rang('waiting', 'message', 'message');
    client.stop();
    learner.close();
  });
});
