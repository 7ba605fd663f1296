import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
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

const nameOf = (start: RegExp): string => [...files.keys()].find((name) => start.test(name)) ?? '';
const file = (start: RegExp): string => files.get(nameOf(start)) ?? '';
/** As it is sent. */
const size = (start: RegExp): number => readFileSync(join(outdir, `${nameOf(start)}.br`)).length;

test('W22 no shipped file can turn a string into HTML or code', () => {
  for (const [name, text] of files) {
    expect(text, name).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|document\.write|\beval\(|new Function/,
    );
  }
});

test('W38 loader within 1.56 kB, everything to an open panel within 19 kB, after brotli', () => {
  expect(file(/^app-/), 'no further file on the way to an open panel').not.toMatch(/from"|import\("/);
  expect(size(/^handraise\.js$/)).toBeLessThan(1_560);
  expect(size(/^handraise\.js$/) + size(/^app-/) + size(/^en-[0-9A-F]{8}/)).toBeLessThan(19_000);
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
  for (const name of names)
    if (/-[0-9A-F]{8}\./.test(name) && !name.startsWith('handraise-')) expect(name).toContain(`-${hash}.`);
});
