/** A job's result on its way between processes. A table comes in pieces, so that opening it never holds the event loop for long. */
import { setImmediate } from 'node:timers/promises';
import { deserialize, serialize } from 'node:v8';
import type { Read } from './jobs.ts';
import type { Studied } from './members/study.ts';
import type { Phrases } from './table.ts';

/** So many intents' phrases are opened in a millisecond. */
const PIECE = 8;

/** `head` is small. */
export interface Parcel {
  readonly head: Read | Studied;
  readonly pieces: readonly Uint8Array[];
}

export function parcelOf(done: Read | Studied): Parcel {
  if (!('table' in done)) return { head: done, pieces: [] };
  const { phrases } = done.table;
  const pieces: Uint8Array[] = [];
  for (let i = 0; i < phrases.length; i += PIECE) pieces.push(serialize(phrases.slice(i, i + PIECE)));
  return { head: { ...done, table: { ...done.table, phrases: [] } }, pieces };
}

export async function unwrap({ head, pieces }: Parcel): Promise<Read | Studied> {
  if (!('table' in head)) return head;
  const phrases: Phrases[] = [];
  for (const piece of pieces) {
    await setImmediate();
    phrases.push(...(deserialize(piece) as Phrases[]));
  }
  return { ...head, table: { ...head.table, phrases } };
}
