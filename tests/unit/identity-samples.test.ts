import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { instant } from '#domain/time.ts';
import { verifyIdentity } from '#gateway/identity.ts';
import { identityKeys } from '#gateway/identity-keys.ts';
import { SECRET } from '#tests/support/jwt.ts';

const page = readFileSync(new URL('../../docs/identity.md', import.meta.url), 'utf8');
const sample = (lang: string) => new RegExp(`\`\`\`${lang}\\n(.*?)\`\`\``, 's').exec(page)?.[1] ?? '';
const LEARNER = { id: 42, name: 'Zoë 安娜', email: 'zoe@x.org' };

/** How each sample is called; node is always there, the others where their interpreter is. */
const CALLS = [
  ['js', 'node', 'mjs', `console.log(identityFor(${JSON.stringify(LEARNER)}, { course: 'py', page: 'exam' }));`],
  ['python', 'python3', 'py', `print(identity_for(${JSON.stringify(LEARNER)}, course="py", page="exam"))`],
  [
    'php',
    'php',
    'php',
    `echo identity_for(json_decode('${JSON.stringify(LEARNER)}', true), ['course' => 'py', 'page' => 'exam']);`,
  ],
] as const;

describe('docs/identity.md', () => {
  it('J15 each sample has about twenty lines and signs what the server takes', () => {
    const folder = mkdtempSync(join(tmpdir(), 'handraise-sample-'));
    const ran: string[] = [];
    for (const [lang, program, ending, call] of CALLS) {
      const code = sample(lang);
      const lines = code.split('\n').filter((line) => line.trim() !== '');
      expect(lines.length, lang).toBeGreaterThan(10);
      expect(lines.length, lang).toBeLessThanOrEqual(21);
      const file = join(folder, `sample.${ending}`);
      writeFileSync(file, `${code}\n${call}\n`);
      const done = spawnSync(program, [file], { encoding: 'utf8', env: { ...process.env, CHAT_SECRET: SECRET } });
      if (done.error) continue;
      expect(done.stderr).toBe('');
      const keys = identityKeys('HS256', SECRET).keys;
      expect(verifyIdentity(keys, 'default', done.stdout.trim(), instant(Date.now())), lang).toMatchObject({
        ok: true,
        identity: {
          subject: '42',
          name: LEARNER.name,
          email: LEARNER.email,
          place: { course: { id: 'py' }, page: { kind: 'exam' } },
        },
      });
      ran.push(lang);
    }
    rmSync(folder, { recursive: true, force: true });
    expect(ran).toContain('js');
  });
});
