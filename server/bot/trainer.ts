/** The thread that parses and trains, so that a reload never holds up a conversation. An entry point of its own in the build. */
import { parentPort, workerData } from 'node:worker_threads';
import { type Job, work } from './jobs.ts';

parentPort?.postMessage(work(workerData as Job));
