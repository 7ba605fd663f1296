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
}
export function keepEncodings(encoding: Encoding = openEncoding(null)): Encodings {
  const kept = existsSync(FILE) ? (deserialize(readFileSync(FILE)) as Map<string, Float32Array>) : new Map<string, Float32Array>();
  return {
    async of(sentences) {
      const missing = [...new Set(sentences)].filter((s) => !kept.has(s)).sort((a, b) => a.length - b.length);
      const vectors = await encoding.encode(missing);
      if (vectors === null) return null;
      missing.forEach((sentence, i) => {
        kept.set(sentence, vectors[i] ?? new Float32Array());
      });
      if (missing.length > 0) {
        mkdirSync(dirname(FILE), { recursive: true });
        writeFileSync(FILE, serialize(kept));
      }
      return kept;
    },
  };
}
