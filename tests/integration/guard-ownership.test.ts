import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cid, code, dial, dialLearner, openLearner, type Signed, setUp, value } from '#tests/support/people.ts';
import { rawSocket } from '#tests/support/raw-socket.ts';
import { startServer, type TestServer } from '#tests/support/start-server.ts';

let server: TestServer;
let ada: Signed;
beforeAll(async () => {
  server = await startServer();
  ada = await setUp(server);
});
afterAll(() => server.close());

describe('whose conversation it is', () => {
  it('G36 another learner reads, writes, marks and joins nothing; another site neither', async () => {
    const mine = await openLearner(server.url);
    const other = await openLearner(server.url);
    value(await mine.say('private'));
    const { conversation } = mine;
    expect(code(await other.ask('sync', { conversation, since: 0 }))).toBe('not-yours');
    expect(code(await other.ask('history', { conversation, before: 9 }))).toBe('not-yours');
    expect(code(await other.ask('signal', { conversation, signal: { type: 'read', seq: 1 } }))).toBe('not-yours');
    const say = { type: 'say', text: 'intruder', lang: 'en', context: {} } as const;
    expect(code(await other.ask('act', { conversation, cid: cid(), command: say }))).toBe('not-yours');
    const nobody = await dialLearner(server.url);
    expect(code(await nobody.ask('sync', { conversation, since: 0 }))).toBe('signed-out');
    value(await mine.say('still private'));
    await mine.next('entries', ({ entries }) =>
      entries.some((entry) => entry.type === 'message' && entry.text === 'still private'),
    );
    value(await other.say('flush'));
    expect(JSON.stringify(other.got('entries'))).not.toContain('private');
    await expect(dialLearner(server.url, mine.opened.token, {}, 'elsewhere')).rejects.toMatchObject({
      refusal: { code: 'signed-out' },
    });
    const twin = (path: string) =>
      fetch(`${server.url}/api/v1/conversations/${conversation}${path}`, {
        headers: { authorization: `Bearer ${other.opened.token}` },
      });
    expect((await twin('/entries')).status).toBe(404);
    for (const line of [mine, other, nobody]) line.close();
  });

  it('G22 tokens rest hashed', async () => {
    const learner = await openLearner(server.url);
    value(await learner.say('x'));
    for (const name of readdirSync(server.dataDir).filter((file) => file.startsWith('handraise.db'))) {
      const bytes = readFileSync(join(server.dataDir, name));
      expect(bytes.includes(learner.opened.token), name).toBe(false);
      expect(bytes.includes(ada.cookie.split('=')[1] ?? ''), name).toBe(false);
    }
    learner.close();
  });

  it('G38 notes, traces, e-mail addresses of agents and requests never reach a learner', async () => {
    const learner = await openLearner(server.url);
    const agent = await ada.dial();
    const { conversation } = learner;
    value(await learner.say('person'));
    const act = (command: Parameters<typeof agent.ask<'act'>>[1]['command']) =>
      agent.ask('act', { conversation, cid: cid(), command });
    value(await act({ type: 'take' }));
    value(await act({ type: 'note', text: 'NOTE-CANARY' }));
    value(await act({ type: 'reply', text: 'visible' }));
    await learner.next('entries', ({ entries }) =>
      entries.some((entry) => entry.type === 'message' && entry.text === 'visible'),
    );
    const seen = JSON.stringify([
      learner.got('entries'),
      learner.got('view'),
      await learner.ask('sync', { conversation, since: 0 }),
      learner.opened,
    ]);
    for (const canary of ['NOTE-CANARY', 'ada@example.com', ada.id, 'tableVersion', 'sentence', 'noted'])
      expect(seen).not.toContain(canary);
    const theirs = JSON.stringify([agent.got('agents'), value(await agent.ask('hello', { v: 1 }))]);
    expect(theirs).not.toContain('ada@example.com');
    expect(theirs).not.toContain('scrypt');
    agent.close();
    learner.close();
  });

  it('G35 a learner cannot enter the agents’ space, nor anybody the bare one', async () => {
    await expect(dial(server.url, '/agent', { v: 1, token: 'x' })).rejects.toMatchObject({ refusal: { code: 'signed-out' } });
    const raw = await rawSocket(server.url, { Origin: server.url });
    await raw.next();
    raw.send('40');
    expect(await raw.next()).toMatch(/^44/);
    raw.close();
  });
});
