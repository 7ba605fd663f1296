// `node scripts/with-build.mjs <file.ts> [arguments]`: runs a script that needs the built server, on a fresh clone too.
import { ensureBuilt, ensureNode, ensurePackages, run } from './ready.mjs';

ensureNode();
ensurePackages();
await ensureBuilt();
run(process.execPath, ['--import', 'tsx', ...process.argv.slice(2)]);
