/** Attachments on the disk: one file each, named by its id alone, complete or not there. */
import { createReadStream, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Attached } from '#domain/events.ts';
import { recognise } from './media.ts';
import { StorageFull } from './store.ts';
import { sync } from './sync-file.ts';

export type FileStream = Readable;
export type Kept = Pick<Attached, 'type' | 'bytes' | 'width' | 'height'>;

export interface Files {
  /**
   * Writes `source` beside the files. Rejects with what `source` rejects with, and with TooBig when more than `maxBytes` come; then
   * nothing is left. What is received must be settled.
   */
  receive(id: string, source: AsyncIterable<Uint8Array>, maxBytes: number): Promise<void>;
  /** Puts what was received in its place, synced and cleaned (media.ts); undefined, and gone, where it is none of the five kinds. */
  settle(id: string): Promise<Kept | undefined>;
  read(id: string): Promise<{ readonly stream: FileStream; readonly bytes: number } | undefined>;
  /** Removes files; those that are not there are no fault. */
  remove(ids: readonly string[]): void;
  /** Ids of all files kept. */
  list(): readonly string[];
}

export class TooBig extends Error {}

const FULL = /^(ENOSPC|EDQUOT|EROFS|EIO)$/;
/** The disk's own refusals are those of the database. */
async function onDisk<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (FULL.test(code)) throw new StorageFull(`The disk refuses a file (${code}): nothing was stored.`, { cause: error });
    throw error;
  }
}

/** Opens the folder, made for its owner only when missing. `alone`: what an end of the process left half done goes. */
export function openFiles(dir: string, { alone = false } = {}): Files {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  for (const name of alone ? readdirSync(dir) : []) if (name.endsWith('.part')) rmSync(join(dir, name), { force: true });
  const whole = (id: string) => join(dir, id);
  const part = (id: string) => join(dir, `${id}.part`);

  async function write(path: string, source: AsyncIterable<Uint8Array>, maxBytes: number): Promise<void> {
    const file = await open(path, 'w', 0o600);
    try {
      let size = 0;
      for await (const chunk of source) {
        size += chunk.length;
        if (size > maxBytes) throw new TooBig(`more than ${maxBytes} bytes`);
        await file.write(chunk);
      }
      await file.sync();
    } finally {
      await file.close();
    }
  }
  async function* once(bytes: Uint8Array) {
    yield bytes;
  }

  return {
    receive: (id, source, maxBytes) =>
      onDisk(async () => {
        try {
          await write(part(id), source, maxBytes);
        } catch (error) {
          await rm(part(id), { force: true });
          throw error;
        }
      }),
    settle: (id) =>
      onDisk(async () => {
        try {
          const media = recognise(await readFile(part(id)));
          if (!media) {
            await rm(part(id), { force: true });
            return undefined;
          }
          const { type, bytes, width, height } = media;
          await write(part(id), once(bytes), Number.POSITIVE_INFINITY);
          await rename(part(id), whole(id));
          sync(dir);
          const size = width === undefined || height === undefined ? {} : { width, height };
          return { type, bytes: bytes.length, ...size };
        } catch (error) {
          await rm(part(id), { force: true });
          throw error;
        }
      }),
    async read(id) {
      const found = await stat(whole(id)).catch(() => undefined);
      return found && { stream: createReadStream(whole(id)), bytes: found.size };
    },
    remove(ids) {
      for (const id of ids) rmSync(whole(id), { force: true });
      if (ids.length > 0) sync(dir);
    },
    list: () => readdirSync(dir).filter((name) => !name.endsWith('.part')),
  };
}
