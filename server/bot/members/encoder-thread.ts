/** The thread that encodes, so that no conversation waits for the event loop. An entry point of its own in the build. */
import { parentPort } from 'node:worker_threads';
import { loadEncoder } from './encoder.ts';

export interface Request {
  readonly id: number;
  readonly sentences: readonly string[];
}
/** Null vectors: the encoder is not installed, or could not encode these. */
export interface Response {
  readonly id: number;
  readonly vectors: readonly Float32Array[] | null;
}

// What it throws ends the thread: the bot then goes on without it.
const encoder = loadEncoder();
// A first sentence compiles the kernel; afterwards one takes about 2 ms.
encoder?.encode(['how do i start']);
parentPort?.on('message', ({ id, sentences }: Request) => {
  let vectors: readonly Float32Array[] | null = null;
  try {
    vectors = encoder?.encode(sentences) ?? null;
  } catch {
    // An answer without the encoder is better than none: the light members decide.
  }
  parentPort?.postMessage({ id, vectors } satisfies Response);
});
