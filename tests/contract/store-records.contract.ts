/** What every store promises about ratings, learners, agents and sessions. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Event, Rating } from '#domain/events.ts';
import { agentId, conversationId, learnerId } from '#domain/ids.ts';
import { figures } from '#domain/metrics.ts';
import type { Agent, Store } from '#store/store.ts';
import { ADA, at, BEN, said, started, T0 } from '#tests/support/samples.ts';
import { learnerNamed, type Storage, talk, tell } from '#tests/support/store-talk.ts';

const rated = (stars: number, change: Partial<Rating> = {}): Event => ({
  type: 'rated',
  rating: { stars, reasons: [], comment: '', ...change },
});
const closed: Event = { type: 'closed', by: 'learner', resolved: true };
const HOUR = 3_600_000;

export function recordsContract(name: string, makeStorage: () => Storage) {
  let storage: Storage;
  let store: Store;
  beforeEach(async () => {
    storage = makeStorage();
    store = await storage.open();
  });
  afterEach(async () => {
    await store.close();
    storage.remove();
  });
  const report = (from = T0, to = at(HOUR)) => store.reports.rows(from, to);
  const agent = (id: string, change: Partial<Agent> = {}): Agent => ({
    id: agentId(id),
    login: `${id}@x.org`,
    name: id,
    role: 'agent',
    passwordHash: 'hash',
    disabled: false,
    createdAt: T0,
    ...change,
  });

  describe(`${name}: ratings and reports`, () => {
    it('S40 a rating is kept with its chat, its agent, course and lesson, and survives a restart', async () => {
      const place = { course: { id: 'py', title: 'Python' }, lesson: { id: '3' } };
      const words: Event = { type: 'learner-said', text: 'x', lang: 'en', place };
      const id = await talk(store, 'c', [words, { type: 'handoff-requested', reason: 'asked' }], at(1000));
      await tell(store, id, [{ type: 'taken', agent: ADA }], at(3000));
      await tell(store, id, [{ type: 'agent-said', agent: ADA, text: 'hi' }], at(4000));
      await tell(store, id, [closed], at(5000));
      await tell(store, id, [rated(4, { reasons: ['fast', 'clear'], comment: '很好, "thanks"' })], at(6000));
      const judged = (helped: boolean): Event => ({ type: 'helped', about: 1, helped });
      await tell(store, id, [judged(true), judged(false), judged(false)], at(7000));
      await store.close();
      store = await storage.open();
      expect(await report()).toEqual([
        {
          id,
          startedAt: at(1000),
          closedAt: at(5000),
          endedBy: 'learner',
          course: 'py',
          lesson: '3',
          courseTitle: 'Python',
          lessonTitle: null,
          agent: ADA,
          resolved: true,
          handoffAt: at(1000),
          takenAt: at(3000),
          firstReplyAt: at(4000),
          stars: 4,
          reasons: ['fast', 'clear'],
          comment: '很好, "thanks"',
          ratedAt: at(6000),
          ratedAgent: ADA,
          helpedYes: 1,
          helpedNo: 2,
          kind: 'other',
        },
      ]);
    });

    it('S40 a report names the agent a rating was kept with, or the bot, whoever re-opened the chat since', async () => {
      const reopened: Event = { type: 'reopened', by: 'agent', agent: BEN };
      const byAda = await talk(store, 'a', [{ type: 'taken', agent: ADA }, closed, rated(5), reopened], at(1));
      const byBot = await talk(store, 'b', [said('x'), closed, rated(1), reopened], at(2));
      expect(await report()).toMatchObject([
        { id: byAda, agent: BEN, stars: 5, ratedAgent: ADA },
        { id: byBot, agent: BEN, stars: 1, ratedAgent: null },
      ]);
    });

    it('S41 a changed rating replaces the old one: one chat, one rating', async () => {
      const id = await talk(store, 'c', [said('x'), closed], at(1));
      for (const stars of [1, 5, 3]) await tell(store, id, [rated(stars, { comment: `${stars}` })], at(stars * 1000));
      expect(await report()).toMatchObject([{ stars: 3, comment: '3', ratedAt: at(3000) }]);
      expect(figures(await report(), 'UTC').all).toMatchObject({ ratings: 1, meanStars: 3 });
      // A note changes nothing of it; given anew after another agent's turn it is about that one.
      await tell(store, id, [{ type: 'noted', agent: ADA, text: 'x' }], at(4000));
      expect(await report()).toMatchObject([{ ratedAt: at(3000), ratedAgent: null }]);
      const turn: Event[] = [{ type: 'reopened', by: 'agent', agent: BEN }, closed];
      await tell(store, id, turn, at(5000));
      expect(await report()).toMatchObject([{ ratedAt: at(3000), ratedAgent: null }]);
      await tell(store, id, [rated(2)], at(6000));
      expect(await report()).toMatchObject([{ stars: 2, ratedAt: at(6000), ratedAgent: BEN }]);
    });

    it('S42 a report has one row per conversation begun from its start up to, not at, its end; empty ones never', async () => {
      await talk(store, 'empty', [], at(10));
      for (const ms of [9, 10, 15, 20]) await talk(store, `c${ms}`, [said('x')], at(ms));
      const rows = await report(at(10), at(20));
      expect(rows.map(({ id }) => id)).toEqual(['c10', 'c15']);
      expect(rows[0]).toMatchObject({
        closedAt: null,
        endedBy: null,
        resolved: null,
        stars: null,
        reasons: [],
        comment: '',
        ratedAt: null,
        ratedAgent: null,
      });
    });

    it('S42 a re-opened conversation counts as open again', async () => {
      const id = await talk(store, 'c', [said('x'), closed]);
      await tell(store, id, [{ type: 'reopened', by: 'agent', agent: BEN }]);
      expect(await report()).toMatchObject([{ closedAt: null, endedBy: null, resolved: null, agent: BEN }]);
    });
  });

  describe(`${name}: retention`, () => {
    it('E5 a sweep takes what is older, a bounded number at a time, and what an end interrupts goes at the next', async () => {
      for (let i = 0; i < 5; i += 1) await talk(store, `old${i}`, [closed], at(i));
      const rating = await talk(store, 'rated', [closed, rated(2)], at(5));
      const young = await talk(store, 'young', [], at(HOUR));
      expect(await store.retention.sweep(at(0), 100)).toHaveLength(0);
      expect(await store.retention.sweep(at(HOUR), 4)).toHaveLength(4);
      await store.close();
      store = await storage.open();
      expect(await store.retention.sweep(at(HOUR), 100)).toHaveLength(2);
      expect(await store.retention.sweep(at(HOUR), 100)).toHaveLength(0);
      expect(await store.conversations.load(rating)).toBeUndefined();
      expect(await store.conversations.load(young)).toBeDefined();
      expect((await store.conversations.inbox({ folder: 'closed', agent: ADA, search: '', limit: 10 })).rows).toEqual([]);
      expect(await store.conversations.counts(ADA)).toMatchObject({ closed: 0 });
    });

    it('E4 a learner goes with the last conversation, not before; what was opened and never used goes by its age, too', async () => {
      const both = await talk(store, 'both', [said('x'), closed], at(1));
      const second = (await store.conversations.current(learnerId('both'), true, conversationId('both 2'), at(HOUR))).id;
      await tell(store, second, [{ ...started, learner: learnerId('both') }, said('y')], at(HOUR));
      const empty = await talk(store, 'empty', [], at(2));
      expect(await store.retention.sweep(at(HOUR), 100)).toEqual([both, empty]);
      expect([await store.learners.get(learnerId('both')), await store.learners.get(learnerId('empty'))]).toMatchObject([
        { id: 'both' },
        undefined,
      ]);
      expect(await store.conversations.load(second)).toMatchObject({ seq: 2 });
      expect(await store.retention.sweep(at(HOUR + 1), 100)).toEqual([second]);
      expect(await store.learners.get(learnerId('both'))).toBeUndefined();
      expect(await store.learners.byToken('token of both')).toBeUndefined();
    });

    it('E5 the oldest go first', async () => {
      const made = [await talk(store, 'b', [said('x')], at(5)), await talk(store, 'a', [said('x')], at(3))];
      expect(await store.retention.sweep(at(HOUR), 1)).toEqual([made[1]]);
    });
  });

  describe(`${name}: learners`, () => {
    it('S50 a learner is found by id and by token, and an update changes only what it names', async () => {
      const ana = learnerNamed('ana', { name: 'Ana', email: 'a@x.org' });
      await store.learners.create(ana, 'hash');
      expect([await store.learners.get(ana.id), await store.learners.byToken('hash')]).toEqual([ana, ana]);
      await store.learners.update(ana.id, { name: '安娜' });
      await store.learners.update(ana.id, {});
      await store.learners.update(ana.id, { lang: 'zh', device: 'tablet', email: 'b@x.org' });
      expect(await store.learners.get(ana.id)).toEqual({
        ...ana,
        name: '安娜',
        lang: 'zh',
        device: 'tablet',
        email: 'b@x.org',
      });
      expect([await store.learners.get(learnerId('x')), await store.learners.byToken('x')]).toEqual([undefined, undefined]);
    });

    it('J5 a signed learner is one per (site, subject), with a pass per browser', async () => {
      const signed = { subject: 'u1', role: 'student', enrolment: null };
      const pass = { until: at(1000), place: { course: { id: 'py' } } };
      const ana = { ...learnerNamed('ana', { name: 'Ana' }), signed };
      expect(await store.learners.admit(ana, 'h1', pass)).toEqual(ana);
      const later = { ...learnerNamed('x', { name: 'Ana B', email: null }), signed: { ...signed, role: null } };
      const known = { ...later, id: ana.id, firstSeenAt: ana.firstSeenAt };
      expect(await store.learners.admit(later, 'h2', { until: at(5), place: {} })).toEqual(known);
      expect(await store.learners.get(ana.id)).toEqual(known);
      expect(await store.learners.get(learnerId('x'))).toBeUndefined();
      expect(await store.learners.byPass('h1')).toEqual({ learner: known, pass });
      const renewed = { until: at(9000), place: {} };
      await store.learners.admit(ana, 'h1', renewed);
      expect((await store.learners.byPass('h1'))?.pass).toEqual(renewed);
      // Another's hash is never taken over, and a pass is no token.
      const ben = { ...learnerNamed('ben'), signed: { ...signed, subject: 'u2' } };
      await store.learners.admit(ben, 'h1', pass);
      expect((await store.learners.byPass('h1'))?.learner.id).toBe(ana.id);
      expect([await store.learners.byToken('h1'), await store.learners.byPass('h9')]).toEqual([undefined, undefined]);
    });

    it('J5 a learner keeps fifty passes: those that ended first are forgotten', async () => {
      const ana = { ...learnerNamed('ana'), signed: { subject: 'u1', role: null, enrolment: null } };
      for (let i = 0; i <= 50; i += 1) await store.learners.admit(ana, `h${i}`, { until: at(i), place: {} });
      expect(await store.learners.byPass('h0')).toBeUndefined();
      expect(await store.learners.byPass('h1')).toBeDefined();
    });

    it('S50 neither an id nor a token can be given twice', async () => {
      await store.learners.create(learnerNamed('a'), 'hash');
      await expect(store.learners.create(learnerNamed('a'), 'other')).rejects.toThrow();
      await expect(store.learners.create(learnerNamed('b'), 'hash')).rejects.toThrow();
      expect(await store.learners.get(learnerId('b'))).toBeUndefined();
    });
  });

  describe(`${name}: agents`, () => {
    it('S51 a login belongs to one agent, also when two are made at once', async () => {
      const made = await Promise.all([
        store.agents.create(agent('a', { login: 'same@x.org' })),
        store.agents.create(agent('b', { login: 'same@x.org' })),
      ]);
      expect(made).toEqual([true, false]);
      expect([await store.agents.count(), (await store.agents.byLogin('same@x.org'))?.id]).toEqual([1, 'a']);
    });

    it('S51 agents are listed by name and updated only in what is named', async () => {
      const [zoe, ada] = [agent('z', { name: 'Zoe' }), agent('a', { name: 'Ada', role: 'admin' })];
      for (const one of [zoe, ada]) await store.agents.create(one);
      await store.agents.update(zoe.id, { disabled: true, passwordHash: 'new' });
      await store.agents.update(zoe.id, { role: 'admin' });
      expect(await store.agents.list()).toEqual([ada, { ...zoe, disabled: true, passwordHash: 'new', role: 'admin' }]);
      await store.agents.update(zoe.id, { disabled: false });
      expect(await store.agents.get(zoe.id)).toEqual({ ...zoe, passwordHash: 'new', role: 'admin' });
      expect([await store.agents.get(agentId('x')), await store.agents.byLogin('x')]).toEqual([undefined, undefined]);
    });

    it('S52 a session lasts until its end, its idle time, its sign-out or its agent being disabled', async () => {
      await store.agents.create(agent('a'));
      const open = (hash: string) =>
        store.agents.openSession({ hash, agent: agentId('a'), csrf: `csrf ${hash}`, at: T0, until: at(10 * HOUR) });
      const ask = (hash: string, ms: number) => store.agents.session(hash, at(ms), HOUR);
      await open('s');
      expect(await ask('s', HOUR - 1)).toEqual({ agent: 'a', csrf: 'csrf s' });
      expect(await ask('s', 2 * HOUR - 2)).toBeDefined();
      expect(await store.agents.session('s', at(3 * HOUR - 3), HOUR, true), 'only looked at').toBeDefined();
      expect(await ask('s', 3 * HOUR - 2)).toBeUndefined();
      await open('t');
      for (let ms = 0; ms < 10 * HOUR; ms += HOUR / 2) expect(await ask('t', ms)).toBeDefined();
      expect(await ask('t', 10 * HOUR)).toBeUndefined();
      for (const hash of ['u', 'v', 'w']) await open(hash);
      await store.agents.endSession('u');
      expect([await ask('u', 1), await ask('v', 1), await ask('nobody', 1)]).toEqual([undefined, expect.anything(), undefined]);
      await store.agents.update(agentId('a'), { disabled: true });
      expect(await ask('v', 1)).toBeUndefined();
      await store.agents.update(agentId('a'), { disabled: false });
      await store.agents.endSessionsOf(agentId('a'));
      expect([await ask('v', 1), await ask('w', 1)]).toEqual([undefined, undefined]);
    });

    it('S53 canned replies are put, replaced and removed by id and come by shortcut', async () => {
      const [bye, hi] = [
        { id: '1', shortcut: 'bye', title: 'Bye', text: '再见' },
        { id: '2', shortcut: 'hi', title: 'Hi', text: 'Hello' },
      ];
      for (const one of [hi, bye]) await store.agents.putCanned(one);
      await store.agents.putCanned({ ...hi, text: 'Hello!' });
      expect(await store.agents.canned()).toEqual([bye, { ...hi, text: 'Hello!' }]);
      await store.agents.removeCanned('1');
      await store.agents.removeCanned('none');
      expect(await store.agents.canned()).toHaveLength(1);
    });

    it('S54 a setting is the last value put', async () => {
      await store.putSetting('k', '1');
      await Promise.all([store.putSetting('k', '2'), store.putSetting('k', '3')]);
      expect(await store.getSetting('k')).toBe('3');
    });
  });
}
