/**
 * `npm run learner -- export WHO [file]` and `npm run learner -- erase WHO --yes`. WHO is an e-mail address, a learner's id, or the
 * subject a course site signs. DATA_DIR as for the server, which may go on running. Backups are files of their own: `--in FILE`
 * exports and erases there, and erasing names those in DATA_DIR that still hold the learner.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Files, openFiles } from '#store/files.ts';
import { MIGRATIONS } from '#store/migrations/list.ts';
import { openDatabase } from '#store/sqlite-open.ts';
import { eraseLearners, exportLearner, findLearners } from '#store/sqlite-people.ts';
import { databaseIn, openSound, Refusal } from './copy-database.ts';
import { copiesWith } from './other-copies.ts';
import { readArguments } from './read-arguments.ts';

const USAGE =
  'Write: npm run learner -- export WHO [file], or: npm run learner -- erase WHO --yes; with --in BACKUP.db for a backup instead of the database';

/** Opened for writing a backup is brought up to date, and what an upgrade kept is there for going back. */
function insistOnSchema(path: string): string {
  const db = openSound(path);
  const schema = db.pragma('user_version', { simple: true }) as number;
  db.close();
  if (schema < MIGRATIONS.length)
    throw new Refusal(
      `${path} was written by an older Handraise: nobody can be taken out of it. Delete it if you can do without.`,
    );
  return path;
}

/** A backup's folder may be missing, and making an empty one would look as though the files had been brought along. */
const filesBeside = (backup: string): Pick<Files, 'remove'> => ({
  remove(ids) {
    for (const id of ids) rmSync(join(`${backup}.files`, id), { force: true });
  },
});

function run(): string {
  const options = { yes: { type: 'boolean', default: false }, in: { type: 'string' } } as const;
  const { values, positionals } = readArguments({ allowPositionals: true, options }, USAGE);
  const [verb, who = '', file, ...more] = positionals;
  if ((verb !== 'export' && verb !== 'erase') || who === '' || more.length > 0) throw new Refusal(USAGE);
  const dataDir = process.env['DATA_DIR'] || './data';
  const backup = values.in === undefined ? undefined : resolve(values.in);
  const db = openDatabase(backup === undefined ? databaseIn(dataDir) : insistOnSchema(backup), { upgrade: false });
  try {
    const ids = findLearners(db, who);
    const copies = () => (backup === undefined && verb === 'erase' ? copiesWith(dataDir, who, ids) : []);
    if (ids.length === 0) throw new Refusal(`Nobody here has that address, id or subject.${alsoIn(copies())}`);
    if (verb === 'export') {
      const text = JSON.stringify({ learners: ids.map((id) => exportLearner(db, id)) }, null, 2);
      if (file === undefined) return text;
      writeFileSync(file, `${text}\n`, { mode: 0o600, flag: 'wx' });
      return JSON.stringify({ exported: ids.length, file });
    }
    if (!values.yes || file !== undefined)
      throw new Refusal(`That would erase ${ids.length} learner(s) for ever: ${ids.join(', ')}. Add --yes to do it.`);
    const files = backup === undefined ? openFiles(join(dataDir, 'attachments')) : filesBeside(backup);
    eraseLearners(db, ids, files, { tell: backup === undefined });
    const kept = copies();
    if (kept.length > 0) process.stderr.write(`${alsoIn(kept).trim()}\n`);
    return JSON.stringify({ erased: ids.length });
  } finally {
    // A backup is one file, also after this.
    if (backup !== undefined) db.pragma('journal_mode = DELETE');
    db.close();
  }
}

function alsoIn(copies: readonly string[]): string {
  if (copies.length === 0) return '';
  return ` Still in these copies, which a restore would bring back: ${copies.join(', ')}. Delete them, or add --in FILE for each; think of those kept elsewhere, too.`;
}

try {
  process.stdout.write(`${run()}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
