/** A process that computes for minutes hears of nothing meanwhile: a thread of its own sees to it that it does not outlive whoever started it. */
import { Worker } from 'node:worker_threads';

const LOOK_MS = 500;

/**
 * Ends this process by SIGTERM soon after `parent` is gone, killed even (-9), however busy it is. `parent` is told by who started it:
 * whoever asks here may have been given away already.
 */
export function endWithParent(parent: number): void {
  const watch = `setInterval(() => process.ppid === ${parent} || process.kill(${process.pid}), ${LOOK_MS})`;
  new Worker(watch, { eval: true }).unref();
}
