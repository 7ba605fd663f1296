/** `npm run intents:export [-- --dir intents] [--lang en|zh] [--out file.csv]`: every example as CSV, as intents:import reads it. */
import { writeFileSync } from 'node:fs';
import { readTableFiles } from '#bot/files.ts';
import { parseTable } from '#bot/parse-table.ts';
import { csvCell } from '#scripts/intents-import/csv.ts';
import { readArguments, stop } from './read-arguments.ts';

const { values } = readArguments(
  {
    options: {
      dir: { type: 'string', default: process.env['INTENTS_DIR'] || 'intents' },
      lang: { type: 'string' },
      out: { type: 'string' },
    },
  },
  'Usage: npm run intents:export -- [--dir intents] [--lang en|zh] [--out file.csv]',
);
const { dir, lang, out } = values;
if (lang !== undefined && lang !== 'en' && lang !== 'zh') stop(`--lang ${lang}: write en or zh`);
const files = await readTableFiles(dir).catch((error: Error) =>
  stop(`${dir} cannot be read: ${error.message}. Give the table's folder with --dir`),
);
const parsed = parseTable(files);
if (!parsed.ok) stop(`the table in ${dir} has faults; mend them first: npm run intents:check -- ${dir}`);
const rows = parsed.table.phrases
  .filter(({ tongue }) => lang === undefined || tongue === lang)
  .flatMap(({ intent, tongue, scope, examples }) =>
    examples.map(({ text }) => [text, intent, tongue, scope.course ?? '', scope.lesson ?? '']),
  );
const csv = [['text', 'intent', 'language', 'course', 'lesson'], ...rows]
  .map((row) => `${row.map(csvCell).join(',')}\r\n`)
  .join('');
if (out === undefined) process.stdout.write(csv);
else {
  // Excel takes UTF-8 for Latin-1 without the mark.
  try {
    writeFileSync(out, `\uFEFF${csv}`);
  } catch (error) {
    stop(`${out} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
  console.error(`${rows.length} examples written to ${out}`);
}
