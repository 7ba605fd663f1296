import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Until this returns, a file, or a rename in a folder, may not survive a power cut. */
export function sync(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
