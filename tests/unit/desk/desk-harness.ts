/** A desk on a real store in a folder of its own, new for each test of the file that imports this. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { createDesk } from '#desk/create-desk.ts';
import type { Change, Desk } from '#desk/desk.ts';
import type { LearnerCommand } from '#domain/decide.ts';
import { type AgentId, type ConversationId, commandKey } from '#domain/ids.ts';
import { openSqliteStore } from '#store/sqlite.ts';
import type { Learner, Store } from '#store/store.ts';
import { type FakeBot, fakeBot } from '#tests/support/fake-bot.ts';
import { noFiles } from '#tests/support/no-files.ts';
import { ADA, BEN, countingIds, type FakeClock, fakeClock, LEARNER, SITE, T0 } from '#tests/support/samples.ts';

export const HOUR = 3_600_000;
export let folder: string;
export let store: Store;
export let desk: Desk;
export let bot: FakeBot;
export let clock: FakeClock;
export let changes: Change[];
let open = true;
/** Business hours, open at the start of each test. */
export const setHours = (isOpen: boolean): void => {
  open = isOpen;
};
export const ids = countingIds();
export const learner: Learner = { id: LEARNER, site: SITE, name: null, email: null, lang: 'en', device: '', firstSeenAt: T0 };
export const quiet = { info() {}, warn() {}, error() {} };

export const make = (on: Store = store) =>
  createDesk({
    store: on,
    files: noFiles,
    bot,
    clock,
    ids,
    log: quiet,
    schedule: { isOpen: () => open, nextOpen: () => clock.now(), today: () => '9-18', next: () => 'tomorrow' },
    siteName: 'Academy',
    idleCloseMs: 24 * HOUR,
    retentionMs: 180 * 24 * HOUR,
    awayMs: 5 * 60_000,
  });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'handraise-desk-'));
  store = await openSqliteStore({ path: join(folder, 'handraise.db'), ids });
  clock = fakeClock();
  bot = fakeBot();
  open = true;
  changes = [];
  desk = await make();
  desk.subscribe((change) => changes.push(change));
  await store.learners.create(learner, 'hash');
  for (const id of [ADA, BEN]) {
    await store.agents.create({ id, login: id, name: id, role: 'agent', passwordHash: 'x', disabled: false, createdAt: T0 });
  }
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

export const newKey = () => commandKey(ids.hex(16));
export const start = async () => (await desk.open(learner, 'en', {}, false)).id;
export const act = (id: ConversationId, command: LearnerCommand, key = newKey()) =>
  desk.actAsLearner(learner, SITE, 'widget', id, key, command);
export const say = (id: ConversationId, text: string, key = newKey()) =>
  act(id, { type: 'say', text, lang: 'en', place: {} }, key);
export const take = (id: ConversationId, agent: AgentId) => desk.actAsAgent(agent, id, newKey(), { type: 'take' });
export const person: LearnerCommand = { type: 'ask-person', lang: 'en', place: {} };
export const log = async (id: ConversationId) => (await desk.sync(id, 0))?.stamped.map(({ event }) => event.type);
