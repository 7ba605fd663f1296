/**
 * `npm run learner -- export WHO [file]` and `npm run learner -- erase WHO --yes`. WHO is an e-mail address, a learner's id, or the
 * subject a course site signs. DATA_DIR as for the server, which may go on running. Backups are files of their own: erase there, too.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openFiles } from '#store/files.ts';
import { openDatabase } from '#store/sqlite-open.ts';
import { eraseLearners, exportLearner, findLearners } from '#store/sqlite-people.ts';
import { databaseIn, Refusal } from './copy-database.ts';

const USAGE = 'Write: npm run learner -- export WHO [file], or: npm run learner -- erase WHO --yes';

function run([verb, who = '', more]: readonly string[]): string {
  if ((verb !== 'export' && verb !== 'erase') || who === '') throw new Refusal(USAGE);
  const dataDir = process.env['DATA_DIR'] || './data';
  const db = openDatabase(databaseIn(dataDir));
  try {
    const ids = findLearners(db, who);
    if (ids.length === 0) throw new Refusal('Nobody here has that address, id or subject.');
    if (verb === 'export') {
      const text = JSON.stringify({ learners: ids.map((id) => exportLearner(db, id)) }, null, 2);
      if (more === undefined) return text;
      writeFileSync(more, `${text}\n`, { mode: 0o600, flag: 'wx' });
      return JSON.stringify({ exported: ids.length, file: more });
    }
    if (more !== '--yes')
      throw new Refusal(`That would erase ${ids.length} learner(s) for ever: ${ids.join(', ')}. Add --yes to do it.`);
    eraseLearners(db, ids, openFiles(join(dataDir, 'attachments')));
    return JSON.stringify({ erased: ids.length });
  } finally {
    db.close();
  }
}

try {
  process.stdout.write(`${run(process.argv.slice(2))}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
