/** One whole run: a server, a proxy before it, learners and agents through the proxy, a storm, peace, and the verdict. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServerProcess, type Program } from '#scripts/bench/server-process.ts';
import { type Agent, createAgent } from './agent.ts';
import { createChecker, type Verdict } from './checker.ts';
import { dumpDatabase } from './dump.ts';
import { gatherLists } from './gather.ts';
import { createLearner, type Learner, type LearnerParts } from './learner.ts';
import { startProxy } from './proxy.ts';
import { seeded } from './random.ts';
import { createRecorder, penOf } from './recorder.ts';
import { type Planned, schedule } from './schedule.ts';
import { hire } from './staff.ts';
import { storm } from './storm.ts';
import { comeToRest, study } from './studying.ts';

export interface RunOptions {
  readonly messages: number;
  readonly kills: number;
  readonly cuts: number;
  readonly seed: number;
  /** The server to try, given the folder of its data. */
  program(dataDir: string): Program;
  /** Instead of a schedule drawn from kills, cuts and seed. */
  readonly planned?: readonly Planned[];
  readonly learners?: number;
  readonly agents?: number;
  /** A fault planted into the learners' clients. */
  readonly plantInClient?: Pick<LearnerParts, 'reduce' | 'fetches'>;
  /** Longest time the whole run may take. Milliseconds. */
  readonly limitMs?: number;
  /** Longest time to come to rest after the last fault. Milliseconds. */
  readonly restMs?: number;
  tell?(words: string): void;
}

export interface Outcome extends Verdict {
  readonly kills: number;
  readonly cuts: number;
  readonly seed: number;
  /** Where history and database lie; removed when nothing was wrong. */
  readonly folder: string;
}

const NEWS_MS = 15_000;
const FIRST_START_MS = 240_000;

export async function runDelivery(options: RunOptions): Promise<Outcome> {
  const { messages, kills, cuts, seed, tell = () => undefined } = options;
  const limitMs = options.limitMs ?? 300_000 + messages * 10 + kills * 8_000 + cuts * 3_000;
  const restMs = options.restMs ?? 60_000;
  const random = seeded(seed);
  const folder = mkdtempSync(join(tmpdir(), 'handraise-delivery-'));
  const database = join(folder, 'handraise.db');
  const checker = createChecker();
  const recorder = createRecorder(checker.see, join(folder, 'history.jsonl'));
  const server = await createServerProcess(options.program(folder));
  const staff = await hire(database, ['Ada', 'Ben', 'Cho'].slice(0, options.agents ?? 3));
  // The first start in a new folder trains the bot.
  await server.start(FIRST_START_MS);
  const proxy = await startProxy(server.port);
  const address = `http://127.0.0.1:${proxy.port}`;
  tell(`server ready; ${messages} messages, ${kills} kills, ${cuts} cuts, seed ${seed}`);

  let asked = 0;
  let stopped = false;
  const enough = () => stopped || asked >= messages;
  const learners: Learner[] = Array.from({ length: options.learners ?? 24 }, (_, index) => {
    const name = `learner-${index + 1}`;
    return createLearner({
      name,
      server: address,
      site: 'school',
      lang: index % 4 === 3 ? 'zh' : 'en',
      pen: penOf(recorder, name),
      ...options.plantInClient,
    });
  });
  const agents: Agent[] = staff.map(({ card, cookie }) =>
    createAgent({
      me: card,
      server: address,
      cookie,
      pen: penOf(recorder, card.name),
      random: random.fork(card.name),
      enough,
      said: () => {
        asked += 1;
      },
    }),
  );

  const everything = async (): Promise<Outcome> => {
    const working = [
      ...learners.map((learner, index) =>
        study(learner, {
          lang: index % 4 === 3 ? 'zh' : 'en',
          random: random.fork(learner.name),
          enough,
          take: () => asked < messages && ++asked > 0,
          // A turn of the event loop between two steps: one learner must not starve the others.
          pace: () => new Promise((resolve) => setImmediate(resolve)),
        }),
      ),
      ...agents.map((agent) => agent.work()),
    ];
    const done = Promise.all(working);
    const news = setInterval(() => tell(`${checker.acked()} acknowledged`), NEWS_MS);
    void done.finally(() => clearInterval(news)).catch(() => undefined);
    const parts = {
      server,
      proxy,
      random: random.fork('storm'),
      progress: () => checker.acked() / messages,
      over: () => stopped || asked >= messages,
    };
    const happened = await Promise.all([
      storm(parts, options.planned ?? schedule(random.fork('schedule'), kills, cuts)),
      done,
    ]).then(([first]) => first);
    tell(`the storm is over: ${checker.acked()} acknowledged, ${happened.kills} kills, ${happened.cuts} cuts`);
    proxy.heal();
    const restless = (await Promise.all(learners.map((learner) => comeToRest(learner, restMs)))).flat();
    const lists = await gatherLists(learners, agents, restMs);
    tell(`at rest: ${lists.length} lists`);
    for (const one of [...learners, ...agents]) one.stop();
    const code = await server.stop();
    const verdict = checker.finish(dumpDatabase(database), lists);
    const accidents = [
      ...restless,
      ...server.accidents(),
      ...(checker.incidents() > 0
        ? [`the server answered "internal" ${checker.incidents()} times: ${server.words().slice(-1_500)}`]
        : []),
      ...(code === 0 ? [] : [`SIGTERM ended with ${code ?? 'a kill after 10 s'}`]),
    ];
    return {
      ...verdict,
      unexpected: verdict.unexpected + accidents.length,
      violations: [...verdict.violations, ...accidents.map((what) => ({ rule: 'I5', kind: 'unexpected', what }) as const)],
      ...happened,
      seed,
      folder,
    };
  };

  let limit: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    limit = setTimeout(() => {
      stopped = true;
      reject(new Error(`the run took longer than ${limitMs} ms; ${checker.acked()} acknowledged\n${server.words()}`));
    }, limitMs);
  });
  try {
    const outcome = await Promise.race([everything(), tooLong]);
    if (outcome.violations.length === 0) rmSync(folder, { recursive: true, force: true });
    return outcome;
  } finally {
    stopped = true;
    clearTimeout(limit);
    for (const one of [...learners, ...agents]) one.stop();
    await server.kill();
    await proxy.close();
    await recorder.close();
  }
}
