/** One direction of a line: order is kept whatever is done to it, and a slow reader holds the writer back as in real TCP. */
import type { Socket } from 'node:net';

export interface Pipe {
  /** Each piece waits this long. Milliseconds. */
  latencyMs: number;
  /** Largest piece passed on; 0 for as it came. */
  sliceBytes: number;
  /** Nothing passes any more; the sender is held back once buffers are full. */
  stall(): void;
  /** Everything vanishes; the sender notices nothing. */
  discard(): void;
  /** Takes latency and slicing away. */
  calm(): void;
  /** Lets go of a waiting piece: the line is gone. */
  release(): void;
}

/** Passes what `from` says through `filter` to `to`; the filter may answer undefined for "nothing, the line is over". */
export function pump(from: Socket, to: Socket, filter: (chunk: Buffer) => Buffer | undefined): Pipe {
  let vanish = false;
  let gate: Promise<void> | undefined;
  let open: (() => void) | undefined;

  const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  async function write(bytes: Buffer): Promise<void> {
    if (to.destroyed || to.writableEnded || bytes.length === 0) return;
    if (to.write(bytes)) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        to.off('drain', done);
        to.off('close', done);
        resolve();
      };
      to.on('drain', done);
      to.on('close', done);
    });
  }
  async function pass(chunk: Buffer): Promise<void> {
    if (vanish) return;
    if (pipe.latencyMs > 0) await wait(pipe.latencyMs);
    if (gate) await gate;
    const bytes = filter(chunk);
    if (!bytes) return;
    for (let at = 0; at < bytes.length; ) {
      const size = pipe.sliceBytes > 0 ? pipe.sliceBytes : bytes.length;
      await write(bytes.subarray(at, at + size));
      at += size;
      if (at < bytes.length) await new Promise<void>((resolve) => setImmediate(resolve));
      if (vanish) return;
    }
  }
  const pipe: Pipe = {
    latencyMs: 0,
    sliceBytes: 0,
    stall() {
      gate ??= new Promise<void>((resolve) => {
        open = resolve;
      });
    },
    discard() {
      vanish = true;
    },
    calm() {
      pipe.latencyMs = 0;
      pipe.sliceBytes = 0;
    },
    release() {
      vanish = true;
      open?.();
    },
  };
  from.on('data', (chunk: Buffer) => {
    from.pause();
    void pass(chunk).then(() => from.resume());
  });
  return pipe;
}
