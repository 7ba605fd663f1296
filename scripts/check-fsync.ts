/**
 * `npm run check:fsync`: the built server runs under strace while learners write; in the order of system calls, every acknowledgement
 * that leaves must come after a sync of the log that came after its rows were written. One JSON line; exit code 1 when one does not.
 */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plainEnvironment } from './bench/product.ts';
import { createServerProcess } from './bench/server-process.ts';
import { openThinSocket, type ThinSocket } from './bench/socket.ts';

const MESSAGES = 200;
const LEARNERS = 8;
const FIRST_START_MS = 300_000;

/** What one line of the trace means; anything else does not matter. */
type Call = 'wrote' | 'synced' | 'acked';

/** `path` is the write-ahead log's. strace -y prints a descriptor as 5</path>. */
export function readCall(line: string, path: string): Call | undefined {
  if (/ = -1 /.test(line)) return undefined;
  const [, name = ''] = /^\d+\s+(?:[\d.]+\s+)?(?:<\.\.\. )?(\w+)/.exec(line) ?? [];
  if (/^(fdatasync|fsync)$/.test(name)) return line.includes(path) || line.includes('resumed') ? 'synced' : undefined;
  if (/^(write|writev|sendto|sendmsg)$/.test(name) && /43\/learner,\d+\[\{\\"ok\\":true,\\"value\\":\{\\"cid\\"/.test(line))
    return 'acked';
  return /^(pwrite64|pwritev|write)$/.test(name) && line.includes(path) ? 'wrote' : undefined;
}

/** Acknowledgements, and how many of them left while rows were written but not synced, or without any sync before. */
export function judgeTrace(calls: readonly Call[]): {
  readonly acks: number;
  readonly unsynced: number;
  readonly syncs: number;
} {
  let synced = false;
  let acks = 0;
  let unsynced = 0;
  let syncs = 0;
  for (const call of calls) {
    if (call === 'wrote') synced = false;
    else if (call === 'synced') {
      synced = true;
      syncs += 1;
    } else {
      acks += 1;
      if (!synced) unsynced += 1;
    }
  }
  return { acks, unsynced, syncs };
}

const ask = (socket: ThinSocket, event: string, payload: unknown) =>
  new Promise<{ ok: boolean; value: { conversation: { id: string } } }>((resolve) =>
    socket.ask(event, payload, (json) => resolve(JSON.parse(json))),
  );

async function talk(port: number): Promise<void> {
  const socket = await openThinSocket(port);
  const { value } = await ask(socket, 'open', { lang: 'en', context: {} });
  for (let i = 0; i < MESSAGES / LEARNERS; i++) {
    const command = { type: 'say', text: `How much is it? (${i})`, lang: 'en', context: {} };
    const cid = randomBytes(16).toString('hex');
    const { ok } = await ask(socket, 'act', { conversation: value.conversation.id, cid, command });
    if (!ok) throw new Error('a message was refused');
  }
  socket.close();
}

/** strace leaves its program behind when it is killed: the program is ended first. */
function endTraced(strace: number | undefined, signal: NodeJS.Signals): void {
  try {
    const children = readFileSync(`/proc/${strace}/task/${strace}/children`, 'utf8').trim();
    for (const pid of children.split(' ').filter(Boolean)) process.kill(Number(pid), signal);
  } catch {
    // Already gone.
  }
}

async function main(): Promise<number> {
  if (spawnSync('strace', ['-V']).status !== 0) {
    process.stderr.write('check:fsync needs strace (Debian and Ubuntu: apt-get install strace).\n');
    return 1;
  }
  const dir = mkdtempSync(join(tmpdir(), 'handraise-fsync-'));
  const trace = join(dir, 'trace');
  const calls = 'trace=write,writev,sendto,sendmsg,pwrite64,pwritev,fdatasync,fsync';
  const server = await createServerProcess({
    command: 'strace',
    args: ['-f', '-y', '-s', '120', '-e', calls, '-o', trace, process.execPath, 'dist/server/main.js'],
    env: plainEnvironment(dir),
  });
  try {
    await server.start(FIRST_START_MS);
    await Promise.all(Array.from({ length: LEARNERS }, () => talk(server.port)));
    endTraced(server.pid(), 'SIGTERM');
    await server.ended();
    const log = join(dir, 'handraise.db-wal');
    const lines = readFileSync(trace, 'utf8').split('\n');
    const found = judgeTrace(lines.flatMap((line) => readCall(line, log) ?? []));
    process.stdout.write(`${JSON.stringify(found)}\n`);
    return found.acks >= MESSAGES && found.unsynced === 0 ? 0 : 1;
  } finally {
    endTraced(server.pid(), 'SIGKILL');
    await server.kill();
    rmSync(dir, { recursive: true, force: true });
  }
}

if (process.argv[1]?.endsWith('check-fsync.ts')) process.exit(await main());
