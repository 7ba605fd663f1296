/** The encoder's vectors of a table's sentences, kept on disk: after an edit only the new sentences are encoded. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { SENTENCE_DIMENSIONS } from './encoder.ts';
import type { Encoding } from './encoding.ts';
import type { Vectors } from './model.ts';

/** Null when the encoder is not there. `file` null: nothing is kept. Throws when the file cannot be written. */
export async function encodeKept(
  sentences: readonly string[],
  encoding: Encoding,
  file: string | null,
): Promise<Vectors | null> {
  const had = file === null ? new Map<string, Float32Array>() : await load(file);
  const missing = sentences.filter((sentence) => !had.has(sentence)).sort((a, b) => a.length - b.length);
  const made = missing.length === 0 ? [] : await encoding.encode(missing);
  if (made === null) return null;
  const fresh = new Map(missing.map((sentence, i) => [sentence, made[i]]));
  const all = new Map(sentences.flatMap((s) => [[s, had.get(s) ?? fresh.get(s)] as const]).filter(isWhole));
  if (file !== null && missing.length > 0) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(`${file}.new`, serialize(all));
    await rename(`${file}.new`, file);
  }
  return all;
}

const isWhole = (entry: readonly [string, Float32Array | undefined]): entry is [string, Float32Array] =>
  entry[1]?.length === SENTENCE_DIMENSIONS;

/** Empty when there is none, or it is damaged. */
async function load(file: string): Promise<ReadonlyMap<string, Float32Array>> {
  try {
    const kept: unknown = deserialize(await readFile(file));
    return kept instanceof Map ? new Map([...(kept as Map<string, Float32Array>)].filter(isWhole)) : new Map();
  } catch {
    return new Map();
  }
}
