// `node scripts/with-packages.mjs <file.ts> [arguments]`: runs a script from source, on a fresh clone too.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureNode, ensurePackages, root, run } from './ready.mjs';

const there = () => existsSync(join(root, 'node_modules', 'tsx'));

ensureNode();
// Only what is missing: after a pull an owner's command must not exchange the packages under the server that still runs with the former ones.
if (!there()) ensurePackages();
if (!there()) {
  process.stderr.write(
    'This command needs the packages for development, which were left out (--omit=dev, or NODE_ENV=production): npm ci --include=dev\n',
  );
  process.exit(1);
}
run(process.execPath, ['--import', 'tsx', ...process.argv.slice(2)]);
