/** Writes .br and .gz beside what a browser fetches: compressed once, as small as it goes, instead of at every request. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const TEXT = new Set(['.js', '.css', '.html', '.svg', '.json', '.ts', '.vtt']);
const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** Brotli's three ways of modelling, all at its highest level: which one fits short scripts best is found by trying. */
const MODES = [constants.BROTLI_MODE_GENERIC, constants.BROTLI_MODE_TEXT, constants.BROTLI_MODE_FONT];

/** @param {Uint8Array} content @returns {Promise<Uint8Array>} after brotli at level 11 */
export async function smallest(content) {
  const tries = await Promise.all(
    MODES.map((mode) =>
      brotli(content, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: 11,
          [constants.BROTLI_PARAM_MODE]: mode,
          [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
        },
      }),
    ),
  );
  return tries.reduce((best, one) => (one.length < best.length ? one : best));
}

/** Every text file of `folder`, folders within it included. */
export async function compressBeside(folder) {
  const files = (await readdir(folder, { recursive: true })).filter((name) => TEXT.has(extname(name)));
  await Promise.all(
    files.map(async (name) => {
      const path = join(folder, name);
      const content = await readFile(path);
      await writeFile(`${path}.br`, await smallest(content));
      await writeFile(`${path}.gz`, await zip(content, { level: 9 }));
    }),
  );
}
