import { describe, expect, it } from 'vitest';
import { createDrafts } from '#console/drafts.ts';
import { hashOf, parseRoute, type Route } from '#console/routes.ts';
import { CHORD_MS, createKeys } from '#console/shortcuts.ts';
import { cannedQuery, matching } from '#console/ui/CannedPicker.tsx';
import { initials } from '#console/ui/Face.tsx';
import { en } from '#console/words/en.ts';
import { namesOf, previewOf } from '#console/words/learner.ts';
import { refusalWords } from '#console/words/refusal.ts';
import { dayAgo, span } from '#console/words/time.ts';
import { zhCN } from '#console/words/zh-CN.ts';
import { REFUSAL_CODES } from '#protocol/refusals.ts';
import { item, ME } from './samples.ts';

describe('addresses', () => {
  it('A45 every route survives the way through the address bar', () => {
    const routes: readonly Route[] = [
      { page: 'inbox', folder: 'mine', conversation: 'a/b c', details: false },
      { page: 'inbox', folder: 'closed', conversation: 'x', details: true },
      { page: 'inbox', folder: 'all', conversation: null, details: false },
      { page: 'figures', from: '2026-01-01', to: '2026-01-31' },
      { page: 'agents' },
    ];
    for (const route of routes) expect(parseRoute(hashOf(route))).toEqual(route);
  });
  it('A45 rubbish leads to the waiting folder', () => {
    const start = { page: 'inbox', folder: 'waiting', conversation: null, details: false };
    for (const hash of ['', '#', '#/nowhere', '#/inbox/__proto__', '#/inbox/waiting/%'])
      expect(parseRoute(hash)).toEqual(start);
    expect(parseRoute('#/figures?from=<b>&to=1')).toEqual({ page: 'figures', from: null, to: null });
  });
});

describe('keys', () => {
  const press = { modified: false, typing: false, onControl: false, at: 0 };
  it('A41 a chord needs its second key in time', () => {
    const read = createKeys();
    expect(read({ ...press, key: 'g' })).toBeNull();
    expect(read({ ...press, key: 'm', at: CHORD_MS })).toBe('folder-mine');
    read({ ...press, key: 'g' });
    expect(read({ ...press, key: 'm', at: CHORD_MS + 1 })).toBeNull();
  });
  it('A41 in a field only Escape is ours, and no key with Ctrl is', () => {
    const read = createKeys();
    for (const key of ['j', 'e', '?', 'Enter', 'g', 't']) expect(read({ ...press, key, typing: true })).toBeNull();
    expect(read({ ...press, key: 'Escape', typing: true })).toBe('back');
    expect(read({ ...press, key: 'r', modified: true })).toBeNull();
  });
  it('A41 Enter is left to the control that has the focus', () => {
    expect(createKeys()({ ...press, key: 'Enter', onControl: true })).toBeNull();
    expect(createKeys()({ ...press, key: 'Enter' })).toBe('open');
    expect(createKeys()({ ...press, key: 'toString' })).toBeNull();
  });
});

describe('words', () => {
  it('A44 every refusal has a sentence in both languages, and a winner is named', () => {
    for (const words of [en, zhCN]) {
      for (const code of REFUSAL_CODES) expect(refusalWords(words, { code }).length).toBeGreaterThan(4);
      expect(refusalWords(words, { code: 'taken', detail: 'Tom Ashby' })).toContain('Tom Ashby');
      expect(refusalWords(words, { code: 'too-fast', retryAfterMs: 2_100 })).toContain('3');
    }
  });
  it('A85 a canned reply that somebody has changed or deleted meanwhile says so, and what to do with the words', () => {
    for (const detail of ['somebody has changed this reply meanwhile', 'somebody has deleted this reply']) {
      expect(refusalWords(en, { code: 'conflict', detail })).toMatch(/^Somebody has (changed|deleted).*Copy your words/);
      expect(refusalWords(zhCN, { code: 'conflict', detail })).toMatch(/^其他人刚刚.*复制/);
    }
  });
  it('A38 a chat that its learner has left for another says so, and where to answer', () => {
    const refusal = { code: 'not-allowed', detail: 'the learner has begun another chat since' } as const;
    expect(refusalWords(en, refusal)).toMatch(/another chat.*Details/);
    expect(refusalWords(zhCN, refusal)).toBe(zhCN.act.movedOn);
  });
  it('A44 the Chinese dictionary has no English left in it', () => {
    // What a refusal is known by is the server's.
    const shown = { ...zhCN, reasons: zhCN.reasons.map(([, sentence]) => sentence) };
    const texts = JSON.stringify(shown).match(/"[^"]*"/g) ?? [];
    const english = texts.filter(
      (text) => /[a-z]{4,} [a-z]{3,}/.test(text) && !/is taken|most used|more different|sign-in name/.test(text),
    );
    expect(english).toEqual([]);
  });
  it('A10 waits are said in whole minutes, hours, days', () => {
    expect([59_000, 60_000, 3_600_000, 90_000_000].map((ms) => span(en, ms))).toEqual(['now', '1 min', '1 h', '1 d']);
  });
});

describe('small things', () => {
  it('A36 shortcuts that begin with the words come first', () => {
    const canned = [
      { id: '1', shortcut: 'zz', title: 'refund rules', text: '' },
      { id: '2', shortcut: 'refund', title: 'x', text: '' },
      { id: '3', shortcut: 'other', title: 'y', text: 'nothing' },
    ];
    expect(matching(canned, 'ref').map((reply) => reply.id)).toEqual(['2', '1']);
  });
  it('A82 a Chinese input method turned on opens the canned replies with the same key', () => {
    expect(['/ref', '/', '、退款', '／退', '、'].map(cannedQuery)).toEqual(['ref', '', '退款', '退', '']);
    for (const text of ['', 'a/b', '/a b', '//', '、、', '/path/to', '退款、证书']) expect(cannedQuery(text)).toBeNull();
  });
  it('A35 drafts are kept per conversation, kind and agent, and outlive a reload', () => {
    const held = new Map<string, string>();
    const storage = {
      getItem: (key: string) => held.get(key) ?? null,
      setItem: (key: string, value: string) => void held.set(key, value),
    };
    const drafts = createDrafts(storage, 'me');
    drafts.set('a', 'reply', 'hello');
    drafts.set('a', 'note', 'beware');
    const again = createDrafts(storage, 'me');
    expect([again.get('a', 'reply'), again.get('a', 'note'), again.get('b', 'reply')]).toEqual(['hello', 'beware', '']);
    expect(createDrafts(storage, 'you').get('a', 'reply')).toBe('');
  });
  it('A79 a row says whose the newest words are, also once nobody has the chat, and never a name that did not write them', () => {
    const closed = item('a', { status: 'closed', lastFrom: 'agent', lastText: 'Done!', agent: null });
    const handedOn = item('b', {
      status: 'with-agent',
      lastFrom: 'agent',
      lastText: 'Done!',
      agent: { id: 'tom', name: 'Tom' },
    });
    const bots = item('c', { lastFrom: 'bot', lastText: 'Hi' });
    const rows = (words: typeof en) => [closed, handedOn, bots, item('d')].map((one) => previewOf(one, words));
    expect(rows(en)).toEqual(['Agent: Done!', 'Agent: Done!', 'Bot: Hi', 'hello']);
    expect(rows(zhCN)[0]).toBe('客服：Done!');
  });
  it('A88 days back are counted from today where the site is, over changes of clock', () => {
    const now = Date.UTC(2026, 2, 29, 23, 30);
    expect(dayAgo('Asia/Shanghai', 0, now)).toBe('2026-03-30');
    expect(dayAgo('Europe/Berlin', 1, now)).toBe('2026-03-29');
    expect(dayAgo('America/Los_Angeles', 29, now)).toBe('2026-02-28');
  });
  it('A86 colleagues are named by their ids: two of one name are two, one who is gone is none', () => {
    const [mei, other] = [ME, { ...ME, id: 'other' }];
    expect(namesOf(['other', 'gone', 'me'], [mei, other])).toEqual(['Mei', 'Mei']);
  });
  it('A11 initials fit Latin and Chinese names', () => {
    expect(['Mei Lin', '王建国', 'ada', ''].map(initials)).toEqual(['ML', '建国', 'A', '?']);
  });
});
