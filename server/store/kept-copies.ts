/** Copies of the whole database that upgrades and restores keep beside it: they hold learners' words, and so must not outlive them. */
import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Instant } from '#domain/time.ts';

/** As sqlite-keep-before.ts and the restore name them, with what belongs to each; a copy that somebody else made is theirs. */
const TAIL = /^\.before-(?:schema-\d+(?:-\d+)?|\d{4}-\d\d-\d\dT[\d-]+Z)(?=$|\.files$|-wal$|-shm$)/;

/**
 * Removes the copies in which nothing is younger than `before`, each with its files; returns their paths. A copy was written to for the last
 * time when it was made, or earlier.
 */
export function removeOldCopies(database: string, before: Instant): readonly string[] {
  const folder = dirname(resolve(database));
  const own = basename(database);
  const parts = new Map<string, string[]>();
  for (const name of readdirSync(folder)) {
    const tail = name.startsWith(own) ? TAIL.exec(name.slice(own.length))?.[0] : undefined;
    if (tail !== undefined) parts.set(own + tail, [...(parts.get(own + tail) ?? []), name]);
  }
  const changedAt = (name: string) => lstatSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const old = [...parts].filter(([, names]) => Math.max(...names.map(changedAt)) < before);
  for (const name of old.flatMap(([, names]) => names)) rmSync(join(folder, name), { recursive: true, force: true });
  return old.map(([copy]) => join(folder, copy));
}
