/** `npm run intents:import -- <file or folder>`: Rasa NLU YAML, an unpacked Dialogflow ES export or CSV, into the table's files. */
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { readTableFiles } from '#bot/files.ts';
import { parseTable } from '#bot/parse-table.ts';
import { readCsv } from '#scripts/intents-import/csv.ts';
import { readDialogflow } from '#scripts/intents-import/dialogflow.ts';
import { mergeInto } from '#scripts/intents-import/into-table.ts';
import { isRasa, readRasa } from '#scripts/intents-import/rasa.ts';
import { BadInput, readText, type Source } from '#scripts/intents-import/source.ts';

const USAGE = `Usage: npm run intents:import -- <nlu.yml | folder of a Dialogflow ES export | file.csv>
  [--dir intents]     the table's folder
  [--lang en|zh]      language of all examples (default: each example's own)
  [--topic imported]  topic of intents whose names have none
  [--force]           add examples to intents that the table has already
  [--dry-run]         say what would be done, write nothing`;

function open(path: string, lang: 'en' | 'zh' | null): Source {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new BadInput(`there is no ${path}`);
  if (found.isDirectory()) return readDialogflow(path);
  if (/\.zip$/i.test(path)) throw new BadInput(`${path}: unpack it first and give the folder`);
  const text = readText(path);
  if (/\.ya?ml$/i.test(path) || isRasa(text)) return readRasa(text, path, lang);
  if (/\.csv$/i.test(path)) return readCsv(text, path, lang);
  throw new BadInput(`${path}: neither Rasa NLU YAML (.yml), CSV (.csv) nor a Dialogflow ES folder`);
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      dir: { type: 'string', default: process.env['INTENTS_DIR'] || 'intents' },
      lang: { type: 'string' },
      topic: { type: 'string', default: 'imported' },
      force: { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
    },
  });
  const [path] = positionals;
  const { dir, lang, topic, force } = values;
  if (path === undefined || positionals.length > 1) throw new BadInput(USAGE);
  if (lang !== undefined && lang !== 'en' && lang !== 'zh') throw new BadInput(`--lang ${lang}: write en or zh`);
  if (!/^[a-z][a-z0-9-]*$/.test(topic)) throw new BadInput(`--topic ${topic}: lower case letters, digits and dashes`);
  const files = await readTableFiles(dir).catch((error: Error) => {
    throw new BadInput(`${dir} cannot be read: ${error.message}. Give the table's folder with --dir`);
  });
  const parsed = parseTable(files);
  if (!parsed.ok) throw new BadInput(`the table in ${dir} has faults; mend them first: npm run intents:check -- ${dir}`);
  const { intents, left } = open(path, lang ?? null);
  const merged = mergeInto(files, parsed.table, intents, { topic, force });
  const paths = new Set(merged.changed.map((file) => file.path));
  const after = parseTable([...files.filter((file) => !paths.has(file.path)), ...merged.changed]);
  if (!after.ok)
    throw new BadInput(
      `nothing was written, the table would have faults:\n${after.faults.map((f) => `  ${f.file}:${f.line} ${f.message}`).join('\n')}`,
    );
  if (!values['dry-run'])
    for (const { path: file, text } of merged.changed) {
      try {
        mkdirSync(dirname(join(dir, file)), { recursive: true });
        writeFileSync(join(dir, file), text);
      } catch (error) {
        throw new BadInput(`${join(dir, file)} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  const examples = intents.reduce((sum, intent) => sum + intent.examples.length, 0);
  console.log(`${examples} examples read; ${merged.created.length} intents new, ${merged.extended.length} with more examples.`);
  for (const file of paths) console.log(`  ${values['dry-run'] ? 'would write' : 'wrote'} ${join(dir, file)}`);
  for (const what of left) console.log(`  left out: ${what}`);
  if (merged.unanswered.length > 0)
    console.log(
      `\n${merged.unanswered.length} intents have no answer yet and hand off to a person: ${merged.unanswered.join(', ')}.\nWrite "answer:" in their language files and take "handoff: always" out of the catalogue.`,
    );
  console.log(`\nNow look for doubtful ones: npm run intents:check -- ${dir}`);
}

await main().catch((error: unknown) => {
  const usual = error instanceof BadInput || (error instanceof TypeError && 'code' in error);
  if (!usual) throw error;
  console.error(`${(error as Error).message}${error instanceof BadInput ? '' : `\n${USAGE}`}`);
  process.exitCode = 2;
});
