import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { until } from '#tests/delivery/until.ts';

/** Starts a child that watches `parent`, then computes for ever; prints its id. */
const parentOf = (parent: string) => `
  import { spawn } from 'node:child_process';
  const busy = "import('./server/bot/orphan.ts').then(({ endWithParent }) => { endWithParent(" + ${parent} + "); console.log(process.pid); for (;;); })";
  spawn(process.execPath, ['--import', 'tsx', '-e', busy], { stdio: ['ignore', 'inherit', 'inherit'] });
`;
const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Of the child that `parent` (code) is told to watch. */
async function start(parent: string) {
  const starter = spawn(process.execPath, ['--input-type=module', '-e', parentOf(parent)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(starter.stdout, 'data')) as [Buffer];
  return { starter, child: Number(line.toString()) };
}
const ends = (child: number) =>
  until('the child ends', 10_000, () => !alive(child)).finally(() => alive(child) && process.kill(child, 'SIGKILL'));

test('D43 a process that computes without a pause ends soon after its parent was killed', async () => {
  const { starter, child } = await start('process.pid');
  expect(alive(child)).toBe(true);
  starter.kill('SIGKILL');
  await ends(child);
});

test('D43 so does one whose parent was gone before it could look', async () => {
  // Nobody has this id: the highest that Linux gives is 2^22.
  const { starter, child } = await start('2 ** 22 + 1');
  await ends(child);
  starter.kill('SIGKILL');
});
