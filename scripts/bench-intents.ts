/**
 * `npm run bench:intents -- --train FILE.jsonl --test FILE.jsonl [--lang en|zh] [--mode full|light]`: trains on one file as the bot trains on
 * its table, asks the other, and ends with one line of JSON. Without files: all of tests/corpora, and README's table.
 */
import { parseArgs } from 'node:util';
import { openEncoding } from '#bot/members/encoding.ts';
import { readRows } from '#scripts/data/corpora.ts';
import { run } from '#scripts/intents-bench/run.ts';
import { benchTable } from '#scripts/intents-bench/table.ts';

const { values } = parseArgs({
  options: {
    train: { type: 'string' },
    test: { type: 'string' },
    lang: { type: 'string', default: 'en' },
    mode: { type: 'string', default: 'full' },
  },
});
const { train, test, lang, mode } = values;
if (lang !== 'en' && lang !== 'zh') stop(`--lang is en or zh, not "${lang}".`);
if (mode !== 'full' && mode !== 'light') stop(`--mode is full or light, not "${mode}".`);
if ((train === undefined) !== (test === undefined)) stop('Give both --train and --test, or neither.');
if (train === undefined || test === undefined) await benchTable();
else {
  const encoding = openEncoding(null);
  try {
    const { judged: _, ...figures } = await run({ train: readRows(train), test: readRows(test), tongue: lang, mode, encoding });
    console.log(JSON.stringify(figures, (_, value: unknown) => (typeof value === 'number' ? Number(value.toFixed(4)) : value)));
  } catch (error) {
    stop(error instanceof Error ? error.message : String(error));
  }
}

function stop(message: string): never {
  console.error(message);
  process.exit(2);
}
