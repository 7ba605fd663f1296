/**
 * `npm run restore -- file [--without-files]`: puts a backup in the place of the database, after checking it; the server must be
 * stopped. What was there is kept beside it. Files people sent come out of `<file>.files`, and what that lacks out of the present
 * attachments. The database gets a new epoch, so that every client drops what it remembers of the other one. One JSON line.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import Database from 'better-sqlite3';
import { keepAlone, TakenFolder } from '#store/sqlite-alone.ts';
import { sync } from '#store/sync-file.ts';
import { copyFiles, countsOf, filesSaid, openSound, perform, Refusal, sameCounts } from './copy-database.ts';

/** Takes the database from everybody, folds its log in and lets go. Throws when a server has it open. */
function takeFromServer(path: string): void {
  const db = new Database(path, { timeout: 200 });
  try {
    db.pragma('locking_mode = EXCLUSIVE');
    db.exec('BEGIN EXCLUSIVE; COMMIT');
    db.pragma('wal_checkpoint(TRUNCATE)');
  } catch (error) {
    if (error instanceof Database.SqliteError && /^SQLITE_(BUSY|LOCKED)/.test(error.code))
      throw new Refusal(`${path} is in use. Stop the server, restore, start it again.`, { cause: error });
    // A damaged database is a reason to restore, not against it.
    if (!(error instanceof Database.SqliteError)) throw error;
  } finally {
    db.close();
  }
}

/** No server may start meanwhile, as one that is kept running by its system does: it would go on writing into the file put aside. */
function keepOut(dataDir: string): void {
  try {
    keepAlone(dataDir);
  } catch (error) {
    if (!(error instanceof TakenFolder)) throw error;
    throw new Refusal(`A server is running on ${dataDir}. Stop the server, restore, start it again.`, { cause: error });
  }
}

/** The new epoch. */
function renew(path: string): string {
  const db = new Database(path, { fileMustExist: true });
  try {
    db.pragma('synchronous = FULL');
    const epoch = randomBytes(16).toString('hex');
    db.prepare("INSERT INTO setting VALUES ('epoch', ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value").run(epoch);
    db.pragma('wal_checkpoint(TRUNCATE)');
    return epoch;
  } finally {
    db.close();
  }
}

const USAGE = 'Say which backup: npm run restore -- data/backups/handraise-….db [--without-files]';

function asked() {
  try {
    return parseArgs({ allowPositionals: true, options: { 'without-files': { type: 'boolean', default: false } } });
  } catch (error) {
    throw new Refusal(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`, { cause: error });
  }
}

/** One file may have been erased while the backup ran; a whole folder that is not there was forgotten, and costs every file. */
function insistOnFolder(folder: string, ids: readonly string[], present: string): void {
  if (existsSync(folder)) return;
  const missing = ids.filter((id) => !existsSync(join(present, id))).length;
  if (missing > 0)
    throw new Refusal(
      `There is no folder ${folder}, where ${missing} of the backup's files should be: nothing was changed. Copy it there, or add --without-files to go on without them.`,
    );
}

function restore(): string {
  const { values, positionals } = asked();
  const [given, ...more] = positionals;
  if (given === undefined || more.length > 0) throw new Refusal(USAGE);
  const backup = resolve(given);
  const dataDir = process.env['DATA_DIR'] || './data';
  const target = resolve(join(dataDir, 'handraise.db'));
  if (backup === target) throw new Refusal(`${target} is the database itself, not a backup of it.`);
  const began = performance.now();
  const source = openSound(backup);
  const wanted = countsOf(source);
  const ids = filesSaid(source);
  source.close();
  const attachments = join(dirname(target), 'attachments');
  if (!values['without-files']) insistOnFolder(`${backup}.files`, ids, attachments);
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
  const aside = `${target}.before-${new Date().toISOString().replace(/[:.]/g, '-')}`;
  const old = existsSync(target) ? aside : undefined;
  keepOut(dirname(target));
  if (old !== undefined) takeFromServer(target);

  const fresh = `${target}.restoring`;
  for (const tail of ['', '-wal', '-shm']) rmSync(fresh + tail, { force: true });
  copyFileSync(backup, fresh);
  chmodSync(fresh, 0o600);
  const epoch = renew(fresh);
  const copy = openSound(fresh);
  const rows = countsOf(copy);
  copy.close();
  if (!sameCounts(rows, wanted)) throw new Refusal('The copy differs from the backup: nothing was changed.');
  for (const tail of ['-wal', '-shm']) rmSync(fresh + tail, { force: true });
  sync(fresh);
  const staged = `${attachments}.restoring`;
  rmSync(staged, { recursive: true, force: true });
  mkdirSync(staged, { mode: 0o700 });
  const { files, missing } = copyFiles(ids, [`${backup}.files`, attachments], staged);
  if (old !== undefined) {
    renameSync(target, old);
    // A log that belongs to the old file must not be read into the new one.
    for (const tail of ['-wal', '-shm']) if (existsSync(target + tail)) renameSync(target + tail, old + tail);
  }
  // The files of what was there stay with it; those of the backup take their place.
  if (existsSync(attachments)) renameSync(attachments, `${aside}.files`);
  renameSync(staged, attachments);
  renameSync(fresh, target);
  sync(dirname(target));
  return JSON.stringify({
    restored: target,
    from: backup,
    before: old ?? null,
    epoch,
    rows,
    files,
    missing,
    ms: Math.round(performance.now() - began),
  });
}

await perform(restore);
