import { afterEach, expect, test, vi } from 'vitest';
import type { Chat } from '#widget/chat-ports.ts';
import { createUploads } from '#widget/uploads.ts';

afterEach(() => void vi.unstubAllGlobals());

/** As much of XMLHttpRequest as is used: every upload is answered at once. */
class Answered {
  readonly upload = {};
  status = 200;
  responseText = JSON.stringify({ id: 'f1', name: 'notes.txt', kind: 'text', bytes: 5 });
  onloadend = () => {};
  open() {}
  setRequestHeader() {}
  abort() {}
  send() {
    this.onloadend();
  }
}

test('W112 a file that is up outlives a reload in the second conversation of a page, too', () => {
  const held = new Map<string, string>();
  vi.stubGlobal('XMLHttpRequest', Answered);
  const tab = {
    get: (key: string) => held.get(key),
    set: (key: string, value: string) => void held.set(key, value),
    remove: (key: string) => void held.delete(key),
  };
  let conversation = 'c1';
  const chat = {
    options: { server: 'https://help.example.org', tab, kept: { get: () => 'token' } },
    session: () => ({ conversation: { id: conversation } }),
  } as unknown as Chat;
  const uploads = createUploads(chat, () => {});
  conversation = 'c2';
  uploads.add([new File(['notes'], 'notes.txt', { type: 'text/plain' })]);
  expect(createUploads(chat, () => {}).list()).toMatchObject([{ name: 'notes.txt', ref: { id: 'f1' } }]);
  conversation = 'c3';
  expect(createUploads(chat, () => {}).list()).toEqual([]);
});
