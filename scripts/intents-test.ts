/** `npm run intents:test`: held-out accuracy per language. Ends with 1 when a floor is not reached. `--wrong` lists every error, `--light` leaves the sentence encoder out, `--readme` writes README's lines. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createBot } from '#bot/engine.ts';
import { TONGUES } from '#bot/parse-table.ts';
import { type Figures, measure } from '#scripts/held-out.ts';
import { type DialogueFigures, measureDialogue } from '#scripts/held-out-dialogue.ts';
import { readArguments, stop } from '#scripts/read-arguments.ts';
import { replaceBlock } from '#scripts/readme-blocks.ts';

/** Typos tried in each sentence. */
const TYPOS = 3;
/** Raise them when the bot gets better; never lower them to make a change pass. */
const FLOOR = { accuracy: 0.9, caught: 0.85 };

const { values } = readArguments(
  {
    options: {
      dir: { type: 'string', default: process.env['INTENTS_DIR'] || 'intents' },
      tests: { type: 'string', default: process.env['INTENTS_TESTS_DIR'] || 'tests/intents' },
      wrong: { type: 'boolean', default: false },
      light: { type: 'boolean', default: false },
      readme: { type: 'boolean', default: false },
    },
  },
  'Usage: npm run intents:test -- [--dir intents] [--tests tests/intents] [--wrong] [--light] [--readme]',
);
const quiet = { info: () => undefined, warn: (_: object, message: string) => console.error(message) };
const bot = await createBot({
  dir: values.dir,
  cacheDir: process.env['DATA_DIR'] || 'data',
  trainer: null,
  log: quiet,
  watch: false,
  light: values.light,
}).catch((error: Error) => stop(error.message));
let low = false;
const rows: string[] = [];
for (const tongue of TONGUES) {
  const figures = await measure(bot, values.tests, tongue);
  show(figures);
  // A folder of sentences nobody tuned on, so its figure is the honest one: no floor, or it would be tuned on.
  const second = join(values.tests, 'second');
  if (existsSync(join(second, tongue))) {
    const fresh = await measure(bot, second, tongue);
    console.log(
      `  second set, never tuned on: accuracy ${percent(fresh.accuracy)} of ${fresh.total}, answered outright ${percent(fresh.answered)} of which right ${percent(fresh.precision)}; right one answered or offered ${percent(fresh.reachable)}`,
    );
  }
  const talk = await measureDialogue(bot, values.tests, tongue, TYPOS);
  showTalk(talk);
  rows.push(rowOf(figures, talk));
  if (figures.accuracy < FLOOR.accuracy || figures.caught < FLOOR.caught) low = true;
}
bot.close();
if (values.readme)
  writeFileSync('README.md', replaceBlock(readFileSync('README.md', 'utf8'), 'figures:intents', tableOf(rows)));
if (low)
  console.error(
    `\nBelow the floor (accuracy ${percent(FLOOR.accuracy)}, out of scope not answered ${percent(FLOOR.caught)}): add examples to the confused intents.`,
  );
process.exitCode = low ? 1 : 0;

function show(f: Figures): void {
  console.log(
    `\n${f.tongue}: accuracy ${percent(f.accuracy)} of ${f.total} held-out sentences (floor ${percent(FLOOR.accuracy)})`,
  );
  console.log(
    `  accepted ${percent(f.accepted)}, answered outright ${percent(f.answered)} of which right ${percent(f.precision)}; right one answered or offered ${percent(f.reachable)}`,
  );
  console.log(`  out of scope: ${percent(f.caught)} of ${f.outOfScope} not answered, ${percent(f.refused)} refused outright`);
  for (const { kind, total, caught } of f.kinds) console.log(`    ${kind}: ${percent(caught)} of ${total} not answered`);
  const confusions = new Map<string, number>();
  for (const { expected, match } of f.wrong)
    confusions.set(
      `${expected} -> ${match.intent ?? 'nothing'}`,
      (confusions.get(`${expected} -> ${match.intent ?? 'nothing'}`) ?? 0) + 1,
    );
  console.log('  confusions:');
  for (const [pair, count] of [...confusions].sort((a, b) => b[1] - a[1]).slice(0, values.wrong ? undefined : 10))
    console.log(`    ${count}x ${pair}`);
  if (values.wrong)
    for (const { text, expected, match } of f.wrong)
      console.log(`    ${expected} -> ${match.intent} (${match.how} ${match.score.toFixed(2)}): ${text}`);
  console.log(`  false answers (${f.falseAnswers.length}):`);
  for (const { text, expected, match } of f.falseAnswers)
    console.log(
      `    "${text}" is ${expected ?? 'out of scope'}, answered as ${match.intent} (${match.how}${match.by === null ? '' : ` "${match.by}"`})`,
    );
}
function showTalk(f: DialogueFigures): void {
  console.log(`  two questions in one message: both answered in ${percent(f.bothAnswered)} of ${f.pairs}`);
  console.log(
    `  of ${f.singles} single questions ${percent(f.takenForTwo)} taken for two, ${percent(f.asNeighbour)} answered as a neighbour, ${percent(f.otherLanguage)} in the other language`,
  );
  console.log(`  accuracy as written ${percent(f.asWritten)}, with one typo ${percent(f.withTypo)}`);
  if (values.wrong) for (const fault of f.faults) console.log(`    ${fault}`);
}
function rowOf(f: Figures, talk: DialogueFigures): string {
  const cells = [
    f.tongue === 'en' ? 'English' : 'Chinese',
    `${percent(f.accuracy)} of ${f.total}`,
    percent(f.reachable),
    percent(f.precision),
    `${percent(f.caught)} of ${f.outOfScope}`,
    percent(talk.bothAnswered),
    percent(talk.asWritten - talk.withTypo),
  ];
  return `| ${cells.join(' | ')} |`;
}
function tableOf(rows: readonly string[]): string {
  return [
    'The shipped table on sentences it was never taught (`npm run intents:test -- --readme`):',
    '',
    '| | right intent first | answered or offered | right when answered outright | out of scope, not answered | two questions, both answered | lost to a typo |',
    '|---|---:|---:|---:|---:|---:|---:|',
    ...rows,
  ].join('\n');
}
function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}
