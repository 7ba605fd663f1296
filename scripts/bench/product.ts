/** The server as it is shipped, with its limits set so high that they are no part of what is measured. */
import type { Program } from './server-process.ts';

const RATES = ['MESSAGES', 'MESSAGES_LONG', 'COMMANDS', 'NEW_LEARNERS', 'ADDRESS', 'SITE', 'SOCKET', 'HANDSHAKES'];
const UNLIMITED = Object.fromEntries(RATES.map((name) => [`LIMIT_${name}`, '100000000/1s']));

/** Overrides whatever this process was started with: a run must not depend on somebody's shell. */
export const plainEnvironment = (dataDir: string): Readonly<Record<string, string>> => ({
  ...UNLIMITED,
  DATA_DIR: dataDir,
  LOG_LEVEL: 'warn',
  PUBLIC_URL: '',
  ALLOWED_ORIGINS: '',
});

/** `main`: the built server, relative to the project's root. */
export const product =
  (main = 'dist/server/main.js') =>
  (dataDir: string): Program => ({ args: [main], env: plainEnvironment(dataDir) });
