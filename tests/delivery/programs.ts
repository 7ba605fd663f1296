/** The programs that are tried, with their limits set so high that they are no part of what is measured. */
import type { ServerFault } from './planted.ts';
import type { Program } from './server-process.ts';

const RATES = ['MESSAGES', 'MESSAGES_LONG', 'COMMANDS', 'NEW_LEARNERS', 'ADDRESS', 'SITE', 'SOCKET', 'HANDSHAKES'];
const UNLIMITED = Object.fromEntries(RATES.map((name) => [`LIMIT_${name}`, '100000000/1s']));

/** What the environment says of these the program must not see. */
const base = (dataDir: string) => ({ ...UNLIMITED, DATA_DIR: dataDir, LOG_LEVEL: 'warn', PUBLIC_URL: '', ALLOWED_ORIGINS: '' });

/** The server as it is shipped. `npm run build` makes it. */
export const product = (dataDir: string): Program => ({ args: ['dist/server/main.js'], env: base(dataDir) });

export const faulty =
  (fault: ServerFault) =>
  (dataDir: string): Program => ({ args: ['--import', 'tsx', 'tests/delivery/faulty-server.ts', fault], env: base(dataDir) });
