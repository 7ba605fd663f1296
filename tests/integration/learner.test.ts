import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instant } from '#domain/time.ts';
import { cid, code, dialLearner, openLearner, value } from '#tests/support/people.ts';
import { startServer, type TestServer } from '#tests/support/start-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

describe('learners on the socket', () => {
  it('P1 open makes a learner with a token of 256 bits; the same token finds the same conversation', async () => {
    const first = await openLearner(server.url);
    expect(first.opened.token).toMatch(/^[0-9a-f]{64}$/);
    expect(first.opened.conversation).toMatchObject({ status: 'with-bot', head: 0, rating: 'not-yet', readByAgent: 0 });
    expect(first.opened.greeting).toBe('hello');
    value(await first.say('hi?'));
    first.close();
    const again = await openLearner(server.url, first.opened.token);
    expect(again.opened.token).toBe(first.opened.token);
    expect(again.conversation).toBe(first.conversation);
    expect(again.opened.conversation.head).toBe(3);
    again.close();
  });

  it('P1 two opens at once on one socket make one learner', async () => {
    const line = await dialLearner(server.url);
    const request = { lang: 'en', context: {} };
    const [a, b] = await Promise.all([line.ask('open', request), line.ask('open', request)]);
    expect(value(a).token).toBe(value(b).token);
    line.close();
  });

  it('P2 an ack means stored; entries follow in dense order and sync gives the same', async () => {
    const learner = await openLearner(server.url);
    const key = cid();
    const acted = value(await learner.act({ type: 'say', text: 'what?', lang: 'en', context: {} }, key));
    expect(acted).toEqual({ cid: key, seq: 1, epoch: server.store.epoch });
    const packet = await learner.next('entries');
    expect(packet.entries.map((entry) => [entry.seq, entry.type])).toEqual([
      [1, 'hidden'],
      [2, 'message'],
      [3, 'message'],
    ]);
    expect(packet.entries[1]).toMatchObject({ author: { role: 'learner' }, text: 'what?', cid: key });
    expect(packet.entries[2]).toMatchObject({ author: { role: 'bot' }, text: 're: what?', canHelp: true });
    expect(packet.view.head).toBe(3);
    const page = value(await learner.ask('sync', { conversation: learner.conversation, since: 0 }));
    expect(page.entries).toEqual(packet.entries);
    expect(value(await learner.ask('sync', { conversation: learner.conversation, since: 2 })).entries).toHaveLength(1);
    learner.close();
  });

  it('P3 the same cid again is the same command: same seq, nothing doubled', async () => {
    const learner = await openLearner(server.url);
    const key = cid();
    const command = { type: 'say', text: 'once?', lang: 'en', context: {} } as const;
    const answers = await Promise.all([1, 2, 3].map(() => learner.act(command, key)));
    expect(new Set(answers.map((answer) => value(answer).seq))).toEqual(new Set([1]));
    expect(value(await learner.ask('sync', { conversation: learner.conversation, since: 0 })).entries).toHaveLength(3);
    learner.close();
  });

  it('P4 history pages backwards, sync forwards, a hundred at a time', async () => {
    const roomy = await startServer({
      env: { LIMIT_MESSAGES: '1000/1s', LIMIT_COMMANDS: '10000/1s', LIMIT_SOCKET: '10000/1s' },
    });
    const learner = await openLearner(roomy.url);
    for (let i = 0; i < 80; i += 1) value(await learner.say(`m${i}`));
    const { conversation } = learner;
    const first = value(await learner.ask('sync', { conversation, since: 0 }));
    expect([first.entries.length, first.more, first.entries[0]?.seq]).toEqual([100, true, 1]);
    const rest = value(await learner.ask('sync', { conversation, since: 100 }));
    expect([rest.entries.length, rest.more, rest.entries.at(-1)?.seq]).toEqual([61, false, 161]);
    const tail = value(await learner.ask('history', { conversation, before: 162 }));
    expect([tail.entries.length, tail.more, tail.entries[0]?.seq]).toEqual([100, true, 62]);
    const head = value(await learner.ask('history', { conversation, before: 62 }));
    expect([head.entries.length, head.more, head.entries.at(-1)?.seq]).toEqual([61, false, 61]);
    learner.close();
    await roomy.close();
  });

  it('P5 other tabs of the learner get what one tab sends', async () => {
    const one = await openLearner(server.url);
    const two = await openLearner(server.url, one.opened.token);
    value(await one.say('both?'));
    expect((await two.next('entries')).entries).toHaveLength(3);
    one.close();
    two.close();
  });

  it('P6 another protocol version is outdated, a bad token signed-out, at the door', async () => {
    const at = async (auth: object) => {
      const { dial } = await import('#tests/support/people.ts');
      return dial(server.url, '/learner', auth as Record<string, unknown>).then(
        () => 'in',
        (error: { refusal?: { code: string } }) => error.refusal?.code,
      );
    };
    expect(await at({ v: 2, site: 'default' })).toBe('outdated');
    expect(await at({ v: 0, anything: 'else' })).toBe('outdated');
    expect(await at({ v: 1, site: 'default', token: 'a'.repeat(64) })).toBe('signed-out');
    expect(await at({ v: 1, site: 'default', token: 'mangled' })).toBe('signed-out');
    expect(await at({ v: 1, site: 'default', token: '' })).toBe('signed-out');
    expect(await at({ v: 1, site: 'no/slash' })).toBe('bad-request');
    expect(await at({})).toBe('bad-request');
    expect(await at({ v: 1, site: 'default' })).toBe('in');
  });

  it('P7 a closed chat refuses words, is rated, and a fresh one begins', async () => {
    const learner = await openLearner(server.url);
    expect(code(await learner.act({ type: 'rate', stars: 5, reasons: [], comment: '' }))).toBe('not-allowed');
    value(await learner.say('done?'));
    value(await learner.act({ type: 'end' }));
    expect(code(await learner.say('more'))).toBe('closed');
    value(await learner.act({ type: 'rate', stars: 4, reasons: ['fast'], comment: 'fine' }));
    const page = value(await learner.ask('sync', { conversation: learner.conversation, since: 3 }));
    expect(page.view).toMatchObject({ status: 'closed', rating: 'given' });
    expect(page.entries.at(-1)).toMatchObject({ type: 'rated', rating: { stars: 4, reasons: ['fast'], comment: 'fine' } });
    const fresh = value(await learner.ask('open', { lang: 'en', context: {}, fresh: true }));
    expect(fresh.conversation.id).not.toBe(learner.conversation);
    learner.close();
  });

  it('P8 waiting learners are told their place, and a new one when the queue moves', async () => {
    const [first, second] = [await openLearner(server.url), await openLearner(server.url)];
    value(await first.act({ type: 'ask-person', lang: 'en', context: {} }));
    value(await second.act({ type: 'ask-person', lang: 'en', context: {} }));
    const waits = await second.next('entries', (packet) => packet.view.status === 'waiting');
    expect(waits.view.queue).toMatchObject({ position: 2, staffed: false, nextOpenAt: null });
    value(await first.act({ type: 'cancel-wait' }));
    expect((await second.next('view', ({ view }) => view.queue?.position === 1)).view.status).toBe('waiting');
    value(await second.act({ type: 'cancel-wait' }));
    first.close();
    second.close();
  });

  it('W132 whoever is removed while their page stays connected is told to begin anew, and does', async () => {
    const learner = await openLearner(server.url);
    value(await learner.say('hi?'));
    expect(await server.store.retention.sweep(instant(Date.now() + 1), 100)).not.toEqual([]);
    expect(code(await learner.say('and now?'))).toBe('not-yours');
    expect(code(await learner.ask('open', { lang: 'en', context: {} }))).toBe('signed-out');
    learner.close();
    const anew = await openLearner(server.url);
    expect(anew.opened.token).not.toBe(learner.opened.token);
    value(await anew.say('and now?'));
    anew.close();
    expect(server.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
