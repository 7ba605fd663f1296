/** The encoder's vectors of many sentences, kept in .cache/ so that a bench or a data script encodes each sentence once. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deserialize, serialize } from 'node:v8';
import { type Addition, encodeAdditions } from '#bot/members/adaptation.ts';
import { loadEncoder } from '#bot/members/encoder.ts';
import { openEncoding } from '#bot/members/encoding.ts';

export interface Encodings {
  /** Null: the encoder is not installed. */
  of(sentences: readonly string[]): Promise<ReadonlyMap<string, Float32Array> | null>;
  /** Writes what is new: some 80 MB, so not after every sentence. */
  save(): void;
}
/** Null: of the encoder as published. */
export function keepEncodings(additions: readonly Addition[] | null): Encodings {
  const encoding = openEncoding(null, () => loadEncoder(additions));
  const which =
    additions === null ? 'published' : createHash('sha256').update(encodeAdditions(additions)).digest('hex').slice(0, 12);
  const file = fileURLToPath(new URL(`../../.cache/encodings-${which}`, import.meta.url));
  const kept = existsSync(file)
    ? (deserialize(readFileSync(file)) as Map<string, Float32Array>)
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
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, serialize(kept));
      changed = false;
    },
  };
}
