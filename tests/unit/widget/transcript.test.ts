import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Chat } from '#widget/chat-ports.ts';
import { saveTranscript } from '#widget/transcript.ts';
import { words } from '#widget/words/en.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const chat = {
  options: { server: 'https://help.example.org', kept: { get: () => 'token' } },
  session: () => ({ conversation: { id: 'c1' } }),
} as unknown as Chat;

test.each([
  ['a page of the site', 'learn.example.org', 'https://elsewhere.example.org/', 'Raise your hand · learn.example.org'],
  [
    'the chat’s own window, which has no address',
    '',
    'https://learn.example.org/one.html',
    'Raise your hand · learn.example.org',
  ],
  ['a page that has no host', '', 'about:blank', 'Raise your hand'],
])('W118 a saved chat says which site it is from: %s', async (_, host, baseURI, title) => {
  const saved: Blob[] = [];
  vi.stubGlobal('location', { host });
  vi.stubGlobal('document', { baseURI, createElement: () => ({ click() {} }) });
  vi.stubGlobal('fetch', async () => Response.json({ entries: [], more: false }));
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => `blob:${saved.push(blob as Blob)}`);
  await saveTranscript(chat, words);
  expect((await saved[0]?.text())?.split('\n')[0]).toBe(title);
});
