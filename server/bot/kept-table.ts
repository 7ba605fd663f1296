/** The table as it was last parsed, on disk beside the models: a start that finds the same files spares itself a second of YAML. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { Read } from './jobs.ts';
import { type Parcel, parcelOf, unwrap } from './parcels.ts';
import type { SourceFile } from './table.ts';

export interface KeepingTable {
  /** Folder of the models; null: nothing is kept. */
  readonly dir: string | null;
  /** The built program that parses: another one may read the same files otherwise. Null: not built, so nothing is kept. */
  readonly parser: URL | null;
  readonly warn: (error: unknown) => void;
}
interface Kept {
  readonly key: string;
  readonly parcel: Parcel;
}
const fileIn = (dir: string): string => join(dir, 'table.parsed');

/** What `parse` makes of `files`, or made of them at an earlier start. */
export async function parseOnce(
  files: readonly SourceFile[],
  { dir, parser, warn }: KeepingTable,
  parse: () => Promise<Read>,
): Promise<Read> {
  if (dir === null || parser === null) return parse();
  // Without its trainer the server goes on; whoever needs it says so.
  const key = await keyOf(files, parser).catch(() => null);
  if (key === null) return parse();
  const kept = await load(dir, key);
  if (kept !== null) return kept;
  const read = await parse();
  if (read.ok) await save(dir, { key, parcel: parcelOf(read) }).catch(warn);
  return read;
}

async function keyOf(files: readonly SourceFile[], parser: URL): Promise<string> {
  const hash = createHash('sha256')
    .update(process.versions.v8)
    .update(await readFile(parser));
  return hash.update(JSON.stringify(files)).digest('hex');
}

/** Another table is in service: what the former one said must not outlive it here. */
export const forgetParsed = ({ dir, warn }: Pick<KeepingTable, 'dir' | 'warn'>): Promise<void> =>
  dir === null ? Promise.resolve() : rm(fileIn(dir), { force: true }).catch(warn);

/** Null when there is none of these files by this program, or it is damaged. */
async function load(dir: string, key: string): Promise<Read | null> {
  try {
    const kept = deserialize(await readFile(fileIn(dir))) as Kept;
    return kept.key === key ? ((await unwrap(kept.parcel)) as Read) : null;
  } catch {
    return null;
  }
}

/** Written beside and renamed: a crash leaves the old file or none. */
async function save(dir: string, kept: Kept): Promise<void> {
  await mkdir(dir, { recursive: true });
  // Named by process: two servers may share the folder.
  const written = `${fileIn(dir)}.${process.pid}.new`;
  await writeFile(written, serialize(kept));
  await rename(written, fileIn(dir));
}
