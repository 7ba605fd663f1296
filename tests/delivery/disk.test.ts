/** A server whose disk is full, and one whose disk fails: a process of its own on a file system of its own. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createServerProcess, type ServerProcess } from '#scripts/bench/server-process.ts';
import { openThinSocket, type ThinSocket } from '#scripts/bench/socket.ts';
import { canMount, onSmallDisk, smallDiskOf } from '#tests/support/small-disk.ts';
import { faulty } from './programs.ts';
import { until } from './until.ts';

const START_MS = 60_000;
const RESUMES_WITHIN_MS = 5_000;
let folder: string;
let server: ServerProcess;
let line: ThinSocket | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'handraise-disk-'));
});
afterEach(async () => {
  line?.close();
  await server.kill();
  rmSync(folder, { recursive: true, force: true });
});

type Answer = {
  readonly ok: boolean;
  readonly value: { readonly seq: number; readonly conversation: { readonly id: string } };
  readonly refusal?: { readonly code: string };
};
const ask = (event: string, payload: unknown) =>
  new Promise<Answer>((resolve) => line?.ask(event, payload, (json) => resolve(JSON.parse(json) as Answer)));

/** A learner, and the keys of what was acknowledged. */
async function learner() {
  line = await openThinSocket(server.port);
  const { value } = await ask('open', { lang: 'en', context: {} });
  const acked: string[] = [];
  const say = async (text: string, cid = randomBytes(16).toString('hex')) => {
    const command = { type: 'say', text, lang: 'en', context: {} };
    const answer = await ask('act', { conversation: value.conversation.id, cid, command });
    if (answer.ok) acked.push(cid);
    return answer;
  };
  return { conversation: value.conversation.id, acked, say };
}

/** What was acknowledged and is not in the file; the file must be sound. */
function missing(path: string, acked: readonly string[]): string[] {
  const db = new Database(path);
  try {
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    const found = db.prepare<[string], number>('SELECT 1 FROM event WHERE key = ? AND leads = 1').pluck();
    return acked.filter((cid) => found.get(cid) === undefined);
  } finally {
    db.close();
  }
}
const ready = async () => (await fetch(`http://127.0.0.1:${server.port}/readyz`)).status;

it.skipIf(!canMount())(
  'D31 a full disk: no ack without its row, the server stays up and readable, and it resumes within five seconds of room',
  { timeout: 120_000 },
  async () => {
    const { args, env } = faulty('none')(folder);
    server = await createServerProcess({ ...onSmallDisk(folder, 8, process.execPath, args), env });
    await server.start(START_MS);
    const disk = smallDiskOf(server.pid(), folder);
    const { conversation, acked, say } = await learner();
    for (let i = 0; i < 20; i++) expect((await say(`before ${i}`)).ok).toBe(true);
    disk.fill();
    // The log has room left over from before; when that is used up the disk says no.
    let refused: Answer | undefined;
    const last = randomBytes(16).toString('hex');
    for (let i = 0; i < 2_000 && !refused; i++) {
      const answer = await say('x'.repeat(2_000), i === 0 ? last : undefined);
      if (!answer.ok) refused = answer;
    }
    expect(refused?.refusal?.code).toBe('storage-full');
    expect(await ready()).toBe(503);
    expect((await ask('sync', { conversation, since: 0 })).ok).toBe(true);
    expect((await say('small')).refusal?.code).toBe('storage-full');
    disk.free();
    let well = false;
    const asking = setInterval(() => void ready().then((status) => (well ||= status === 200)), 200);
    try {
      await until('ready again', RESUMES_WITHIN_MS, () => well);
    } finally {
      clearInterval(asking);
    }
    expect((await say('after')).ok).toBe(true);
    expect(server.accidents()).toEqual([]);
    const copy = join(tmpdir(), `handraise-disk-${randomBytes(4).toString('hex')}`);
    line?.close();
    server.freeze();
    cpSync(disk.inside, copy, { recursive: true });
    server.thaw();
    expect(missing(join(copy, 'handraise.db'), acked)).toEqual([]);
    rmSync(copy, { recursive: true });
  },
);

it('D32 a COMMIT that fails with an I/O error ends the process, not with 0, and nothing acknowledged is lost', {
  timeout: 120_000,
}, async () => {
  server = await createServerProcess(faulty('none')(folder));
  await server.start(START_MS);
  const { acked, say } = await learner();
  for (let i = 0; i < 20; i++) expect((await say(`before ${i}`)).ok).toBe(true);
  // The kernel fails every write beyond this size, in the middle of a COMMIT.
  const limited = spawnSync('prlimit', ['--pid', String(server.pid()), '--fsize=600000']);
  expect(limited.status, String(limited.stderr)).toBe(0);
  const gone = new Promise<false>((resolve) => line?.onClose(() => resolve(false)));
  while (await Promise.race([say('y'.repeat(2_000)), gone]));
  await until('the process ends by itself', 30_000, () => server.accidents().length > 0);
  expect(server.accidents()).toEqual([expect.stringMatching(/^the server ended by itself \(1\)/)]);
  expect(missing(join(folder, 'handraise.db'), acked)).toEqual([]);
});
