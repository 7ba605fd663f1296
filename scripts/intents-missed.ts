/** `npm run intents:missed [-- --dir intents] [--lang en|zh] [--limit 20] [--json]`: what the bot missed, in groups, most asked first. */
import { readTableFiles } from '#bot/files.ts';
import { groupAlike, habitsOf } from '#bot/group.ts';
import { parseTable } from '#bot/parse-table.ts';
import { MAX_GROUPED, nearestOf } from '#desk/teaching.ts';
import type { MissedQuestion } from '#domain/missed.ts';
import { databaseIn, Refusal } from '#scripts/copy-database.ts';
import { readArguments } from '#scripts/read-arguments.ts';
import { openSqliteStore } from '#store/sqlite.ts';

const REASONS = { 'not-known': 'not known', unhelpful: 'did not help', 'handed-off': 'to a person' } as const;
const FEW = 5;

async function openQuestions(dataDir: string): Promise<readonly MissedQuestion[]> {
  // Nothing is made here: the server has a database already, or there is nothing to show.
  const ids = { hex: (bytes: number) => '0'.repeat(2 * bytes) };
  const store = await openSqliteStore({ path: databaseIn(dataDir), ids, upgrade: false });
  const found = await store.missed.open(MAX_GROUPED);
  await store.close();
  return [...found].reverse();
}

function show(questions: readonly MissedQuestion[], known: ReadonlySet<string>): void {
  const counts = Object.entries(REASONS).flatMap(([reason, words]) => {
    const count = questions.filter((question) => question.reason === reason).length;
    return count === 0 ? [] : [`${words} ${count}`];
  });
  const [newest] = [...questions].reverse();
  console.log(`\n${questions.length}x "${newest?.text}"  (${newest?.tongue}; ${counts.join(', ')})`);
  const others = [...new Set(questions.map(({ text }) => text))].filter((text) => text !== newest?.text);
  for (const text of others.slice(0, FEW)) console.log(`    "${text}"`);
  if (others.length > FEW) console.log(`    … and ${others.length - FEW} more`);
  const nearest = nearestOf(questions, known).map(({ intent, score }) => `${intent} (${score.toFixed(2)})`);
  console.log(`  nearest: ${nearest.length === 0 ? 'nothing' : nearest.join(', ')}`);
  for (const reply of [...new Set(questions.flatMap(({ reply }) => reply ?? []))].slice(0, FEW))
    console.log(`  an agent answered: ${reply.replace(/\s+/g, ' ').slice(0, 200)}`);
}

async function main(): Promise<void> {
  const { values } = readArguments(
    {
      options: {
        dir: { type: 'string', default: process.env['INTENTS_DIR'] || 'intents' },
        lang: { type: 'string' },
        limit: { type: 'string', default: '20' },
        json: { type: 'boolean', default: false },
      },
    },
    'Usage: npm run intents:missed -- [--dir intents] [--lang en|zh] [--limit 20] [--json]',
  );
  const { dir, lang } = values;
  const limit = Number(values.limit);
  if (!Number.isInteger(limit) || limit < 1) throw new Refusal(`--limit ${values.limit}: write a whole number from 1`);
  if (lang !== undefined && lang !== 'en' && lang !== 'zh') throw new Refusal(`--lang ${lang}: write en or zh`);
  const parsed = parseTable(
    await readTableFiles(dir).catch((error: Error) => {
      throw new Refusal(`${dir} cannot be read: ${error.message}. Give the table's folder with --dir`);
    }),
  );
  if (!parsed.ok) throw new Refusal(`the table in ${dir} has faults; mend them first: npm run intents:check -- ${dir}`);
  const { phrases, intents } = parsed.table;
  const habits = habitsOf(phrases.flatMap(({ examples, tongue }) => examples.map(({ text }) => ({ text, tongue }))));
  const questions = await openQuestions(process.env['DATA_DIR'] || './data');
  const alike = await groupAlike(questions, habits);
  const groups = alike
    .filter(([first]) => lang === undefined || first?.tongue === lang)
    .sort((a, b) => b.length - a.length)
    .slice(0, limit);
  const known = new Set(intents.keys());
  if (values.json) {
    for (const group of groups) console.log(JSON.stringify({ nearest: nearestOf(group, known), questions: group }));
    return;
  }
  console.log(questions.length === 0 ? 'Nothing was missed.' : `${questions.length} open questions in ${alike.length} groups`);
  for (const group of groups) show(group, known);
  if (groups.length > 0)
    console.log('\nTeach them on the console’s page "Teach", or add them to the files and run intents:test.');
}

await main().catch((error: unknown) => {
  if (!(error instanceof Error)) throw error;
  console.error(error.message);
  process.exitCode = 2;
});
