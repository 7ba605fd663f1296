/** The encoder's vectors of many sentences, kept in .cache/ so that a bench or a data script encodes each sentence once. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deserialize, serialize } from 'node:v8';
import { type Encoding, openEncoding } from '#bot/members/encoding.ts';

const FILE = fileURLToPath(new URL('../../.cache/encodings', import.meta.url));

export interface Encodings {
  /** Null: the encoder is not installed. */
  of(sentences: readonly string[]): Promise<ReadonlyMap<string, Float32Array> | null>;
  /** Writes what is new: some 80 MB, so not after every sentence. */
  save(): void;
}
export function keepEncodings(encoding: Encoding = openEncoding(null)): Encodings {
  const kept = existsSync(FILE)
    ? (deserialize(readFileSync(FILE)) as Map<string, Float32Array>)
    : new Map<string, Float32Array>();
  let changed = false;
  return {
    async of(sentences) {
      const missing = [...new Set(sentences)].filter((s) => !kept.has(s)).sort((a, b) => a.length - b.length);
      const vectors = await encoding.encode(missing);
      if (vectors === null) return null;
      missing.forEach((sentence, i) => {
        kept.set(sentence, vectors[i] ?? new Float32Array());
      });
      if (missing.length > 0) changed = true;
      return kept;
    },
    save() {
      if (!changed) return;
      mkdirSync(dirname(FILE), { recursive: true });
      writeFileSync(FILE, serialize(kept));
      changed = false;
    },
  };
}
