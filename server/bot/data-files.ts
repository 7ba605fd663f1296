/** The data shipped beside the code (what each file is and where it comes from: data/README.md). */
import { existsSync, readFileSync } from 'node:fs';

/** Beside this file in the sources; a bundle two folders down (dist/server) finds them in the sources too. */
export function readData(name: string): Buffer {
  const places = [new URL(`./data/${name}`, import.meta.url), new URL(`../../server/bot/data/${name}`, import.meta.url)];
  const found = places.find((place) => existsSync(place));
  if (found === undefined) throw new Error(`server/bot/data/${name} is missing: fetch it again from the repository`);
  return readFileSync(found);
}
