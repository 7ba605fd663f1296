/** The encoder as the bot uses it: in a thread of its own where there is one, or not at all. */
import { Worker } from 'node:worker_threads';
import { type Encoder, loadEncoder } from './encoder.ts';
import type { Request, Response } from './encoder-thread.ts';

export interface Encoding {
  /**
   * Null when the encoder is not installed, has failed, or its thread takes longer than `withinMs`. Where others who named a time
   * wait already, none waits past BUSY_MS, and who would is told so at once: then go on without.
   */
  encode(sentences: readonly string[], withinMs?: number): Promise<readonly Float32Array[] | null>;
  close(): void;
}
/** A request carries so many at most, so that a learner's message soon gets its turn between a table's. */
const PORTION = 16;
/** A rush is answered by the light members rather than later and later. Milliseconds. */
const BUSY_MS = 20;
/** How long a sentence takes, until it is known. */
const FIRST_PACE_MS = 3;
/** The weights and WASM memory lie outside the heap; what is inside needs little, and without a limit grows lazily. */
const HEAP = { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 4 };

/** `thread` is the built encoder-thread.js; null encodes in this thread (scripts and tests), as `load` says. */
export function openEncoding(thread: URL | null, load: () => Encoder | null = loadEncoder): Encoding {
  return inPortions(thread === null ? inHere(load) : inThread(thread));
}
function inPortions(encoding: Encoding): Encoding {
  return {
    ...encoding,
    async encode(sentences, withinMs) {
      const vectors: Float32Array[] = [];
      for (let i = 0; i < sentences.length; i += PORTION) {
        const some = await encoding.encode(sentences.slice(i, i + PORTION), withinMs);
        if (some === null) return null;
        vectors.push(...some);
      }
      return vectors;
    },
  };
}

function inHere(load: () => Encoder | null): Encoding {
  let encoder: Encoder | null | undefined;
  return {
    async encode(sentences) {
      encoder ??= load();
      return encoder?.encode(sentences) ?? null;
    },
    close: () => undefined,
  };
}

function inThread(thread: URL): Encoding {
  let failed = false;
  let next = 0;
  let hurried = 0;
  let pace = FIRST_PACE_MS;
  const waiting = new Map<number, (vectors: readonly Float32Array[] | null) => void>();
  const stop = (): void => {
    failed = true;
    for (const done of waiting.values()) done(null);
    waiting.clear();
  };
  // At once, beside the loading of the models: the first learner after a start should not wait for it.
  const worker = new Worker(thread, { resourceLimits: HEAP });
  // It must not keep the process alive.
  worker.unref();
  worker.on('message', ({ id, vectors }: Response) => {
    if (vectors === null) failed = true;
    waiting.get(id)?.(vectors);
    waiting.delete(id);
  });
  worker.on('error', stop);
  worker.on('exit', stop);
  return {
    encode(sentences, withinMs) {
      const hurry = withinMs !== undefined;
      // The first in line is always let in, or a slow moment would shut the door for good.
      if (failed || (hurry && hurried > 0 && (hurried + 1) * pace > BUSY_MS)) return Promise.resolve(null);
      const id = next++;
      const inLine = hurried;
      if (hurry) hurried += 1;
      const asked = performance.now();
      const answer = new Promise<readonly Float32Array[] | null>((resolve) => {
        const late = hurry ? setTimeout(() => resolve(null), inLine > 0 ? Math.min(withinMs, BUSY_MS) : withinMs) : undefined;
        waiting.set(id, (vectors) => {
          clearTimeout(late);
          if (hurry) {
            hurried -= 1;
            pace += ((performance.now() - asked) / (inLine + 1) - pace) / 8;
          }
          resolve(vectors);
        });
      });
      worker.postMessage({ id, sentences } satisfies Request);
      return answer;
    },
    close() {
      stop();
      void worker.terminate();
    },
  };
}
