/** The server's details are English for engineers; agents read a sentence of their own language instead. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { en } from '#console/words/en.ts';
import { refusalWords } from '#console/words/refusal.ts';
import { zhCN } from '#console/words/zh-CN.ts';
import type { RefusalCode } from '#protocol/refusals.ts';

const SERVER = new URL('../../../server/', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, SERVER), 'utf8');
const files = ['bot', 'desk', 'domain', 'gateway'].flatMap((folder) =>
  readdirSync(new URL(folder, SERVER))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`),
);
const REFUSING = /\b(?:refuse|no)\(\s*'([\w-]+)',\s*(?:held \? )?['`]([^'`]+)['`]/g;
/** What the desk's own screens can be refused with, as the server's source says it. */
const DETAILS = ['desk/teaching.ts', 'gateway/console-teaching.ts', 'gateway/console-content.ts'].flatMap((path) =>
  [...read(path).matchAll(REFUSING)].map(([, code, detail]) => ({ code: code as RefusalCode, detail: detail ?? '' })),
);

describe('refusals', () => {
  it('A44 what teaching, canned replies and a chat refuse is said in the language of the page', () => {
    const asked = [
      ...DETAILS.filter(({ detail }) => !detail.startsWith('id: ')),
      { code: 'bad-request', detail: 'intent: no such intent' },
      { code: 'bad-request', detail: 'intent: says nothing in zh yet; make it a new one with this name' },
      { code: 'not-allowed', detail: 'take the conversation first' },
      { code: 'not-allowed', detail: '/srv/intents is read-only for the server: export the files and commit them' },
      { code: 'conflict', detail: 'drafts or table have changed since the test: test again' },
      { code: 'bad-request', detail: 'no such agent to transfer to' },
      { code: 'bad-request', detail: 'files: not uploaded, or too long ago' },
      { code: 'not-allowed', detail: 'your role may not do this' },
    ] as const;
    expect(asked.length).toBeGreaterThan(18);
    for (const refusal of asked) {
      expect(refusalWords(zhCN, refusal)).not.toMatch(/[a-z]{3,} [a-z]{2,}/);
      expect(refusalWords(en, refusal)).not.toContain('(');
    }
  });
  it('A44 both languages know the same details, and the server still says them', () => {
    const parts = en.reasons.map(([part]) => part);
    expect(zhCN.reasons.map(([part]) => part)).toEqual(parts);
    const server = files.map(read).join('\n');
    expect(parts.filter((part) => !server.includes(part))).toEqual([]);
  });
  it('A44 a wait stays beside the sentence, and a fault in the files beside the general one', () => {
    const busy = { code: 'too-fast', detail: 'too many files today', retryAfterMs: 2_100 } as const;
    expect(refusalWords(zhCN, busy)).toMatch(/上限.*3/);
    expect(refusalWords(zhCN, { code: 'bad-request', detail: 'en/shop.yaml:3 indentation' })).toContain('shop.yaml:3');
  });
});
