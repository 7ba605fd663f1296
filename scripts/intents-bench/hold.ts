/** What the bot costs a server: memory, times of an answer, and how long it holds the event loop, in a process of its own. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import type { Held } from '#scripts/intents-bench/process.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Two folders below the root, where a bundle looks for the data files. */
const OUT = join(ROOT, 'dist', 'bench');

/** Trains the shipped table from nothing, then asks the held-out sentences, in scope and out of it. Takes a minute. */
export async function hold(): Promise<Held> {
  await build({
    absWorkingDir: ROOT,
    entryPoints: {
      process: 'scripts/intents-bench/process.ts',
      trainer: 'server/bot/trainer.ts',
      foreman: 'server/bot/foreman.ts',
      'encoder-thread': 'server/bot/members/encoder-thread.ts',
    },
    outdir: OUT,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  });
  const cacheDir = mkdtempSync(join(tmpdir(), 'handraise-bench-'));
  try {
    const run = promisify(execFile);
    const args = [
      join(OUT, 'process.js'),
      join(OUT, 'trainer.js'),
      join(ROOT, 'intents'),
      join(ROOT, 'tests', 'intents'),
      cacheDir,
    ];
    const { stdout } = await run(process.execPath, args, { cwd: ROOT });
    return JSON.parse(stdout) as Held;
  } finally {
    rmSync(cacheDir, { recursive: true, force: true });
  }
}
