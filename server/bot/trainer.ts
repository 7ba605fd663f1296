/** The process that parses and trains, so that a reload never holds up a conversation. An entry point of its own in the build. */
import { constants, setPriority } from 'node:os';
import { type Job, work } from './jobs.ts';
import { openEncoding } from './members/encoding.ts';
import { endWithParent } from './orphan.ts';
import { parcelOf } from './parcels.ts';

endWithParent(Number(process.argv[2]));
// Whoever asked is done with it.
process.once('disconnect', () => process.exit());
process.once('message', async (job: Job) => {
  // Conversations go first where processors are few.
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  process.send?.(parcelOf(await work(job, openEncoding(null))), () => process.disconnect());
});
