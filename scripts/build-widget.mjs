/**
 * Builds what learners load, into `outdir` (default dist/widget):
 *   handraise.js           the loader, a classic script of a kilobyte and a half; the only name that must stay the same
 *   app-[build].js         the panel, an ES module, fetched on first need
 *   en-[build].js …        what an open panel says, one file per language
 *   cards-[build].js en-more-[build].js …   what comes after the first word, and what it says
 *   polling-[build].js signer-[build].js    for networks without WebSockets; for sites that sign who their learners are
 *   track-[build].js       for pages that tell what happens on them
 *   denied-[build].js      for pages whose learner denies consent
 *   local-[build].js       for browsers without IndexedDB
 *   app.js en.js …         the same under fixed names, for loaders older than the files
 *   handraise-[hash].js integrity.json      the loader under a name for ever, and what its tag's `integrity` says
 *   handraise.d.ts         types for host pages
 * One hash names all, so that the loader need not list them; hashed files may be cached for ever. Beside each file .br and .gz.
 */
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { minify as squeeze } from 'terser';
import { compressBeside, smallest } from './compress.mjs';
import { borrow, LATE_FILES, splitWords } from './later-files.mjs';
import { leanBundle } from './lean-bundle.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const TARGET = ['es2022', 'chrome100', 'firefox102', 'safari16.4'];
/** Of ways to write the same script the one that brotli makes least of is found by trying: a new line of ours may turn either round. */
const WAYS = [
  { unsafe_arrows: true },
  { unsafe_arrows: false },
  { unsafe_arrows: true, collapse_vars: false },
  { unsafe_arrows: false, collapse_vars: false },
];
const LANGUAGES = ['hi', 'es', 'en', 'ar', 'fr', 'pt-BR', 'de', 'ja', 'ko', 'zh-CN', 'zh-TW', 'ru'];

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
  const plugins = shared.plugins;
  const word = (lang) => `widget/words/${lang}.ts`;
  const modules = { ...shared, format: 'esm', charset: 'utf8', write: false };
  /** Each a build of its own: nothing is split into parts that one more round trip would have to bring. */
  const parts = [
    {
      ...modules,
      entryPoints: {
        app: 'widget/app.tsx',
        polling: 'widget/polling.ts',
        signer: 'widget/signer.ts',
        page: 'widget/adapters/page.ts',
        look: 'widget/look/look.ts',
        track: 'widget/track.ts',
        denied: 'widget/denied.ts',
        local: 'widget/local-outbox.ts',
      },
    },
    ...Object.entries(LATE_FILES).map(([name, path]) => ({
      ...modules,
      entryPoints: { [name]: path },
      plugins: [borrow(name), ...plugins],
    })),
    {
      ...modules,
      entryPoints: Object.fromEntries(LANGUAGES.map((lang) => [lang, word(lang)])),
      plugins: [splitWords(false), ...plugins],
    },
    {
      ...modules,
      entryPoints: Object.fromEntries(LANGUAGES.map((lang) => [`${lang}-more`, word(lang)])),
      plugins: [splitWords(true), ...plugins],
    },
  ];
  const loader = (build) => ({
    ...shared,
    write: false,
    format: 'iife',
    charset: 'utf8',
    entryPoints: [{ in: 'widget/loader.ts', out: 'handraise' }],
    define: { ...shared.define, __BUILD__: JSON.stringify(build) },
  });

  /** A second pass over esbuild's output: three of a hundred bytes less after brotli. */
  async function small(text, module = true) {
    if (!minify) return text;
    const tries = await Promise.all(
      WAYS.map(async (way) => {
        const compress = { passes: 3, keep_fargs: false, hoist_funs: !module, ...way };
        const squeezed = await squeeze(text, { ecma: 2020, module, compress });
        // Strict or not makes no difference to the loader, and the words would cost two of a hundred bytes.
        const code = (squeezed.code ?? '').replace(/^"use strict";/, '');
        return { code, bytes: (await smallest(Buffer.from(code))).length };
      }),
    );
    return tries.reduce((best, one) => (one.bytes < best.bytes ? one : best)).code;
  }

  async function build() {
    const results = await Promise.all(parts.map((part) => esbuild.build(part)));
    const built = results.flatMap(({ outputFiles }) => outputFiles).sort((a, b) => (a.path < b.path ? -1 : 1));
    const hash = createHash('sha256');
    const outputs = await Promise.all(built.map(async ({ path, text }) => ({ path, contents: await small(text) })));
    for (const { path, contents } of outputs) hash.update(basename(path)).update(contents);
    // Digits, which the loader has anyway: with letters its size swung by ten bytes from build to build.
    const version = String(hash.digest().readUInt32BE() % 1e8).padStart(8, '0');
    const written = new Set(['handraise.js', 'handraise.d.ts']);
    for (const { path, contents } of outputs) {
      const name = basename(path, '.js');
      // A page that was open during an update knows the old hash: its loader then asks for the fixed name.
      for (const file of [`${name}.js`, `${name}-${version}.js`]) {
        written.add(file);
        await writeFile(join(outdir, file), contents);
      }
    }
    const [{ text }] = (await esbuild.build(loader(version))).outputFiles;
    const entry = await small(text, false);
    await writeFile(join(outdir, 'handraise.js'), entry);
    const digest = createHash('sha384').update(entry).digest();
    // One version under a name of its own, for tags with `integrity`; not by the build's hash, which the loader itself is no part of.
    const pinned = `handraise-${digest.toString('hex').slice(0, 8).toUpperCase()}.js`;
    await writeFile(join(outdir, pinned), entry);
    await writeFile(
      join(outdir, 'integrity.json'),
      JSON.stringify({ file: pinned, integrity: `sha384-${digest.toString('base64')}` }),
    );
    written.add(pinned).add('integrity.json');
    await copyFile(join(ROOT, 'widget/handraise.d.ts'), join(outdir, 'handraise.d.ts'));
    // Old hashes would pile up while watching; anything else in the folder is not ours to judge but does not belong there.
    const present = await readdir(outdir);
    await Promise.all(present.filter((name) => !written.has(name)).map((name) => rm(join(outdir, name), { force: true })));
    if (minify) await compressBeside(outdir);
    return [...written].sort();
  }

  let files = [];
  if (!options.watch) return { outdir, files: await build(), stop: async () => {} };
  /** Watches by bundling everything that can change, and builds anew; one at a time. */
  let running = Promise.resolve();
  const again = () => {
    running = running.then(build).then(
      (built) => {
        files = built;
        options.onRebuild?.([]);
      },
      (fault) => options.onRebuild?.((fault.errors ?? [fault]).map(({ text, message }) => text ?? message)),
    );
    return running;
  };
  await again();
  let first = true;
  const context = await esbuild.context({
    ...modules,
    outdir,
    entryPoints: [
      'widget/app.tsx',
      ...Object.values(LATE_FILES),
      'widget/loader.ts',
      'widget/polling.ts',
      'widget/signer.ts',
      'widget/look/look.ts',
      'widget/track.ts',
      'widget/denied.ts',
      'widget/local-outbox.ts',
      ...LANGUAGES.map(word),
    ],
    define: { ...shared.define, __BUILD__: '""' },
    external: ['kit'],
    plugins: [
      ...plugins,
      {
        name: 'again',
        setup(watched) {
          watched.onEnd(() => {
            if (first) first = false;
            else void again();
          });
        },
      },
    ],
  });
  await context.watch();
  return {
    outdir,
    get files() {
      return files;
    },
    stop: async () => {
      await context.dispose();
      await running;
    },
  };
}

/** Bytes of a built file as learners get it: what lies beside it after brotli. */
export const brotliBytes = async (path) => (await stat(`${path}.br`)).size;

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { outdir, files } = await buildWidget({ minify: !process.argv.includes('--no-minify') });
  for (const file of files.filter((name) => name.endsWith('.js'))) {
    const bytes = await brotliBytes(join(outdir, file)).catch(() => Number.NaN);
    console.log(`${file.padEnd(24)} ${String(bytes).padStart(6)} after brotli`);
  }
}
