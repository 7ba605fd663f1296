/** Builds the agents' page: one script, one stylesheet, both named by their content, and the page that loads them. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { compressBeside } from './compress.mjs';
import { leanBundle } from './lean-bundle.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The one entry file of a build: its name, and its size in bytes. */
function named({ metafile }) {
  for (const [path, output] of Object.entries(metafile.outputs)) {
    if (output.entryPoint) return { name: basename(path), bytes: output.bytes };
  }
  throw new Error('esbuild reported no entry file');
}

/**
 * @param {{ outdir?: string, minify?: boolean }} [options] `outdir` is emptied first; default dist/console.
 * @returns {Promise<{ html: string, script: string, style: string, bytes: number }>} File names, and the script's size in bytes.
 */
export async function buildConsole({ outdir = join(root, 'dist/console'), minify = true } = {}) {
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  const shared = {
    absWorkingDir: root,
    outdir,
    entryNames: '[name]-[hash]',
    bundle: true,
    minify,
    metafile: true,
    logLevel: 'warning',
  };
  const target = ['es2022', 'chrome109', 'firefox115', 'safari16.4'];
  const script = named(
    await build({
      ...shared,
      entryPoints: { main: 'console/main.tsx' },
      format: 'esm',
      target,
      jsx: 'automatic',
      jsxImportSource: 'preact',
      sourcemap: minify ? false : 'linked',
      legalComments: 'none',
      plugins: [leanBundle({ minify })],
    }),
  );
  const style = named(await build({ ...shared, entryPoints: { main: 'console/style/main.css' }, target }));
  const page = await readFile(join(root, 'console/index.html'), 'utf8');
  const html = page.replace('%style%', `/console/${style.name}`).replace('%script%', `/console/${script.name}`);
  await writeFile(join(outdir, 'index.html'), html);
  if (minify) await compressBeside(outdir);
  return { html: 'index.html', script: script.name, style: style.name, bytes: script.bytes };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const made = await buildConsole({ minify: !process.argv.includes('--readable') });
  process.stdout.write(`dist/console: ${made.script} (${Math.round(made.bytes / 1024)} KiB), ${made.style}\n`);
}
