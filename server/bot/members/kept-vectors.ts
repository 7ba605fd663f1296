/** The encoder's vectors of a table's sentences, kept on disk: after an edit only the new sentences are encoded. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { encoderName, SENTENCE_DIMENSIONS } from './encoder.ts';
import type { Encoding } from './encoding.ts';
import type { Vectors } from './model.ts';

/** What the file holds: `by`, the encoder that made them. */
interface Kept {
  readonly by: string;
  readonly vectors: ReadonlyMap<string, Float32Array>;
}

/** Null when the encoder is not there. `file` null: nothing is kept; `keep` false: it is read only. Throws when it cannot be written. */
export async function encodeKept(
  sentences: readonly string[],
  encoding: Encoding,
  file: string | null,
  keep = true,
): Promise<Vectors | null> {
  const had = file === null ? new Map<string, Float32Array>() : await load(file);
  const missing = sentences.filter((sentence) => !had.has(sentence)).sort((a, b) => a.length - b.length);
  const made = missing.length === 0 ? [] : await encoding.encode(missing);
  if (made === null) return null;
  const fresh = new Map(missing.map((sentence, i) => [sentence, made[i]]));
  const all = new Map(sentences.flatMap((s) => [[s, had.get(s) ?? fresh.get(s)] as const]).filter(isWhole));
  // Also when one is gone: it may have been a learner's, and must not outlive the table it stood in.
  if (file !== null && keep && (missing.length > 0 || had.size > all.size)) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(`${file}.new`, serialize({ by: encoderName(), vectors: all } satisfies Kept));
    await rename(`${file}.new`, file);
  }
  return all;
}

const isWhole = (entry: readonly [string, Float32Array | undefined]): entry is [string, Float32Array] =>
  entry[1]?.length === SENTENCE_DIMENSIONS;

/** Empty when there is none, it is damaged, or another encoder made it. */
async function load(file: string): Promise<ReadonlyMap<string, Float32Array>> {
  try {
    const { by, vectors } = deserialize(await readFile(file)) as Kept;
    return new Map(by === encoderName() ? [...vectors].filter(isWhole) : []);
  } catch {
    return new Map();
  }
}
