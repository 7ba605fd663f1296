import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LearnerCommand } from '#domain/decide.ts';
import type { ConversationId } from '#domain/ids.ts';
import { openSqliteStore } from '#store/sqlite.ts';
import { openDatabase } from '#store/sqlite-open.ts';
import { eraseLearners } from '#store/sqlite-people.ts';
import { StorageFull } from '#store/store.ts';
import { noFiles } from '#tests/support/no-files.ts';
import { ADA, LEARNER, SITE } from '#tests/support/samples.ts';
import {
  act,
  bot,
  changes,
  clock,
  desk,
  folder,
  HOUR,
  ids,
  learner,
  log,
  make,
  newKey,
  person,
  say,
  start,
  store,
  take,
} from './desk-harness.ts';

describe('the desk', () => {
  it('C3 stores a message and its reply in one append and tells once', async () => {
    const id = await start();
    expect(await say(id, 'price?')).toEqual({ ok: true, value: { seq: 1 } });
    expect(await log(id)).toEqual(['started', 'learner-said', 'bot-said']);
    expect(changes.map(({ stamped }) => stamped.map(({ seq }) => seq))).toEqual([[1, 2, 3]]);
  });

  it('C5 the same key again, at once or later, stores nothing, asks the bot nothing and gets the same number', async () => {
    const id = await start();
    const key = newKey();
    const both = await Promise.all([say(id, 'price?', key), say(id, 'price?', key)]);
    await say(id, 'more?');
    expect([...both, await say(id, 'price?', key)].map((done) => done.ok && done.value.seq)).toEqual([1, 1, 1]);
    expect(bot.turns.map(({ text }) => text)).toEqual(['price?', 'more?']);
    expect(changes).toHaveLength(2);
  });

  it('C5 a command that could not be given twice is acknowledged twice under its key', async () => {
    const id = await start();
    await say(id, 'price?');
    const key = newKey();
    const helped: LearnerCommand = { type: 'helped', seq: 3, helped: true };
    expect([await act(id, helped, key), await act(id, helped, key)]).toEqual([
      { ok: true, value: { seq: 4 } },
      { ok: true, value: { seq: 4 } },
    ]);
  });

  it('S69 what a message told of its learner may be lost on a full disk; the message, which is stored, is acknowledged', async () => {
    const full = { ...store.learners, update: () => Promise.reject(new StorageFull('planted')) };
    const other = await make({ ...store, learners: full });
    const id = await start();
    const hello: LearnerCommand = { type: 'say', text: 'my name is Ana', lang: 'en', place: {} };
    expect(await other.actAsLearner(learner, SITE, 'widget', id, newKey(), hello)).toEqual({ ok: true, value: { seq: 1 } });
  });

  it('C12 a hundred commands at once keep their order and leave no hole', async () => {
    const id = await start();
    await Promise.all(Array.from({ length: 100 }, (_, index) => say(id, `${index}?`)));
    expect(bot.turns.map(({ text }) => text)).toEqual(Array.from({ length: 100 }, (_, index) => `${index}?`));
    const all = changes.flatMap(({ stamped }) => stamped.map(({ seq }) => seq));
    expect(all).toEqual(Array.from({ length: 201 }, (_, index) => index + 1));
  });

  it('C12 two writers of one database: the loser decides again on what is there', async () => {
    const id = await start();
    await say(id, 'price?');
    const other = await make();
    const done = await Promise.all([
      ...Array.from({ length: 10 }, () => say(id, 'a?')),
      ...Array.from({ length: 10 }, () =>
        other.actAsLearner(learner, SITE, 'widget', id, newKey(), { type: 'say', text: 'b?', lang: 'en', place: {} }),
      ),
    ]);
    const stored = await log(id);
    const acked = done.filter((one) => one.ok).length;
    expect(stored?.filter((type) => type === 'learner-said')).toHaveLength(1 + acked);
    expect(stored?.filter((type) => type === 'bot-said')).toHaveLength(1 + acked);
    expect(done.filter((one) => !one.ok).every((one) => !one.ok && one.refused.code === 'conflict')).toBe(true);
  });

  it('D23 what another program removed or wrote is found out although the desk remembers the conversation', async () => {
    const id = await start();
    await say(id, 'hello');
    const elsewhere = await openSqliteStore({ path: join(folder, 'handraise.db'), ids });
    const { seq, state } = (await elsewhere.conversations.load(id)) ?? { seq: 0, state: undefined };
    if (!state) throw new Error('nothing was stored');
    const noted = { type: 'noted', agent: ADA, text: 'from elsewhere' } as const;
    await elsewhere.conversations.append(id, seq, [noted], newKey(), clock.now(), state);
    expect(await say(id, 'and again')).toMatchObject({ ok: true, value: { seq: seq + 2 } });
    clock.advance(200 * 24 * HOUR);
    await elsewhere.retention.sweep(clock.now(), 10);
    expect(await say(id, 'gone')).toEqual({ ok: false, refused: { code: 'not-yours' } });
    await elsewhere.close();
  });

  it('E4 what another program erased is forgotten and told at the next round', async () => {
    const id = await start();
    await say(id, 'hello');
    const removed: ConversationId[] = [];
    desk.onRemoved((gone) => removed.push(...gone));
    const db = openDatabase(join(folder, 'handraise.db'));
    eraseLearners(db, [LEARNER], noFiles, { tell: true });
    db.close();
    await desk.round();
    expect(removed).toEqual([id]);
    expect(await desk.owns(LEARNER, id)).toBe(false);
    await desk.round();
    expect(removed).toEqual([id]);
  });

  it('C4 the bot is not even asked while a person owns the conversation', async () => {
    const id = await start();
    await say(id, 'price?');
    await take(id, ADA);
    await say(id, 'are you there?');
    expect(bot.turns).toHaveLength(1);
    await desk.actAsAgent(ADA, id, newKey(), { type: 'return-to-bot' });
    await say(id, 'and now?');
    expect(bot.turns).toHaveLength(2);
  });

  it('C13 a bot that fails costs the learner nothing: the message is stored and a person is fetched', async () => {
    const id = await start();
    bot.reply = () => Promise.reject(new Error('planted'));
    expect((await say(id, 'price?')).ok).toBe(true);
    expect(await log(id)).toEqual(['started', 'learner-said', 'handoff-requested']);
  });

  it('C10 "no" under an answer offers a person, and asking then gives the reason', async () => {
    const id = await start();
    await say(id, 'price?');
    await act(id, { type: 'helped', seq: 3, helped: false });
    const offered = changes.at(-1)?.stamped.at(-1)?.event;
    expect(offered).toMatchObject({ type: 'bot-said', text: '[not-helped]', choices: [{ choice: 'person' }] });
    await act(id, person);
    expect(changes.at(-1)?.state.phase).toMatchObject({ status: 'waiting', reason: 'unhelpful' });
  });

  it('C11 remembers a name once and keeps what the learner gave', async () => {
    const id = await start();
    await say(id, 'my name is Ada');
    expect((await store.learners.get(LEARNER))?.name).toBe('Ada');
    await act(id, { type: 'leave-contact', email: 'ada@example.com', name: 'Ada L.', text: 'call me' });
    expect(await store.learners.get(LEARNER)).toMatchObject({ name: 'Ada L.', email: 'ada@example.com' });
    const known = await store.learners.get(LEARNER);
    if (known) await desk.actAsLearner(known, SITE, 'widget', id, newKey(), { type: 'cancel-wait' });
    if (known)
      await desk.actAsLearner(known, SITE, 'widget', id, newKey(), {
        type: 'say',
        text: 'my name is Eve',
        lang: 'en',
        place: {},
      });
    expect((await store.learners.get(LEARNER))?.name).toBe('Ada L.');
  });

  it('C6 after a close the old conversation stays until a fresh one is asked for, and then stays fresh', async () => {
    const id = await start();
    await say(id, 'price?');
    await act(id, { type: 'end' });
    expect(await say(id, 'more?')).toMatchObject({ refused: { code: 'closed' } });
    expect(await start()).toBe(id);
    const fresh = (await desk.open(learner, 'en', {}, true)).id;
    expect(fresh).not.toBe(id);
    expect((await desk.open(learner, 'en', {}, true)).id).toBe(fresh);
  });

  it('C9, S9 a chat re-opened before the next one began is the learner’s again; one they have left for another stays closed', async () => {
    const id = await start();
    await say(id, 'price?');
    await act(id, { type: 'end' });
    const next = (await desk.open(learner, 'en', {}, true)).id;
    const key = newKey();
    const reopen = (by = newKey()) => desk.actAsAgent(ADA, id, by, { type: 'reopen' });
    const done = await reopen(key);
    expect(done.ok).toBe(true);
    expect([await start(), (await desk.open(learner, 'en', {}, true)).id]).toEqual([id, id]);
    await desk.actAsAgent(ADA, id, newKey(), { type: 'close', resolved: true });
    expect((await desk.open(learner, 'en', {}, true)).id).toBe(next);
    await say(next, 'and this?');
    expect(await reopen()).toMatchObject({ ok: false, refused: { code: 'not-allowed' } });
    expect(changes.at(-1)).toMatchObject({ conversation: next });
    expect(await reopen(key), 'what was acknowledged stays so').toEqual(done);
  });
});

it('A91 the first words in a chat begun after the re-opened one are refused as those in a closed chat: they go to the re-opened', async () => {
  const id = await start();
  await say(id, 'price?');
  await act(id, { type: 'end' });
  const next = (await desk.open(learner, 'en', {}, true)).id;
  await desk.actAsAgent(ADA, id, newKey(), { type: 'reopen' });
  const words = { type: 'say', text: 'and this?', lang: 'en', place: {} } as const;
  const said = await desk.actAsLearner(learner, SITE, 'widget', next, newKey(), words);
  expect(said).toMatchObject({ ok: false, refused: { code: 'closed' } });
  expect((await desk.open(learner, 'en', {}, true)).id).toBe(id);
});
