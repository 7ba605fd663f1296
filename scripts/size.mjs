/**
 * `npm run size`: what learners load, in bytes after brotli 11, as the server sends it; against the limits and against README.
 * Ends with one JSON line. Fails beyond a limit, or when README says something else; `--readme` writes README's figures.
 */

import { mkdtempSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { brotliBytes, buildWidget } from './build-widget.mjs';

/** The build fails beyond these, to the byte: the hash of the app in the loader may make it a byte or two more. */
const LOADER_LIMIT = 1_500;
const OPEN_LIMIT = 19_000;
const FROM = '<!-- size -->';
const TO = '<!-- /size -->';
const README = fileURLToPath(new URL('../README.md', import.meta.url));
/** README speaks in tenths of a kilobyte: it need not change with every comma. */
const kilobytes = (bytes) => `${(bytes / 1_000).toFixed(1)} kB`;

const { values } = parseArgs({ options: { readme: { type: 'boolean', default: false } } });
const outdir = mkdtempSync(join(tmpdir(), 'handraise-size-'));
const { files } = await buildWidget({ outdir });
const sizes = new Map();
for (const name of files.filter((file) => file.endsWith('.js'))) sizes.set(name, await brotliBytes(join(outdir, name)));
await rm(outdir, { recursive: true });

const of = (name) => sizes.get(`${name}.js`) ?? 0;
const loaderBr = of('handraise');
const openBr = loaderBr + of('app') + of('en');
const more = of('page') + of('cards') + of('en-more');
const table = [
  '| what a learner loads | after brotli |',
  '|---|---:|',
  `| on every page: the button, one request | ${kilobytes(loaderBr)} |`,
  `| in all until the panel is open and takes a question (app and one language) | ${kilobytes(openBr)} |`,
  `| beside and after that: where on the course; with the first word handing over, waiting, rating, what happened meanwhile | ${kilobytes(more)} |`,
].join('\n');

const readme = await readFile(README, 'utf8');
const [from, to] = [readme.indexOf(FROM), readme.indexOf(TO)];
if (from < 0 || to < from) {
  console.error(`README.md has no ${FROM} … ${TO}: put both where the figures should stand`);
  process.exit(1);
}
const said = readme.slice(from + FROM.length, to).trim();
if (values.readme) await writeFile(README, `${readme.slice(0, from + FROM.length)}\n${table}\n${readme.slice(to)}`);

for (const [name, bytes] of [...sizes].filter(([file]) => !/-[0-9A-F]{8}\./.test(file))) {
  console.log(`${name.padEnd(18)} ${String(bytes).padStart(6)}`);
}
/** A byte more or less, and the build's own hash makes some, is not worth a new README: the words must agree, the figures to a tenth. */
const agrees = (a, b) => {
  const [before, now] = [a, b].map((text) => [...text.matchAll(/([\d.]+) kB/g)].map(([, number]) => Number(number)));
  const words = (text) => text.replace(/[\d.]+ kB/g, '');
  return words(a) === words(b) && before.every((number, at) => Math.abs(number - now[at]) < 0.11);
};
const faults = [
  loaderBr > LOADER_LIMIT && `the loader has ${loaderBr} bytes, more than ${LOADER_LIMIT}`,
  openBr > OPEN_LIMIT && `an open panel costs ${openBr} bytes, more than ${OPEN_LIMIT}`,
  !values.readme && !agrees(said, table) && 'README.md says something else: run "npm run size -- --readme"',
].filter(Boolean);
for (const fault of faults) console.error(fault);
console.log(JSON.stringify({ loaderBr, openBr, requestsBeforeOpen: 1 }));
process.exit(faults.length > 0 ? 1 : 0);
