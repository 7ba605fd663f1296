/**
 * `npm run bench:comeback`: how soon learners have everything again. The server is killed under a thousand of them (D5), and one who was
 * away while fifty messages came gets them (D4). The widget's own connection and its own patience; one JSON line. `--readme` writes README's lines.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { product } from '#scripts/bench/product.ts';
import { createServerProcess } from '#scripts/bench/server-process.ts';
import { openThinSocket } from '#scripts/bench/socket.ts';
import { writeBetween } from '#scripts/bench/table.ts';
import { createLearner, isSettled, type Learner } from './learner.ts';
import { startProxy } from './proxy.ts';
import { until } from './until.ts';

const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '1000' },
    server: { type: 'string', default: 'dist/server/main.js' },
    readme: { type: 'boolean', default: false },
  },
});
const CLIENTS = Number(values.clients);
const ABSENCES = 20;
const KILLS = 5;
const MISSED = 50;
const FIRST_START_MS = 300_000;
const LONG_MS = 120_000;

const quiet = { send: () => undefined, answer: () => undefined, entries: () => undefined };
const share = (sorted: readonly number[], part: number) => Math.round(sorted[Math.floor((sorted.length - 1) * part)] ?? 0);
const ascending = (list: number[]) => list.sort((a, b) => a - b);
const say = (words: string) => process.stderr.write(`${words}\n`);
const command = (text: string) => ({ type: 'say', text, lang: 'en', context: {} }) as const;

const folder = mkdtempSync(join(tmpdir(), 'handraise-comeback-'));
const server = await createServerProcess(product(values.server)(folder));
const learners: Learner[] = [];
try {
  await server.start(FIRST_START_MS);
  const proxy = await startProxy(server.port);
  const join1 = (name: string) =>
    createLearner({ name, server: `http://127.0.0.1:${proxy.port}`, site: 'bench', lang: 'en', pen: quiet });

  // D4: away while somebody else writes into the same conversation.
  const away = join1('away');
  learners.push(away);
  await until('open', LONG_MS, () => away.session().conversation !== null, away.subscribe);
  await away.do(command('How much is it?'));
  await until('answered', LONG_MS, () => isSettled(away) && away.session().last > 0, away.subscribe);
  const conversation = away.session().conversation?.id ?? '';
  const other = await openThinSocket(server.port, away.token());
  const caughtUp: number[] = [];
  for (let absence = 0; absence < ABSENCES; absence++) {
    proxy.refuse(true);
    proxy.break({ kind: 'reset' });
    await until('away', LONG_MS, () => away.session().link === 'offline', away.subscribe);
    const head = away.session().last;
    while (true) {
      const answer = await new Promise<string>((resolve) =>
        other.ask(
          'act',
          { conversation, cid: randomBytes(16).toString('hex'), command: command(`And now? ${absence}`) },
          resolve,
        ),
      );
      if (!answer.startsWith('{"ok":true')) throw new Error(answer);
      if ((JSON.parse(answer) as { value: { seq: number } }).value.seq >= head + MISSED - 1) break;
    }
    proxy.refuse(false);
    await until('line', LONG_MS, () => away.connection().connected());
    const back = performance.now();
    await until('caught up', LONG_MS, () => isSettled(away) && away.session().last >= head + MISSED, away.subscribe);
    caughtUp.push(performance.now() - back);
  }
  other.close();
  say(`caught up: ${ascending(caughtUp).map(Math.round).join(' ')}`);

  // D5: everybody loses the server at once.
  for (let i = 0; i < CLIENTS; i++) {
    const learner = join1(`learner-${i}`);
    learners.push(learner);
    if (i % 50 === 49) await until('open', LONG_MS, () => learner.session().conversation !== null, learner.subscribe);
  }
  await until('all there', LONG_MS, () => learners.every(isSettled));
  say(`${learners.length} learners are there`);
  const kills: { readonly readyMs: number; readonly back: readonly number[] }[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    const killed = performance.now();
    const waiting = learners.map(async (learner) => {
      await until('gone', LONG_MS, () => learner.session().link === 'offline', learner.subscribe);
      await until('back', LONG_MS, () => isSettled(learner), learner.subscribe);
      return performance.now() - killed;
    });
    await server.kill();
    const restarting = performance.now();
    await server.start(FIRST_START_MS);
    const readyMs = performance.now() - restarting;
    kills.push({ readyMs, back: ascending(await Promise.all(waiting)) });
    say(
      `kill ${kill + 1}: ready after ${Math.round(readyMs)} ms, all back after ${Math.round(kills.at(-1)?.back.at(-1) ?? 0)} ms`,
    );
  }
  const median = (of: (kill: (typeof kills)[number]) => number) => share(ascending(kills.map(of)), 0.5);
  const result = {
    caughtUp: { missed: MISSED, times: ABSENCES, p50Ms: share(caughtUp, 0.5), p95Ms: share(caughtUp, 0.95) },
    killed: {
      clients: learners.length,
      kills: KILLS,
      readyMs: median(({ readyMs }) => readyMs),
      p50Ms: median(({ back }) => share(back, 0.5)),
      p95Ms: median(({ back }) => share(back, 0.95)),
      p99Ms: median(({ back }) => share(back, 0.99)),
    },
  };
  const n = (value: number) => value.toLocaleString('en-US');
  const text = [
    `Who was away while ${MISSED} messages came has them ${n(result.caughtUp.p95Ms)} ms after the line is back (19 of 20 times). Killed (-9) under ${n(learners.length)} connected`,
    `learners the server is ready after ${n(result.killed.readyMs)} ms, and 95 of 100 learners are back with all they missed after ${n(result.killed.p95Ms)} ms, 99 of 100 after`,
    `${n(result.killed.p99Ms)} ms (medians of ${KILLS} kills).`,
  ].join('\n');
  if (values.readme) writeBetween('README.md', 'bench:comeback', text);
  process.stdout.write(`${JSON.stringify(result)}\n`);
  await proxy.close();
} finally {
  for (const learner of learners) learner.stop();
  await server.kill();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
