/** Has jobs done in the trainer's thread, or in this one where there is no built trainer. */
import { Worker } from 'node:worker_threads';
import { type Job, type Result, work } from './jobs.ts';

/** Does one job and ends. `trainer` is the built trainer.js; without one, or if it cannot run, the job blocks this thread. */
export async function doJob<J extends Job>(job: J, trainer: URL | null, trouble: (error: unknown) => void): Promise<Result<J>> {
  if (trainer !== null) {
    try {
      return (await inThread(job, trainer)) as Result<J>;
    } catch (error) {
      trouble(error);
    }
  }
  return work(job) as Result<J>;
}

function inThread(job: Job, trainer: URL): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(trainer, { workerData: job });
    worker.once('message', (result) => {
      resolve(result);
      void worker.terminate();
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the trainer ended with code ${code} before it was done`)));
  });
}
