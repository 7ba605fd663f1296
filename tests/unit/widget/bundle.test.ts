import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
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

test('W38 loader within 2.8 kB, everything to an open panel within 26 kB, after brotli', () => {
  const loader = file(/^handraise\.js$/);
  const app = file(/^app-/);
  const parts = [...app.matchAll(/from"\.\/(part-[A-Z0-9]+\.js)"/g)].map(([, name]) => files.get(name ?? '') ?? '');
  expect(parts.length).toBeGreaterThan(0);
  expect(size(loader)).toBeLessThan(2_800);
  const all = [loader, app, file(/^en-/), ...parts].reduce((sum, text) => sum + size(text), 0);
  expect(all).toBeLessThan(26_000);
});
