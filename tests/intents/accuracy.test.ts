import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBot, type RunningBot } from '#bot/engine.ts';
import { lint } from '#bot/lint.ts';
import { read } from '#bot/normalise.ts';
import { SITE } from '#bot/table.ts';
import { measure } from '#scripts/held-out.ts';
import { measureDialogue } from '#scripts/held-out-dialogue.ts';

const log = { info: () => undefined, warn: (_: object, message: string) => console.error(message) };
let bot: RunningBot;
beforeAll(async () => {
  bot = await createBot({ dir: 'intents', cacheDir: '.cache', trainer: null, log, watch: false });
}, 400_000);
afterAll(() => bot.close());

describe('the shipped table', () => {
  test('B12 has no findings', () => {
    expect(lint(bot.mind.table).map((f) => `${f.file}:${f.line} ${f.message}`)).toEqual([]);
  });

  test.each(['en', 'zh'] as const)(
    'B60 understands what it has never seen (%s)',
    async (tongue) => {
      const figures = await measure(bot, 'tests/intents', tongue);
      expect(figures.accuracy).toBeGreaterThanOrEqual(0.94);
      expect(figures.accepted).toBeGreaterThanOrEqual(0.95);
      expect(figures.caught).toBeGreaterThanOrEqual(0.94);
      // A thousand sentences, the unsure ones through the encoder: a busy machine may take its time.
    },
    60_000,
  );

  test.each(['en', 'zh'] as const)(
    'B24 B100 B101 B102 two questions, neighbours, languages, typos (%s)',
    async (tongue) => {
      const { faults, ...figures } = await measureDialogue(bot, 'tests/intents', tongue);
      const seen = faults.join('\n');
      expect(figures.pairs).toBe(200);
      expect(figures.bothAnswered, seen).toBeGreaterThanOrEqual(0.92);
      expect(figures.takenForTwo, seen).toBeLessThanOrEqual(0.005);
      expect(figures.asNeighbour, seen).toBeLessThanOrEqual(0.01);
      expect(figures.otherLanguage, seen).toBe(0);
      expect(figures.asWritten - figures.withTypo).toBeLessThanOrEqual(0.02);
    },
    120_000,
  );

  test.each(['en', 'zh'] as const)('B21 every example finds its own intent (%s)', (tongue) => {
    for (const phrases of bot.mind.table.phrases.filter((p) => p.tongue === tongue)) {
      for (const { text } of phrases.examples) {
        expect([text, bot.mind.matcher.match(read(text), tongue, phrases.scope).intent]).toEqual([text, phrases.intent]);
      }
    }
  });

  test('B61 a sure answer takes less than a millisecond', () => {
    const asked = [
      'i want a refund',
      'how do i get my money back',
      'the video does not play',
      'how do i reset my password',
      '怎么申请退款',
      '视频播放不了',
    ].map(read);
    const run = () => asked.forEach((reading, i) => void bot.mind.matcher.match(reading, i < 4 ? 'en' : 'zh', SITE));
    for (let i = 0; i < 200; i++) run();
    const rounds = Array.from({ length: 200 }, () => {
      const from = performance.now();
      run();
      return (performance.now() - from) / asked.length;
    }).sort((a, b) => a - b);
    expect(rounds[100]).toBeLessThan(1);
  });
});
