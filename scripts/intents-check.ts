/** `npm run intents:check [-- folder]`: everything wrong or doubtful in the intent table, with file, line and what to do. */
import { join } from 'node:path';
import { readTableFiles } from '#bot/files.ts';
import { lint } from '#bot/lint.ts';
import { parseTable } from '#bot/parse-table.ts';
import { readArguments, stop } from './read-arguments.ts';

const USAGE = 'Usage: npm run intents:check [-- folder]';
const { values, positionals } = readArguments({ allowPositionals: true, options: { dir: { type: 'string' } } }, USAGE);
if (positionals.length > 1) stop(USAGE);
const dir = positionals[0] ?? values.dir ?? (process.env['INTENTS_DIR'] || 'intents');
const files = await readTableFiles(dir).catch((error: Error) =>
  stop(`${dir} cannot be read: ${error.message}. Give the table's folder: npm run intents:check -- <folder>`),
);
const parsed = parseTable(files);
const found = parsed.ok ? [...parsed.warnings, ...lint(parsed.table)] : parsed.faults;
for (const { file, line, level, message } of found)
  console.log(`${join(dir, file)}:${line} ${level === 'fault' ? 'fault' : 'check'}: ${message}`);
if (parsed.ok && found.length === 0)
  console.log(`${files.length} files, ${parsed.table.intents.size} intents, no faults (table ${parsed.table.version})`);
else
  console.log(
    `\n${found.length} ${found.length === 1 ? 'finding' : 'findings'}${parsed.ok ? '' : '; the server keeps the table it has until the faults are mended'}`,
  );
process.exitCode = found.length > 0 ? 1 : 0;
