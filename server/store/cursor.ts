/** A page's end as an opaque word: the folder and the sort key of the last row, so that new rows never shift a page. */
import { BadCursor } from './store.ts';

/** `place` is a JSON array of numbers. */
export function cursorOf(folder: string, place: string): string {
  return Buffer.from(`${folder}${place}`).toString('base64url');
}

/** The sort key in `cursor`; throws BadCursor unless it came from `cursorOf` for the same folder with `keys` numbers. */
export function readCursor(cursor: string, folder: string, keys: number): readonly number[] {
  const text = Buffer.from(cursor, 'base64url').toString();
  try {
    const place: unknown = text.startsWith(`${folder}[`) ? JSON.parse(text.slice(folder.length)) : undefined;
    if (Array.isArray(place) && place.length === keys && place.every(Number.isSafeInteger)) return place as number[];
  } catch {
    // Falls through: not JSON is not ours either.
  }
  throw new BadCursor(`"${cursor.slice(0, 100)}" is not a cursor of the folder "${folder}": ask for the first page again.`);
}
