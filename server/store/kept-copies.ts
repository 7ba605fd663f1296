/** Copies of the whole database that upgrades and restores keep beside it: they hold learners' words, and so must not outlive them. */
import { existsSync, lstatSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Instant } from '#domain/time.ts';

/** As sqlite-keep-before.ts and the restore name them, with what belongs to each; a copy that somebody else made is theirs. */
const COPY = /^\.before-(?:schema-\d+(?:-\d+)?|\d{4}-\d\d-\d\dT[\d-]+Z)(?=$|\.files$|\.partial$|-wal$|-shm$)/;
/** Where there were files but no database, restores once kept them under the database's own name. */
const FILES_ALONE = /^\.files$/;

/**
 * Removes the copies in which nothing is younger than `before`, each with its files; returns their paths. A copy was written to for the last
 * time when it was made, or earlier.
 */
export function removeOldCopies(database: string, before: Instant): readonly string[] {
  const folder = dirname(resolve(database));
  const own = basename(database);
  const parts = new Map<string, string[]>();
  for (const name of readdirSync(folder)) {
    const rest = name.startsWith(own) ? name.slice(own.length) : '';
    const [tail] = COPY.exec(rest) ?? FILES_ALONE.exec(rest) ?? [];
    if (tail !== undefined) parts.set(own + tail, [...(parts.get(own + tail) ?? []), name]);
  }
  const changedAt = (name: string) => lstatSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const old = [...parts].filter(([, names]) => Math.max(...names.map(changedAt)) < before);
  for (const name of old.flatMap(([, names]) => names)) rmSync(join(folder, name), { recursive: true, force: true });
  return old.map(([copy]) => join(folder, copy));
}

/**
 * Removes what a restore that was killed had not put in its place: copies of what the backup holds, which nobody would look for, whatever
 * their age. To be called with the folder to oneself (keepAlone), which says that none is running. Returns their paths.
 */
export function removeUnfinished(database: string): readonly string[] {
  const path = resolve(database);
  // Without a database they tell the next start what happened.
  if (!existsSync(path)) return [];
  const left = ['', '-wal', '-shm'].map((tail) => `${path}.restoring${tail}`);
  const found = [...left, join(dirname(path), 'attachments.restoring')].filter((name) => existsSync(name));
  for (const name of found) rmSync(name, { recursive: true, force: true });
  return found;
}

/** A backup that is being made writes all the time; one that has not for so long was killed. Milliseconds. */
const HALF_MS = 24 * 3_600_000;

/**
 * Removes backups in `folder` that were killed while they were made, under the names `npm run backup` gives by itself, with the files they
 * had copied. Returns their paths.
 */
export function removeHalfBackups(folder: string, now: Instant): readonly string[] {
  if (!existsSync(folder)) return [];
  const half = readdirSync(folder).flatMap((name) => /^(handraise-[\dTZ-]+\.db)\.partial$/.exec(name)?.[1] ?? []);
  const parts = half.map((name) =>
    [`${name}.partial`, `${name}.partial-journal`, `${name}.partial-wal`, `${name}.partial-shm`, `${name}.files`]
      .map((part) => join(folder, part))
      .filter((path) => existsSync(path)),
  );
  const dead = parts.filter((paths) => Math.max(...paths.map((path) => lstatSync(path).mtimeMs)) < now - HALF_MS);
  for (const path of dead.flat()) rmSync(path, { recursive: true, force: true });
  return dead.flat();
}
