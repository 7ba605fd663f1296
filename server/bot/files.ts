/** Reads the table's folder and watches it. With models.ts, the bot's only contact with the disk. */
import { isUtf8 } from 'node:buffer';
import { type FSWatcher, watch } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { SourceFile } from './table.ts';

/** Editors write in several steps; this long after the last one the folder is read. Milliseconds. */
const SETTLE = 120;
/** Whether the folder is still the same, and where the system cannot watch its files, is looked at this often. Milliseconds. */
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
  const files = await Promise.all(paths.map(async (path) => ({ path, bytes: await readFile(join(dir, path)).catch(missing) })));
  return files.flatMap(({ path, bytes }) => (bytes === null ? [] : [sourceFile(path, bytes)]));
}
function sourceFile(path: string, bytes: Buffer): SourceFile {
  const text = bytes.toString('utf8');
  if (isUtf8(bytes)) return { path, text };
  // What could not be read stands there as U+FFFD.
  return { path, text, garbledAt: text.slice(0, text.indexOf('\uFFFD')).split('\n').length };
}
function missing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

/** A folder as such, not by its path: one that replaced another is told apart, also where the system gives its number out again. */
const identityOf = (folder: string): Promise<string | null> =>
  stat(folder, { bigint: true }).then(
    ({ dev, ino, birthtimeNs }) => `${dev} ${ino} ${birthtimeNs}`,
    () => null,
  );
interface Watched {
  readonly watcher: FSWatcher;
  readonly identity: string;
}

/**
 * Calls `changed` after anything in `dir` was written, replaced, added or removed; returns how to stop. Folders are watched, not
 * files: a watched file is lost when an editor renames a new one over it. So is a watched folder when another takes its place.
 */
export function watchTableFiles(dir: string, changed: () => void, cannotWatch: (error: unknown) => void): () => void {
  const watched = new Map<string, Watched>();
  let settle: NodeJS.Timeout | undefined;
  let poll: NodeJS.Timeout | undefined;
  let stopped = false;
  const touched = (): void => {
    if (stopped) return;
    clearTimeout(settle);
    // Watch first, read then: what is written in between is seen by one of the two.
    settle = setTimeout(() => void armAll().then(changed), SETTLE);
  };
  const fallBack = (error: unknown): void => {
    if (stopped || poll !== undefined) return;
    cannotWatch(error);
    poll = setInterval(changed, POLL);
  };
  const forget = (folder: string): void => {
    watched.get(folder)?.watcher.close();
    watched.delete(folder);
  };
  /** Watches what is there; true: some of it anew. */
  const arm = async (): Promise<boolean> => {
    const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => []);
    const paths = [dir, ...entries.filter((e) => e.isDirectory()).map((e) => join(e.parentPath, e.name))];
    const folders = new Map(await Promise.all(paths.map(async (path) => [path, await identityOf(path)] as const)));
    // From here on nothing waits: two that run at once do not watch one folder twice.
    if (stopped) return false;
    let anew = false;
    for (const [folder, { identity }] of watched) if (folders.get(folder) !== identity) forget(folder);
    for (const [folder, identity] of folders) {
      if (identity === null || watched.has(folder)) continue;
      try {
        const watcher = watch(folder, touched);
        watcher.on('error', () => forget(folder));
        watched.set(folder, { watcher, identity });
        anew = true;
      } catch (error) {
        // Gone meanwhile: whoever removed it touched the folder above, or `look` finds what comes in its place.
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') fallBack(error);
      }
    }
    return anew;
  };
  /** Until nothing is new: a folder may have come into another just before that one was watched. */
  const armAll = async (): Promise<void> => {
    while (await arm());
  };
  // Nobody watches above `dir`: that it was replaced must be looked for.
  const look = setInterval(async () => {
    const identity = await identityOf(dir);
    if (identity !== null && poll === undefined && identity !== watched.get(dir)?.identity) touched();
  }, POLL);
  look.unref();
  touched();
  return () => {
    stopped = true;
    clearTimeout(settle);
    clearInterval(poll);
    clearInterval(look);
    for (const { watcher } of watched.values()) watcher.close();
  };
}
