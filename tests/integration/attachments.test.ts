import { readdirSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { instant } from '#domain/time.ts';
import type { FileRef } from '#protocol/shapes.ts';
import { jpeg, pdf, photo, png, webp } from '#tests/support/media.ts';
import { cid, code, dial, openLearner, setUp, type TestLearner, value } from '#tests/support/people.ts';
import { type FakeClock, fakeClock } from '#tests/support/samples.ts';
import { startServer, type TestServer } from '#tests/support/start-server.ts';
import { sayWith, up, uploadTo } from '#tests/support/uploads.ts';

const DAY = 86_400_000;
let server: TestServer;
let clock: FakeClock;
beforeEach(async () => {
  clock = fakeClock(instant(1_800_000_000_000));
  server = await startServer({ clock, env: { ATTACHMENTS: 'on' } });
});
afterEach(() => server.close());

const upload = (who: TestLearner, body: Buffer, name?: string) => uploadTo(server.url, who, body, name);
const down = (token: string, conversation: string, id: string) =>
  fetch(`${server.url}/api/v1/conversations/${conversation}/attachments/${id}`, {
    headers: { authorization: `Bearer ${token}` },
  });
const refusalOf = async (answer: Response) => ((await answer.json()) as { refusal: { code: string; detail?: string } }).refusal;
const onDisk = (of = server) => readdirSync(join(of.dataDir, 'attachments'));

describe('a file of a message', () => {
  it('P51 P52 goes up, is said, and is there for learner and agent; without words the chat is called by its name', async () => {
    const who = await openLearner(server.url);
    expect(who.opened.attachments).toBe(true);
    const ada = await setUp(server);
    const file = await upload(who, photo(6), 'C:\\me\\Übung 1.jpg');
    expect(file).toEqual({
      id: file.id,
      name: 'Übung 1.jpg',
      type: 'image/jpeg',
      bytes: jpeg.length + 36,
      width: 16,
      height: 24,
    });
    const key = cid();
    const first = value(await sayWith(who, '', [file.id], key));
    expect(value(await sayWith(who, '', [file.id], key))).toEqual(first);
    const { entries } = await who.next('entries', (packet) => packet.entries.some((entry) => entry.type === 'message'));
    expect(entries.find((entry) => entry.type === 'message')).toMatchObject({ text: '', files: [file], cid: key });
    const line = await ada.dial();
    expect(value(await line.ask('hello', { v: 1 })).attachments).toBe(true);
    const watched = value(await line.ask('watch', { conversation: who.conversation }));
    expect(watched.entries.find((entry) => entry.type === 'message')).toMatchObject({ files: [file] });
    expect(watched.view.item.lastText).toBe('Übung 1.jpg');
    expect(value(await line.ask('inbox', { folder: 'all', search: 'bung' })).items).toHaveLength(0);
    expect(value(await line.ask('inbox', { folder: 'all', search: 'Übung' })).items).toHaveLength(1);
    // The agent answers with one of their own.
    const answer = await ada.api('POST', `/conversations/${who.conversation}/attachments`, undefined, {
      'content-type': 'application/octet-stream',
      'content-length': '0',
    });
    expect(answer.status).toBe(400);
    const sent = await fetch(`${server.url}/console/api/conversations/${who.conversation}/attachments`, {
      method: 'POST',
      headers: {
        cookie: ada.cookie,
        origin: server.url,
        'x-handraise-csrf': ada.csrf,
        'content-type': 'application/octet-stream',
        'x-handraise-name': 'steps.pdf',
      },
      body: new Uint8Array(pdf),
    });
    const steps = (await sent.json()) as FileRef;
    const tell = (command: object) => line.raw('act', { conversation: who.conversation, cid: cid(), command });
    value(await tell({ type: 'take' }));
    expect(code(await tell({ type: 'reply', text: 'x', files: [file.id] }))).toBe('bad-request');
    value(await tell({ type: 'reply', text: '', files: [steps.id] }));
    await who.next('entries', (packet) =>
      packet.entries.some((entry) => entry.type === 'message' && entry.files?.[0]?.id === steps.id),
    );
    for (const [id, bytes] of [[steps.id, pdf] as const]) {
      const got = await down(who.opened.token, who.conversation, id);
      expect(Buffer.from(await got.arrayBuffer())).toEqual(bytes);
    }
    const seen = await ada.api('GET', `/conversations/${who.conversation}/attachments/${file.id}`);
    expect([seen.status, (await seen.arrayBuffer()).byteLength]).toEqual([200, file.bytes]);
    for (const one of [who, line]) one.close();
  });

  it('P51 is said once, by who sent it, four at most; the chat it went up to may have ended meanwhile', async () => {
    const who = await openLearner(server.url);
    const other = await openLearner(server.url);
    const file = await upload(who, png);
    expect(code(await sayWith(other, 'mine', [file.id]))).toBe('bad-request');
    expect(code(await sayWith(who, 'x', ['0'.repeat(32)]))).toBe('bad-request');
    expect(
      code(
        await sayWith(
          who,
          'x',
          Array.from({ length: 5 }, () => cid()),
        ),
      ),
    ).toBe('bad-request');
    expect(
      code(
        await who.raw('act', {
          conversation: who.conversation,
          cid: cid(),
          command: { type: 'say', text: '', lang: 'en', context: {}, files: [] },
        }),
      ),
    ).toBe('bad-request');
    value(await who.say('first?'));
    value(await who.act({ type: 'end' }));
    const fresh = value(await who.ask('open', { lang: 'en', context: {}, fresh: true })).conversation.id;
    const command = { type: 'say', text: 'look', lang: 'en', context: {}, files: [file.id] } as const;
    value(await who.ask('act', { conversation: fresh, cid: cid(), command }));
    expect(code(await who.ask('act', { conversation: fresh, cid: cid(), command }))).toBe('bad-request');
    expect((await down(who.opened.token, fresh, file.id)).status).toBe(200);
    expect((await down(who.opened.token, who.conversation, file.id)).status).toBe(404);
    for (const one of [who, other]) one.close();
  });
});

describe('what is taken', () => {
  it('G71 the bytes decide, not the name and not the headers', async () => {
    const who = await openLearner(server.url);
    for (const [name, body] of [
      ['a.png', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
      ['a.txt', Buffer.from('<!doctype html><script>alert(1)</script>')],
      ['a.jpg', Buffer.from('MZ\u0000\u0001')],
      ['a.pdf', Buffer.from('%PDF-1.4 cut')],
      ['a.png', png.subarray(0, 60)],
    ] as const) {
      const answer = await up(server.url, who.opened.token, who.conversation, body, { 'x-handraise-name': name });
      expect([name, answer.status]).toEqual([name, 400]);
      expect((await refusalOf(answer)).detail).toContain('PNG, JPEG and WebP');
    }
    expect(onDisk()).toEqual([]);
    expect(await upload(who, webp, 'not-a-picture.exe')).toMatchObject({ type: 'image/webp' });
    const typed = await up(server.url, who.opened.token, who.conversation, png, { 'content-type': 'image/png' });
    expect(typed.status).toBe(400);
    const packed = await up(server.url, who.opened.token, who.conversation, png, { 'content-encoding': 'gzip' });
    expect(packed.status).toBe(415);
    who.close();
  });

  it('G72 five megabytes, so many a day for a person and for a site, and nothing where it is off', async () => {
    const small = await startServer({ clock, env: { ATTACHMENTS: 'on', LIMIT_FILES: '2/24h', LIMIT_FILES_SITE: '3/24h' } });
    const [one, two] = [await openLearner(small.url), await openLearner(small.url)];
    const put = (who: TestLearner, body = png) => up(small.url, who.opened.token, who.conversation, body);
    expect((await put(one, Buffer.alloc(5_000_001, 'a'))).status).toBe(413);
    expect((await put(one)).status).toBe(200);
    expect((await put(one)).status).toBe(200);
    const refused = await put(one);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '43200']);
    expect((await put(two)).status).toBe(200);
    expect((await put(two)).status).toBe(429);
    clock.advance(DAY);
    expect((await put(one, Buffer.alloc(5_000_000, 'a'))).status).toBe(200);
    for (const who of [one, two]) who.close();
    await small.close();
    const off = await startServer();
    const who = await openLearner(off.url);
    expect(who.opened.attachments).toBeUndefined();
    const answer = await up(off.url, who.opened.token, who.conversation, png);
    expect([answer.status, (await refusalOf(answer)).detail]).toEqual([403, expect.stringContaining('ATTACHMENTS')]);
    who.close();
    await off.close();
  });

  /** Sends the head of a file, and resolves with how to go on once the server has begun to write it. */
  const half = (who: TestLearner, of = server) =>
    new Promise<{ readonly over: Promise<string>; leave(): void }>((resolve) => {
      const call = request(`${of.url}/api/v1/conversations/${who.conversation}/attachments`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${who.opened.token}`,
          'content-type': 'application/octet-stream',
          'content-length': '100000',
        },
      });
      const over = new Promise<string>((done) => call.on('error', ({ message }) => done(message)));
      call.write(png);
      void expect
        .poll(() => onDisk(of))
        .toHaveLength(1)
        .then(() => resolve({ over, leave: () => call.destroy(new Error('gone')) }));
    });

  it('S77 one that breaks off is none of the day’s files', async () => {
    const small = await startServer({ clock, env: { ATTACHMENTS: 'on', LIMIT_FILES: '1/24h' } });
    const who = await openLearner(small.url);
    (await half(who, small)).leave();
    await expect.poll(async () => (await up(small.url, who.opened.token, who.conversation, png)).status).toBe(200);
    expect((await up(small.url, who.opened.token, who.conversation, png)).status).toBe(429);
    who.close();
    await small.close();
  });

  it('G75 an upload that breaks off or falls silent leaves nothing, and the server goes on', async () => {
    const who = await openLearner(server.url);
    const first = await half(who);
    first.leave();
    expect(await first.over).toBe('gone');
    await expect.poll(() => onDisk()).toEqual([]);
    const second = await half(who);
    clock.advance(20_001);
    expect(await second.over).toMatch(/hang up|ECONNRESET/);
    await expect.poll(() => onDisk()).toEqual([]);
    expect(server.logged.filter(({ level }) => level === 'error')).toEqual([]);
    await upload(who, png);
    who.close();
  });
});

describe('what is given', () => {
  it('G73 a download that no browser runs, to its owner and the site’s agents alone', async () => {
    const who = await openLearner(server.url);
    const other = await openLearner(server.url);
    const text = await upload(who, Buffer.from('x = 1 <b>'), 'näme "1".html');
    value(await sayWith(who, '', [text.id]));
    const got = await down(who.opened.token, who.conversation, text.id);
    const header = (name: string) => got.headers.get(name);
    expect(await got.text()).toBe('x = 1 <b>');
    expect(header('content-type')).toBe('text/plain; charset=utf-8');
    expect(header('x-content-type-options')).toBe('nosniff');
    expect(header('content-security-policy')).toContain('sandbox');
    expect(header('content-disposition')).toBe("attachment; filename*=UTF-8''n%C3%A4me%20%221%22.html");
    expect((await down(other.opened.token, who.conversation, text.id)).status).toBe(404);
    expect((await down(other.opened.token, other.conversation, text.id)).status).toBe(404);
    expect((await down('0'.repeat(64), who.conversation, text.id)).status).toBe(401);
    expect((await up(server.url, other.opened.token, who.conversation, png)).status).toBe(404);
    // The same token on another site is nobody.
    await expect(dial(server.url, '/learner', { v: 1, site: 'two', token: who.opened.token })).rejects.toThrow();
    const path = `/console/api/conversations/${who.conversation}/attachments/${text.id}`;
    expect((await fetch(server.url + path)).status).toBe(401);
    for (const id of ['..%2fhandraise.db', '__proto__', text.id.toUpperCase(), `${text.id}.part`])
      expect((await down(who.opened.token, who.conversation, id)).status).toBe(404);
    expect(statSync(join(server.dataDir, 'attachments', text.id)).mode & 0o777).toBe(0o600);
    for (const one of [who, other]) one.close();
  });
});
