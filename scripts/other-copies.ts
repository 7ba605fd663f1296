/** Copies of the database that lie beside it: backups, and what an upgrade or a restore kept. Whoever is erased is still in them. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

function candidates(dataDir: string): readonly string[] {
  const backups = join(dataDir, 'backups');
  return [
    ...readdirSync(dataDir)
      .filter((name) => /^handraise\.db\.before-/.test(name))
      .map((name) => join(dataDir, name)),
    ...(existsSync(backups) ? readdirSync(backups).map((name) => join(backups, name)) : []),
  ].filter((path) => !/(\.files|\.partial|-wal|-shm)$/.test(path));
}

/** An older schema may lack a column that says who is meant, and what cannot be looked into may hold anybody. */
function mayHold(path: string, who: string, ids: readonly string[]): boolean {
  let db: Database.Database | undefined;
  try {
    db = new Database(path, { fileMustExist: true });
    const has = new Set(db.prepare<[], string>("SELECT name FROM pragma_table_info('learner')").pluck().all());
    const named = ['subject', 'email']
      .filter((column) => has.has(column))
      .map((column) => ` OR lower(${column}) = lower(@who)`);
    const found = db.prepare(`SELECT 1 FROM learner WHERE id IN (SELECT value FROM json_each(@ids))${named.join('')}`);
    return found.get({ ids: JSON.stringify([...ids, who]), ...(named.length > 0 ? { who } : {}) }) !== undefined;
  } catch {
    return true;
  } finally {
    db?.close();
  }
}

/** Paths of the copies in DATA_DIR that hold these learners, or whoever else `who` means there. Copies kept elsewhere are not known here. */
export const copiesWith = (dataDir: string, who: string, ids: readonly string[]): readonly string[] =>
  candidates(dataDir).filter((path) => mayHold(path, who, ids));
