/** Has jobs done by the trainer, a process of its own that gives all its memory back; or in this thread where there is no built one. */
import { Worker } from 'node:worker_threads';
import type { Order } from './foreman.ts';
import { type Job, type Result, work } from './jobs.ts';
import type { Encoding } from './members/encoding.ts';
import { type Parcel, unwrap } from './parcels.ts';

export interface Workshop {
  /** The built trainer.js with foreman.js beside it; without one, or if it cannot run, a job blocks this thread. */
  readonly trainer: URL | null;
  /** For a job in this thread; null: none. */
  readonly encoding: Encoding | null;
  /** Told why the trainer cannot run. */
  readonly trouble: (error: unknown) => void;
  /** Ends the work. */
  readonly signal?: AbortSignal;
}

/** Does one job and ends. Rejects when `signal` says so. */
export async function doJob<J extends Job>(job: J, { trainer, encoding, trouble, signal }: Workshop): Promise<Result<J>> {
  if (trainer !== null) {
    try {
      return (await unwrap(await inProcess(job, trainer, signal))) as Result<J>;
    } catch (error) {
      if (signal?.aborted === true) throw error;
      trouble(error);
    }
  }
  return work(job, encoding);
}

function inProcess(job: Job, trainer: URL, signal: AbortSignal | undefined): Promise<Parcel> {
  return new Promise((resolve, reject) => {
    const order: Order = { trainer: trainer.href, job };
    const worker = new Worker(new URL('./foreman.js', trainer), { workerData: order });
    const stop = (): void => worker.postMessage('stop');
    worker.once('message', (parcel: Parcel) => {
      resolve(parcel);
      void worker.terminate();
    });
    worker.once('error', reject);
    worker.once('exit', (code) => {
      // The signal lives as long as the bot: each job would stay on its list for ever.
      signal?.removeEventListener('abort', stop);
      reject(new Error(`the trainer's foreman ended with code ${code} before it was done`));
    });
    signal?.addEventListener('abort', stop);
    if (signal?.aborted === true) stop();
  });
}
