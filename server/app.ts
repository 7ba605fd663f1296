/** The server as one thing that can be started and stopped: Express and Socket.IO round a desk. Tests start the same. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Desk } from '#desk/desk.ts';
import type { Teaching } from '#desk/teaching.ts';
import type { Ids } from '#domain/ids.ts';
import { type Clock, duration } from '#domain/time.ts';
import { createAddressMark } from '#gateway/address-mark.ts';
import { type AgentSpace, serveAgents } from '#gateway/agent.ts';
import { createUploads } from '#gateway/attachments.ts';
import { serveConsoleAgents } from '#gateway/console-agents.ts';
import { serveConsoleContent } from '#gateway/console-content.ts';
import { serveConsoleFiles } from '#gateway/console-files.ts';
import type { ConsoleParts } from '#gateway/console-http.ts';
import { newSetupToken, serveConsoleSessions } from '#gateway/console-session.ts';
import { serveConsoleTeaching } from '#gateway/console-teaching.ts';
import { createDoor } from '#gateway/door.ts';
import { createHttp, lost } from '#gateway/http.ts';
import { type LearnerSpace, serveLearners } from '#gateway/learner.ts';
import { createLimits } from '#gateway/limits.ts';
import { createLive } from '#gateway/live.ts';
import { serveOperations } from '#gateway/operations.ts';
import { BEACON_PARTS, createPackets } from '#gateway/packets.ts';
import { createPolls } from '#gateway/polls.ts';
import type { Gateway, GatewayConfig, Log } from '#gateway/ports.ts';
import { createRoster } from '#gateway/roster.ts';
import { faults } from '#gateway/route.ts';
import { createSessions } from '#gateway/sessions.ts';
import { createSockets } from '#gateway/sockets.ts';
import { serveStatics } from '#gateway/statics.ts';
import { createTracked } from '#gateway/tracked.ts';
import { serveTwin } from '#gateway/twin.ts';
import { createUnlisted } from '#gateway/unlisted.ts';
import { createViews } from '#gateway/views.ts';
import { HEAD_BEACON_MS } from '#protocol/limits.ts';
import { StorageFull } from '#store/store.ts';

export interface AppParts {
  readonly desk: Desk;
  /** Null: this bot cannot be taught. */
  readonly teaching: Teaching | null;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly config: GatewayConfig;
  /** Removes kept copies of the database, and models of former tables, that are too old, and what killed programs left. */
  sweepCopies(): Promise<void>;
}

export interface App {
  /** Resolves with the port in use. Rejects when it is taken. */
  listen(port: number, host: string): Promise<number>;
  /** A new single-use set-up token while no agent exists. */
  setupToken(): Promise<string | undefined>;
  /** Resolves when every packet caused so far has left: for tests. */
  settled(): Promise<void>;
  /** Stops accepting, lets commands finish, closes sockets. The store stays open. */
  close(): Promise<void>;
}

/** An upload on a bad line: 5 MB in this time are 17 kB a second. Other bodies have less (gateway/http.ts). */
const UPLOAD_MS = 300_000;

/** How often the desk looks for idle conversations, agents who stayed away, and hours that began or ended. */
const ROUND_MS = 15_000;

/** How often the sockets of agents who say nothing are asked for their session. */
const SESSIONS_MS = 60_000;

/** How often copies of the database and models are looked at for their age. */
const COPIES_MS = 60_000;

export async function createApp(parts: AppParts): Promise<App> {
  const { desk, clock, log } = parts;
  const gateway: Gateway = {
    ...parts,
    store: desk.store,
    limits: createLimits(parts.config.rates),
    tracked: createTracked(),
    unlisted: createUnlisted(parts.config, log),
    markOf: createAddressMark(clock, parts.ids),
    isStorageFull: (error) => error instanceof StorageFull,
  };
  const roster = createRoster(desk.store);
  await roster.reload();
  const views = createViews(gateway, roster);
  const live = createLive();
  const polls = createPolls(clock);
  const sessions = createSessions(gateway, roster);
  const door = createDoor(gateway, roster, views);

  const express = createHttp(gateway);
  const http = createServer(
    { headersTimeout: 10_000, requestTimeout: UPLOAD_MS, connectionsCheckingInterval: 2_000, keepAliveTimeout: 30_000 },
    express,
  );
  const io = createSockets(gateway, http);
  const learners: LearnerSpace = io.of('/learner');
  const agents: AgentSpace = io.of('/agent');
  const packets = createPackets(gateway, learners, agents, live, roster, views, polls);
  serveLearners(gateway, learners, door, packets, live);
  serveAgents({ gateway, sessions, roster, views, live, packets }, agents);
  for (const [space, other] of [
    [learners, agents],
    [agents, learners],
  ] as const)
    space.adapter.on('delete-room', (room: string) => {
      if (!other.adapter.rooms.has(room)) live.closed(room.replace(/^c:/, ''));
    });

  const uploads = createUploads(gateway);
  const console: ConsoleParts = { app: express, gateway, sessions, roster };
  serveOperations(express, gateway, { learners: () => learners.sockets.size, agents: () => agents.sockets.size });
  serveConsoleSessions(console);
  serveConsoleAgents(console);
  serveConsoleContent(console);
  serveConsoleTeaching(console, parts.teaching);
  serveConsoleFiles(console, uploads);
  serveTwin(express, gateway, door, uploads, polls);
  serveStatics(express, gateway);
  lost(express, parts.config.webDir);
  express.use(faults(gateway));

  let stopped = false;
  let cancelTimers: (() => void)[] = [];
  /** Calls `run` again and again until the app is closed; what fails is logged and tried at the next turn. */
  function every(ms: number, what: string, run: () => Promise<void> | void): void {
    let cancel = () => {};
    const turn = async () => {
      try {
        await run();
      } catch (error) {
        log.error({ err: error, what }, 'a timed task failed');
      }
      if (!stopped) cancel = clock.later(duration(ms), () => void turn());
    };
    cancel = clock.later(duration(ms), () => void turn());
    cancelTimers.push(() => cancel());
  }

  return {
    setupToken: () => newSetupToken(desk.store, clock, parts.ids),
    settled: () => packets.settled(),
    async listen(port, host) {
      await new Promise<void>((resolve, reject) => {
        http.once('error', reject);
        http.listen(port, host, () => {
          http.off('error', reject);
          resolve();
        });
      });
      every(ROUND_MS, 'round', () => desk.round());
      every(ROUND_MS, 'files', () => desk.files.round());
      every(ROUND_MS, 'hours', () => packets.hours());
      every(ROUND_MS, 'waits', () => packets.waits());
      every(SESSIONS_MS, 'sessions', () => sessions.sweep());
      every(COPIES_MS, 'copies', () => parts.sweepCopies());
      every(HEAD_BEACON_MS / BEACON_PARTS, 'beacon', () => packets.beacon());
      return (http.address() as AddressInfo).port;
    },
    async close() {
      stopped = true;
      for (const cancel of cancelTimers) cancel();
      cancelTimers = [];
      const closed = new Promise<void>((resolve) => {
        http.close(() => resolve());
      });
      // Before the stop: a waiting poll is an open request.
      polls.wakeAll();
      await desk.settled();
      await packets.settled();
      await io.close();
      // A command may have come in while the packets left: nobody hears its answer, but the store must not close under it.
      await desk.settled();
      http.closeIdleConnections();
      // What is still being answered gets a moment; then the line is cut.
      const cut = setTimeout(() => http.closeAllConnections(), 2_000);
      await closed;
      clearTimeout(cut);
    },
  };
}
