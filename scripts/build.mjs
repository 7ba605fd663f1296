// `npm run build`: bundles server, widget and console into dist/.
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as bundle } from 'esbuild';
import { buildConsole } from './build-console.mjs';
import { buildPage } from './build-page.mjs';
import { buildWidget } from './build-widget.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

async function buildServer() {
  await bundle({
    absWorkingDir: root,
    entryPoints: {
      main: 'server/main.ts',
      trainer: 'server/bot/trainer.ts',
      foreman: 'server/bot/foreman.ts',
      'encoder-thread': 'server/bot/members/encoder-thread.ts',
    },
    outdir: join(dist, 'server'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    sourcemap: true,
    logLevel: 'warning',
  });
}

/** Builds everything; `minify: false` keeps names readable for development. */
export async function build({ minify = true } = {}) {
  for (const part of ['server', 'widget', 'console', 'demo', 'preview'])
    rmSync(join(dist, part), { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  await Promise.all([
    buildServer(),
    buildWidget({ outdir: join(dist, 'widget'), minify }),
    buildConsole({ outdir: join(dist, 'console'), minify }),
    buildPage({
      script: 'widget/preview/main.tsx',
      style: 'widget/preview/preview.css',
      html: 'widget/preview/index.html',
      address: '/preview',
      outdir: join(dist, 'preview'),
      minify,
    }),
  ]);
  cpSync(join(root, 'widget', 'demo'), join(dist, 'demo'), { recursive: true });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
