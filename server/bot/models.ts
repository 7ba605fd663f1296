/** Trained models on disk, by the hash of what they were trained on: a second start trains nothing. */
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Tongue } from '#domain/understanding.ts';
import type { Model } from './members/model.ts';
import { unpack } from './packing.ts';

/** Of each language; older ones are removed: these serve an owner who goes back and forth between two versions, each with and without the encoder. */
const KEPT = 4;
const fileOf = (dir: string, tongue: Tongue, key: string): string => join(dir, `${tongue}-${key}.model`);

/** Null when there is none, or it is damaged. */
export async function loadModel(dir: string, tongue: Tongue, key: string): Promise<Model | null> {
  try {
    const model = unpack(await readFile(fileOf(dir, tongue, key))) as Model;
    return model.key === key ? model : null;
  } catch {
    return null;
  }
}

/**
 * Makes it the newest, so that trials of other tables do not push out what is in service. Nothing when it is not there.
 * Its first byte is written over itself: the age is then by the disk's own clock, as that of those written after it is.
 */
export async function touchModel(dir: string, tongue: Tongue, key: string): Promise<void> {
  const file = await open(fileOf(dir, tongue, key), 'r+').catch(() => null);
  if (file === null) return;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1), 0, 1, 0);
    await file.write(buffer, 0, bytesRead, 0);
  } finally {
    await file.close();
  }
}

/** `packed` as `pack` makes it. Written beside and renamed: a crash leaves the old file or none. */
export async function saveModel(dir: string, tongue: Tongue, key: string, packed: Uint8Array): Promise<void> {
  await mkdir(dir, { recursive: true });
  const file = fileOf(dir, tongue, key);
  // Named by process: two servers may share the folder.
  const written = `${file}.${process.pid}.new`;
  await writeFile(written, packed);
  await rename(written, file);
  const others = (await readdir(dir))
    .filter((name) => name.startsWith(`${tongue}-`) && name.endsWith('.model'))
    .map((name) => join(dir, name));
  const aged = await Promise.all(others.map(async (path) => ({ path, at: (await stat(path)).mtimeMs })));
  aged.sort((a, b) => b.at - a.at);
  await Promise.all(aged.slice(KEPT).map(({ path }) => rm(path, { force: true })));
}

/** What is written here has its name within seconds; an older one was left by a program that was killed. Milliseconds. */
const UNFINISHED_MS = 3_600_000;

/**
 * Removes what a killed program left half written, and models of former tables that nobody went back to for `keepMs`: they hold their
 * examples, of which some may have been a learner's words and taken out again. `needed`: keys of the table in service. Returns the paths.
 */
export async function removeFormer(
  dir: string,
  needed: ReadonlySet<string>,
  now: number,
  keepMs: number,
): Promise<readonly string[]> {
  const removed: string[] = [];
  for (const name of await readdir(dir).catch(() => [])) {
    const key = /^[a-z]+-([^.]+)\.model$/.exec(name)?.[1];
    const keep = name.endsWith('.new') ? UNFINISHED_MS : key === undefined || needed.has(key) ? null : keepMs;
    const path = join(dir, name);
    const changedAt = keep === null ? undefined : (await stat(path).catch(() => undefined))?.mtimeMs;
    if (keep === null || changedAt === undefined || changedAt >= now - keep) continue;
    await rm(path, { force: true });
    removed.push(path);
  }
  return removed;
}
