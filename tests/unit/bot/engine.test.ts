import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { corpusOf } from '#bot/corpus.ts';
import { type BotParts, createBot, type RunningBot } from '#bot/engine.ts';
import { syllabusOf } from '#bot/members/syllabus.ts';
import { doJob } from '#bot/workshop.ts';
import { FIXTURE, fixtureFiles, TURN, tableOf } from '#tests/unit/bot/fixture.ts';

let home: string;
let dir: string;
let logged: string[];
const running: RunningBot[] = [];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'handraise-bot-'));
  dir = join(home, 'intents');
  cpSync(FIXTURE, dir, { recursive: true });
  logged = [];
});
afterEach(() => {
  for (const bot of running.splice(0)) bot.close();
  rmSync(home, { recursive: true, force: true });
});

async function start(more: Partial<BotParts> = {}): Promise<RunningBot> {
  const log = {
    info: (_: object, message: string) => void logged.push(message),
    warn: (_: object, message: string) => void logged.push(message),
  };
  const bot = await createBot({ dir, cacheDir: join(home, 'data'), trainer: null, log, watch: false, light: true, ...more });
  running.push(bot);
  return bot;
}
const answer = async (bot: RunningBot, text: string) => (await bot.reply({ ...TURN, text })).says[0]?.text;
function edit(path: string, from: string, to: string): void {
  writeFileSync(join(dir, path), readFileSync(join(dir, path), 'utf8').replace(from, to));
}

describe('the table in service', () => {
  test('B50 a good edit is live within a second, also from an editor that replaces the file', async () => {
    const bot = await start({ watch: true });
    const before = bot.tableVersion;
    const since = performance.now();
    // As editors do: a new file beside, then renamed over the old one. Twice, for a watcher that lost the file would miss the second.
    for (const doors of ['Doors are shut.', 'Doors are open.']) {
      const text = readFileSync(join(dir, 'en/shop.yaml'), 'utf8').replace(
        /answer:\n {6}- We are open.*\n.*\n|answer: Doors.*\n/,
        `answer: ${doors}\n`,
      );
      writeFileSync(join(dir, 'en/.shop.yaml.swp'), text);
      renameSync(join(dir, 'en/.shop.yaml.swp'), join(dir, 'en/shop.yaml'));
      await vi.waitFor(async () => expect(await answer(bot, 'opening hours')).toBe(doors), { timeout: 5000, interval: 20 });
    }
    expect(performance.now() - since).toBeLessThan(3000);
    expect(bot.tableVersion).not.toBe(before);
  });

  test('B50 a file in a new folder is seen', async () => {
    const bot = await start({ watch: true });
    mkdirSync(join(dir, 'en/new'));
    writeFileSync(join(dir, 'en/new/a.yaml'), 'language: en\ntopic: shop\nintents:\n  shop.hours:\n    patterns: [doors]\n');
    await vi.waitFor(
      async () => expect((await bot.reply({ ...TURN, text: 'doors' })).says[0]?.trace.intent).toBe('shop.hours'),
      { timeout: 5000, interval: 20 },
    );
  });

  describe('a folder that took another’s place', () => {
    const OLD = 'Reload the page of';
    const reloads = (bot: RunningBot, words: string) =>
      vi.waitFor(async () => expect(await answer(bot, 'the video does not play')).toContain(words), {
        timeout: 5000,
        interval: 20,
      });
    /** An edit is seen: its folders are watched by now. */
    const watching = async () => {
      const bot = await start({ watch: true });
      edit('en/shop.yaml', OLD, 'Begin');
      await reloads(bot, 'Begin');
      return bot;
    };
    /** The fixture beside the table, with that answer; "en" or all of it. */
    const beside = (part: string): string => {
      const copy = join(home, 'copy');
      cpSync(join(FIXTURE, part), copy, { recursive: true });
      const file = join(copy, part === 'en' ? 'shop.yaml' : 'en/shop.yaml');
      writeFileSync(file, readFileSync(file, 'utf8').replace(OLD, 'Open anew'));
      return copy;
    };

    test.each(['en', ''])('B50 renamed into its place, its edits are seen ("%s" of the table)', async (part) => {
      const bot = await watching();
      const copy = beside(part);
      renameSync(join(dir, part), join(home, 'old'));
      renameSync(copy, join(dir, part));
      await reloads(bot, 'Open anew');
      edit('en/shop.yaml', 'Open anew', 'Restart');
      await reloads(bot, 'Restart');
    });

    test.each(['en', ''])(
      'B50 copied anew after the old one was removed, its edits are seen ("%s" of the table)',
      async (part) => {
        const bot = await watching();
        const copy = beside(part);
        rmSync(join(dir, part), { recursive: true });
        cpSync(copy, join(dir, part), { recursive: true });
        await reloads(bot, 'Open anew');
        edit('en/shop.yaml', 'Open anew', 'Restart');
        await reloads(bot, 'Restart');
        edit('en/courses/python.yaml', 'the python clip hangs', 'the film hangs');
        const place = { course: { id: 'python', title: 'Python' } };
        await vi.waitFor(
          async () => expect((await bot.reply({ ...TURN, place, text: 'the film hangs' })).says[0]?.trace.how).toBe('example'),
          { timeout: 5000, interval: 20 },
        );
      },
    );

    test('B50 away for a while: the old table stays, and watching goes on when it is back', async () => {
      const bot = await watching();
      const copy = beside('');
      rmSync(dir, { recursive: true });
      await vi.waitFor(() => expect(logged.join()).toContain('could not be read'), { timeout: 5000, interval: 20 });
      await reloads(bot, 'Begin');
      renameSync(copy, dir);
      await reloads(bot, 'Open anew');
      edit('en/shop.yaml', 'Open anew', 'Restart');
      await reloads(bot, 'Restart');
      expect(logged.join()).not.toContain('cannot watch');
    });
  });

  test('B51, B151 a faulty edit keeps the old table and is reported; mending it takes it up', async () => {
    const bot = await start();
    const before = bot.tableVersion;
    edit('en/shop.yaml', '[i] [want|need] a refund', '[i [want|need] a refund');
    await bot.reload();
    expect(bot.tableVersion).toBe(before);
    expect(bot.faults()).toEqual([expect.objectContaining({ file: 'en/shop.yaml', line: 14, level: 'fault' })]);
    expect(logged.join('\n')).toContain(`${join(dir, 'en/shop.yaml')}:14 `);
    expect((await bot.reply({ ...TURN, text: 'i need a refund' })).says[0]?.trace.how).toBe('pattern');
    edit('en/shop.yaml', '[i [want|need] a refund', 'refund now');
    await bot.reload();
    expect(bot.faults()).toEqual([]);
    expect((await bot.reply({ ...TURN, text: 'refund now' })).says[0]?.trace.how).toBe('pattern');
  });

  test('B152 what a comment cuts from a text is logged once, not again with every edit', async () => {
    const bot = await start();
    edit('en/shop.yaml', 'title: Opening hours', 'title: Opening #hours');
    await bot.reload();
    edit('en/shop.yaml', '[i] [want|need] a refund', 'refund now');
    await bot.reload();
    expect(logged.filter((line) => line.includes('"#hours" is no part of the title'))).toHaveLength(1);
  });

  test('B51, B151 a table that never worked stops the start with every fault', async () => {
    edit('en/shop.yaml', 'shop.hours:', 'shop.hour:');
    await expect(start()).rejects.toThrow(/en\/shop\.yaml:26 .*did you mean "shop\.hours"/);
    await expect(start({ dir: join(home, 'nowhere') })).rejects.toThrow(/nowhere/);
  });

  test('B52 new examples are understood by likeness after the reload, and listeners hear of it', async () => {
    const bot = await start();
    const heard = vi.fn();
    bot.onReload(heard);
    edit(
      'en/shop.yaml',
      '      - when are you open\n',
      '      - when are you open\n      - is the kiosk staffed\n      - kiosk staffed today\n',
    );
    await bot.reload();
    expect(heard).toHaveBeenCalled();
    expect((await bot.reply({ ...TURN, text: 'is kiosk staffed on friday' })).says[0]?.trace).toMatchObject({
      how: 'likeness',
      intent: 'shop.hours',
    });
  });

  test('B53 a second start trains nothing; a damaged model is trained anew', async () => {
    await start();
    const models = readdirSync(join(home, 'data/models'));
    expect(models.map((name) => name.slice(0, 3)).sort()).toEqual(['en-', 'zh-']);
    const written = models.map((name) => readFileSync(join(home, 'data/models', name)));
    const again = await start({ trainer: new URL('file:///no/such/trainer.js') });
    // It would have been missed.
    expect(logged.filter((line) => line.includes('trainer'))).toEqual([]);
    for (const name of models) truncateSync(join(home, 'data/models', name), 100);
    const mended = await start();
    expect(models.map((name) => readFileSync(join(home, 'data/models', name)).length)).toEqual(written.map((w) => w.length));
    expect((await mended.reply({ ...TURN, text: 'money refunded' })).says[0]?.trace).toEqual(
      (await again.reply({ ...TURN, text: 'money refunded' })).says[0]?.trace,
    );
  });

  test('B54 the trainer’s process gives the same bot and leaves this thread free', async () => {
    const outdir = join('test-results', `trainer-${process.pid}`);
    await build({
      entryPoints: ['server/bot/trainer.ts', 'server/bot/foreman.ts'],
      outdir,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      logLevel: 'silent',
    });
    try {
      const trainer = pathToFileURL(join(process.cwd(), outdir, 'trainer.js'));
      // Timers run while the trainer works; in this thread they would all wait for the end.
      let beats = 0;
      const beat = setInterval(() => beats++, 2);
      const syllabus = syllabusOf(corpusOf(tableOf(fixtureFiles()), 'en'));
      const study = { syllabus, mode: 'light', models: null, keep: true, had: null } as const;
      await doJob({ type: 'study', study }, { trainer, encoding: null, trouble: (error) => expect.unreachable(String(error)) });
      clearInterval(beat);
      expect(beats).toBeGreaterThan(5);
      const stop = new AbortController();
      const stopped = doJob(
        { type: 'study', study },
        { trainer, encoding: null, trouble: () => expect.unreachable(), signal: stop.signal },
      );
      stop.abort();
      await expect(stopped).rejects.toThrow(/before it was done/);
      const threaded = await start({ trainer, cacheDir: null });
      const here = await start({ cacheDir: null });
      expect(logged.join()).not.toContain('trainer cannot run');
      expect((await threaded.reply({ ...TURN, text: 'money refunded' })).says).toEqual(
        (await here.reply({ ...TURN, text: 'money refunded' })).says,
      );
    } finally {
      rmSync(outdir, { recursive: true, force: true });
    }
  });

  test('B55 the opening greets by course and offers starters; the voice fills its variables', async () => {
    const bot = await start();
    expect(bot.opening('en', {}, { site: '', learner: null }).starters).toEqual([
      { label: 'Opening hours', choice: 'intent:shop.hours' },
      { label: 'Ask for a refund', choice: 'intent:shop.refund' },
    ]);
    expect(
      bot.opening('zh-CN', { course: { id: 'python', title: 'Python 入门' } }, { site: '', learner: null }).greeting,
    ).toContain('Python 入门');
    const greeting = (site: string, learner: string | null) => bot.opening('en', {}, { site, learner }).greeting;
    expect(greeting('Academy', 'Ada')).toContain("Hello Ada! I'm the helper of Academy.");
    expect(greeting('', null)).toContain("Hello there! I'm the helper of this site.");
    expect(bot.voice('handed-off-away', 'en', { 'hours.next': 'on Monday' })).toContain('on Monday');
  });
});
