/** A real file system of a few megabytes under a server's data folder: a tmpfs in a mount namespace of its own. */
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Wraps a command so that `folder` is `megabytes` large for it and everything it starts; `first` is run inside before it. */
export function onSmallDisk(
  folder: string,
  megabytes: number,
  command: string,
  args: readonly string[],
  first = 'true',
): { readonly command: string; readonly args: readonly string[] } {
  const mount = `mount -t tmpfs -o size=${megabytes}m,mode=700 tmpfs "${folder}" && ${first} && exec "$0" "$@"`;
  return { command: 'unshare', args: ['--map-root-user', '--mount', 'sh', '-c', mount, command, ...args] };
}

/** Whether this machine lets us: some containers forbid namespaces. */
export const canMount = (): boolean => {
  const { command, args } = onSmallDisk('/mnt', 1, 'true', []);
  return spawnSync(command, args).status === 0;
};

/** The folder as the process `pid` sees it, and the way to leave no byte of it free. */
export function smallDiskOf(pid: number | undefined, folder: string) {
  const inside = join(`/proc/${pid}/root`, folder);
  const ballast = join(inside, 'ballast');
  return {
    inside,
    fill(): void {
      const file = openSync(ballast, 'a');
      try {
        for (let size = 65_536; size >= 1; ) {
          try {
            writeSync(file, Buffer.alloc(size));
          } catch {
            size = Math.floor(size / 2);
          }
        }
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(ballast, { force: true }),
  };
}
