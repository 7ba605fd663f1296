import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instant } from '#domain/time.ts';
import type { OpenAnswer } from '#protocol/events.ts';
import type { PageContext } from '#protocol/shapes.ts';
import { fakeBot } from '#tests/support/fake-bot.ts';
import { base64Of, identityOf, jwt, privateKey, publicKey, SECRET } from '#tests/support/jwt.ts';
import { cid, code, dialLearner, openLearner, post, type Signed, setUp, value } from '#tests/support/people.ts';
import { fakeClock } from '#tests/support/samples.ts';
import { startServer, type TestServer } from '#tests/support/start-server.ts';

const OTHER = 'the-secret-of-the-algebra-site-0123456789';
let server: TestServer;
let ada: Signed;
beforeAll(async () => {
  server = await startServer({
    env: { IDENTITY_SECRETS: `${SECRET},algebra:${OTHER}`, IDENTITY_PUBLIC_KEYS: base64Of(publicKey) },
  });
  ada = await setUp(server);
});
afterAll(() => server.close());

interface How {
  readonly url?: string;
  readonly token?: string;
  readonly site?: string;
  readonly context?: PageContext;
}
/** A browser that opens with an identity. */
async function arrive(identity: string, { url = server.url, token, site = 'default', context = {} }: How = {}) {
  const line = await dialLearner(url, token, {}, site);
  const answer = await line.ask('open', { lang: 'en', context, identity });
  const say = (conversation: string, text: string, place: PageContext = {}) =>
    line.ask('act', { conversation, cid: cid(), command: { type: 'say', text, lang: 'en', context: place } });
  return { line, answer, say };
}
const agentSees = async (conversation: string) => {
  const agent = await ada.dial();
  const page = value(await agent.ask('watch', { conversation }));
  agent.close();
  return page.view;
};

describe('verified learners', () => {
  it('J5 the same person on two devices is one learner and sees one conversation; elsewhere the same sub is another', async () => {
    const phone = await arrive(identityOf('ana'));
    const laptop = await arrive(jwt({ sub: 'ana', aud: 'default', exp: Date.now() / 1_000 + 60 }, privateKey));
    const [a, b] = [value(phone.answer), value(laptop.answer)];
    expect(b.conversation.id).toBe(a.conversation.id);
    expect(b.token).not.toBe(a.token);
    value(await phone.say(a.conversation.id, 'from the phone?'));
    const packet = await laptop.line.next('entries');
    expect(packet.entries[1]).toMatchObject({ type: 'message', text: 'from the phone?' });
    const again = await arrive(identityOf('ana'), { token: a.token });
    expect(value(again.answer)).toMatchObject({ token: a.token, conversation: { id: a.conversation.id, head: 3 } });
    const elsewhere = await arrive(jwt({ sub: 'ana', aud: 'algebra', exp: Date.now() / 1_000 + 60 }, OTHER), {
      site: 'algebra',
    });
    expect(value(elsewhere.answer).conversation.id).not.toBe(a.conversation.id);
    const twin = await arrive(identityOf('ana '));
    expect(value(twin.answer).conversation.id).not.toBe(a.conversation.id);
    for (const { line } of [phone, laptop, again, elsewhere, twin]) line.close();
  });

  it('J6 what was said unsigned stays unsigned: signing in shows another conversation, and the packets of the first stop', async () => {
    const before = await openLearner(server.url);
    value(await before.act({ type: 'leave-contact', email: 'ben@x.org', name: 'Ben', text: 'call me' }));
    await before.next('entries', ({ entries }) => entries.some((entry) => entry.type === 'contact-left'));
    const tab = await openLearner(server.url, before.opened.token);
    const opened = value(
      await before.ask('open', { lang: 'en', context: {}, identity: identityOf('ben', { email: 'ben@x.org' }) }),
    );
    expect(opened.conversation).toMatchObject({ head: 0 });
    expect(opened.conversation.id).not.toBe(before.conversation);
    expect(opened.token).not.toBe(before.opened.token);
    expect(code(await before.say('still here?'))).toBe('not-yours');
    expect(code(await before.ask('sync', { conversation: before.conversation, since: 0 }))).toBe('not-yours');
    const heard = before.got('entries').length;
    value(await tab.say('only the unsigned one'));
    await tab.next('entries', ({ entries }) => entries.some((entry) => entry.type === 'message'));
    await server.app.settled();
    expect(before.got('entries')).toHaveLength(heard);
    before.close();
    tab.close();
  });

  it('J6 an unsigned learner who says to be somebody gets an empty conversation of their own', async () => {
    const { answer, line, say } = await arrive(identityOf('cleo', { email: 'cleo@x.org' }));
    const { conversation } = value(answer);
    value(await say(conversation.id, 'my secret?'));
    const thief = await openLearner(server.url);
    expect(thief.opened.conversation.head).toBe(0);
    value(await thief.act({ type: 'leave-contact', email: 'cleo@x.org', name: 'Cleo', text: '' }));
    expect(code(await thief.ask('sync', { conversation: conversation.id, since: 0 }))).toBe('not-yours');
    expect((await agentSees(thief.conversation)).learner).toMatchObject({ email: 'cleo@x.org', earlier: [] });
    expect((await agentSees(thief.conversation)).learner).not.toHaveProperty('verified');
    line.close();
    thief.close();
  });

  it('J7 signed course, lesson and exam win over what the page says, in open, messages and signals', async () => {
    const identity = identityOf('dan', { course: 'py', lesson: '3', page: 'exam' });
    const lie: PageContext = { course: { id: 'js' }, lesson: { id: '1' }, page: { url: 'https://x.org/1', kind: 'lesson' } };
    const truth = { course: { id: 'py' }, lesson: { id: '3' }, page: { url: 'https://x.org/1', kind: 'exam' } };
    const { answer, line, say } = await arrive(identity, { context: lie });
    const { conversation, token } = value(answer);
    value(await say(conversation.id, 'the answer?', lie));
    expect((await agentSees(conversation.id)).item.context).toEqual(truth);
    const signal = { type: 'context', context: { ...lie, progress: 1 } } as const;
    value(await line.ask('signal', { conversation: conversation.id, signal }));
    expect((await agentSees(conversation.id)).item.context).toEqual({ ...truth, progress: 1 });
    line.close();
    // Coming back by the token alone does not shake it off.
    const back = await openLearner(server.url, token);
    value(await back.act({ type: 'say', text: 'now?', lang: 'en', context: lie }));
    expect((await agentSees(conversation.id)).item.context).toMatchObject(truth);
    back.close();
  });

  it('J7, W124 what a window without a lesson says comes from where the learner was last heard of, but for what is signed', async () => {
    const bot = fakeBot();
    const own = await startServer({ env: { IDENTITY_SECRETS: SECRET }, bot });
    const { answer, line, say } = await arrive(identityOf('dee', { course: 'py' }), { url: own.url });
    const { id } = value(answer).conversation;
    const said = async () => {
      value(await say(id, 'the answer?'));
      return bot.turns.at(-1)?.place;
    };
    expect(await said()).toEqual({ course: { id: 'py' } });
    const exam = { lesson: { id: '3' }, page: { url: 'https://x.org/3', kind: 'exam' } } as const;
    const signal = { type: 'context', context: { course: { id: 'js' }, ...exam } } as const;
    value(await line.ask('signal', { conversation: id, signal }));
    expect(await said()).toEqual({ course: { id: 'py' }, ...exam });
    value(await line.ask('open', { lang: 'en', context: {}, identity: identityOf('dee', { course: 'go' }) }));
    expect(await said()).toEqual({ course: { id: 'go' }, ...exam });
    line.close();
    await own.close();
  });

  it('J10 agents see who is verified, as what, and by the signed name, whatever is said in the chat', async () => {
    const claims = { name: 'Eva', email: 'eva@x.org', role: 'student', enrolment: '2026-A' };
    const { answer, line } = await arrive(identityOf('eva', claims));
    const { conversation } = value(answer);
    const command = { type: 'leave-contact', email: 'other@x.org', name: 'Root', text: 'hi' } as const;
    value(await line.ask('act', { conversation: conversation.id, cid: cid(), command }));
    expect((await agentSees(conversation.id)).learner).toMatchObject({
      name: 'Eva',
      email: 'eva@x.org',
      verified: { subject: 'eva', role: 'student', enrolment: '2026-A' },
    });
    const renamed = await arrive(identityOf('eva', { ...claims, name: 'Eva Braun-Li' }));
    expect((await agentSees(conversation.id)).item.learner).toBe('Eva Braun-Li');
    const agent = await ada.dial();
    const found = value(await agent.ask('inbox', { folder: 'all', search: 'Li' }));
    expect(found.items.map(({ id }) => id)).toContain(conversation.id);
    for (const one of [line, renamed.line, agent]) one.close();
  });

  it('J8 a bad identity is refused with its reason and changes nothing about who is here', async () => {
    const learner = await openLearner(server.url);
    const open = (identity: unknown) => learner.raw('open', { lang: 'en', context: {}, identity });
    for (const bad of ['', 'x.y.z', `${identityOf('f')}x`, identityOf('f', { aud: 'algebra' }), 'x'.repeat(5_000)])
      expect(code(await open(bad)), bad.slice(0, 20)).toBe('identity');
    expect(code(await open(7))).toBe('bad-request');
    expect(value(await learner.ask('open', { lang: 'en', context: {} })).token).toBe(learner.opened.token);
    expect(await open(identityOf('f', { exp: 1 }))).toMatchObject({ refusal: { detail: 'exp has passed' } });
    learner.close();
    const plain = await startServer();
    const { answer, line } = await arrive(identityOf('f'), { url: plain.url });
    expect(answer).toMatchObject({
      ok: false,
      refusal: { code: 'identity', detail: expect.stringContaining('IDENTITY_SECRETS') },
    });
    line.close();
    await plain.close();
  });
});

describe('the end of a signature', () => {
  it('J9 ends the token: commands are refused, packets stop, until a new identity renews it', async () => {
    const clock = fakeClock(instant(1_800_000_000_000));
    const own = await startServer({ clock, env: { IDENTITY_SECRETS: SECRET } });
    const signed = () => identityOf('gus', {}, clock.now());
    const one = await arrive(signed(), { url: own.url });
    const { token, conversation } = value(one.answer);
    clock.advance(400_000);
    const two = await arrive(signed(), { url: own.url });
    value(await two.say(conversation.id, 'both hear'));
    await one.line.next('entries');
    clock.advance(261_000);
    const heard = one.line.got('entries').length;
    value(await two.say(conversation.id, 'one hears'));
    await two.line.next('entries', ({ view }) => view.head > 3);
    await own.app.settled();
    expect(one.line.got('entries')).toHaveLength(heard);
    const { id } = conversation;
    expect(code(await one.say(id, 'late'))).toBe('identity');
    expect(code(await one.line.ask('sync', { conversation: id, since: 0 }))).toBe('identity');
    expect(code(await one.line.ask('signal', { conversation: id, signal: { type: 'read', seq: 1 } }))).toBe('identity');
    expect(code(await one.line.ask('open', { lang: 'en', context: {} }))).toBe('identity');
    // By the token alone nobody comes back, not even after a restart of the page.
    const later = await dialLearner(own.url, token);
    expect(code(await later.ask('open', { lang: 'en', context: {} }))).toBe('identity');
    const renewed = value(await later.ask('open', { lang: 'en', context: {}, identity: signed() }));
    expect([renewed.token, renewed.conversation.id]).toEqual([token, id]);
    value(await one.line.ask('open', { lang: 'en', context: {}, identity: signed() }));
    value(await one.say(id, 'again'));
    for (const line of [one.line, two.line, later]) line.close();
    await own.close();
  });
});

describe('REQUIRE_IDENTITY', () => {
  it('J11 refuses every unsigned open, and tokens from before; signed learners chat', async () => {
    const first = await startServer({ env: { IDENTITY_SECRETS: SECRET } });
    const old = await openLearner(first.url);
    old.close();
    const strict = await startServer({ env: { IDENTITY_SECRETS: SECRET, REQUIRE_IDENTITY: 'yes' }, dataDir: first.dataDir });
    const line = await dialLearner(strict.url);
    expect(await line.ask('open', { lang: 'en', context: {} })).toMatchObject({
      ok: false,
      refusal: { code: 'identity', detail: expect.stringContaining('signed by the course site') },
    });
    const back = await dialLearner(strict.url, old.opened.token);
    expect(code(await back.ask('open', { lang: 'en', context: {} }))).toBe('identity');
    expect(code(await back.ask('sync', { conversation: old.conversation, since: 0 }))).toBe('identity');
    const http = await post(strict.url, '/api/v1/sessions', { v: 1, site: 'default', lang: 'en', context: {} });
    expect([http.status, ((await http.json()) as { refusal: { code: string } }).refusal.code]).toEqual([401, 'identity']);
    const { answer, say, line: signed } = await arrive(identityOf('hal'), { url: strict.url });
    value(await say(value(answer).conversation.id, 'hello?'));
    for (const one of [line, back, signed]) one.close();
    await strict.close();
    await first.close();
  });
});

describe('over HTTP', () => {
  it('J12 the same: a signed session, one person with the socket, the end of the signature', async () => {
    const body = (identity: string) => ({ v: 1, site: 'default', lang: 'en', context: {}, identity });
    const socket = await arrive(identityOf('ida'));
    const answer = await post(server.url, '/api/v1/sessions', body(identityOf('ida')));
    expect(answer.status).toBe(200);
    const opened = (await answer.json()) as OpenAnswer;
    expect(opened.conversation.id).toBe(value(socket.answer).conversation.id);
    const authorization = `Bearer ${opened.token}`;
    const at = `/api/v1/conversations/${opened.conversation.id}`;
    const said = await post(
      server.url,
      `${at}/messages`,
      { cid: cid(), text: 'hi', lang: 'en', context: {} },
      { authorization },
    );
    expect(said.status).toBe(200);
    const renewed = (await (
      await post(server.url, '/api/v1/sessions', body(identityOf('ida')), { authorization })
    ).json()) as OpenAnswer;
    expect(renewed.token).toBe(opened.token);
    const bad = await post(server.url, '/api/v1/sessions', body(`${identityOf('ida')}x`), { authorization });
    expect(bad.status).toBe(401);
    socket.line.close();
  });

  it('J14 neither a log line nor the database holds an identity', async () => {
    const { readFileSync, readdirSync } = await import('node:fs');
    const { join } = await import('node:path');
    const identity = identityOf('canary-subject');
    const { line } = await arrive(identity);
    await line.raw('open', { lang: 'en', context: {}, identity: `${identity}x` });
    await post(server.url, '/api/v1/sessions', { v: 1, site: 'default', lang: 'en', context: {}, identity });
    line.close();
    const signature = identity.split('.')[2] ?? '';
    expect(signature).toHaveLength(43);
    expect(JSON.stringify(server.logged)).not.toContain(signature);
    for (const file of readdirSync(server.dataDir).filter((name) => name.startsWith('handraise.db')))
      expect(readFileSync(join(server.dataDir, file)).includes(signature), file).toBe(false);
  });
});
