/** Builds a page of our own: one script, one stylesheet, both named by their content, and the page that loads them. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
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
 * @param {{ script: string, style: string, html: string, address: string, outdir: string, minify?: boolean }} page
 *   Sources relative to the project's root; `html` says %style% and %script%; `address`: path it is served at. `outdir` is emptied first.
 * @returns {Promise<{ html: string, script: string, style: string, bytes: number }>} File names, and the script's size in bytes.
 */
export async function buildPage({ script: source, style: sheet, html: frame, address, outdir, minify = true }) {
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
      entryPoints: { main: source },
      format: 'esm',
      target,
      jsx: 'automatic',
      jsxImportSource: 'preact',
      sourcemap: minify ? false : 'linked',
      legalComments: 'none',
      plugins: [leanBundle({ minify })],
    }),
  );
  const style = named(await build({ ...shared, entryPoints: { main: sheet }, target }));
  const page = await readFile(join(root, frame), 'utf8');
  const html = page.replace('%style%', `${address}/${style.name}`).replace('%script%', `${address}/${script.name}`);
  await writeFile(join(outdir, 'index.html'), html);
  if (minify) await compressBeside(outdir);
  return { html: 'index.html', script: script.name, style: style.name, bytes: script.bytes };
}
