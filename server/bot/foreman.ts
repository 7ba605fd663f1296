/**
 * The thread that starts the trainer's process and hands its result on: starting a process takes too long for the thread that
 * serves conversations. An entry point of its own in the build, beside the trainer's.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { Job } from './jobs.ts';

/** What the thread is started with. */
export interface Order {
  readonly trainer: string;
  readonly job: Job;
}

const { trainer, job } = workerData as Order;
const child = fork(fileURLToPath(trainer), [String(process.pid)], {
  serialization: 'advanced',
  execArgv: [],
  stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
});
child.once('message', (parcel) => parentPort?.postMessage(parcel));
child.once('error', fail);
child.once('exit', (code, by) => fail(new Error(`the trainer ended with ${code ?? by} before it was done`)));
child.send(job);
// Any word from above means: stop.
parentPort?.once('message', () => child.kill());

/** Nothing when the result is out already: the thread is ended then. */
function fail(error: Error): void {
  throw error;
}
