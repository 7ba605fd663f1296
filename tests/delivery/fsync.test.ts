/** The reader of traces is checked here; `npm run check:fsync` uses it on the built server. */
import { expect, it } from 'vitest';
import { judgeTrace, readCall } from '#scripts/check-fsync.ts';

const WAL = '/tmp/x/handraise.db-wal';
const ACK = '"\\201~\\0\\20443/learner,3[{\\"ok\\":true,\\"value\\":{\\"cid\\":\\"ab"...';

it('D13 an acknowledgement that leaves between the write and the sync is found', () => {
  const wrote = `11 pwrite64(20<${WAL}>, "..."..., 4096, 4152) = 4096`;
  const synced = `11 fdatasync(20<${WAL}>) = 0`;
  const acked = `11 write(25<TCP:[127.0.0.1:1->127.0.0.1:2]>, ${ACK}, 120) = 120`;
  const gathered = acked
    .replace('write(', 'writev(')
    .replace('"\\\\201~\\\\0\\\\204', '[{iov_base="\\\\201~", iov_len=4}, {iov_base="4');
  const failed = `11 fdatasync(20<${WAL}>) = -1 EIO (Input/output error)`;
  const other = `11 write(1</dev/pts/0>, "hello", 5) = 5`;
  const judge = (...lines: string[]) => judgeTrace(lines.flatMap((line) => readCall(line, WAL) ?? []));
  expect(judge(wrote, other, synced, acked, gathered)).toEqual({ acks: 2, unsynced: 0, syncs: 1 });
  expect(judge(wrote, acked, synced)).toMatchObject({ acks: 1, unsynced: 1 });
  expect(judge(wrote, synced, wrote, acked)).toMatchObject({ unsynced: 1 });
  expect(judge(wrote, failed, acked)).toMatchObject({ unsynced: 1, syncs: 0 });
  expect(judge(acked)).toMatchObject({ unsynced: 1 });
});
