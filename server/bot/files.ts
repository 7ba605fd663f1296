/** Reads the table's folder and watches it. With models.ts, the bot's only contact with the disk. */
import { type FSWatcher, watch } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SourceFile } from './table.ts';

/** Editors write in several steps; this long after the last one the folder is read. Milliseconds. */
const SETTLE = 120;
/** Where the system cannot watch, the folder is looked at this often. Milliseconds. */
const POLL = 1000;
const MAX_FILES = 2000;

/** All YAML files except schema/, hidden ones and editors' backups, sorted by path. Throws when `dir` cannot be read. */
export async function readTableFiles(dir: string): Promise<readonly SourceFile[]> {
  const names = (await readdir(dir, { recursive: true })).map((name) => name.replaceAll('\\', '/'));
  const paths = names
    .filter(
      (name) => /\.ya?ml$/.test(name) && !name.startsWith('schema/') && !name.split('/').some((part) => /^[.#_~]/.test(part)),
    )
    .sort();
  if (paths.length > MAX_FILES) throw new Error(`${dir} holds ${paths.length} YAML files; at most ${MAX_FILES} are read`);
  // A file that an editor replaces at this moment is missing for an instant: the next look finds it.
  const files = await Promise.all(
    paths.map(async (path) => ({ path, text: await readFile(join(dir, path), 'utf8').catch(missing) })),
  );
  return files.flatMap(({ path, text }) => (text === null ? [] : [{ path, text }]));
}
function missing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

/**
 * Calls `changed` after anything in `dir` was written, replaced, added or removed; returns how to stop. Folders are watched, not
 * files: a watched file is lost when an editor renames a new one over it.
 */
export function watchTableFiles(dir: string, changed: () => void, cannotWatch: (error: unknown) => void): () => void {
  const watchers = new Map<string, FSWatcher>();
  let settle: NodeJS.Timeout | undefined;
  let poll: NodeJS.Timeout | undefined;
  let stopped = false;
  const touched = (): void => {
    clearTimeout(settle);
    // Watch first, read then: what is written in between is seen by one of the two.
    settle = setTimeout(() => void arm().then(changed), SETTLE);
  };
  const fallBack = (error: unknown): void => {
    if (stopped || poll !== undefined) return;
    cannotWatch(error);
    poll = setInterval(changed, POLL);
  };
  const arm = async (): Promise<void> => {
    const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => []);
    const folders = [dir, ...entries.filter((e) => e.isDirectory()).map((e) => join(e.parentPath, e.name))];
    for (const folder of folders) {
      if (stopped || watchers.has(folder)) continue;
      try {
        const watcher = watch(folder, touched);
        const forget = (): void => {
          watcher.close();
          watchers.delete(folder);
        };
        watcher.on('error', forget);
        watchers.set(folder, watcher);
      } catch (error) {
        fallBack(error);
      }
    }
    for (const [folder, watcher] of watchers) {
      if (folders.includes(folder)) continue;
      watcher.close();
      watchers.delete(folder);
    }
  };
  touched();
  return () => {
    stopped = true;
    clearTimeout(settle);
    clearInterval(poll);
    for (const watcher of watchers.values()) watcher.close();
  };
}
