/** The data shipped beside the code (what each file is and where it comes from: data/README.md). */
import { readFileSync } from 'node:fs';

/** Beside this file in the sources, beside the bundle in the build. Throws when the file is missing. */
export function readData(name: string): Buffer {
  return readFileSync(new URL(`./data/${name}`, import.meta.url));
}
