/** Files as learners send them: up over HTTP, then said in a message. */
import { expect } from 'vitest';
import type { FileRef } from '#protocol/shapes.ts';
import { cid, type TestLearner } from './people.ts';

export const up = (url: string, token: string, conversation: string, body: Buffer, headers: Record<string, string> = {}) =>
  fetch(`${url}/api/v1/conversations/${conversation}/attachments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream', ...headers },
    body: new Uint8Array(body),
  });

/** Sends `body` up to the server at `url`, which has to take it. */
export async function uploadTo(url: string, who: TestLearner, body: Buffer, name = 'a.png'): Promise<FileRef> {
  const answer = await up(url, who.opened.token, who.conversation, body, { 'x-handraise-name': encodeURIComponent(name) });
  expect(answer.status, await answer.clone().text()).toBe(200);
  return (await answer.json()) as FileRef;
}

export const sayWith = (who: TestLearner, text: string, files: readonly string[], key = cid()) =>
  who.act({ type: 'say', text, lang: 'en', context: {}, files }, key);
