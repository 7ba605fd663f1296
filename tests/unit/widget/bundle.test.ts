import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, brotliDecompressSync, constants, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** A plain script without types: what is used of it is said here. */
interface Build {
  buildWidget(options: { outdir: string }): Promise<unknown>;
}

let outdir: string;
let files: ReadonlyMap<string, string>;
beforeAll(async () => {
  outdir = mkdtempSync(join(tmpdir(), 'handraise-widget-'));
  const { buildWidget }: Build = await import(pathToFileURL(resolve('scripts/build-widget.mjs')).href);
  await buildWidget({ outdir });
  const names = readdirSync(outdir).filter((name) => name.endsWith('.js'));
  files = new Map(names.map((name) => [name, readFileSync(join(outdir, name), 'utf8')]));
}, 60_000);
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

const size = (text: string) => brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
const file = (start: RegExp): string => [...files].find(([name]) => start.test(name))?.[1] ?? '';

test('W22 no shipped file can turn a string into HTML or code', () => {
  for (const [name, text] of files) {
    expect(text, name).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|document\.write|\beval\(|new Function/,
    );
  }
});

test('W38 loader within 1.75 kB, everything to an open panel within 22 kB, after brotli', () => {
  const loader = file(/^handraise\.js$/);
  const app = file(/^app-/);
  expect(app, 'no further file on the way to an open panel').not.toMatch(/from"|import\("/);
  expect(size(loader)).toBeLessThan(1_750);
  const all = [loader, app, file(/^en-[0-9A-F]{8}/)].reduce((sum, text) => sum + size(text), 0);
  expect(all).toBeLessThan(22_000);
});

test('W39 what is fetched lies compressed beside the files, and one hash names them all', () => {
  const names = readdirSync(outdir);
  for (const name of names.filter((known) => known.endsWith('.js'))) {
    expect(brotliDecompressSync(readFileSync(join(outdir, `${name}.br`))).toString(), name).toBe(files.get(name));
    expect(gunzipSync(readFileSync(join(outdir, `${name}.gz`))).toString(), name).toBe(files.get(name));
  }
  const [, hash] = /app-([0-9A-F]{8})\.js/.exec(names.join(' ')) ?? [];
  expect(hash).toBeDefined();
  expect(file(/^handraise\.js$/)).toContain(`-${hash}.js`);
  for (const name of names) if (/-[0-9A-F]{8}\./.test(name)) expect(name).toContain(`-${hash}.`);
});
