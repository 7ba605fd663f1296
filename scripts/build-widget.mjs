/**
 * Builds what learners load, into `outdir` (default dist/widget):
 *   handraise.js           the loader, a classic script of about a kilobyte; the only name that must stay the same
 *   app-[build].js         the panel, an ES module, fetched on first need
 *   en-[build].js …        one dictionary per language; one hash for all, so that the loader need not list them
 *   app.js en.js …         the same under fixed names, for loaders older than the files
 *   handraise.d.ts         types for host pages
 * Hashed files may be cached for ever.
 */
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import * as esbuild from 'esbuild';
import { leanBundle } from './lean-bundle.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const TARGET = ['es2022', 'chrome100', 'firefox102', 'safari16.4'];
const LANGUAGES = ['en', 'zh-CN', 'zh-TW', 'ja', 'ko', 'es', 'pt-BR', 'fr', 'de', 'ru', 'ar', 'hi'];
const ENTRIES = ['app', ...LANGUAGES];

/**
 * @param {{ outdir?: string, minify?: boolean, watch?: boolean, onRebuild?: (faults: string[]) => void }} [options]
 *   With `watch` the promise resolves after the first build and the answer's `stop()` ends watching.
 * @returns {Promise<{ outdir: string, files: string[], stop(): Promise<void> }>} file names relative to `outdir`
 */
export async function buildWidget(options = {}) {
  const outdir = resolve(ROOT, options.outdir ?? 'dist/widget');
  const minify = options.minify ?? true;
  await mkdir(outdir, { recursive: true });
  const shared = {
    absWorkingDir: ROOT,
    bundle: true,
    minify,
    target: TARGET,
    outdir,
    legalComments: 'none',
    metafile: true,
    logLevel: 'silent',
    conditions: ['browser'],
    plugins: [leanBundle({ minify, functionsOnly: true })],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    define: { 'process.env.NODE_ENV': '"production"' },
  };
  const modules = {
    ...shared,
    format: 'esm',
    splitting: true,
    entryPoints: [{ in: 'widget/app.tsx', out: 'app' }],
    chunkNames: 'part-[hash]',
  };
  /** Not split: what dictionaries share is a few lines, and a chunk for them would be one more round trip. */
  const words = {
    ...shared,
    format: 'esm',
    charset: 'utf8',
    entryPoints: LANGUAGES.map((lang) => ({ in: `widget/words/${lang}.ts`, out: lang })),
  };
  const loader = (build) => ({
    ...shared,
    format: 'iife',
    entryPoints: [{ in: 'widget/loader.ts', out: 'handraise' }],
    define: { ...shared.define, __BUILD__: JSON.stringify(build) },
  });

  /** The loader holds the modules' hash, so it is built after them, and again whenever they change. */
  const finish = async (result) => {
    await esbuild.build(words);
    const hash = createHash('sha256');
    for (const name of ENTRIES) hash.update(await readFile(join(outdir, `${name}.js`)));
    const build = hash.digest('hex').slice(0, 8).toUpperCase();
    await esbuild.build(loader(build));
    // A page that was open during an update knows the old hash: its loader then asks for the fixed names.
    const hashed = ENTRIES.map((name) => [`${name}.js`, `${name}-${build}.js`]);
    await Promise.all(hashed.map(([from, to]) => copyFile(join(outdir, from), join(outdir, to))));
    await copyFile(join(ROOT, 'widget/handraise.d.ts'), join(outdir, 'handraise.d.ts'));
    const wanted = new Set([
      ...Object.keys(result.metafile.outputs).map((file) => basename(file)),
      ...hashed.flat(),
      'handraise.js',
      'handraise.d.ts',
    ]);
    const present = await readdir(outdir);
    // Old hashes would pile up while watching; anything else in the folder is not ours to judge but does not belong there.
    await Promise.all(present.filter((name) => !wanted.has(name)).map((name) => rm(join(outdir, name), { force: true })));
    return [...wanted].sort();
  };

  if (!options.watch) {
    const files = await finish(await esbuild.build(modules));
    return { outdir, files, stop: async () => {} };
  }
  let files = [];
  let first;
  const ready = new Promise((done) => {
    first = done;
  });
  const follow = {
    name: 'follow',
    setup(build) {
      build.onEnd(async (result) => {
        const faults = result.errors.map((fault) => fault.text);
        if (faults.length === 0) files = await finish(result);
        options.onRebuild?.(faults);
        first();
      });
    },
  };
  const context = await esbuild.context({ ...modules, plugins: [...shared.plugins, follow] });
  const loaderContext = await esbuild.context({
    ...loader(''),
    entryPoints: [...loader('').entryPoints, ...words.entryPoints],
    write: false,
    plugins: [
      ...shared.plugins,
      { name: 'again', setup: (build) => build.onEnd(() => void context.rebuild().catch(() => {})) },
    ],
  });
  await context.watch();
  await ready;
  await loaderContext.watch();
  return {
    outdir,
    get files() {
      return files;
    },
    stop: async () => {
      await loaderContext.dispose();
      await context.dispose();
    },
  };
}

/** Bytes of a file after brotli at level 11, the form in which learners get it. */
export function brotliBytes(content) {
  return brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { outdir, files } = await buildWidget({ minify: !process.argv.includes('--no-minify') });
  for (const file of files.filter((name) => name.endsWith('.js'))) {
    const content = await readFile(join(outdir, file));
    console.log(
      `${file.padEnd(24)} ${String(content.length).padStart(7)} bytes  ${String(brotliBytes(content)).padStart(6)} brotli`,
    );
  }
}
