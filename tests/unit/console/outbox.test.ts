import { describe, expect, it } from 'vitest';
import { createOutbox, type OutboxItem, type Outcome } from '#console/outbox.ts';
import type { AgentCommand } from '#protocol/agents.ts';
import type { ActRequest } from '#protocol/events.ts';
import type { Refusal } from '#protocol/refusals.ts';

type Sent = ActRequest<AgentCommand> & { readonly answer: (outcome: Outcome) => Promise<void> };

function desk(stored: Map<string, string> = new Map(), key = 'outbox:me') {
  const sent: Sent[] = [];
  const timers: { readonly ms: number; readonly run: () => void }[] = [];
  const refused: Refusal[] = [];
  let items: readonly OutboxItem[] = [];
  let line = true;
  let count = 0;
  const outbox = createOutbox({
    send: (request) =>
      new Promise((resolve) => {
        sent.push({
          ...request,
          answer: async (outcome) => {
            resolve(outcome);
            await new Promise((done) => setImmediate(done));
          },
        });
      }),
    connected: () => line,
    storage: {
      getItem: (name) => stored.get(name) ?? null,
      setItem: (name, value) => void stored.set(name, value),
      removeItem: (name) => void stored.delete(name),
    },
    key,
    now: () => 1,
    later: (ms, run) => void timers.push({ ms, run }),
    cid: () => `cid${++count}`,
    changed: (all) => {
      items = all;
    },
    refused: (_item, refusal) => void refused.push(refusal),
  });
  const at = (index: number): Sent => {
    const found = sent[index];
    if (!found) throw new Error(`only ${sent.length} sent`);
    return found;
  };
  return {
    outbox,
    sent,
    timers,
    refused,
    stored,
    at,
    items: () => items,
    cut: () => {
      line = false;
    },
    mend: () => {
      line = true;
      outbox.flush();
    },
    tick: () => {
      for (const timer of timers.splice(0)) timer.run();
    },
  };
}

const reply = (text: string) => ({ type: 'reply', text }) as const;
const stored = (cid: string, seq: number): Outcome => ({ type: 'stored', acted: { cid, seq, epoch: 'e' } });

describe('outbox', () => {
  it('A30 sends one at a time per conversation, in order, and others beside it', async () => {
    const d = desk();
    d.outbox.add('a', reply('one'));
    d.outbox.add('a', reply('two'));
    d.outbox.add('b', reply('other'));
    expect(d.sent.map((request) => [request.conversation, request.cid])).toEqual([
      ['a', 'cid1'],
      ['b', 'cid3'],
    ]);
    await d.at(0).answer(stored('cid1', 5));
    expect(d.sent.map((request) => request.cid)).toEqual(['cid1', 'cid3', 'cid2']);
  });

  it('A30 a lost answer is tried again with the same cid, ahead of what came later', async () => {
    const d = desk();
    d.outbox.add('a', reply('one'));
    d.outbox.add('a', reply('two'));
    await d.at(0).answer({ type: 'lost' });
    d.tick();
    expect(d.sent.map((request) => request.cid)).toEqual(['cid1', 'cid1']);
  });

  it('A40 nothing is sent without a line, everything when it returns', () => {
    const d = desk();
    d.cut();
    d.outbox.add('a', reply('one'));
    expect(d.sent).toEqual([]);
    d.mend();
    expect(d.sent).toHaveLength(1);
  });

  it('A31 text outlives a reload until it is stored; commands without text do not', async () => {
    const d = desk();
    d.cut();
    d.outbox.add('a', reply('kept'));
    d.outbox.add('a', { type: 'close', resolved: true });
    const after = desk(d.stored);
    expect(after.items().map((item) => [item.cid, item.command.type, item.status])).toEqual([['cid1', 'reply', 'queued']]);
    after.outbox.flush();
    await after.at(0).answer(stored('cid1', 4));
    expect(desk(d.stored).items()).toEqual([]);
  });

  it('A31 another agent in the same tab starts empty', () => {
    const d = desk();
    d.cut();
    d.outbox.add('a', reply('mine'));
    expect(desk(d.stored, 'outbox:other').items()).toEqual([]);
  });

  it('A31 rubbish in the storage is passed over', () => {
    const odd = '[{"cid":1},null,{"cid":"x","conversation":"a","at":1,"command":{"type":"close"}}]';
    for (const text of ['', '{', '7', odd]) expect(desk(new Map([['outbox:me', text]])).items()).toEqual([]);
  });

  it('A31 a stored reply stays as a stand-in until the thread shows it', async () => {
    const d = desk();
    d.outbox.add('a', reply('one'));
    await d.at(0).answer(stored('cid1', 9));
    d.outbox.settle('a', 8);
    expect(d.items()).toHaveLength(1);
    d.outbox.settle('b', 9);
    expect(d.items()).toHaveLength(1);
    d.outbox.settle('a', 9);
    expect(d.items()).toEqual([]);
  });

  it('A32 a limit is waited out as long as the server says, then tried again', async () => {
    const d = desk();
    d.outbox.add('a', reply('one'));
    await d.at(0).answer({ type: 'refused', refusal: { code: 'too-fast', retryAfterMs: 4_200 } });
    expect(d.timers.map((timer) => timer.ms)).toEqual([4_200]);
    d.outbox.flush();
    expect(d.sent).toHaveLength(1);
    d.tick();
    expect(d.sent.map((request) => request.cid)).toEqual(['cid1', 'cid1']);
  });

  it('A32 a refused reply keeps its text and lets the next one go', async () => {
    const d = desk();
    d.outbox.add('a', reply('one'));
    d.outbox.add('a', reply('two'));
    await d.at(0).answer({ type: 'refused', refusal: { code: 'not-allowed' } });
    expect(d.items()[0]).toMatchObject({ cid: 'cid1', status: 'failed', refusal: { code: 'not-allowed' } });
    expect(d.sent.at(-1)?.cid).toBe('cid2');
    d.outbox.retry('cid1');
    await d.at(1).answer(stored('cid2', 3));
    expect(d.sent.at(-1)?.cid).toBe('cid1');
    d.outbox.discard('cid1');
    expect(d.items().map((item) => item.cid)).toEqual(['cid2']);
  });

  it('A33 a refused take is reported and gone', async () => {
    const d = desk();
    d.outbox.add('a', { type: 'take' });
    await d.at(0).answer({ type: 'refused', refusal: { code: 'taken', detail: 'Tom' } });
    expect(d.refused).toEqual([{ code: 'taken', detail: 'Tom' }]);
    expect(d.items()).toEqual([]);
  });
});
