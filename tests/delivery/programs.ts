/** The servers that the tests try. */
import { plainEnvironment } from '#scripts/bench/product.ts';
import type { Program } from '#scripts/bench/server-process.ts';
import type { ServerFault } from './planted.ts';

export const faulty =
  (fault: ServerFault) =>
  (dataDir: string): Program => ({
    args: ['--import', 'tsx', 'tests/delivery/faulty-server.ts', fault],
    env: plainEnvironment(dataDir),
  });
