/** Builds the agents' page: one script, one stylesheet, both named by their content, and the page that loads them. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * @param {{ outdir?: string, minify?: boolean }} [options] `outdir` is emptied first; default dist/console.
 * @returns {Promise<{ html: string, script: string, style: string, bytes: number }>} File names, and the script's size in bytes.
 */
export async function buildConsole({ outdir = join(root, 'dist/console'), minify = true } = {}) {
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [
      { in: 'console/main.tsx', out: 'main' },
      { in: 'console/style/main.css', out: 'main' },
    ],
    outdir,
    entryNames: '[name]-[hash]',
    bundle: true,
    format: 'esm',
    target: ['es2022', 'chrome109', 'firefox115', 'safari16.4'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify,
    sourcemap: minify ? false : 'linked',
    metafile: true,
    legalComments: 'none',
    logLevel: 'warning',
  });
  const files = Object.entries(metafile.outputs).filter(([, output]) => output.entryPoint);
  const named = (extension) => {
    const found = files.find(([path]) => path.endsWith(extension));
    if (!found) throw new Error(`the console's build made no ${extension} file`);
    return { name: basename(found[0]), bytes: found[1].bytes };
  };
  const script = named('.js');
  const style = named('.css');
  const page = await readFile(join(root, 'console/index.html'), 'utf8');
  const html = page.replace('%style%', `/console/${style.name}`).replace('%script%', `/console/${script.name}`);
  await writeFile(join(outdir, 'index.html'), html);
  return { html: 'index.html', script: script.name, style: style.name, bytes: script.bytes };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const made = await buildConsole({ minify: !process.argv.includes('--readable') });
  process.stdout.write(`dist/console: ${made.script} (${Math.round(made.bytes / 1024)} KiB), ${made.style}\n`);
}
