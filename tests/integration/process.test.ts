import { type ChildProcess, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLearner, value } from '#tests/support/people.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
let data: string;
let children: ChildProcess[] = [];

/** A table of one intent: it trains in a moment. */
function smallTable(dir: string): void {
  for (const folder of ['catalogue', 'en', 'zh']) mkdirSync(join(dir, folder), { recursive: true });
  writeFileSync(join(dir, 'catalogue/price.yaml'), 'topic: price\nintents:\n  price.amount:\n    kind: billing\n');
  const phrases: Record<string, [string, string]> = {
    en: ['how much is course', 'It costs 20.'],
    zh: ['多少钱课程', '二十元。'],
  };
  for (const [lang, [phrase, answer]] of Object.entries(phrases)) {
    const examples = Array.from({ length: 12 }, (_, i) => `      - ${phrase} ${'abcdefghijkl'[i]}`).join('\n');
    writeFileSync(
      join(dir, lang, 'price.yaml'),
      `language: ${lang}\ntopic: price\nintents:\n  price.amount:\n    title: ${lang}\n    examples:\n${examples}\n    answer: ${answer}\n`,
    );
    cpSync(join(root, 'intents', lang, 'voice.yaml'), join(dir, lang, 'voice.yaml'));
  }
}

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'handraise-process-'));
  smallTable(join(data, 'intents'));
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children = [];
  rmSync(data, { recursive: true, force: true });
});

interface Run {
  readonly child: ChildProcess;
  /** Resolves with what stands in the brackets of `pattern`, once printed. */
  printed(pattern: RegExp): Promise<string>;
  readonly exit: Promise<number | null>;
  text(): string;
}
function run(env: Record<string, string> = {}): Run {
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], {
    cwd: root,
    env: { PATH: process.env['PATH'], PORT: '0', DATA_DIR: join(data, 'db'), INTENTS_DIR: join(data, 'intents'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let text = '';
  const exit = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const printed = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(text)?.[1];
        if (found !== undefined) resolve(found);
      };
      for (const stream of [child.stdout, child.stderr])
        stream?.on('data', (chunk) => {
          text += chunk;
          look();
        });
      child.once('exit', (code) => reject(new Error(`ended with ${code}:\n${text}`)));
      look();
    });
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => {
      text += chunk;
    });
  return { child, printed, exit, text: () => text };
}
const DEMO = /Demo: (http:\/\/127\.0\.0\.1:\d+)\/demo/;

describe('the process', () => {
  it('N20 prints the set-up address once, then the demo’s; afterwards only the console’s', async () => {
    const first = run();
    const setup = first.printed(/(http:\/\/127\.0\.0\.1:\d+\/console\/setup#[0-9a-f]{64})/);
    const url = await first.printed(DEMO);
    const token = (await setup).split('#')[1];
    const made = await fetch(`${url}/console/api/setup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url },
      body: JSON.stringify({ token, name: 'A', login: 'a@example.com', password: 'correct horse battery' }),
    });
    expect(made.status).toBe(200);
    first.child.kill('SIGTERM');
    expect(await first.exit).toBe(0);
    const second = run();
    await second.printed(DEMO);
    expect(second.text()).toMatch(/Console: http:\/\/127\.0\.0\.1:\d+\/console\n/);
    expect(second.text()).not.toContain('setup#');
  }, 60_000);

  it('N21 SIGTERM: what was acked is there after the restart, the exit is 0 within ten seconds', async () => {
    const first = run();
    const url = await first.printed(DEMO);
    const learner = await openLearner(url);
    const { token } = learner.opened;
    const acked: number[] = [];
    const sending = Array.from({ length: 10 }, async (_, i) => {
      const answer = await learner.say(`how much ${i}`).catch(() => undefined);
      if (answer?.ok) acked.push(answer.value.seq);
    });
    await Promise.race(sending);
    const from = performance.now();
    first.child.kill('SIGTERM');
    expect(await first.exit).toBe(0);
    expect(performance.now() - from).toBeLessThan(10_000);
    learner.close();
    const second = run();
    const again = await openLearner(await second.printed(DEMO), token);
    const page = value(await again.ask('sync', { conversation: again.conversation, since: 0 }));
    const seqs = page.entries.map((entry) => entry.seq);
    expect(acked.length, first.text()).toBeGreaterThan(0);
    for (const seq of acked) expect(seqs).toContain(seq);
    again.close();
  }, 60_000);

  it('N22 faults of the environment are all told, with what to do; nothing starts', async () => {
    const bad = run({ PORT: 'x', TIME_ZONE: 'Nowhere', ALOWED_ORIGINS: 'https://a.example' });
    expect(await bad.exit).toBe(1);
    for (const word of ['Handraise cannot start', 'PORT', 'time zone', 'did you mean ALLOWED_ORIGINS?'])
      expect(bad.text()).toContain(word);
  }, 60_000);

  it('N22, D53 a taken port is said in a sentence, and before the database is opened', async () => {
    const first = run();
    const port = new URL(await first.printed(DEMO)).port;
    const second = run({ PORT: port, DATA_DIR: join(data, 'other') });
    expect(await second.exit).toBe(1);
    expect(second.text()).toContain(`port ${port} is in use`);
    // Found out before anything was opened.
    expect(readdirSync(join(data, 'other'))).toEqual(['server.lock']);
  }, 60_000);

  it('D53 a HOST and an INTENTS_DIR that are none are both named, before anything is opened', async () => {
    const gone = join(data, 'no-such-folder');
    // An address kept for examples (RFC 5737): no machine has it.
    const bad = run({ HOST: '192.0.2.1', INTENTS_DIR: gone });
    expect(await bad.exit).toBe(1);
    expect(bad.text()).toContain('HOST: "192.0.2.1" is no address of this machine');
    expect(bad.text()).toContain(`INTENTS_DIR: "${gone}" cannot be read`);
    expect(readdirSync(join(data, 'db'))).toEqual(['server.lock']);
    rmSync(join(data, 'intents/en'), { recursive: true });
    rmSync(join(data, 'intents/zh'), { recursive: true });
    const empty = run();
    expect(await empty.exit).toBe(1);
    expect(empty.text()).toContain(`${join(data, 'intents')} (INTENTS_DIR) cannot be used`);
  }, 60_000);
});

describe('two on one folder', () => {
  it('D46 a second server is refused before it touches anything, on any port; one that was killed keeps nobody out', async () => {
    const first = run();
    await first.printed(DEMO);
    // Being received by the first; a server that believes itself alone clears it away.
    const half = join(data, 'db/attachments/half.part');
    writeFileSync(half, 'half of a file');
    const second = run();
    expect(await second.exit).toBe(1);
    expect(second.text()).toContain(`another Handraise, or a restore, is running on ${join(data, 'db')}; stop it, or`);
    expect(existsSync(half)).toBe(true);
    first.child.kill('SIGKILL');
    await first.exit;
    await run().printed(DEMO);
  }, 60_000);

  it('D47 the log says why, not only that something failed', async () => {
    const server = run();
    await server.printed(DEMO);
    const gone = server.printed(/("error":.*could not be read; the old one stays)/);
    renameSync(join(data, 'intents'), join(data, 'elsewhere'));
    expect(await gone).toContain('no such file');
  }, 60_000);

  it('N22 a folder it cannot write to is named', async () => {
    mkdirSync(join(data, 'db/server.lock'), { recursive: true });
    const server = run();
    expect(await server.exit).toBe(1);
    expect(server.text()).toContain(`${join(data, 'db/server.lock')} cannot be written (`);
  }, 60_000);
});

describe('dependencies', () => {
  /** Below these there are known holes (security list, line 56). */
  const FLOORS: Readonly<Record<string, string>> = {
    'engine.io': '6.6.10',
    'socket.io-parser': '4.2.7',
    ws: '8.21.0',
    'socket.io': '4.8.4',
    express: '5.2.1',
    'body-parser': '2.2.1',
    qs: '6.14.2',
  };
  const numbers = (version: string) => version.split('.').map(Number);
  const atLeast = (version: string, floor: string) => {
    const [a, b] = [numbers(version), numbers(floor)];
    const at = a.findIndex((part, i) => part !== b[i]);
    return at < 0 || (a[at] ?? 0) > (b[at] ?? 0);
  };

  it('G56 no package is below its floor, wherever it stands in the lock file', () => {
    const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { version?: string }>;
    };
    for (const [name, floor] of Object.entries(FLOORS)) {
      const found = Object.entries(packages).filter(([path]) => path.endsWith(`node_modules/${name}`));
      expect(found.length, name).toBeGreaterThan(0);
      for (const [path, { version = '0' }] of found)
        expect(atLeast(version, floor), `${path} ${version} < ${floor}`).toBe(true);
    }
    expect(atLeast('6.6.9', '6.6.10')).toBe(false);
    expect(atLeast('7.0.0', '6.6.10')).toBe(true);
  });

  it('G56 only the named packages may run install scripts', () => {
    const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { hasInstallScript?: boolean }>;
    };
    const running = Object.entries(packages)
      .filter(([, entry]) => entry.hasInstallScript)
      .map(([path]) => path.replace(/^.*node_modules\//, ''));
    expect([...new Set(running)].sort()).toEqual(['better-sqlite3', 'esbuild']);
  });
});
