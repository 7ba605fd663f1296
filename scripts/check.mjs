// `npm run check`: types, format and lint, unused code. Fast; no tests are run.
import { ensureNode, ensurePackages, run, say } from './ready.mjs';

ensureNode();
ensurePackages();
say('types (tsc -b)');
run('npx', ['tsc', '-b']);
say('format and lint (biome)');
run('npx', ['biome', 'ci', '--error-on-warnings', '.']);
say('unused files, exports and dependencies (knip)');
run('npx', ['knip']);
