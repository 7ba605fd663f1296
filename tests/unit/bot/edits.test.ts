/** Several edits soon after one another, with a trainer that takes as long as the test likes. */
import { getEventListeners } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createBot, type RunningBot } from '#bot/engine.ts';
import { doJob } from '#bot/workshop.ts';
import { FIXTURE, fixtureFiles, TURN } from '#tests/unit/bot/fixture.ts';

const out = join(process.cwd(), 'test-results', `edits-${process.pid}`);
let home: string;
let dir: string;
let logged: string[];
let bot: RunningBot | null;
let firstLearning: number;

beforeAll(async () => {
  await build({
    entryPoints: ['server/bot/trainer.ts', 'server/bot/foreman.ts'],
    outdir: out,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'silent',
  });
});
afterAll(() => rmSync(out, { recursive: true, force: true }));
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'handraise-edits-'));
  dir = join(home, 'intents');
  cpSync(FIXTURE, dir, { recursive: true });
  logged = [];
  bot = null;
  firstLearning = 0;
  // While the file "slow" is there, nobody finishes learning, and each who tries leaves the number of its process.
  writeFileSync(
    join(out, `slow.mjs`),
    `import { existsSync, writeFileSync } from 'node:fs';
process.once('message', async (job) => {
  const home = ${JSON.stringify(home)};
  if (job.type === 'study' && existsSync(home + '/slow')) {
    writeFileSync(home + '/learning.' + process.pid, '');
    setInterval(() => undefined, 1000);
  } else {
    await import('./trainer.js');
    process.emit('message', job);
  }
});
`,
  );
});
afterEach(() => {
  bot?.close();
  rmSync(home, { recursive: true, force: true });
});

const start = async (): Promise<RunningBot> => {
  const note = (_: object, message: string) => void logged.push(message);
  bot = await createBot({
    dir,
    cacheDir: join(home, 'data'),
    trainer: pathToFileURL(join(out, 'slow.mjs')),
    log: { info: note, warn: note },
    watch: false,
    light: true,
    onFirstLearning: () => void firstLearning++,
  });
  return bot;
};
function edit(path: string, from: string, to: string): void {
  const before = readFileSync(join(dir, path), 'utf8');
  expect(before).toContain(from);
  writeFileSync(join(dir, path), before.replace(from, to));
}
const FIRST = '      - when are you open\n';
const teach = (phrase: string) => edit('en/shop.yaml', FIRST, `${FIRST}      - ${phrase}\n`);
const learning = (): number[] =>
  readdirSync(home).flatMap((name) => (name.startsWith('learning.') ? [Number(name.split('.')[1])] : []));
const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const WAIT = { timeout: 15_000, interval: 20 };

test('B127 an edit is live, and a fault reported, while the phrases of an earlier edit are still being learnt; only the newest are', async () => {
  const running = await start();
  writeFileSync(join(home, 'slow'), '');
  teach('is the kiosk staffed');
  void running.reload();
  await vi.waitFor(() => expect(learning()).toHaveLength(1), WAIT);
  const before = running.tableVersion;
  edit('en/shop.yaml', '    answer:', '    answer:\n      - Doors stand open.');
  void running.reload();
  await vi.waitFor(() => expect(running.tableVersion).not.toBe(before), WAIT);
  // The answer is nothing to learn: the lesson under way goes on.
  expect(learning().filter(alive)).toHaveLength(1);
  edit('en/shop.yaml', 'shop.hours:', 'shop.hour:');
  await running.reload();
  expect(logged.join('\n')).toContain('did you mean "shop.hours"');
  edit('en/shop.yaml', 'shop.hour:', 'shop.hours:');
  teach('kiosk staffed today');
  void running.reload();
  await vi.waitFor(() => expect(learning()).toHaveLength(2), WAIT);
  await vi.waitFor(() => expect(learning().filter(alive)).toHaveLength(1), WAIT);
  rmSync(join(home, 'slow'));
  teach('is somebody at the kiosk');
  await running.reload();
  await vi.waitFor(() => expect(learning().filter(alive)).toHaveLength(0), WAIT);
  expect((await running.reply({ ...TURN, text: 'is kiosk staffed on friday' })).says[0]?.trace.intent).toBe('shop.hours');
  expect(logged.join('\n')).not.toMatch(/could not be learnt|trainer cannot run/);
}, 120_000);

test('B128 a mended table is said to be so, also where nothing else has changed', async () => {
  const running = await start();
  edit('en/shop.yaml', 'shop.hours:', 'shop.hour:');
  await running.reload();
  edit('en/shop.yaml', 'shop.hour:', 'shop.hours:');
  logged = [];
  await running.reload();
  expect(running.faults()).toEqual([]);
  expect(logged).toEqual([expect.stringContaining('the faults are gone')]);
}, 30_000);

test('B129 a start that must learn first says so once; one that finds what was learnt does not', async () => {
  (await start()).close();
  expect(firstLearning).toBe(1);
  expect(existsSync(join(home, 'data/models'))).toBe(true);
  firstLearning = 0;
  await start();
  expect(firstLearning).toBe(0);
}, 30_000);

test('D61 what a table said that an edit took out of it stays on disk for as long as going back is kept quick, no longer', async () => {
  const running = await start();
  const models = () => readdirSync(join(home, 'data/models')).sort();
  const first = models();
  expect(first).toContain('table.parsed');
  teach('is the kiosk staffed');
  await running.reload();
  const later = models();
  expect(later).not.toContain('table.parsed');
  const former = first.filter((name) => name.startsWith('en-'));
  expect(later).toEqual(expect.arrayContaining(former));
  expect(await running.tidy(Date.now(), 60_000)).toEqual([]);
  expect(await running.tidy(Date.now() + 120_000, 60_000)).toEqual(former.map((name) => join(home, 'data/models', name)));
  expect(models()).toEqual(later.filter((name) => !former.includes(name)));
}, 30_000);

test('B54 a job that is done leaves nothing on the list of those to end with the bot', async () => {
  const stop = new AbortController();
  const trainer = pathToFileURL(join(out, 'trainer.js'));
  const trouble = (error: unknown) => expect.unreachable(String(error));
  const files = fixtureFiles();
  await doJob({ type: 'parse', files }, { trainer, encoding: null, trouble, signal: stop.signal });
  await vi.waitFor(() => expect(getEventListeners(stop.signal, 'abort')).toEqual([]), WAIT);
}, 30_000);
