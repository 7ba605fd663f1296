/** Builds the agents' page. */
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildPage } from './build-page.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** See buildPage; `outdir` is dist/console by default. */
export const buildConsole = ({ outdir = join(root, 'dist/console'), minify = true } = {}) =>
  buildPage({
    script: 'console/main.tsx',
    style: 'console/style/main.css',
    html: 'console/index.html',
    address: '/console',
    outdir,
    minify,
  });

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const made = await buildConsole({ minify: !process.argv.includes('--readable') });
  process.stdout.write(`dist/console: ${made.script} (${Math.round(made.bytes / 1024)} KiB), ${made.style}\n`);
}
