import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { until } from '#tests/delivery/until.ts';

/** Starts a child that watches its parent, then computes for ever; prints its id. */
const PARENT = `
  import { spawn } from 'node:child_process';
  const busy = "import('./server/bot/orphan.ts').then(({ endWithParent }) => { endWithParent(); console.log(process.pid); for (;;); })";
  spawn(process.execPath, ['--import', 'tsx', '-e', busy], { stdio: ['ignore', 'inherit', 'inherit'] });
`;
const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('D43 a process that computes without a pause ends soon after its parent was killed', async () => {
  const parent = spawn(process.execPath, ['--input-type=module', '-e', PARENT], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const child = Number(line.toString());
  expect(alive(child)).toBe(true);
  parent.kill('SIGKILL');
  await until('the child ends', 10_000, () => !alive(child)).finally(() => alive(child) && process.kill(child, 'SIGKILL'));
});
