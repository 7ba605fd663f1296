/** Writes .br and .gz beside what a browser fetches: compressed once, as small as it goes, instead of at every request. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const TEXT = new Set(['.js', '.css', '.html', '.svg', '.json', '.ts', '.vtt']);
const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** Every text file of `folder`, folders within it included. */
export async function compressBeside(folder) {
  const files = (await readdir(folder, { recursive: true })).filter((name) => TEXT.has(extname(name)));
  await Promise.all(
    files.map(async (name) => {
      const path = join(folder, name);
      const content = await readFile(path);
      const quality = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
      await writeFile(`${path}.br`, await brotli(content, { params: quality }));
      await writeFile(`${path}.gz`, await zip(content, { level: 9 }));
    }),
  );
}
