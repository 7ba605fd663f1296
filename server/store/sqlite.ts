/** The store on one local SQLite file: what an ack rests on. One connection, synchronous inside, group-committed. */
import type { Ids } from '#domain/ids.ts';
import { prepareAgents } from './sqlite-agents.ts';
import { prepareAttachments } from './sqlite-attachments.ts';
import { prepareConversations } from './sqlite-conversations.ts';
import { createDiskGate } from './sqlite-gate.ts';
import { prepareLearners } from './sqlite-learners.ts';
import { prepareMissed } from './sqlite-missed.ts';
import { type Db, type OpenOptions, openDatabase } from './sqlite-open.ts';
import { prepareReports } from './sqlite-reports.ts';
import { prepareRetention } from './sqlite-retention.ts';
import { type GroupCommit, openWriter, type Writer } from './sqlite-writer.ts';
import type { Store } from './store.ts';

export interface SqliteOptions extends OpenOptions {
  /** A file on a local disk; it and its folder are made when missing, for their owner only. */
  readonly path: string;
  readonly ids: Ids;
  readonly log?: { info(details: object, message: string): void; error(details: object, message: string): void };
  readonly groupCommit?: GroupCommit;
  /** The file is damaged or failed to sync: nobody knows what is on the disk. End the process; a restart reads it again. */
  readonly onBroken?: (error: Error) => void;
}

/** What a probe writes and takes away again: more than one page, so that a nearly full disk is not called well. Bytes. */
const PROBE_BYTES = 64 * 1024;

type Settings = Pick<Store, 'epoch' | 'getSetting' | 'putSetting' | 'probe' | 'sizes'>;

/** `opened` is told whenever a probe succeeds. */
function prepareSettings(db: Db, writer: Writer, ids: Ids, opened: () => void): Settings {
  const get = db.prepare<[string], string>('SELECT value FROM setting WHERE key = ?').pluck();
  const put = db.prepare<[string, string]>(
    'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value',
  );
  const fill = db.prepare<[number]>('INSERT OR REPLACE INTO probe (id, filler) VALUES (1, randomblob(?))');
  const clear = db.prepare('DELETE FROM probe');
  // Rows leave only by retention and erasure, so the highest number is the count of all there ever were; counting a million events for each scrape would not do.
  const sizes = db.prepare<[], { conversations: number; events: number; learners: number }>(
    `SELECT (SELECT sum(n) FROM tally) AS conversations, (SELECT coalesce(max(id), 0) FROM event) AS events,
     (SELECT coalesce(max(nr), 0) FROM learner) AS learners`,
  );
  let epoch = get.get('epoch');
  if (epoch === undefined) {
    epoch = ids.hex(16);
    put.run('epoch', epoch);
  }
  return {
    epoch,
    async getSetting(key) {
      return get.get(key);
    },
    async putSetting(key, value) {
      await writer.write(() => put.run(key, value));
    },
    async probe() {
      await writer.try(() => fill.run(PROBE_BYTES));
      await writer.try(() => clear.run());
      opened();
    },
    async sizes() {
      return sizes.get() ?? { conversations: 0, events: 0, learners: 0 };
    },
  };
}

/** Opens or creates the store. Rejects with an Error whose message says what to do when the file cannot be trusted. */
export async function openSqliteStore(options: SqliteOptions): Promise<Store> {
  return storeOn(openDatabase(options.path, options), options);
}

/** The store on a file opened by `openDatabase`; `close` closes it. */
export function storeOn(db: Db, options: SqliteOptions): Store {
  const broken = (error: Error) => {
    options.log?.error({ error, path: options.path }, 'The database failed; restart the server to read it again.');
    options.onBroken?.(error);
  };
  const gate = createDiskGate(() => settings.probe());
  gate.subscribe((writable) => {
    if (writable) options.log?.info({ path: options.path }, 'the database can be written again');
    else options.log?.error({ path: options.path }, 'the database cannot be written (disk full?): read-only until it can');
  });
  const writer = openWriter(db, options.groupCommit ?? { maxWaitMs: 2, maxItems: 32 }, gate, broken);
  const settings = prepareSettings(db, writer, options.ids, gate.open);
  return {
    ...settings,
    writable: () => !gate.isShut(),
    onWritable: gate.subscribe,
    conversations: prepareConversations(db, writer),
    learners: prepareLearners(db, writer),
    agents: prepareAgents(db, writer),
    reports: prepareReports(db),
    missed: prepareMissed(db, writer),
    retention: prepareRetention(db, writer),
    attachments: prepareAttachments(db, writer),
    async close() {
      if (!db.open) return;
      gate.end();
      writer.flush();
      db.pragma('wal_checkpoint(TRUNCATE)');
      db.close();
    },
  };
}
