import { sqliteStorage } from '#tests/support/sqlite-storage.ts';
import { logContract } from './store.contract.ts';
import { inboxContract } from './store-inbox.contract.ts';
import { missedContract } from './store-missed.contract.ts';
import { recordsContract } from './store-records.contract.ts';

logContract('SQLite', sqliteStorage);
inboxContract('SQLite', sqliteStorage);
recordsContract('SQLite', sqliteStorage);
missedContract('SQLite', sqliteStorage);
