/** A process that computes for minutes hears of nothing meanwhile: a thread of its own sees to it that it does not outlive whoever started it. */
import { Worker } from 'node:worker_threads';

const LOOK_MS = 500;

/** Ends this process by SIGTERM soon after its parent is gone, killed even (-9), however busy it is. */
export function endWithParent(): void {
  const watch = `setInterval(() => process.ppid === ${process.ppid} || process.kill(${process.pid}), ${LOOK_MS})`;
  new Worker(watch, { eval: true }).unref();
}
