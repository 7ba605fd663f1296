/** The bench over all of tests/corpora, and README's table. */
import { shippedAdditions } from '#bot/members/encoder.ts';
import { type Encoding, openEncoding } from '#bot/members/encoding.ts';
import { shippedMaps } from '#bot/members/sense.ts';
import type { Mode } from '#bot/members/trust.ts';
import type { Tongue } from '#domain/understanding.ts';
import { writeBetween } from '#scripts/bench/table.ts';
import { corpusFile, draw, type Row, readRows } from '#scripts/data/corpora.ts';
import { type Encodings, keepEncodings } from '#scripts/data/encodings.ts';
import { type Learnt, learnFrom, TEACHERS } from '#scripts/data/maps.ts';
import { readDesks, TIDY } from '#scripts/intents-bench/desks.ts';
import { type Figures, figuresOf } from '#scripts/intents-bench/figures.ts';
import { hold } from '#scripts/intents-bench/hold.ts';
import { type Library, natural, nlpJs } from '#scripts/intents-bench/libraries.ts';
import { type Run, run } from '#scripts/intents-bench/run.ts';

interface Plan {
  readonly name: string;
  readonly files: string;
  readonly regimes: readonly (number | null)[];
}
const PLANS: readonly Plan[] = [
  { name: 'HWU64', files: 'hwu64/', regimes: [5, 10, null] },
  { name: 'CLINC150', files: 'clinc150/', regimes: [5, 10, null] },
  { name: 'HINT3 Powerplay11', files: 'hint3-powerplay11/', regimes: [null] },
  { name: 'AskUbuntu', files: 'nlu-evaluation/askubuntu.', regimes: [null] },
  { name: 'WebApps', files: 'nlu-evaluation/webapps.', regimes: [null] },
  { name: 'Chatbot', files: 'nlu-evaluation/chatbot.', regimes: [null] },
];
const SEEDS = [1, 2, 3];
/** The libraries need hours for more. */
const LIBRARY_ROWS = 2000;

/** Prints a line per run and writes the table between README's markers. Takes an hour the first time: two encoders and maps are learnt anew. */
export async function benchTable(): Promise<void> {
  const lines = [
    '| corpus, examples per intent | natural | nlp.js | light | full | out of scope, full: AUROC / recall at 95% | calibration error, light / full | accepted, light / full |',
    '|---|---:|---:|---:|---:|---:|---:|---:|',
  ];
  for (const { name, files, regimes } of PLANS) {
    const [train, test] = [readRows(corpusFile(`${files}train.jsonl`)), readRows(corpusFile(`${files}test.jsonl`))];
    const { additions, maps } = await learntFor(files);
    const encodings = keepEncodings(additions);
    const kept = fromStore(encodings);
    for (const regime of regimes) {
      const draws = (regime === null ? [1] : SEEDS).map((seed) => draw(train, regime, seed));
      const ours = async (mode: Mode): Promise<Figures> =>
        mean(await inTurn(draws, (rows) => run({ train: rows, test, tongue: 'en', mode, encoding: kept, maps })));
      const theirs = async (library: Library): Promise<string> =>
        (draws[0]?.length ?? 0) > LIBRARY_ROWS
          ? '–'
          : percent(mean(await inTurn(draws, (rows) => library(rows, test))).accuracy);
      const [light, full] = [await ours('light'), await ours('full')];
      lines.push(rowOf(`${name}, ${regime ?? 'all'}`, [await theirs(natural), await theirs(nlpJs)], light, full));
      console.log(lines.at(-1));
      encodings.save();
    }
  }
  for (const tongue of ['en', 'zh'] as const) {
    lines.push(await deskRow(tongue));
    console.log(lines.at(-1));
  }
  lines.push('', await timing());
  writeBetween('README.md', 'bench:intents', lines.join('\n'));
}

/** Desks that teach nothing, written like those that do; with few rows each, so that calibration is looked at over all. */
async function deskRow(tongue: Tongue): Promise<string> {
  const encodings = keepEncodings(shippedAdditions());
  const kept = fromStore(encodings);
  const desks = readDesks(tongue);
  const ours = async (mode: Mode): Promise<Figures> => {
    const runs: Run[] = [];
    for (const { train, test } of desks) runs.push(await run({ train, test, tongue, mode, encoding: kept }));
    return { ...mean(runs), ece: figuresOf(runs.flatMap(({ judged }) => judged)).ece };
  };
  const theirs = async (library: Library): Promise<string> => {
    const runs: Figures[] = [];
    for (const { train, test } of desks) runs.push(await library(train, test));
    return percent(mean(runs).accuracy);
  };
  const libraries = tongue === 'en' ? [await theirs(natural), await theirs(nlpJs)] : ['–', '–'];
  const [light, full] = [await ours('light'), await ours('full')];
  encodings.save();
  return rowOf(
    `${desks.length} desks of 12 intents, ${tongue === 'en' ? 'English' : 'Chinese'}, ${TIDY}`,
    libraries,
    light,
    full,
  );
}

function rowOf(name: string, libraries: readonly string[], light: Figures, full: Figures): string {
  const row = [
    name,
    ...libraries,
    percent(light.accuracy),
    percent(full.accuracy),
    full.oosAuroc === null ? '' : `${percent(full.oosAuroc)} / ${percent(full.oosRecallAt95 ?? 0)}`,
    `${percent(light.ece)} / ${percent(full.ece)}`,
    `${percent(light.accepted)} / ${percent(full.accepted)}`,
  ];
  return `| ${row.join(' | ')} |`;
}

/** A corpus that taught what ships is measured with an encoder and maps that never saw it, as a stranger's table would be. */
async function learntFor(files: string): Promise<Learnt> {
  const teacher = TEACHERS.find((name) => files === `${name}/`);
  return teacher === undefined ? { additions: shippedAdditions(), maps: shippedMaps() } : learnFrom(teacher);
}

/** Training in this process, on one core; the rest in a process that holds the bot alone. */
async function timing(): Promise<string> {
  const encoding = openEncoding(null);
  await encoding.encode(['how do i start']);
  const train = draw(readRows(corpusFile('hwu64/train.jsonl')), 10, 1);
  const seconds: Record<Mode, string> = { light: '', full: '' };
  for (const mode of ['light', 'full'] as const)
    seconds[mode] = (await run({ train, test: [], tongue: 'en', mode, encoding })).trainSeconds.toFixed(1);
  const { sure, unsure, answering, learning, rssMb } = await hold();
  const ms = (micros: number): string => (micros / 1000).toFixed(1);
  return [
    `Training 64 intents x 10, all in: ${seconds.light} s light, ${seconds.full} s full. A process with the bot alone, the shipped table in both languages`,
    `and the encoder: ${rssMb} MB. An answer takes ${ms(sure[0])} ms (half of all) and ${ms(sure[1])} ms (99 of 100) where words suffice, ${ms(unsure[0])} and`,
    `${ms(unsure[1])} ms through the encoder; the event loop was held ${answering.toFixed(0)} ms at most while answering, ${learning.toFixed(0)} ms while models were trained and taken up.`,
  ].join('\n');
}

function fromStore(encodings: Encodings): Encoding {
  return {
    async encode(sentences) {
      const all = await encodings.of(sentences);
      return all === null ? null : sentences.map((sentence) => all.get(sentence) ?? new Float32Array());
    },
    close: () => undefined,
  };
}
async function inTurn<T>(draws: readonly Row[][], work: (rows: readonly Row[]) => Promise<T>): Promise<T[]> {
  const done: T[] = [];
  for (const rows of draws) done.push(await work(rows));
  return done;
}
function mean(runs: readonly Figures[]): Figures {
  const of = (key: keyof Figures): number => runs.reduce((sum, figures) => sum + (figures[key] ?? 0), 0) / runs.length;
  const or = (key: keyof Figures): number | null => (runs[0]?.[key] === null ? null : of(key));
  return {
    accuracy: of('accuracy'),
    macroF1: of('macroF1'),
    ece: of('ece'),
    oosAuroc: or('oosAuroc'),
    oosRecallAt95: or('oosRecallAt95'),
    accepted: of('accepted'),
    oosCaught: or('oosCaught'),
  };
}
const percent = (share: number): string => (share * 100).toFixed(1);
