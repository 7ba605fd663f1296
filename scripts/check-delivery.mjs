// `npm run check:delivery -- --messages 10000 --kills 20 --cuts 50 --seed 7`: see tests/delivery/check.ts.
import { ensureBuilt, ensureNode, ensurePackages, run } from './ready.mjs';

ensureNode();
ensurePackages();
await ensureBuilt();
run(process.execPath, ['--import', 'tsx', 'tests/delivery/check.ts', ...process.argv.slice(2)]);
